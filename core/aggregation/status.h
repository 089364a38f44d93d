// SPDX-License-Identifier: MIT
// What is wrong with an input, said in a form that every caller can show beside the field it
// belongs to.
#ifndef AGGREGATION_STATUS_H_
#define AGGREGATION_STATUS_H_

#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace aggregation {

/// The offending value: absent (null), or as it was given.
using IssueValue = std::variant<std::monostate, bool, double, std::string>;

/// One rule that one field breaks.
struct Issue {
  std::string field;       ///< path in the scenario document, e.g. `answers[1].reference`
  IssueValue value;        ///< what stands there
  std::string constraint;  ///< the rule it breaks, as a phrase that follows the field's name: "is > 0"
};

/// Every issue of one document, in the order in which they were found; a field is named once, by
/// the first.
class Issues {
 public:
  void Add(std::string field, IssueValue value, std::string constraint) {
    if (!fields_.insert(field).second) return;
    list_.push_back({std::move(field), std::move(value), std::move(constraint)});
  }
  bool empty() const { return list_.empty(); }
  const std::vector<Issue>& list() const { return list_; }

 private:
  std::vector<Issue> list_;
  std::set<std::string> fields_;
};

/// `answers` + 3 → `answers[3]`: how paths name an element of a list.
inline std::string Indexed(const std::string& path, size_t index) { return path + "[" + std::to_string(index) + "]"; }

}  // namespace aggregation

#endif  // AGGREGATION_STATUS_H_
