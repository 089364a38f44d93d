// SPDX-License-Identifier: MIT
// Prints what the core computes for a fixed set of questions, to the last digit:
//     NAME NUMBER…
// agreement.test.mjs compares the native output with that of the same program compiled to wasm.
#include <cstdio>
#include <initializer_list>
#include <string>
#include <utility>

#include "aggregation/stationary.h"

namespace aggregation {
namespace {

void Print(const std::string& name, const Vector& numbers) {
  std::printf("%s", name.c_str());
  for (const double number : numbers) std::printf(" %.17g", number);
  std::printf("\n");
}

ScenarioSpec Question(std::initializer_list<std::pair<double, double>> answers) {
  ScenarioSpec spec;
  for (const auto& [reference, reward] : answers) {
    const std::string label = "answer " + std::to_string(spec.answers.size());
    spec.answers.push_back({label, reference, {{{1, reward, 0}}}});
  }
  return spec;
}

ScenarioSpec Gamble() {
  ScenarioSpec spec = Question({{0.1, 1}, {0.9, 0}});
  spec.answers[1].reward = {{0.25, 100, 0}, {0.75, 0, 0}};
  return spec;
}

ScenarioSpec Cycle() {
  ScenarioSpec spec = Question({{0.6, 0}, {0.3, 0}, {0.1, 0}});
  for (auto& answer : spec.answers) answer.reward.reset();
  spec.wins = {{0.5, 0.9, 0.3}, {0.1, 0.5, 0.8}, {0.7, 0.2, 0.5}};
  return spec;
}

RuleSpec RuleOf(ModelKind model, GroupSize group_size, Divergence divergence, double beta) {
  RuleSpec rule;
  rule.preference.model = model;
  rule.preference.group_size = group_size;
  rule.penalty.divergence = divergence;
  rule.beta = beta;
  return rule;
}

void PrintSolutions(const std::string& name, ScenarioSpec question, const RuleSpec& rule_spec) {
  question.rules = {rule_spec};
  Issues issues;
  const std::optional<Scenario> scenario = Validate(question, issues);
  if (!scenario) return Print(name + "/invalid", Vector(0));
  const Rule rule(*scenario, rule_spec);
  Print(name + "/preference", rule.Preference(rule.reference()));
  int number = 0;
  for (const StationaryPolicy& policy : SolveStationary(rule)) {
    const std::string which = name + "/" + std::to_string(++number);
    Print(which + "/policy", policy.policy);
    Print(which + "/preference", policy.preference);
    if (policy.multiplier) Print(which + "/multiplier", Vector::Constant(1, *policy.multiplier));
    if (policy.eigenvalues) Print(which + "/eigenvalues", *policy.eigenvalues);
  }
}

void PrintAll() {
  const ScenarioSpec three = Question({{0.2, 1}, {0.5, 0.3}, {0.3, 0}});
  const ScenarioSpec binary = Question({{0.5, 1}, {0.5, 0}});
  const ScenarioSpec rare = Question({{1e-9, 1}, {0.4, 0.3}, {0.6, 0}});
  const ScenarioSpec offset = Question({{0.2, 1e8 + 1}, {0.5, 1e8 + 0.25}, {0.3, 1e8}});
  for (const Divergence divergence : {Divergence::kKlRefToPolicy, Divergence::kKlPolicyToRef}) {
    const std::string penalty = Named(kDivergenceNames, divergence).name;
    for (const auto& model : kModelNames) {
      // Not at the confidence margin, 1: there the policy of a rare answer jumps (VY Fig. 1), and magnifies rounding.
      for (const double beta : {0.05, 0.9, 20.0}) {
        const RuleSpec rule = RuleOf(model.choice, {8}, divergence, beta);
        const std::string name = std::string("/") + model.name + "/" + penalty + "/" + std::to_string(beta);
        PrintSolutions("three" + name, three, rule);
        PrintSolutions("rare" + name, rare, rule);
        PrintSolutions("offset" + name, offset, rule);
      }
    }
    PrintSolutions("large-group/" + penalty, three, RuleOf(ModelKind::kGroup, {0, true}, divergence, 2));
    PrintSolutions("group-64/" + penalty, three, RuleOf(ModelKind::kGroup, {64}, divergence, 0.5));
    PrintSolutions("cycle/" + penalty, Cycle(), RuleOf(ModelKind::kPairwise, {2}, divergence, 0.1));
  }
  PrintSolutions("gamble", Gamble(), RuleOf(ModelKind::kGroup, {8}, Divergence::kKlRefToPolicy, 0.09));
  PrintSolutions("folds", binary, RuleOf(ModelKind::kGroup, {64}, Divergence::kKlPolicyToRef, 1.48));
}

}  // namespace
}  // namespace aggregation

int main() { aggregation::PrintAll(); }
