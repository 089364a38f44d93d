// SPDX-License-Identifier: MIT
#include "aggregation/reference_flow.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>

namespace aggregation {
namespace {

/// Error of log π per step on the way, and once the flow turns: a cycle's size is then wanted to three digits.
constexpr double kTolerance = 1e-4;
constexpr double kCycleTolerance = 1e-6;
/// The most steps, and the most multiplications that they may cost.
constexpr double kMaxSteps = 8000;
constexpr double kMaxWork = 3e8;
/// With fewer the flow is rarely followed to its end, so it is not begun.
constexpr double kFewestSteps = 100;
/// Distance in √π at which a rest point has caught the flow, and how much nearer it must be than to any other.
constexpr double kCaught = 1e-3;
constexpr double kMuchNearer = 0.1;
/// Gains that are this small against P mean that the flow stands still, on an unstable policy if need be.
constexpr double kStill = 1e-9;
/// What a cycle may still change until it repeats itself, against its size.
constexpr double kRepeats = 1e-3;

struct State {
  Vector logits;
  Vector policy;
  Vector gain;       // P − βs less its mean: what moves each answer
  Vector velocity;   // θ'
  double scale = 0;  // max |P|
};

/// `linear`, if any: ∂θ'/∂θ at the same place.
State At(const FlowField& field, const Vector& logits, Matrix* linear) {
  const AnswerClasses& classes = field.model.classes();
  State at{logits, {}, {}, {}};
  const double largest = logits.maxCoeff();
  const Vector log_policy = logits.array() - (largest + std::log((logits.array() - largest).exp().sum()));
  at.policy = log_policy.array().exp();
  const Vector z = (log_policy.array() - field.reference.array().log()).unaryExpr([&](double v) {
    return field.penalty.Coordinate(v);
  });
  Vector preference;
  FactoredJacobian by_class;
  if (linear) {
    field.model.ValueAndJacobian(classes.Sum(at.policy), &preference, &by_class);
  } else {
    preference = field.model.Value(classes.Sum(at.policy));
  }
  at.scale = preference.cwiseAbs().maxCoeff();
  at.gain =
      classes.Spread(preference) - field.beta * z.unaryExpr([&](double v) { return field.penalty.MarginalGap(v); });
  at.gain.array() -= at.policy.dot(at.gain);
  at.velocity = at.policy.cwiseProduct(at.gain);
  if (!linear) return at;

  // With S = diag π − ππᵀ: ∂θ' = diag(gain) S − π θ'ᵀ + S(∂P/∂π S − diag(slope) + slope πᵀ), slope = βu f''(u).
  const Eigen::Index size = at.policy.size();
  const auto spread = [&](const Matrix& per_class) {
    return Matrix(Matrix::NullaryExpr(
        size, per_class.cols(), [&](Eigen::Index i, Eigen::Index k) { return per_class(classes.class_of[i], k); }));
  };
  const Vector slope = field.beta * z.unaryExpr([&](double v) {
    return field.penalty.MarginalGapSlope(v) / field.penalty.LogRatioSlope(v);
  });
  Matrix shares = -at.policy * at.policy.transpose();
  shares.diagonal() += at.policy;
  Matrix response = spread(by_class.left) * (spread(by_class.right).transpose() * shares);
  response += slope * at.policy.transpose();
  response.diagonal() -= slope;
  *linear = shares * response - at.policy * at.velocity.transpose();
  *linear += at.gain.asDiagonal() * shares;
  return at;
}

struct Step {
  State to;
  double error;
};

Step TryStep(const FlowField& field, const State& from, const Matrix& linear, double time) {
  const double d = 1 / (2 + std::sqrt(2.0)), e = 6 + std::sqrt(2.0);
  const Eigen::Index size = from.logits.size();
  const Eigen::PartialPivLU<Matrix> system(Matrix::Identity(size, size) - time * d * linear);
  const Vector first = system.solve(from.velocity);
  const Vector middle = At(field, from.logits + 0.5 * time * first, nullptr).velocity;
  const Vector second = first + system.solve(middle - first);
  State to = At(field, from.logits + time * second, nullptr);
  const Vector third = system.solve(to.velocity - e * (second - middle) - 2 * (first - from.velocity));
  return {std::move(to), time / 6 * (first - 2 * second + third).cwiseAbs().maxCoeff()};
}

/// Policies as points of the sphere: max |√π − √π'|.
double Distance(const Vector& a, const Vector& b) { return (a.cwiseSqrt() - b.cwiseSqrt()).cwiseAbs().maxCoeff(); }

/// The rest points, and how near each must be.
class RestPoints {
 public:
  explicit RestPoints(const std::vector<RestPoint>& rests) : rests_(rests) {}

  std::optional<int> Caught(const State& at) const {
    const bool still =
        std::max(at.gain.maxCoeff(), (at.policy.cwiseSqrt().cwiseProduct(at.gain)).cwiseAbs().maxCoeff()) <=
        kStill * at.scale;
    for (size_t i = 0; i < rests_.size(); ++i) {
      if (!rests_[i].attracts && !still) continue;
      const double distance = Distance(rests_[i].policy, at.policy);
      if (distance <= kCaught && IsMuchNearer(i, distance)) return static_cast<int>(i);
    }
    return std::nullopt;
  }

