// SPDX-License-Identifier: MIT
#include "aggregation/landscape.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace aggregation {
namespace {

/// Stands for a probability of 0: the flow's limit there.
constexpr double kNearlyNothing = 1e-300;
/// Mass outside a vertex at which it is asked whether it attracts without a penalty.
constexpr double kNearVertex = 1e-6;
/// Mass outside a face at which a flow that stands still counts as ended on it.
constexpr double kOnFace = 1e-6;
/// Multiplications that all basins together may cost: some seconds.
constexpr double kMaxBasinWork = 5e9;

/// Without a penalty β is 0, and what it multiplies does not matter.
FlowField FieldOf(const Rule& rule) {
  static const KlPolicyToRef kNone;
  const Penalty& penalty = rule.penalty() ? *rule.penalty() : static_cast<const Penalty&>(kNone);
  return {rule.model(), penalty, rule.reference(), rule.penalty() ? rule.beta() : 0};
}

/// Whether the answer's class gains against all others where nearly everything is the answer's.
bool AttractsUnpenalised(const Rule& rule, Eigen::Index answer) {
  Vector near = kNearVertex * rule.reference();
  near[answer] += 1 - kNearVertex;
  const AnswerClasses& classes = rule.model().classes();
  Vector preference = rule.model().Value(classes.Sum(near));
  const int own = classes.class_of[static_cast<size_t>(answer)];
  return (preference.array() < preference[own]).count() == preference.size() - 1;
}

/// At most `most` of the trail's points, the first and the last among them.
void Thin(Trail& trail, size_t most) {
  const size_t size = trail.times.size();
  if (size <= most) return;
  for (size_t i = 0; i < most; ++i) {
    const size_t from = i * (size - 1) / (most - 1);
    trail.times[i] = trail.times[from];
    trail.policies[i] = std::move(trail.policies[from]);
  }
  trail.times.resize(most);
  trail.policies.resize(most);
}

}  // namespace

Vector PolicyVelocity(const Rule& rule, const Vector& policy) {
  const Vector logits = policy.cwiseMax(kNearlyNothing).array().log();
  const FlowState at = FlowAt(FieldOf(rule), logits, nullptr);
  return policy.array() * (at.velocity.array() - Mean(at.policy, at.velocity));
}

bool CanFollow(const Rule& rule) { return CanFollow(FieldOf(rule)); }

Landscape::Landscape(const Rule& rule) : rule_(rule) {
  if (rule.penalty()) {
    for (const StationaryPolicy& policy : SolveStationary(rule)) {
      ends_.push_back(policy.policy);
      rests_.push_back({policy.policy, policy.stable, policy.boundary});
    }
    return;
  }
  for (Eigen::Index answer = 0; answer < rule.reference().size(); ++answer) {
    if (!AttractsUnpenalised(rule, answer)) continue;
    ends_.push_back(Vector::Unit(rule.reference().size(), answer));
    rests_.push_back({ends_.back(), true, true});
  }
}

Trajectory Landscape::From(const Vector& start, int max_points) const {
  Trajectory trajectory;
  const ReferenceFlow flow = Follow(FieldOf(rule_), start, rests_, &trajectory.trail);
  trajectory.end = flow.end;
  trajectory.index = flow.index;
  if (flow.end == FlowEnd::kUnresolved) {
    const Vector& last = trajectory.trail.policies.back();
    const FlowState at = FlowAt(FieldOf(rule_), last.cwiseMax(kNearlyNothing).array().log(), nullptr);
    if (StandsStill(at)) trajectory.end = last.minCoeff() < kOnFace ? FlowEnd::kBoundary : FlowEnd::kStationary;
  }
  Thin(trajectory.trail, static_cast<size_t>(max_points));
  return trajectory;
}

Basins Landscape::AllBasins(int resolution) const {
  Basins basins;
  const double work = std::min(kMaxFlowWork, kMaxBasinWork / (0.5 * resolution * (resolution + 1)));
  for (int i = 0; i < resolution; ++i) {
    for (int j = 0; i + j < resolution; ++j) {
      Vector start(3);
      start << i + 1.0 / 3, j + 1.0 / 3, resolution - 1 - i - j + 1.0 / 3;
      basins.starts.push_back(start / resolution);
      basins.end.push_back(Follow(FieldOf(rule_), basins.starts.back(), rests_, nullptr, work).index);
    }
  }
  return basins;
}

}  // namespace aggregation
