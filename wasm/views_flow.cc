// SPDX-License-Identifier: MIT
// The calls about the mean-field flow: velocities, the way from a policy, basins.
#include "aggregation/landscape.h"
#include "fields.h"
#include "views.h"

using aggregation::Landscape;
using aggregation::Rule;
using aggregation::Vector;
using emscripten::val;

namespace {

constexpr size_t kMaxPolicies = 20'000;
constexpr int kDefaultPoints = 500;
constexpr int kMostPoints = 8001;
constexpr int kDefaultResolution = 15;

/// Adds an issue where ways cannot be followed.
void NeedFollowing(const Rule& rule, Subject& subject) {
  if (CanFollow(rule)) return;
  subject.issues().Add("answers", static_cast<double>(subject.scenario().size()),
                       "has at most " + std::to_string(aggregation::kMaxFlowAnswers) +
                           " answers, whose groups are small enough, where the flow is followed");
}

/// Where the flow of a penalty that falls faster than 1/u has no limit.
void NeedLimits(const Rule& rule, const std::vector<Vector>& policies, Subject& subject) {
  if (!rule.penalty() || rule.penalty()->PoleOrder() <= 1) return;
  for (size_t i = 0; i < policies.size(); ++i) {
    if (policies[i].minCoeff() > 0) continue;
    subject.issues().Add(aggregation::Indexed("policies", i), 0.0,
                         "gives every answer some probability where alpha is negative");
  }
}

}  // namespace

val Flow(const val& document, const val& request) {
  Subject subject(document, request);
  subject.NeedAtMost("policies", Length(request["policies"]), kMaxPolicies);
  if (!subject.is_valid()) return subject.Invalid();
  const Rule rule(subject.scenario(), subject.rule());
  std::vector<Vector> policies = ToVectors(request["policies"]);
  NeedLimits(rule, policies, subject);
  if (!subject.is_valid()) return subject.Invalid();
  for (Vector& policy : policies) policy = PolicyVelocity(rule, policy);
  val result = OkResult();
  Put(result, "velocities", ToList(policies));
  return result;
}

val FlowTrajectory(const val& document, const val& request) {
  Subject subject(document, request);
  const int points = subject.Integer("maxPoints", kDefaultPoints, 2, kMostPoints);
  if (!subject.is_valid()) return subject.Invalid();
  const Vector start = ToVector(request["start"]);
  for (Eigen::Index i = 0; i < start.size(); ++i)
    if (!(start[i] > 0))
      subject.issues().Add(aggregation::Indexed("start", static_cast<size_t>(i)), start[i],
                           "is > 0: the flow never gives an answer of probability 0");
  const Rule rule(subject.scenario(), subject.rule());
  NeedFollowing(rule, subject);
  if (!subject.is_valid()) return subject.Invalid();
  const Landscape landscape(rule);
  const aggregation::Trajectory trajectory = landscape.From(start, points);
  val result = OkResult();
  Put(result, "times", ToFloat64Array(trajectory.trail.times));
  Put(result, "policies", ToList(trajectory.trail.policies));
  Put(result, "end", val(std::string(Named(aggregation::kFlowEndNames, trajectory.end).name)));
  Put(result, "index", OrNull(trajectory.index));
  Put(result, "ends", ToList(landscape.ends()));
  return result;
}

val FlowBasins(const val& document, const val& request) {
  Subject subject(document, request);
  subject.NeedAnswers(3);
  const int resolution = subject.Integer("resolution", kDefaultResolution, 1, aggregation::kMaxBasinResolution);
  if (!subject.is_valid()) return subject.Invalid();
  const Rule rule(subject.scenario(), subject.rule());
  NeedFollowing(rule, subject);
  if (!subject.is_valid()) return subject.Invalid();
  const Landscape landscape(rule);
  const aggregation::Basins basins = landscape.AllBasins(resolution);
  std::vector<int> end;
  for (const std::optional<int>& index : basins.end) end.push_back(index.value_or(-1));
  val result = OkResult();
  Put(result, "starts", ToList(basins.starts));
  Put(result, "end", ToInt32Array(end));
  Put(result, "ends", ToList(landscape.ends()));
  return result;
}
