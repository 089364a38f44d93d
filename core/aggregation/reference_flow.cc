// SPDX-License-Identifier: MIT
#include "aggregation/reference_flow.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace aggregation {
namespace {

/// Error of log π per step on the way, and once the flow turns: a cycle's size is then wanted to three digits.
constexpr double kTolerance = 1e-4;
constexpr double kCycleTolerance = 1e-6;
/// The most steps, however cheap.
constexpr double kMaxSteps = 8000;
/// With fewer the flow is rarely followed to its end, so it is not begun.
constexpr double kFewestSteps = 100;
/// Distance in √π at which a rest point has caught the flow, and how much nearer it must be than to any other.
constexpr double kCaught = 1e-3;
constexpr double kMuchNearer = 0.1;
/// Gains that are this small against P mean that the flow stands still, on an unstable policy if need be.
constexpr double kStill = 1e-9;
/// What a cycle may still change until it repeats itself, against its size.
constexpr double kRepeats = 2e-4;

/// Policies as points of the sphere: max |√π − √π'|.
double Distance(const Vector& a, const Vector& b) {
  double distance = 0;
  for (Eigen::Index i = 0; i < a.size(); ++i)
    distance = std::max(distance, std::abs(std::sqrt(a[i]) - std::sqrt(b[i])));
  return distance;
}

/// The rest points, and how near each must be.
class RestPoints {
 public:
  explicit RestPoints(const std::vector<RestPoint>& rests) : rests_(rests) {}

  std::optional<int> Caught(const FlowState& at) const {
    const bool still = StandsStill(at);
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

  std::optional<Cycle> Add(const FlowState& from, const FlowState& to, double time) {
    Widen(to.policy);
    // π' = π(θ' − E_π θ')
    const auto rate = [&](const FlowState& at) { return at.velocity[watched_] - Mean(at.policy, at.velocity); };
    const double before = rate(from), after = rate(to);
    clock_ += time;
    if (!(before > 0 && after <= 0)) return std::nullopt;
    const double late = after / (after - before) * time;  // since the maximum
    return Turn(Between(from, to, 1 - late / time, time), clock_ - late);
  }

 private:
  void Widen(const Vector& policy) {
    for (Eigen::Index i = 0; i < policy.size(); ++i) {
      lowest_[i] = std::min(lowest_[i], policy[i]);
      highest_[i] = std::max(highest_[i], policy[i]);
    }
  }

  /// Cubic through both ends with their velocities.
  static Vector Between(const FlowState& from, const FlowState& to, double s, double time) {
    Vector policy = Along(from.logits, time * s * (1 - s) * (1 - s), from.velocity);
    policy = Along(policy, time * s * s * (s - 1), to.velocity);
    policy = LogSoftmax(Along(policy, s * s * (3 - 2 * s), Along(to.logits, -1, from.logits)));
    for (double& share : policy) share = std::exp(share);
    return policy;
  }

  std::optional<Cycle> Turn(const Vector& top, double moment) {
    Widen(top);
    const Vector lowest = lowest_, highest = highest_;
    const double size = Distance(lowest, highest), period = moment - last_moment_;
    const double change = count_ > 0 ? Distance(top, last_top_) : std::numeric_limits<double>::infinity();
    // Changes that shrink by the same factor from turn to turn leave the sum of a geometric series.
    const bool shrinks = count_ > 1 && change < last_change_;
    const bool repeats =
        (shrinks && change * change / (last_change_ - change) <= kRepeats * size) || change <= 1e-2 * kRepeats * size;
    lowest_ = highest_ = last_top_ = top;
    last_moment_ = moment;
    last_change_ = change;
    ++count_;
    if (repeats) return Cycle{lowest, highest, period};
    Eigen::Index widest = 0;
    for (Eigen::Index i = 1; i < top.size(); ++i)
      if (highest[i] - lowest[i] > highest[widest] - lowest[widest]) widest = i;
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

double StepsGranted(const FlowField& field, double work) {
  const double classes = field.model.classes().count, answers = static_cast<double>(field.reference.size());
  const double per_step = (classes + 2) * field.model.Work() + answers * answers * answers / 3;
  return std::min(work / per_step, kMaxSteps);
}

}  // namespace

bool StandsStill(const FlowState& at) {
  double most = 0;
  for (Eigen::Index i = 0; i < at.gain.size(); ++i)
    most = std::max(most, at.gain[i] > 0 ? at.gain[i] : -at.gain[i] * std::sqrt(at.policy[i]));
  return most <= kStill * at.scale;
}

bool CanFollow(const FlowField& field) {
  return field.reference.size() <= kMaxFlowAnswers && StepsGranted(field, kMaxFlowWork) >= kFewestSteps;
}

ReferenceFlow Follow(const FlowField& field, const Vector& start, const std::vector<RestPoint>& rests, Trail* trail,
                     double most_work) {
  const RestPoints points(rests);
  Turns turns(field.reference.size());
  Matrix linear;
  Vector logits = start;
  for (double& logit : logits) logit = std::log(logit);
  FlowState at = FlowAt(field, logits, &linear);
  double clock = 0;
  double time = 0.01 / (Largest(at.velocity) + std::numeric_limits<double>::min());
  if (trail) *trail = {{0}, {at.policy}};
  for (double steps = StepsGranted(field, most_work); steps > 0; --steps) {
    if (const std::optional<int> index = points.Caught(at))
      return {rests[*index].boundary ? FlowEnd::kBoundary : FlowEnd::kStationary, index, std::nullopt};
    if (StandsStill(at)) return {};  // on no policy of the list
    const double tolerance = turns.AreMany() ? kCycleTolerance : kTolerance;
    const FlowStep step = TryStep(field, at, linear, time);
    const double taken = time;
    const double growth = 0.8 * std::cbrt(tolerance / std::max(step.error, 1e-300));
    time *= std::isfinite(step.error) ? std::clamp(growth, 0.2, 5.0) : 0.2;
    if (!(step.error <= tolerance)) continue;
    clock += taken;
    if (trail) {
      trail->times.push_back(clock);
      trail->policies.push_back(step.to.policy);
    }
    if (const std::optional<Cycle> cycle = turns.Add(at, step.to, taken)) return {FlowEnd::kCycle, std::nullopt, cycle};
    at = FlowAt(field, step.to.logits, &linear);
  }
  return {};
}

std::optional<ReferenceFlow> FollowFromReference(const FlowField& field, const std::vector<RestPoint>& rests) {
  if (!CanFollow(field)) return std::nullopt;
  return Follow(field, field.reference, rests);
}

}  // namespace aggregation
