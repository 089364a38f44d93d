// SPDX-License-Identifier: MIT
// Times of the core, of the same program natively and as WebAssembly under Node: compare.mjs runs both. Each line is a
// name, a tab and the nanoseconds per call, the median of batches that last 10 ms or more. An argument picks the names
// that contain it.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "aggregation/continuation.h"
#include "aggregation/stationary.h"

namespace aggregation {
namespace {

struct Case {
  const char* name;
  int answers;
  ModelKind model;
  GroupSize group_size;
};

constexpr Case kCases[] = {
    {"K=3 G=8", 3, ModelKind::kGroup, {8}},           {"K=3 G=64", 3, ModelKind::kGroup, {64}},
    {"K=10 G=8", 10, ModelKind::kGroup, {8}},         {"K=10 G=64", 10, ModelKind::kGroup, {64}},
    {"N=100 G=inf", 100, ModelKind::kGroup, {0, true}}, {"N=20 pairwise", 20, ModelKind::kPairwise, {2}},
};

/// Answer i of N has reference 1/(i+1) and reward i(i+1)/N²: distinct, and no two gaps are equal.
Scenario Question(const Case& c) {
  ScenarioSpec spec;
  for (int i = 0; i < c.answers; ++i) {
    const double reward = i * (i + 1.0) / (c.answers * c.answers);
    spec.answers.push_back({"answer " + std::to_string(i), 1 / (i + 1.0), {{{1, reward, 0}}}});
  }
  RuleSpec rule;
  rule.preference.model = c.model;
  rule.preference.group_size = c.group_size;
  rule.beta = 0.5;
  spec.rules = {rule};
  Issues issues;
  return *Validate(spec, issues);
}

std::string filter;

/// What keeps the compiler from leaving out work whose result nobody reads.
volatile double sink;

template <typename Work>
double SecondsOf(const Work& work, long calls) {
  const auto began = std::chrono::steady_clock::now();
  for (long i = 0; i < calls; ++i) sink = work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

/// `work` gives a number that depends on all that it computes.
template <typename Work>
void Time(const std::string& what, const Case& c, const Work& work) {
  const std::string name = what + "/" + c.name;
  if (name.find(filter) == std::string::npos) return;
  constexpr double kBatch = 0.01, kTotal = 0.4, kWarmUp = 0.3;
  constexpr size_t kBatches = 25;
  long calls = 1;
  double seconds = SecondsOf(work, calls);
  // Engines compile WebAssembly twice, the second time while it runs.
  for (double total = seconds; total < kWarmUp; total += seconds) seconds = SecondsOf(work, calls);
  while (seconds < kBatch) seconds = SecondsOf(work, calls *= 2);
  std::vector<double> times;
  for (double total = 0; times.size() < kBatches && (total < kTotal || times.size() < 3); total += seconds) {
    seconds = SecondsOf(work, calls);
    times.push_back(seconds / static_cast<double>(calls));
  }
  std::sort(times.begin(), times.end());
  std::printf("%s\t%.1f\n", name.c_str(), 1e9 * times[times.size() / 2]);
}

double FirstShare(const Rule& rule, Search search) {
  SolveOptions options;
  options.search = search;
  return SolveStationary(rule, options).at(0).policy[0];
}

void TimeAll(const Case& c) {
  const Scenario scenario = Question(c);
  const RuleSpec& spec = scenario.rules[0];
  const Rule rule(scenario, spec);
  const Vector& reference = rule.problem().reference;
  Vector value;
  FactoredJacobian jacobian;
  Time("value", c, [&] { return rule.model().Value(reference)[0]; });
  Time("value and Jacobian", c, [&] {
    rule.model().ValueAndJacobian(reference, &value, &jacobian);
    return value[0] + jacobian.left(0, 0);
  });
  Time("tables", c, [&] { return Rule(scenario, spec).beta(); });
  Time("branch, cold", c, [&] { return FirstShare(Rule(scenario, spec), Search::kBranch); });
  const Solution known = TraceReferenceBranch(rule.problem(), rule.beta()).at(0);
  Time("branch, beta 2 % further", c,
       [&] { return Continue(rule.problem(), known, 1.02 * rule.beta())->at.policy[0]; });
  Time("every policy, cold", c, [&] { return FirstShare(Rule(scenario, spec), Search::kAll); });
}

}  // namespace
}  // namespace aggregation

int main(int count, char** arguments) {
  if (count > 1) aggregation::filter = arguments[1];
  for (const auto& c : aggregation::kCases) aggregation::TimeAll(c);
}
