// SPDX-License-Identifier: MIT
#include "views.h"

#include <emscripten/bind.h>

#include <cmath>

#include "fields.h"

using aggregation::Vector;
using emscripten::val;

Subject::Subject(const val& document, const val& request)
    : request_(request), scenario_(ReadScenario(document, issues_)), rule_(0) {
  if (Has("rule")) rule_ = request["rule"].as<size_t>();
}

void Subject::NeedAnswers(int count) {
  if (!is_valid() || scenario_->size() == count) return;
  issues_.Add("answers", static_cast<double>(scenario_->size()), "has " + std::to_string(count) + " answers");
}

void Subject::NeedPenalty() {
  if (!is_valid()) return;
  const aggregation::PenaltySpec& penalty = rule().penalty;
  const bool is_none = penalty.divergence == aggregation::Divergence::kNone;
  if (penalty.kl_term ? *penalty.kl_term != aggregation::KlTerm::kK1InLoss : !is_none) return;
  issues_.Add(rule_path() + (penalty.kl_term ? ".penalty.klTerm" : ".penalty.divergence"),
              std::string(penalty.kl_term ? "k1-in-loss" : "none"), "is one that holds the policy to the reference");
}

int Subject::Integer(const char* name, int by_default, int lowest, int highest) {
  if (!Has(name)) return by_default;
  const double number = request_[name].as<double>();
  if (number >= lowest && number <= highest && number == std::floor(number)) return static_cast<int>(number);
  issues_.Add(name, number, "is an integer from " + std::to_string(lowest) + " to " + std::to_string(highest));
  return by_default;
}

void Subject::NeedAtMost(const char* name, size_t length, size_t most) {
  if (length > most) issues_.Add(name, static_cast<double>(length), "has at most " + std::to_string(most) + " entries");
}

Vector ToVector(const val& list) {
  const std::vector<double> numbers = emscripten::convertJSArrayToNumberVector<double>(list);
  return Eigen::Map<const Vector>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
}

std::vector<Vector> ToVectors(const val& lists) {
  std::vector<Vector> vectors;
  const size_t count = Length(lists);
  for (size_t i = 0; i < count; ++i) vectors.push_back(ToVector(lists[i]));
  return vectors;
}

val ToFloat64Array(const std::vector<double>& numbers) {
  return val::global("Float64Array").new_(val(emscripten::typed_memory_view(numbers.size(), numbers.data())));
}

val ToInt32Array(const std::vector<int>& numbers) {
  return val::global("Int32Array").new_(val(emscripten::typed_memory_view(numbers.size(), numbers.data())));
}

val ToList(const std::vector<Vector>& vectors) {
  val list = val::array();
  for (const Vector& vector : vectors) list.call<void>("push", ToFloat64Array(vector));
  return list;
}

val OrNull(const std::optional<double>& number) { return number ? val(*number) : val::null(); }
val OrNull(const std::optional<int>& number) { return number ? val(*number) : val::null(); }

EMSCRIPTEN_BINDINGS(grpo_playground_views) {
  emscripten::function("curve", &Curve);
  emscripten::function("response", &Response);
  emscripten::function("pooling", &Pooling);
  emscripten::function("flow", &Flow);
  emscripten::function("trajectory", &FlowTrajectory);
  emscripten::function("basins", &FlowBasins);
  emscripten::function("groups", &Groups);
  emscripten::function("runningAdvantage", &AdvantageByCount);
  emscripten::function("silence", &Silence);
  emscripten::function("tournament", &Tournament);
  emscripten::function("toWin", &ToWin);
  emscripten::function("training", &Training);
}
