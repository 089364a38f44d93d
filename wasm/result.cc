// SPDX-License-Identifier: MIT
#include "result.h"

#include <cmath>
#include <string>

using aggregation::Issues;
using aggregation::IssueValue;
using aggregation::StationaryPolicy;
using emscripten::val;

namespace {

/// Longest text that an issue repeats, in bytes: a message must stay readable whatever was pasted.
constexpr size_t kLongestShownText = 200;

std::string Shortened(const std::string& text) {
  if (text.size() <= kLongestShownText) return text;
  size_t end = kLongestShownText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not inside a character
  return text.substr(0, end) + "…";
}

val ToValue(const IssueValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return val(*flag);
  if (const auto* text = std::get_if<std::string>(&value)) return val(Shortened(*text));
  const auto* number = std::get_if<double>(&value);
  if (!number) return val::null();
  if (std::isfinite(*number)) return val(*number);
  return val(std::string(std::isnan(*number) ? "NaN" : *number > 0 ? "Infinity" : "-Infinity"));
}

template <typename Number>
val Optional(const std::optional<Number>& number) {
  return number ? val(*number) : val::null();
}

val ToObject(const aggregation::Certificate& certificate) {
  val object = val::object();
  Put(object, "exploitability", Optional(certificate.exploitability));
  Put(object, "exploitabilityBound", Optional(certificate.exploitability_bound));
  Put(object, "preferenceSlack", Optional(certificate.preference_slack));
  val bound = val::null();
  if (certificate.lower_bound) {
    bound = val::object();
    Put(bound, "answer", val(certificate.lower_bound->answer));
    Put(bound, "bound", val(certificate.lower_bound->bound));
  }
  Put(object, "lowerBound", bound);
  return object;
}

val ToObject(const StationaryPolicy& policy) {
  val object = val::object();
  Put(object, "policy", ToFloat64Array(policy.policy));
  Put(object, "logPolicy", ToFloat64Array(policy.log_policy));
  Put(object, "preference", ToFloat64Array(policy.preference));
  Put(object, "preferenceError", val(policy.preference_error));
  Put(object, "multiplier", Optional(policy.multiplier));
  Put(object, "residual", Optional(policy.residual));
  Put(object, "termination", val(std::string(Named(aggregation::kTerminationNames, policy.termination).name)));
  Put(object, "stable", val(policy.stable));
  Put(object, "eigenvalues", policy.eigenvalues ? ToFloat64Array(*policy.eigenvalues) : val::null());
  Put(object, "onReferenceBranch", val(policy.on_reference_branch));
  Put(object, "boundary", val(policy.boundary));
  Put(object, "certificate", ToObject(policy.certificate));
  return object;
}

val ToObject(const aggregation::ReferenceFlow& flow) {
  val object = val::object();
  Put(object, "end", val(std::string(Named(aggregation::kFlowEndNames, flow.end).name)));
  Put(object, "index", Optional(flow.index));
  val cycle = val::null();
  if (flow.cycle) {
    cycle = val::object();
    Put(cycle, "lowest", ToFloat64Array(flow.cycle->lowest));
    Put(cycle, "highest", ToFloat64Array(flow.cycle->highest));
    Put(cycle, "period", val(flow.cycle->period));
  }
  Put(object, "cycle", cycle);
  return object;
}

}  // namespace

void Put(const val& object, const char* name, const val& value) { val(object).set(name, value); }

aggregation::SolveOptions OptionsFor(bool branch_only) {
  aggregation::SolveOptions options;
  options.search = branch_only ? aggregation::Search::kBranch : aggregation::Search::kAll;
  return options;
}

val ToFloat64Array(const aggregation::Vector& numbers) {
  return val::global("Float64Array")
      .new_(val(emscripten::typed_memory_view(static_cast<size_t>(numbers.size()), numbers.data())));
}

val OkResult() {
  val result = val::object();
  Put(result, "status", val(std::string("ok")));
  Put(result, "issues", val::array());
  return result;
}

val InvalidResult(const Issues& issues, const char* empty) {
  val list = val::array();
  for (const auto& issue : issues.list()) {
    val object = val::object();
    Put(object, "field", val(issue.field));
    Put(object, "value", ToValue(issue.value));
    Put(object, "constraint", val(issue.constraint));
    list.call<void>("push", object);
  }
  val result = val::object();
  Put(result, "status", val(std::string("invalid")));
  Put(result, "issues", list);
  if (empty) Put(result, empty, val::array());
  return result;
}

val ToList(const std::vector<StationaryPolicy>& policies) {
  val list = val::array();
  for (const auto& policy : policies) list.call<void>("push", ToObject(policy));
  return list;
}

val ToObject(const std::string& label, const aggregation::RuleReport& report) {
  val rule = val::object();
  Put(rule, "label", val(label));
  Put(rule, "stationary", ToList(report.stationary));
  val uniqueness = val::null();
  if (report.uniqueness) uniqueness = val(std::string(Named(aggregation::kUniquenessNames, *report.uniqueness).name));
  Put(rule, "uniqueness", uniqueness);
  Put(rule, "countConsistent", Optional(report.count_consistent));
  Put(rule, "flowFromReference", report.reference_flow ? ToObject(*report.reference_flow) : val::null());
  return rule;
}
