// SPDX-License-Identifier: MIT
// libFuzzer's target: any text as a scenario document, read by the module's own reader, validated and solved.
//   a document that is refused has issues, each of which names a field and a constraint
//   a document that is accepted has results without NaN or Infinity, and policies that sum to 1
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <map>

#include "aggregation/stationary.h"
#include "document.h"

namespace {

using aggregation::Issues;
using aggregation::Rule;
using aggregation::RuleSpec;
using aggregation::Scenario;
using aggregation::Vector;
using nlohmann::json;

/// Questions beyond this take seconds with the sanitizers on, and no other path through the code.
constexpr Eigen::Index kMostAnswers = 6;
constexpr size_t kMostComponents = 12;
constexpr double kLargestGroup = 64;
constexpr size_t kMostRules = 3;
/// The sum of a policy's N roundings.
constexpr double kSumTolerance = 1e-12;

void Require(bool holds, const char* claim) {
  if (holds) return;
  std::fprintf(stderr, "not so: %s\n", claim);
  std::abort();
}

/// Numbers that JavaScript has and JSON has not are written as texts here.
void PutInNumbersWithoutJson(json& value) {
  static const std::map<std::string, double> numbers = {{"NaN", std::numeric_limits<double>::quiet_NaN()},
                                                        {"Infinity", std::numeric_limits<double>::infinity()},
                                                        {"-Infinity", -std::numeric_limits<double>::infinity()}};
  if (value.is_structured())
    for (json& part : value) PutInNumbersWithoutJson(part);
  if (!value.is_string()) return;
  if (const auto found = numbers.find(value.get<std::string>()); found != numbers.end()) value = found->second;
}

void CheckIssues(const Issues& issues) {
  Require(!issues.empty(), "a refused document has an issue");
  for (const auto& issue : issues.list()) {
    Require(!issue.field.empty(), "an issue names a field");
    Require(!issue.constraint.empty(), "an issue names a constraint");
  }
}

bool IsSmall(const Scenario& scenario) {
  size_t components = 0;
  for (const auto& rater : scenario.raters)
    for (const auto& law : rater.reward) components += law.components().size();
  return scenario.size() <= kMostAnswers && components <= kMostComponents && scenario.rules.size() <= kMostRules;
}

void CheckRule(const Scenario& scenario, const RuleSpec& spec) {
  const auto& group_size = spec.preference.group_size;
  if (!group_size.infinite && group_size.size > kLargestGroup) return;
  aggregation::SolveOptions options;
  options.search = aggregation::Search::kBranch;
  for (const auto& found : SolveRule(Rule(scenario, spec), options).stationary) {
    Require(found.policy.allFinite() && found.policy.minCoeff() >= 0, "probabilities are numbers >= 0");
    Require(std::abs(found.policy.sum() - 1) <= kSumTolerance, "a policy sums to 1");
    Require(!found.log_policy.hasNaN() && found.log_policy.maxCoeff() <= kSumTolerance, "log pi is at most 0");
    Require(found.preference.allFinite(), "P is finite");
    Require(std::isfinite(found.multiplier.value_or(0)), "lambda is finite");
    Require(std::isfinite(found.residual.value_or(0)), "the residual is finite");
    Require(std::isfinite(found.preference_error), "the error of P is finite");
    for (const auto& number :
         {found.certificate.exploitability, found.certificate.exploitability_bound, found.certificate.preference_slack})
      Require(std::isfinite(number.value_or(0)), "a certificate is finite");
    Require(!found.eigenvalues || found.eigenvalues->allFinite(), "eigenvalues are finite");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  json document = json::parse(bytes, bytes + size, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) return 0;  // the loader refuses everything else
  PutInNumbersWithoutJson(document);
  Issues issues;
  const auto spec = ReadDocument(emscripten::val(std::move(document)), issues);
  const auto scenario = spec ? Validate(*spec, issues) : std::nullopt;
  if (!scenario) {
    CheckIssues(issues);
    return 0;
  }
  Require(issues.empty(), "an accepted document has no issue");
  if (IsSmall(*scenario))
    for (const auto& rule : scenario->rules) CheckRule(*scenario, rule);
  return 0;
}