 private:
  bool IsMuchNearer(size_t i, double distance) const {
    for (size_t j = 0; j < rests_.size(); ++j)
      if (j != i && distance > kMuchNearer * Distance(rests_[i].policy, rests_[j].policy)) return false;
    return true;
  }

  const std::vector<RestPoint>& rests_;
};

/// Watches one answer's probability: from maximum to maximum the flow makes a turn. Two turns whose starts agree, with
/// what the following ones would still change, are a cycle.
class Turns {
 public:
  explicit Turns(Eigen::Index size) : lowest_(Vector::Constant(size, 1)), highest_(Vector::Zero(size)) {}

  bool AreMany() const { return count_ > 1; }

  std::optional<Cycle> Add(const State& from, const State& to, double time) {
    lowest_ = lowest_.cwiseMin(to.policy);
    highest_ = highest_.cwiseMax(to.policy);
    // π' = π(θ' − E_π θ')
    const auto rate = [&](const State& at) { return at.velocity[watched_] - at.policy.dot(at.velocity); };
    const double before = rate(from), after = rate(to);
    clock_ += time;
    if (!(before > 0 && after <= 0)) return std::nullopt;
    const double late = after / (after - before) * time;  // since the maximum
    return Turn(Between(from, to, 1 - late / time, time), clock_ - late);
  }

 private:
  /// Cubic through both ends with their velocities.
  static Vector Between(const State& from, const State& to, double s, double time) {
    const double h01 = s * s * (3 - 2 * s), h10 = s * (1 - s) * (1 - s), h11 = s * s * (s - 1);
    const Vector logits = (1 - h01) * from.logits + h01 * to.logits + time * (h10 * from.velocity + h11 * to.velocity);
    const Vector weights = (logits.array() - logits.maxCoeff()).exp();
    return weights / weights.sum();
  }

  std::optional<Cycle> Turn(const Vector& top, double moment) {
    const Vector lowest = lowest_.cwiseMin(top), highest = highest_.cwiseMax(top);
    const double size = Distance(lowest, highest), period = moment - last_moment_;
    const double change = count_ > 0 ? Distance(top, last_top_) : std::numeric_limits<double>::infinity();
    // Changes that shrink by the same factor from turn to turn leave the sum of a geometric series.
    const bool shrinks = count_ > 1 && change < last_change_;
    const bool repeats = (shrinks && change * change / (last_change_ - change) <= kRepeats * size) ||
                         change <= kRepeats * kRepeats * size;
    lowest_ = highest_ = last_top_ = top;
    last_moment_ = moment;
    last_change_ = change;
    ++count_;
    if (repeats) return Cycle{lowest, highest, period};
    Eigen::Index widest;
    (highest.cwiseSqrt() - lowest.cwiseSqrt()).maxCoeff(&widest);
    if (count_ == 2 && widest != watched_) {
      watched_ = widest;
      count_ = 0;
    }
    return std::nullopt;
  }

  Eigen::Index watched_ = 0;
  int count_ = 0;
  double clock_ = 0, last_moment_ = 0, last_change_ = 0;
  Vector lowest_, highest_, last_top_;
};

double StepsGranted(const FlowField& field) {
  const double classes = field.model.classes().count, answers = static_cast<double>(field.reference.size());
  const double per_step = (classes + 2) * field.model.Work() + answers * answers * answers / 3;
  return std::min(kMaxWork / per_step, kMaxSteps);
}

}  // namespace

bool CanFollow(const FlowField& field) {
  return field.reference.size() <= kMaxFlowAnswers && StepsGranted(field) >= kFewestSteps;
}

ReferenceFlow FollowFromReference(const FlowField& field, const std::vector<RestPoint>& rests) {
  const RestPoints points(rests);
  Turns turns(field.reference.size());
  Matrix linear;
  State at = At(field, field.reference.array().log(), &linear);
  double time = 0.01 / (at.velocity.cwiseAbs().maxCoeff() + std::numeric_limits<double>::min());
  for (double steps = StepsGranted(field); steps > 0; --steps) {
    if (const std::optional<int> index = points.Caught(at))
      return {rests[*index].boundary ? FlowEnd::kBoundary : FlowEnd::kStationary, index, std::nullopt};
    const double tolerance = turns.AreMany() ? kCycleTolerance : kTolerance;
    const Step step = TryStep(field, at, linear, time);
    const double taken = time;
    const double growth = 0.8 * std::cbrt(tolerance / std::max(step.error, 1e-300));
    time *= std::isfinite(step.error) ? std::clamp(growth, 0.2, 5.0) : 0.2;
    if (!(step.error <= tolerance)) continue;
    if (const std::optional<Cycle> cycle = turns.Add(at, step.to, taken)) return {FlowEnd::kCycle, std::nullopt, cycle};
    at = At(field, step.to.logits, &linear);
  }
  return {};
}

}  // namespace aggregation
