// SPDX-License-Identifier: MIT
#include "path.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "model_cache.h"
#include "result.h"

using aggregation::BetaPath;
using aggregation::GroupSizePath;
using aggregation::PathPoint;
using aggregation::Rule;
using emscripten::val;

namespace {

/// The `curves` of engine.d.ts: points go to the curve of their number.
class Curves {
 public:
  void Add(const PathPoint& point, const val& value, bool on_reference_branch) {
    const auto known = std::find(numbers_.begin(), numbers_.end(), point.curve);
    const auto at = static_cast<size_t>(known - numbers_.begin());
    if (known == numbers_.end()) Begin(point.curve, on_reference_branch);
    val object = ToList({point.policy})[0];
    object.set("value", value);
    object.set("fold", point.fold);
    points_[at].call<void>("push", object);
    ++count_;
  }
  double count() const { return count_; }
  const val& list() const { return list_; }

 private:
  void Begin(int number, bool on_reference_branch) {
    val curve = val::object();
    curve.set("index", number);
    curve.set("onReferenceBranch", on_reference_branch);
    points_.push_back(val::array());
    curve.set("points", points_.back());
    list_.call<void>("push", curve);
    numbers_.push_back(number);
  }

  val list_ = val::array();
  std::vector<int> numbers_;
  std::vector<val> points_;
  double count_ = 0;
};

val ToState(const std::vector<double>& state) {
  return ToFloat64Array(Eigen::Map<const aggregation::Vector>(state.data(), static_cast<Eigen::Index>(state.size())));
}

}  // namespace

bool AddBetaPath(const aggregation::Scenario& scenario, const aggregation::RuleSpec& spec, double low, double high,
                 const PathPart& part, val& result) {
  const Rule rule = CachedRule(scenario, spec);
  Curves curves;
  val resume = val::null();
  if (rule.penalty()) {
    aggregation::BetaPathOptions options;
    options.low = low;
    options.high = high;
    options.search = part.search;
    std::optional<BetaPath> path =
        part.state.empty() ? BetaPath(rule, options) : BetaPath::Restored(rule, options, part.state);
    if (!path) return false;
    bool more = true;
    while (more && curves.count() < part.max_points) {
      const std::optional<PathPoint> point = path->Next();
      more = point.has_value();
      if (more) curves.Add(*point, val(point->beta), point->policy.on_reference_branch);
    }
    if (more) resume = ToState(path->State());
  }
  result.set("curves", curves.list());
  result.set("resume", resume);
  return true;
}

bool AddGroupSizePath(const aggregation::Scenario& scenario, const std::vector<aggregation::RuleSpec>& specs,
                      const val& values, const PathPart& part, val& result) {
  aggregation::SolveOptions options;
  options.search = part.search;
  size_t next = 0;
  GroupSizePath path(options);
  if (!part.state.empty()) {
    const double done = part.state.back();
    std::optional<GroupSizePath> restored =
        GroupSizePath::Restored(options, {part.state.begin(), part.state.end() - 1}, scenario.size());
    if (!restored || !(done >= 0 && done < static_cast<double>(specs.size()))) return false;
    path = std::move(*restored);
    next = static_cast<size_t>(done);
  }
  Curves curves;
  for (; next < specs.size() && curves.count() < part.max_points; ++next)
    for (const PathPoint& point : path.Add(CachedRule(scenario, specs[next])))
      curves.Add(point, values[next], point.curve == 0);
  std::vector<double> state = path.State();
  state.push_back(static_cast<double>(next));
  result.set("curves", curves.list());
  result.set("resume", next < specs.size() ? ToState(state) : val::null());
  return true;
}
