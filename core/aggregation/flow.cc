// SPDX-License-Identifier: MIT
#include "aggregation/flow.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace aggregation {
namespace {

/// Mass outside the leading class at which the flow counts as caught, if that class then gains against every other.
constexpr double kCaught = 1e-3;
/// Error of log π per step, and the most steps: near a vertex the flow slows down like 1/t, and steps grow with t.
constexpr double kTolerance = 1e-6;
constexpr int kMaxSteps = 20'000;

Vector Softmax(const Vector& logits) {
  const Vector weights = (logits.array() - logits.maxCoeff()).exp();
  return weights / weights.sum();
}

Vector Velocity(const PreferenceModel& model, const Vector& logits) {
  const Vector policy = Softmax(logits);
  const AnswerClasses& classes = model.classes();
  const Vector preference = classes.Spread(model.Value(classes.Sum(policy)));
  return policy.array() * (preference.array() - policy.dot(preference));
}

/// One step of Bogacki and Shampine's pair; its error is the difference of orders 3 and 2.
struct Step {
  Vector logits;
  double error;
};

Step TryStep(const PreferenceModel& model, const Vector& logits, const Vector& velocity, double time) {
  const Vector second = Velocity(model, logits + 0.5 * time * velocity);
  const Vector third = Velocity(model, logits + 0.75 * time * second);
  const Vector next = logits + time * (2 * velocity + 3 * second + 4 * third) / 9;
  const Vector fourth = Velocity(model, next);
  const Vector error = time * (-5 * velocity / 72 + second / 12 + third / 9 - fourth / 8);
  return {next, error.cwiseAbs().maxCoeff()};
}

/// The class that holds nearly all mass and gains against every other; none as long as there is no such class.
std::optional<int> CatchingClass(const PreferenceModel& model, const Vector& policy) {
  const Vector mass = model.classes().Sum(policy);
  Eigen::Index leader;
  if (mass.maxCoeff(&leader) < 1 - kCaught) return std::nullopt;
  Vector preference = model.Value(mass);
  const double leading = preference[leader];
  preference[leader] = -std::numeric_limits<double>::infinity();
  if (preference.maxCoeff() >= leading) return std::nullopt;
  return static_cast<int>(leader);
}

/// Among answers of one class the likelier gain on the others for ever: the likeliest is left, or all that share that.
Vector LikeliestOf(const AnswerClasses& classes, int face, const Vector& reference) {
  double largest = 0;
  for (Eigen::Index i = 0; i < reference.size(); ++i)
    if (classes.class_of[i] == face) largest = std::max(largest, reference[i]);
  Vector policy = Vector::Zero(reference.size());
  for (Eigen::Index i = 0; i < reference.size(); ++i)
    if (classes.class_of[i] == face && reference[i] == largest) policy[i] = 1;
  return policy / policy.sum();
}

}  // namespace

std::optional<Vector> FlowToVertex(const PreferenceModel& model, const Vector& reference) {
  Vector logits = reference.array().log();
  double time = 1e-3;
  for (int i = 0; i < kMaxSteps; ++i) {
    if (const auto face = CatchingClass(model, Softmax(logits))) return LikeliestOf(model.classes(), *face, reference);
    const Vector velocity = Velocity(model, logits);
    if (velocity.isZero(0)) return std::nullopt;
    const Step step = TryStep(model, logits, velocity, time);
    if (step.error <= kTolerance) logits = step.logits;
    time *= std::clamp(0.9 * std::cbrt(kTolerance / std::max(step.error, 1e-300)), 0.2, 5.0);
  }
  return std::nullopt;
}

}  // namespace aggregation
