// SPDX-License-Identifier: MIT
// What a path knows of its way as a list of numbers, and back.
#include <cmath>
#include <utility>

#include "aggregation/path.h"

namespace aggregation {
namespace {

class Writer {
 public:
  void Number(double number) { numbers_.push_back(number); }
  void Numbers(const double* begin, size_t count) {
    Number(static_cast<double>(count));
    numbers_.insert(numbers_.end(), begin, begin + count);
  }
  void Write(const Point& point) {
    Numbers(point.coordinate.data(), static_cast<size_t>(point.coordinate.size()));
    Number(point.multiplier_gap);
    Number(point.log_beta);
  }
  std::vector<double> Take() { return std::move(numbers_); }

 private:
  std::vector<double> numbers_;
};

/// Reads in the order of writing; after a number that cannot stand where it does, ok() is false and all others are 0.
class Reader {
 public:
  explicit Reader(const std::vector<double>& numbers) : numbers_(numbers) {}
  bool ok() const { return ok_; }
  bool IsAtEnd() const { return ok_ && next_ == numbers_.size(); }
  double Number() {
    if (next_ >= numbers_.size()) ok_ = false;
    return ok_ ? numbers_[next_++] : 0;
  }
  /// A whole number from 0 to `most`.
  size_t Count(size_t most) {
    const double count = Number();
    if (!(count >= 0 && count <= static_cast<double>(most) && count == std::floor(count))) ok_ = false;
    return ok_ ? static_cast<size_t>(count) : 0;
  }
  /// A length that what is left can hold.
  size_t Length() { return Count(numbers_.size() - next_); }
  bool Flag() { return Count(1) == 1; }
  Vector Numbers(Eigen::Index size) {
    if (Length() != static_cast<size_t>(size)) ok_ = false;
    Vector numbers(size);
    for (double& number : numbers) number = Number();
    return numbers;
  }
  Point ReadPoint(Eigen::Index size) {
    Point point;
    point.coordinate = Numbers(size);
    point.multiplier_gap = Number();
    point.log_beta = Number();
    if (!IsFinite(point)) ok_ = false;
    return point;
  }

