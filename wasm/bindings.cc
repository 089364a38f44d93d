// SPDX-License-Identifier: MIT
// The module's four functions. Plain data goes in and comes out; nothing throws, and nothing stays
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
  limits.set("answers", Range(1, aggregation::kMaxAnswers));
  limits.set("rules", Range(1, aggregation::kMaxRules));
  limits.set("groupSize", Range(aggregation::kMinGroupSize, aggregation::kMaxGroupSize));
  limits.set("beta", Range(aggregation::kMinBeta, aggregation::kMaxBeta));
  limits.set("reward", Range(-aggregation::kMaxReward, aggregation::kMaxReward));
  limits.set("labelLength", aggregation::kMaxLabelLength);
  return limits;
}

val Defaults() {
  const aggregation::RuleSpec rule;
  val defaults = val::object();
  defaults.set("model", NameOf(aggregation::kModelNames, rule.preference.model));
  defaults.set("groupSize", rule.preference.group_size.size);
  defaults.set("std", NameOf(aggregation::kStdNames, rule.preference.std));
  defaults.set("epsilon", rule.preference.epsilon);
  defaults.set("silentGroups", NameOf(aggregation::kSilentGroupNames, rule.preference.silent_groups));
  defaults.set("divergence", NameOf(aggregation::kDivergenceNames, rule.penalty.divergence));
  defaults.set("beta", rule.beta);
  return defaults;
}

val Describe() {
  val description = val::object();
  description.set("name", std::string("grpo-playground"));
  description.set("version", std::string(PROJECT_VERSION));
  description.set("format", std::string(kFormat));
  description.set("formatVersion", kFormatVersion);
  description.set("limits", Limits());
  description.set("defaults", Defaults());
  description.set("models", NameList(aggregation::kModelNames));
  description.set("divergences", NameList(aggregation::kDivergenceNames));
  description.set("klTerms", NameList(aggregation::kKlTermNames));
  description.set("stds", NameList(aggregation::kStdNames));
  description.set("silentGroups", NameList(aggregation::kSilentGroupNames));
  description.set("terminations", NameList(aggregation::kTerminationNames));
  description.set("tolerance", SolveOptions().tolerance);
  return description;
}

val Ok() {
  val result = val::object();
  result.set("status", std::string("ok"));
  result.set("issues", val::array());
  return result;
}

SolveOptions OptionsFor(bool branch_only) {
  SolveOptions options;
  options.search = branch_only ? Search::kBranch : Search::kAll;
  return options;
}

std::optional<Scenario> ReadScenario(const val& document, Issues& issues) {
  const auto spec = ReadDocument(document, issues);
  return spec ? Validate(*spec, issues) : std::nullopt;
}

val Solve(const val& document, bool branch_only) {
  Issues issues;
  const auto scenario = ReadScenario(document, issues);
  if (!scenario) return InvalidResult(issues, "rules");
  val rules = val::array();
  for (const auto& spec : scenario->rules) {
    val rule = val::object();
    rule.set("label", spec.label);
    rule.set("stationary", ToList(SolveStationary(Rule(*scenario, spec), OptionsFor(branch_only))));
    rules.call<void>("push", rule);
  }
  val result = Ok();
  result.set("rules", rules);
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
    point.set("value", values[i]);
    point.set("stationary", ToList(SolveStationary(Rule(*scenario, specs[i]), OptionsFor(branch_only))));
    points.call<void>("push", point);
  }
  val result = Ok();
  result.set("label", scenario->rules[rule].label);
  result.set("parameter", std::string(is_beta ? "beta" : "groupSize"));
  result.set("points", points);
  return result;
}

}  // namespace

EMSCRIPTEN_BINDINGS(grpo_playground) {
  emscripten::function("describe", &Describe);
  emscripten::function("solve", &Solve);
  emscripten::function("preference", &Preference);
  emscripten::function("sweep", &Sweep);
}
