// SPDX-License-Identifier: MIT
// The calls that every build of the module has. Plain data goes in and comes out; nothing throws, and nothing stays
// behind but the last few preference models.
#include <emscripten/bind.h>

#include <optional>
#include <string>
#include <vector>

#include "aggregation/parts.h"
#include "document.h"
#include "model_cache.h"
#include "result.h"

using aggregation::Issues;
using aggregation::RuleReport;
using aggregation::Scenario;
using aggregation::SolveOptions;
using emscripten::val;

namespace {

val Range(double lowest, double highest) {
  val range = val::array();
  range.call<void>("push", lowest);
  range.call<void>("push", highest);
  return range;
}

template <typename Choice, size_t size>
val NameList(const std::array<aggregation::Name<Choice>, size>& table) {
  val list = val::array();
  for (const auto& row : table) list.call<void>("push", std::string(row.name));
  return list;
}

template <typename Choice, size_t size>
val NameOf(const std::array<aggregation::Name<Choice>, size>& table, Choice choice) {
  return val(std::string(Named(table, choice).name));
}

val Limits() {
  val limits = val::object();
  Put(limits, "answers", Range(1, aggregation::kMaxAnswers));
  Put(limits, "rules", Range(1, aggregation::kMaxRules));
  Put(limits, "groupSize", Range(aggregation::kMinGroupSize, aggregation::kMaxGroupSize));
  Put(limits, "beta", Range(aggregation::kMinBeta, aggregation::kMaxBeta));
  Put(limits, "reward", Range(-aggregation::kMaxReward, aggregation::kMaxReward));
  Put(limits, "labelLength", val(aggregation::kMaxLabelLength));
  return limits;
}

val Defaults() {
  const aggregation::RuleSpec rule;
  val defaults = val::object();
  Put(defaults, "model", NameOf(aggregation::kModelNames, rule.preference.model));
  Put(defaults, "groupSize", val(rule.preference.group_size.size));
  Put(defaults, "std", NameOf(aggregation::kStdNames, rule.preference.std));
  Put(defaults, "epsilon", val(rule.preference.epsilon));
  Put(defaults, "silentGroups", NameOf(aggregation::kSilentGroupNames, rule.preference.silent_groups));
  Put(defaults, "divergence", NameOf(aggregation::kDivergenceNames, rule.penalty.divergence));
  Put(defaults, "beta", val(rule.beta));
  return defaults;
}

val Describe() {
  val description = val::object();
  Put(description, "name", val(std::string("grpo-playground")));
  Put(description, "version", val(std::string(PROJECT_VERSION)));
  Put(description, "format", val(std::string(kFormat)));
  Put(description, "formatVersion", val(kFormatVersion));
  Put(description, "limits", Limits());
  Put(description, "defaults", Defaults());
  Put(description, "models", NameList(aggregation::kModelNames));
  Put(description, "divergences", NameList(aggregation::kDivergenceNames));
  Put(description, "klTerms", NameList(aggregation::kKlTermNames));
  Put(description, "stds", NameList(aggregation::kStdNames));
  Put(description, "silentGroups", NameList(aggregation::kSilentGroupNames));
  Put(description, "terminations", NameList(aggregation::kTerminationNames));
  Put(description, "flowEnds", NameList(aggregation::kFlowEndNames));
  Put(description, "tolerance", val(SolveOptions().tolerance));
  return description;
}

/// Whether the flow from the reference, which this module cannot follow, may end elsewhere than at the policy found.
bool NeedsFlow(const RuleReport& report, const SolveOptions& options) {
  if (aggregation::kParts.flow || options.search == aggregation::Search::kBranch) return false;
  return report.stationary.size() != 1 || !report.stationary.front().stable;
}

/// Null where a rule needs parts that this module is linked without.
val Solve(const val& document, bool branch_only) {
  Issues issues;
  const auto scenario = ReadScenario(document, issues);
  if (!scenario) return InvalidResult(issues, "rules");
  const SolveOptions options = OptionsFor(branch_only);
  val rules = val::array();
  for (const auto& spec : scenario->rules) {
    const auto rule = FindRule(*scenario, spec);
    if (!rule) return val::null();
    const RuleReport report = SolveRule(*rule, options);
    if (NeedsFlow(report, options)) return val::null();
    rules.call<void>("push", ToObject(spec.label, report));
  }
  val result = OkResult();
  Put(result, "rules", rules);
  return result;
}

/// `policy`: as many numbers as the document has answers, which the loader has checked. Null as in Solve.
val Preference(const val& document, int rule, const val& policy) {
  Issues issues;
  const auto scenario = ReadScenario(document, issues);
  if (!scenario) return InvalidResult(issues, nullptr);
  const auto found = FindRule(*scenario, scenario->rules[rule]);
  if (!found) return val::null();
  const std::vector<double> numbers = emscripten::convertJSArrayToNumberVector<double>(policy);
  return ToFloat64Array(found->Preference(Eigen::Map<const aggregation::Vector>(numbers.data(), numbers.size())));
}

}  // namespace

EMSCRIPTEN_BINDINGS(grpo_playground) {
  emscripten::function("describe", &Describe);
  emscripten::function("solve", &Solve);
  emscripten::function("preference", &Preference);
}
