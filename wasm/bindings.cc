// SPDX-License-Identifier: MIT
// The module's five functions. Plain data goes in and comes out; nothing throws, and nothing stays behind but the last
// few preference models.
#include <emscripten/bind.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "document.h"
#include "model_cache.h"
#include "path.h"
#include "result.h"

using aggregation::Issues;
using aggregation::RuleSpec;
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
  const RuleSpec rule;
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

val Ok() {
  val result = val::object();
  Put(result, "status", val(std::string("ok")));
  Put(result, "issues", val::array());
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
    rules.call<void>("push", ToObject(spec.label, SolveRule(CachedRule(*scenario, spec), OptionsFor(branch_only))));
  }
  val result = Ok();
  Put(result, "rules", rules);
  return result;
}

/// `policy`: as many numbers as the document has answers, which the loader has checked.
val Preference(const val& document, int rule, const val& policy) {
  Issues issues;
  const auto scenario = ReadScenario(document, issues);
  if (!scenario) return InvalidResult(issues, nullptr);
  const std::vector<double> numbers = emscripten::convertJSArrayToNumberVector<double>(policy);
  return ToFloat64Array(CachedRule(*scenario, scenario->rules[rule])
                            .Preference(Eigen::Map<const aggregation::Vector>(numbers.data(), numbers.size())));
}

/// The rule with one value of the swept parameter, "beta" or "groupSize", in it.
RuleSpec WithParameter(RuleSpec spec, bool is_beta, const val& value, const std::string& field, Issues& issues) {
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

/// The rule at each value, and an issue for each value that it cannot have; `fields` names the values.
std::vector<RuleSpec> AtValues(const Scenario& scenario, int rule, bool is_beta, const val& values,
                               const std::vector<std::string>& fields, Issues& issues) {
  std::vector<RuleSpec> specs;
  for (size_t i = 0; i < fields.size(); ++i) {
    Issues here;
    specs.push_back(WithParameter(scenario.rules[rule], is_beta, values[i], fields[i], here));
    CheckRule(specs.back(), "", here);
    if (here.empty()) CheckComputable(scenario, specs.back(), "", here);
    AddAs(fields[i], here, issues);
  }
  return specs;
}

std::vector<std::string> FieldsOf(const val& values) {
  std::vector<std::string> fields;
  for (size_t i = 0; i < values["length"].as<size_t>(); ++i) fields.push_back(aggregation::Indexed("values", i));
  return fields;
}

val OkFor(const RuleSpec& rule, bool is_beta) {
  val result = Ok();
  result.set("label", rule.label);
  result.set("parameter", std::string(is_beta ? "beta" : "groupSize"));
  return result;
}

/// `values`: numbers and texts, which the loader has checked.
val Sweep(const val& document, int rule, bool is_beta, const val& values, bool branch_only) {
  Issues issues;
  const auto scenario = ReadScenario(document, issues);
  if (!scenario) return InvalidResult(issues, "points");
  const auto specs = AtValues(*scenario, rule, is_beta, values, FieldsOf(values), issues);
  if (!issues.empty()) return InvalidResult(issues, "points");
  val points = val::array();
  for (size_t i = 0; i < specs.size(); ++i) {
    val point = val::object();
    Put(point, "value", values[i]);
    Put(point, "stationary", ToList(SolveStationary(CachedRule(*scenario, specs[i]), OptionsFor(branch_only))));
    points.call<void>("push", point);
  }
  val result = OkFor(scenario->rules[rule], is_beta);
  Put(result, "points", points);
  return result;
}

/// `values`: of β, the two ends. `state`: numbers that an earlier call gave, or none. Null where they are not this
/// path's.
val Path(const val& document, int rule, bool is_beta, const val& values, bool branch_only, double max_points,
         const val& state) {
  const auto invalid = [](const Issues& issues) {
    val result = InvalidResult(issues, "curves");
    result.set("resume", val::null());
    return result;
  };
  Issues issues;
  const auto scenario = ReadScenario(document, issues);
  if (!scenario) return invalid(issues);
  const auto fields = is_beta ? std::vector<std::string>{"from", "to"} : FieldsOf(values);
  const auto specs = AtValues(*scenario, rule, is_beta, values, fields, issues);
  if (is_beta && specs[0].beta == specs[1].beta) issues.Add("to", specs[1].beta, "is not the same as from");
  if (!issues.empty()) return invalid(issues);
  const PathPart part{OptionsFor(branch_only).search, max_points,
                      emscripten::convertJSArrayToNumberVector<double>(state)};
  val result = OkFor(scenario->rules[rule], is_beta);
  const bool ok = is_beta ? AddBetaPath(*scenario, specs[0], std::min(specs[0].beta, specs[1].beta),
                                        std::max(specs[0].beta, specs[1].beta), part, result)
                          : AddGroupSizePath(*scenario, specs, values, part, result);
  return ok ? result : val::null();
}

}  // namespace

EMSCRIPTEN_BINDINGS(grpo_playground) {
  emscripten::function("describe", &Describe);
  emscripten::function("solve", &Solve);
  emscripten::function("preference", &Preference);
  emscripten::function("sweep", &Sweep);
  emscripten::function("path", &Path);
}
