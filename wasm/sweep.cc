// SPDX-License-Identifier: MIT
// The calls that move one parameter of one rule, β or the group size: `sweep` solves again at each value, `path`
// follows.
#include <emscripten/bind.h>

#include <algorithm>
#include <string>
#include <vector>

#include "document.h"
#include "model_cache.h"
#include "path.h"
#include "result.h"

using aggregation::Issues;
using aggregation::RuleSpec;
using aggregation::Scenario;
using emscripten::val;

namespace {

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
  val result = OkResult();
  Put(result, "label", val(rule.label));
  Put(result, "parameter", val(std::string(is_beta ? "beta" : "groupSize")));
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
    Put(result, "resume", val::null());
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

EMSCRIPTEN_BINDINGS(grpo_playground_sweep) {
  emscripten::function("sweep", &Sweep);
  emscripten::function("path", &Path);
}