 private:
  const std::vector<double>& numbers_;
  size_t next_ = 0;
  bool ok_ = true;
};

void Write(const std::vector<Point>& points, Writer& writer) {
  writer.Number(static_cast<double>(points.size()));
  for (const Point& point : points) writer.Write(point);
}

std::vector<Point> ReadPoints(Reader& reader, Eigen::Index size) {
  std::vector<Point> points;
  for (size_t left = reader.Length(); left > 0 && reader.ok(); --left) points.push_back(reader.ReadPoint(size));
  return points;
}

std::vector<double> ReadNumbers(Reader& reader) {
  std::vector<double> numbers;
  for (size_t left = reader.Length(); left > 0 && reader.ok(); --left) numbers.push_back(reader.Number());
  return numbers;
}

}  // namespace

std::vector<double> BetaPath::State() const {
  Writer writer;
  writer.Numbers(levels_.data(), levels_.size());
  writer.Numbers(beside_folds_.data(), beside_folds_.size());
  for (const double number : {static_cast<double>(stage_), static_cast<double>(level_), static_cast<double>(curve_ + 1),
                              static_cast<double>(steps_), static_cast<double>(inside_),
                              static_cast<double>(on_reference_branch_), static_cast<double>(first_met_)})
    writer.Number(number);
  writer.Number(static_cast<double>(waiting_.size()));
  for (const Waiting& waiting : waiting_) {
    writer.Write(waiting.solution.point);
    writer.Number(waiting.curve);
    writer.Number(waiting.on_reference_branch);
    writer.Number(waiting.fold);
  }
  Write(met_, writer);
  Write(seeds_, writer);
  writer.Number(tracer_.has_value());
  if (!tracer_) return writer.Take();
  const Momentum& momentum = tracer_->momentum();
  writer.Write(tracer_->here().solution.point);
  writer.Write(tracer_->here().tangent);
  writer.Number(momentum.step);
  if (momentum.step > 0) writer.Write(momentum.tangent);
  writer.Number(momentum.next);
  writer.Number(momentum.log_beta);
  writer.Number(momentum.on_level);
  writer.Number(momentum.exact);
  return writer.Take();
}

std::optional<BetaPath> BetaPath::Restored(const Rule& rule, const BetaPathOptions& options,
                                           const std::vector<double>& state) {
  constexpr size_t kAny = 1'000'000'000;
  const Problem& problem = rule.problem();
  const Eigen::Index size = problem.reference.size();
  Reader reader(state);
  BetaPath path(rule, options);
  const auto solution = [&](const Point& point) { return Solution{point, Evaluate(problem, point)}; };
  const std::vector<double> ends(path.levels_.begin(), path.levels_.begin() + 2);
  path.levels_ = ReadNumbers(reader);
  if (path.levels_.size() < 2 || path.levels_[0] != ends[0] || path.levels_[1] != ends[1]) return std::nullopt;
  path.beside_folds_ = ReadNumbers(reader);
  path.stage_ = static_cast<Stage>(reader.Count(static_cast<size_t>(Stage::kDone)));
  path.level_ = reader.Count(path.levels_.size());
  path.curve_ = static_cast<int>(reader.Count(kAny)) - 1;
  path.steps_ = static_cast<int>(reader.Count(kAny));
  path.inside_ = reader.Flag();
  path.on_reference_branch_ = reader.Flag();
  path.first_met_ = reader.Count(kAny);
  for (size_t left = reader.Length(); left > 0 && reader.ok(); --left) {
    const Point point = reader.ReadPoint(size);
    const int curve = static_cast<int>(reader.Count(kAny));
    const bool on_reference_branch = reader.Flag();
    const bool fold = reader.Flag();
    if (reader.ok()) path.waiting_.push_back({solution(point), curve, on_reference_branch, fold});
  }
  path.met_ = ReadPoints(reader, size);
  path.seeds_ = ReadPoints(reader, size);
  if (reader.Flag()) {
    const Point here = reader.ReadPoint(size), tangent = reader.ReadPoint(size);
    Momentum momentum;
    momentum.step = reader.Number();
    if (momentum.step > 0) momentum.tangent = reader.ReadPoint(size);
    momentum.next = reader.Number();
    momentum.log_beta = reader.Number();
    momentum.on_level = reader.Flag();
    momentum.exact = reader.Flag();
    if (!reader.ok()) return std::nullopt;
    path.tracer_.emplace(problem, Station{solution(here), tangent}, momentum, path.levels_, path.Steps());
  }
  if (!reader.IsAtEnd()) return std::nullopt;
  return path;
}

std::vector<double> GroupSizePath::State() const {
  Writer writer;
  writer.Number(began_);
  writer.Number(curves_);
  writer.Number(static_cast<double>(last_.size()));
  for (const Last& last : last_) {
    writer.Number(last.curve);
    writer.Numbers(last.log_policy.data(), static_cast<size_t>(last.log_policy.size()));
  }
  return writer.Take();
}

std::optional<GroupSizePath> GroupSizePath::Restored(const SolveOptions& options, const std::vector<double>& state,
                                                     Eigen::Index size) {
  constexpr size_t kAny = 1'000'000'000;
  Reader reader(state);
  GroupSizePath path(options);
  path.began_ = reader.Flag();
  path.curves_ = static_cast<int>(reader.Count(kAny));
  for (size_t left = reader.Length(); left > 0 && reader.ok(); --left) {
    const int curve = static_cast<int>(reader.Count(kAny));
    path.last_.push_back({curve, reader.Numbers(size)});
  }
  if (!reader.IsAtEnd()) return std::nullopt;
  return path;
}

}  // namespace aggregation
