// SPDX-License-Identifier: MIT
// The calls that every build of the module has. Plain data goes in and comes out; nothing throws, and nothing stays
// behind.
#include <emscripten/bind.h>

#include <optional>
#include <string>
#include <vector>

#include "document.h"
#include "result.h"

using aggregation::Issues;
using aggregation::Rule;
using aggregation::Scenario;
using aggregation::Search;
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

SolveOptions OptionsFor(bool branch_only) {
  SolveOptions options;
  options.search = branch_only ? Search::kBranch : Search::kAll;
  return options;
}

val Solve(const val& document, bool branch_only) {
  Issues issues;
  const auto scenario = ReadScenario(document, issues);
  if (!scenario) return InvalidResult(issues, "rules");
  val rules = val::array();
  for (const auto& spec : scenario->rules) {
    rules.call<void>("push", ToObject(spec.label, SolveRule(Rule(*scenario, spec), OptionsFor(branch_only))));
  }
  val result = OkResult();
  Put(result, "rules", rules);
  return result;
}

/// `policy`: as many numbers as the document has answers, which the loader has checked.
val Preference(const val& document, int rule, const val& policy) {
  Issues issues;
  const auto scenario = ReadScenario(document, issues);
  if (!scenario) return InvalidResult(issues, nullptr);
  const std::vector<double> numbers = emscripten::convertJSArrayToNumberVector<double>(policy);
  return ToFloat64Array(Rule(*scenario, scenario->rules[rule])
                            .Preference(Eigen::Map<const aggregation::Vector>(numbers.data(), numbers.size())));
}

/// The rule with one value of the swept parameter, "beta" or "groupSize", in it.
aggregation::RuleSpec WithParameter(aggregation::RuleSpec spec, bool is_beta, const val& value,
                                    const std::string& field, Issues& issues) {
  if (!is_beta) {
    ReadGroupSize(value, field, &spec.preference.group_size, issues);
  } else if (value.isNumber()) {
    spec.beta = value.as<double>();
  } else {
    issues.Add(field, value.as<std::string>(), "is a number");
  }
  return spec;
}

/// The same issues, said of the value in the list that causes them.
void AddAs(const std::string& field, const Issues& from, Issues& issues) {
  for (const auto& issue : from.list()) issues.Add(field, issue.value, issue.constraint);
}

/// `values`: numbers and texts, which the loader has checked.
val Sweep(const val& document, int rule, bool is_beta, const val& values, bool branch_only) {
  Issues issues;
  const auto scenario = ReadScenario(document, issues);
  if (!scenario) return InvalidResult(issues, "points");
  const auto count = values["length"].as<size_t>();
  std::vector<aggregation::RuleSpec> specs;
  for (size_t i = 0; i < count; ++i) {
    const std::string field = aggregation::Indexed("values", i);
    Issues here;
    specs.push_back(WithParameter(scenario->rules[rule], is_beta, values[i], field, here));
    CheckRule(specs.back(), "", here);
    if (here.empty()) CheckComputable(*scenario, specs.back(), "", here);
    AddAs(field, here, issues);
  }
  if (!issues.empty()) return InvalidResult(issues, "points");
  val points = val::array();
  for (size_t i = 0; i < count; ++i) {
    val point = val::object();
    Put(point, "value", values[i]);
    Put(point, "stationary", ToList(SolveStationary(Rule(*scenario, specs[i]), OptionsFor(branch_only))));
    points.call<void>("push", point);
  }
  val result = OkResult();
  Put(result, "label", val(scenario->rules[rule].label));
  Put(result, "parameter", val(std::string(is_beta ? "beta" : "groupSize")));
  Put(result, "points", points);
  return result;
}

}  // namespace

EMSCRIPTEN_BINDINGS(grpo_playground) {
  emscripten::function("describe", &Describe);
  emscripten::function("solve", &Solve);
  emscripten::function("preference", &Preference);
  emscripten::function("sweep", &Sweep);
}
