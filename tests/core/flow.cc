// SPDX-License-Identifier: MIT
#include "flow.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <functional>

namespace aggregation::testing {

Vector Softmax(const Vector& logits) {
  const Vector weights = (logits.array() - logits.maxCoeff()).exp();
  return weights / weights.sum();
}

Vector FlowVelocity(const Rule& rule, const Vector& logits) {
  const Vector policy = Softmax(logits);
  Vector pull = rule.Preference(policy);
  for (Eigen::Index o = 0; o < policy.size(); ++o)
    pull[o] -= rule.beta() * rule.penalty()->Marginal(policy[o] / rule.reference()[o]);
  return policy.array() * (pull.array() - policy.dot(pull));
}

Vector NumericalFlowEigenvalues(const Rule& rule, const Vector& logits) {
  constexpr double kStep = 1e-5;
  const Eigen::Index size = logits.size();
  Matrix jacobian(size, size);
  for (Eigen::Index j = 0; j < size; ++j) {
    const Vector push = kStep * Vector::Unit(size, j);
    jacobian.col(j) = (FlowVelocity(rule, logits + push) - FlowVelocity(rule, logits - push)) / (2 * kStep);
  }
  // Directions e_j − e_last span the tangent space, and the flow stays in it.
  const Matrix tangent = jacobian.topLeftCorner(size - 1, size - 1).colwise() - jacobian.col(size - 1).head(size - 1);
  Vector real = tangent.eigenvalues().real();
  std::sort(real.data(), real.data() + real.size(), std::greater<>());
  return real;
}

Vector Simulate(const Rule& rule, Vector logits, double duration, double step) {
  for (double time = 0; time < duration; time += step) logits += step * FlowVelocity(rule, logits);
  return logits;
}

}  // namespace aggregation::testing
