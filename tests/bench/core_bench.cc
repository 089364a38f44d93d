// SPDX-License-Identifier: MIT
// Native timings of the core. bench.mjs times the same cases through the package; compare.mjs runs
// both. What a case is called, and its numbers, must be the same in both files.
#include <benchmark/benchmark.h>

#include <cmath>
#include <string>
#include <vector>

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
    {"K=10 G=8", 10, ModelKind::kGroup, {8}},         {"N=100 G=inf", 100, ModelKind::kGroup, {0, true}},
    {"N=20 pairwise", 20, ModelKind::kPairwise, {2}},
};

/// Answer i of N has reference 1/(i+1) and reward i(i+1)/N²: distinct, and no two gaps are equal.
ScenarioSpec Question(const Case& c) {
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
  return spec;
}

Scenario Validated(const Case& c) {
  Issues issues;
  return *Validate(Question(c), issues);
}

/// From the stated question to P at one policy: what one call of the package's `preference` does.
void Preference(benchmark::State& state, const Case& c) {
  const ScenarioSpec spec = Question(c);
  const Vector policy = Vector::Constant(c.answers, 1.0 / c.answers);
  for (auto _ : state) {
    Issues issues;
    const Scenario scenario = *Validate(spec, issues);
    benchmark::DoNotOptimize(Rule(scenario, scenario.rules[0]).Preference(policy));
  }
}

/// One evaluation of a model that is there already.
void Value(benchmark::State& state, const Case& c) {
  const Scenario scenario = Validated(c);
  const Rule rule(scenario, scenario.rules[0]);
  for (auto _ : state) benchmark::DoNotOptimize(rule.model().Value(rule.problem().reference));
}

void ValueAndJacobian(benchmark::State& state, const Case& c) {
  const Scenario scenario = Validated(c);
  const Rule rule(scenario, scenario.rules[0]);
  Vector value;
  FactoredJacobian jacobian;
  for (auto _ : state) {
    rule.model().ValueAndJacobian(rule.problem().reference, &value, &jacobian);
    benchmark::DoNotOptimize(jacobian);
  }
}

/// From the stated question to its stationary policies: what one call of the package's `solve` does.
void Solve(benchmark::State& state, const Case& c, Search search) {
  const ScenarioSpec spec = Question(c);
  SolveOptions options;
  options.search = search;
  for (auto _ : state) {
    Issues issues;
    const Scenario scenario = *Validate(spec, issues);
    benchmark::DoNotOptimize(SolveStationary(Rule(scenario, scenario.rules[0]), options));
  }
}

const bool kRegistered = [] {
  for (const Case& c : kCases) {
    const std::string suffix = std::string("/") + c.name;
    benchmark::RegisterBenchmark(("value" + suffix).c_str(), Value, c);
    benchmark::RegisterBenchmark(("value and Jacobian" + suffix).c_str(), ValueAndJacobian, c);
    benchmark::RegisterBenchmark(("preference" + suffix).c_str(), Preference, c);
    benchmark::RegisterBenchmark(("solve branch" + suffix).c_str(), Solve, c, Search::kBranch);
    benchmark::RegisterBenchmark(("solve all" + suffix).c_str(), Solve, c, Search::kAll);
  }
  return true;
}();

}  // namespace
}  // namespace aggregation
