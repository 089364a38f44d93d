// SPDX-License-Identifier: MIT
#include "aggregation/flow_step.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

// Plain loops throughout: the steps are cheap beside P, and what is not drawn in from Eigen need not be loaded.
namespace aggregation {
namespace {

/// ∂θ'/∂θ. With S = diag π − ππᵀ it is diag(gain) S − π θ'ᵀ + S(∂P/∂π S − diag(slope) + slope πᵀ), slope = βu f''(u).
Matrix Linearised(const FlowState& at, const std::vector<int>& class_of, const FactoredJacobian& jacobian,
                  const Vector& slope) {
  const Eigen::Index size = at.policy.size(), rank = jacobian.left.cols();
  Vector mean = Vector::Zero(rank);
  for (Eigen::Index k = 0; k < rank; ++k)
    for (Eigen::Index i = 0; i < size; ++i) mean[k] += at.policy[i] * jacobian.right(class_of[i], k);
  Matrix linear(size, size);
  for (Eigen::Index j = 0; j < size; ++j) {
    Vector response = at.policy[j] * slope;  // the bracket's column
    response[j] -= slope[j];
    for (Eigen::Index k = 0; k < rank; ++k) {
      const double by = at.policy[j] * (jacobian.right(class_of[j], k) - mean[k]);
      for (Eigen::Index i = 0; i < size; ++i) response[i] += jacobian.left(class_of[i], k) * by;
    }
    const double all = Mean(at.policy, response) + at.velocity[j];
    for (Eigen::Index i = 0; i < size; ++i)
      linear(i, j) = at.policy[i] * (response[i] - all - at.gain[i] * at.policy[j]);
    linear(j, j) += at.policy[j] * at.gain[j];
  }
  return linear;
}

/// Gauss's elimination with row pivoting, kept for several right-hand sides.
class LinearSystem {
 public:
  explicit LinearSystem(Matrix matrix) : lu_(std::move(matrix)), pivot_(static_cast<size_t>(lu_.rows())) {
    const Eigen::Index size = lu_.rows();
    for (Eigen::Index k = 0; k < size; ++k) {
      Eigen::Index pivot = k;
      for (Eigen::Index i = k + 1; i < size; ++i)
        if (std::abs(lu_(i, k)) > std::abs(lu_(pivot, k))) pivot = i;
      pivot_[static_cast<size_t>(k)] = pivot;
      for (Eigen::Index j = 0; j < size; ++j) std::swap(lu_(k, j), lu_(pivot, j));
      for (Eigen::Index i = k + 1; i < size; ++i) lu_(i, k) /= lu_(k, k);
      for (Eigen::Index j = k + 1; j < size; ++j)
        for (Eigen::Index i = k + 1; i < size; ++i) lu_(i, j) -= lu_(i, k) * lu_(k, j);
    }
  }

  Vector Solve(Vector x) const {
    const Eigen::Index size = x.size();
    for (Eigen::Index k = 0; k < size; ++k) std::swap(x[k], x[pivot_[static_cast<size_t>(k)]]);
    for (Eigen::Index k = 0; k < size; ++k)
      for (Eigen::Index i = k + 1; i < size; ++i) x[i] -= lu_(i, k) * x[k];
    for (Eigen::Index k = size - 1; k >= 0; --k) {
      x[k] /= lu_(k, k);
      for (Eigen::Index i = 0; i < k; ++i) x[i] -= lu_(i, k) * x[k];
    }
    return x;
  }

 private:
  Matrix lu_;
  std::vector<Eigen::Index> pivot_;
};

}  // namespace

double Mean(const Vector& policy, const Vector& values) {
  double sum = 0;
  for (Eigen::Index i = 0; i < policy.size(); ++i) sum += policy[i] * values[i];
  return sum;
}

double Largest(const Vector& values) {
  double largest = 0;
  for (const double value : values) {
    if (std::isnan(value)) return value;
    largest = std::max(largest, std::abs(value));
  }
  return largest;
}

Vector Along(const Vector& from, double time, const Vector& step) {
  Vector to = from;
  for (Eigen::Index i = 0; i < to.size(); ++i) to[i] += time * step[i];
  return to;
}

Vector LogSoftmax(const Vector& logits) {
  const double largest = *std::max_element(logits.data(), logits.data() + logits.size());
  double sum = 0;
  for (const double logit : logits) sum += std::exp(logit - largest);
  return Along(logits, -largest - std::log(sum), Vector::Ones(logits.size()));
}

FlowState FlowAt(const FlowField& field, const Vector& logits, Matrix* linear) {
  const AnswerClasses& classes = field.model.classes();
  FlowState at;
  at.logits = logits;
  const Vector log_policy = LogSoftmax(logits);
  at.policy = at.gain = log_policy;
  for (double& share : at.policy) share = std::exp(share);
  Vector preference, slope = log_policy;
  FactoredJacobian by_class;
  if (linear) {
    field.model.ValueAndJacobian(classes.Sum(at.policy), &preference, &by_class);
  } else {
    preference = field.model.Value(classes.Sum(at.policy));
  }
  at.scale = Largest(preference);
  for (Eigen::Index i = 0; i < logits.size(); ++i) {
    const double z = field.penalty.Coordinate(log_policy[i] - std::log(field.reference[i]));
    at.gain[i] = preference[classes.class_of[i]] - field.beta * field.penalty.MarginalGap(z);
    if (linear) slope[i] = field.beta * field.penalty.MarginalGapSlope(z) / field.penalty.LogRatioSlope(z);
  }
  const double mean = Mean(at.policy, at.gain);
  at.velocity = at.policy;
  for (Eigen::Index i = 0; i < logits.size(); ++i) at.velocity[i] *= at.gain[i] -= mean;
  if (linear) *linear = Linearised(at, classes.class_of, by_class, slope);
  return at;
}

FlowStep TryStep(const FlowField& field, const FlowState& from, Matrix linear, double time) {
  const double d = 1 / (2 + std::sqrt(2.0)), e = 6 + std::sqrt(2.0);
  for (double& entry : linear.reshaped()) entry *= -time * d;
  for (Eigen::Index i = 0; i < linear.rows(); ++i) linear(i, i) += 1;
  const LinearSystem system(std::move(linear));
  const Vector first = system.Solve(from.velocity);
  const Vector middle = FlowAt(field, Along(from.logits, 0.5 * time, first), nullptr).velocity;
  const Vector second = Along(first, 1, system.Solve(Along(middle, -1, first)));
  FlowState to = FlowAt(field, Along(from.logits, time, second), nullptr);
  Vector rest = Along(to.velocity, -e, Along(second, -1, middle));
  rest = Along(rest, -2, Along(first, -1, from.velocity));
  const Vector error = Along(Along(first, -2, second), 1, system.Solve(rest));
  return {std::move(to), time / 6 * Largest(error)};
}

}  // namespace aggregation
