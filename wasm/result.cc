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

val Optional(const std::optional<double>& number) { return number ? val(*number) : val::null(); }

val ToObject(const StationaryPolicy& policy) {
  val object = val::object();
  object.set("policy", ToFloat64Array(policy.policy));
  object.set("logPolicy", ToFloat64Array(policy.log_policy));
  object.set("preference", ToFloat64Array(policy.preference));
  object.set("multiplier", Optional(policy.multiplier));
  object.set("residual", Optional(policy.residual));
  object.set("termination", std::string(Named(aggregation::kTerminationNames, policy.termination).name));
  object.set("stable", policy.stable);
  object.set("eigenvalues", policy.eigenvalues ? ToFloat64Array(*policy.eigenvalues) : val::null());
  object.set("onReferenceBranch", policy.on_reference_branch);
  object.set("boundary", policy.boundary);
  return object;
}

}  // namespace

val ToFloat64Array(const aggregation::Vector& numbers) {
  return val::global("Float64Array")
      .new_(val(emscripten::typed_memory_view(static_cast<size_t>(numbers.size()), numbers.data())));
}

val InvalidResult(const Issues& issues, const char* empty) {
  val list = val::array();
  for (const auto& issue : issues.list()) {
    val object = val::object();
    object.set("field", issue.field);
    object.set("value", ToValue(issue.value));
    object.set("constraint", issue.constraint);
    list.call<void>("push", object);
  }
  val result = val::object();
  result.set("status", std::string("invalid"));
  result.set("issues", list);
  if (empty) result.set(empty, val::array());
  return result;
}

val ToList(const std::vector<StationaryPolicy>& policies) {
  val list = val::array();
  for (const auto& policy : policies) list.call<void>("push", ToObject(policy));
  return list;
}
