// SPDX-License-Identifier: MIT
// The calls behind the page's views, for the full module alone, and what they share. Each takes a document and a
// request that views.js has checked for its types; ranges are checked here, and a number out of its range is an issue.
#ifndef WASM_VIEWS_H_
#define WASM_VIEWS_H_

#include <emscripten/val.h>

#include <optional>
#include <string>
#include <vector>

#include "aggregation/scenario.h"
#include "document.h"
#include "result.h"

emscripten::val Curve(const emscripten::val& document, const emscripten::val& request);
emscripten::val Response(const emscripten::val& document, const emscripten::val& request);
emscripten::val Pooling(const emscripten::val& document, const emscripten::val& request);
emscripten::val Flow(const emscripten::val& document, const emscripten::val& request);
emscripten::val FlowTrajectory(const emscripten::val& document, const emscripten::val& request);
emscripten::val FlowBasins(const emscripten::val& document, const emscripten::val& request);
emscripten::val Groups(const emscripten::val& document, const emscripten::val& request);
emscripten::val AdvantageByCount(const emscripten::val& document, const emscripten::val& request);
emscripten::val Silence(const emscripten::val& document, const emscripten::val& request);
emscripten::val Tournament(const emscripten::val& document, const emscripten::val& request);
emscripten::val ToWin(const emscripten::val& document, const emscripten::val& request);
emscripten::val Training(const emscripten::val& document, const emscripten::val& request);

/// What a request is about: the scenario, and one of its rules.
class Subject {
 public:
  /// Reads both, the first rule where the request names none; `issues()` says what is wrong with the document.
  Subject(const emscripten::val& document, const emscripten::val& request);

  /// Whether nothing is wrong so far; only then may scenario() and rule() be used.
  bool is_valid() const { return scenario_ && issues_.empty(); }
  aggregation::Issues& issues() { return issues_; }
  aggregation::Scenario& scenario() { return *scenario_; }
  aggregation::RuleSpec& rule() { return scenario_->rules[rule_]; }
  std::string rule_path() const { return aggregation::Indexed("rules", rule_); }
  emscripten::val Invalid() const { return InvalidResult(issues_, nullptr); }

  /// Adds an issue unless the document has that many answers.
  void NeedAnswers(int count);
  /// Adds an issue where the rule has no penalty: nothing then holds a policy that is not at a vertex.
  void NeedPenalty();
  /// The request's integer of that name, or its default where it is absent; an issue where it is out of the range.
  int Integer(const char* name, int by_default, int lowest, int highest);
  /// Adds an issue for a list that is too long, under that name.
  void NeedAtMost(const char* name, size_t length, size_t most);

  bool Has(const char* name) const { return !request_[name].isUndefined(); }

 private:
  emscripten::val request_;
  aggregation::Issues issues_;
  std::optional<aggregation::Scenario> scenario_;
  size_t rule_;
};

/// The numbers of a JavaScript list.
aggregation::Vector ToVector(const emscripten::val& list);
/// One array for each entry of a list of lists.
std::vector<aggregation::Vector> ToVectors(const emscripten::val& lists);
emscripten::val ToFloat64Array(const std::vector<double>& numbers);
emscripten::val ToInt32Array(const std::vector<int>& numbers);
emscripten::val ToList(const std::vector<aggregation::Vector>& vectors);
/// The number, or null.
emscripten::val OrNull(const std::optional<double>& number);
emscripten::val OrNull(const std::optional<int>& number);

#endif  // WASM_VIEWS_H_
