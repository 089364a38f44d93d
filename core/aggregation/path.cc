// SPDX-License-Identifier: MIT
#include "aggregation/path.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "aggregation/continuation.h"
#include "aggregation/multistart.h"

namespace aggregation {
namespace {

/// Other branches are looked for at this many values of β, the ends included.
constexpr int kLevels = 5;
/// And on both sides of each fold, this far in log β.
constexpr double kBesideFold = 0.02;
/// Stations are so near to the curve that solving them to rounding moves them by less than any picture shows.
constexpr double kAccuracy = 1e-4;
/// Steps to the end of a curve, where nothing is drawn.
constexpr double kStepToEnd = 0.3;
constexpr int kMaxSteps = 5000;
/// How far in log β the reference branch is followed outside the range, for folds that lead back.
constexpr double kMarginBelow = 5;
constexpr double kMarginAbove = 4;
/// A fold is where dlogβ/ds is below this: β is then exact to its square.
constexpr double kFoldSlope = 1e-7;
constexpr int kMaxFoldSteps = 40;
constexpr double kFoldSlack = 0.1;       // how far outside its step, as a part of that
constexpr double kFoldResidual = 1e-10;  // of the scale of P
constexpr double kShortestFoldInterval = 1e-12;

StepOptions StepsOf(double longest) {
  StepOptions steps;
  steps.longest = longest;
  steps.accuracy = kAccuracy;
  return steps;
}

Station Reversed(const Station& station) { return {station.solution, -1 * station.tangent}; }

/// Whether a step that turned in β went back the way it came: at a fold the policy goes on.
bool GoesBack(const Station& from, const Station& to) {
  return from.solution.at.metric.dot(from.tangent.coordinate.cwiseProduct(to.tangent.coordinate)) < 0;
}

bool HasTurned(const Station& from, const Station& to) { return from.tangent.log_beta * to.tangent.log_beta < 0; }

/// The point of a step where dβ/ds vanishes, solved to rounding: regula falsi on the tangents' slopes, halved where one
/// end stays (Illinois). At a corner the slope jumps, and the last of the shrinking interval is the fold. None where
/// the equations do not hold there: at a vertex, where the metric is blind, a step can turn round and go back.
std::optional<Solution> FoldBetween(const Problem& problem, const Station& from, const Station& to, double step) {
  double low = 0, high = 1, low_slope = from.tangent.log_beta, high_slope = to.tangent.log_beta;
  const Border plane = PlaneAcross(from);
  Border along = plane;
  along.value = 1;
  std::optional<Solution> fold;
  for (int i = 0; i < kMaxFoldSteps && high - low > kShortestFoldInterval; ++i) {
    const double x = (low * high_slope - high * low_slope) / (high_slope - low_slope);
    const std::optional<Correction> near = Correct(problem, Between(problem, from, to, step, x), plane);
    if (!near) break;
    fold = Polish(problem, near->solution, plane);
    const std::optional<Station> station = StationAt(*fold, along);
    if (!station) break;
    const double slope = station->tangent.log_beta;
    if (std::abs(slope) <= kFoldSlope) break;
    const bool is_low = (slope > 0) == (low_slope > 0);
    (is_low ? low : high) = x;
    (is_low ? low_slope : high_slope) = slope;
    (is_low ? high_slope : low_slope) *= 0.5;
  }
  const bool is_between = fold && [&] {
    const double place = FisherProduct(from.solution.at.metric, from.tangent, fold->point - from.solution.point);
    return place > -kFoldSlack * step && place < (1 + kFoldSlack) * step;
  }();
  const bool holds = is_between && fold->at.Residual() <= kFoldResidual * fold->at.Scale();
  return holds ? fold : std::nullopt;
}

}  // namespace

BetaPath::BetaPath(const Rule& rule, const BetaPathOptions& options) : rule_(rule), options_(options) {
  const double low = std::log(options.low), high = std::log(options.high);
  levels_ = {low, high};
  for (int i = 1; i < kLevels - 1; ++i) levels_.push_back(low + (high - low) * i / (kLevels - 1));
}

StepOptions BetaPath::Steps() const { return StepsOf(options_.longest_step); }

std::optional<PathPoint> BetaPath::Next() {
  while (waiting_.empty() && (tracer_ || stage_ != Stage::kDone)) Advance();
  if (waiting_.empty()) return std::nullopt;
  const Waiting next = std::move(waiting_.front());
  waiting_.pop_front();
  return Describe(next);
}

void BetaPath::Advance() {
  if (tracer_) return Step();
  switch (stage_) {
    case Stage::kReference:
      return BeginReference();
    case Stage::kSearch:
      return SearchLevel();
    case Stage::kOthers:
      return BeginOther();
    case Stage::kDone:
      return;
  }
}

bool BetaPath::IsMet(const Point& point) const {
  return std::any_of(met_.begin(), met_.end(),
                     [&](const Point& other) { return other.log_beta == point.log_beta && SamePolicy(point, other); });
}

void BetaPath::Emit(const Solution& solution, bool fold) {
  waiting_.push_back({solution, curve_, on_reference_branch_, fold});
}

PathPoint BetaPath::Describe(const Waiting& waiting) const {
  PathPoint point;
  point.curve = waiting.curve;
  const double log_beta = waiting.solution.point.log_beta;
  point.beta = log_beta == levels_[0] ? options_.low : log_beta == levels_[1] ? options_.high : std::exp(log_beta);
  point.fold = waiting.fold;
  point.policy = Report(rule_, point.beta, waiting.solution, options_.tolerance);
  point.policy.on_reference_branch = waiting.on_reference_branch;
  if (point.fold) point.policy.stable = false;
  return point;
}

void BetaPath::BeginReference() {
  stage_ = options_.search == Search::kAll && !rule_.model().IsMonotone() ? Stage::kSearch : Stage::kDone;
  TraceOptions first;
  first.first_crossing_only = true;
  const std::vector<Solution> start = TraceReferenceBranch(rule_.problem(), options_.high, first);
  if (start.empty()) return;
  if (const std::optional<Station> station = StationAt(start[0], -1)) Begin(*station, true);
}

/// One level's other solutions; after the last level the curves through them are followed.
void BetaPath::SearchLevel() {
  for (const double level : std::exchange(beside_folds_, {}))
    if (IsInside(level)) levels_.push_back(level);
  if (level_ == levels_.size()) {
    stage_ = Stage::kOthers;
    return;
  }
  const double log_beta = levels_[level_++];
  std::vector<Point> known;
  for (const Point& point : met_)
    if (point.log_beta == log_beta) known.push_back(point);
  for (Solution& seed : FindOthers(rule_.problem(), std::exp(log_beta), known, options_.other_starts)) {
    seeds_.push_back(std::move(seed.point));
    seeds_.back().log_beta = log_beta;
  }
}

void BetaPath::BeginOther() {
  if (seeds_.empty()) {
    stage_ = Stage::kDone;
    return;
  }
  const Point seed = std::move(seeds_.back());
  seeds_.pop_back();
  if (IsMet(seed)) return;
  const Problem& problem = rule_.problem();
  const Solution solution = Polish(problem, {seed, Evaluate(problem, seed)});
  if (LeadsToMet(solution)) return;
  if (const std::optional<Station> end = EndOf(solution)) Begin(*end, false);
}

/// Whether a falling β leads from `seed` to a crossing of a curve that has been followed, at a level that all were
/// followed with.
bool BetaPath::LeadsToMet(const Solution& seed) const {
  const std::optional<Station> start = StationAt(seed, -1);
  if (!start || seed.point.log_beta == levels_[0]) return false;
  CurveTracer tracer(rule_.problem(), *start, levels_, StepsOf(kStepToEnd));
  for (int i = 0; i < kMaxSteps && tracer.Next(); ++i) {
    for (const Crossing& crossing : tracer.crossings()) {
      if (IsMet(crossing.solution.point)) return true;
      if (crossing.level < static_cast<size_t>(kLevels)) return false;
    }
  }
  return false;
}

/// The end of the curve through `seed` to which a rising β leads first, looking back along the curve; the seed itself
/// where the curve is closed. None where a curve that has been followed already goes through it.
std::optional<Station> BetaPath::EndOf(const Solution& seed) const {
  const std::optional<Station> start = StationAt(seed, 1);
  if (!start || seed.point.log_beta == levels_[1]) return StationAt(seed, -1);
  CurveTracer tracer(rule_.problem(), *start, levels_, StepsOf(kStepToEnd));
  for (int i = 0; i < kMaxSteps; ++i) {
    const Station from = tracer.here();
    if (!tracer.Next()) break;
    if (HasTurned(from, tracer.here()) && GoesBack(from, tracer.here())) return Reversed(from);
    for (const Crossing& crossing : tracer.crossings()) {
      const Point& point = crossing.solution.point;
      if (IsMet(point)) return std::nullopt;
      if (point.log_beta == seed.point.log_beta && SamePolicy(point, seed.point)) return start;
      if (crossing.level < 2) return StationAt(crossing.solution, crossing.level == 0 ? 1 : -1);
    }
  }
  tracer.Refine();
  return Reversed(tracer.here());
}

void BetaPath::Begin(const Station& start, bool on_reference_branch) {
  ++curve_;
  steps_ = 0;
  inside_ = true;
  on_reference_branch_ = on_reference_branch;
  first_met_ = met_.size();
  tracer_.emplace(rule_.problem(), start, levels_, Steps());
  if (tracer_->momentum().on_level) met_.push_back(start.solution.point);
  Emit(start.solution, false);
}

/// One step of the tracer, with what lies on it in order.
void BetaPath::Step() {
  const Station from = tracer_->here();
  const double log_beta = from.solution.point.log_beta;
  const bool falls = from.tangent.log_beta < 0;
  const bool is_lost = falls ? log_beta < levels_[0] - kMarginBelow : log_beta > levels_[1] + kMarginAbove;
  if (++steps_ > kMaxSteps || is_lost || !tracer_->Next()) return tracer_.reset();
  tracer_->Refine();
  const Station& to = tracer_->here();
  std::optional<Solution> fold;
  if (HasTurned(from, to)) {
    fold = FoldBetween(rule_.problem(), from, to, tracer_->momentum().step);
    if (GoesBack(from, to)) return tracer_.reset();
  }
  const auto place = [&](const Solution& solution) {
    return FisherProduct(from.solution.at.metric, from.tangent, solution.point - from.solution.point);
  };
  const auto emit_fold = [&] {
    const double at_fold = fold->point.log_beta;
    if (inside_ && IsInside(at_fold)) Emit(*fold, true);
    if (on_reference_branch_) beside_folds_.insert(beside_folds_.end(), {at_fold - kBesideFold, at_fold + kBesideFold});
    fold.reset();
  };
  for (const Crossing& crossing : tracer_->crossings()) {
    if (fold && place(*fold) < place(crossing.solution)) emit_fold();
    if (!Cross(crossing)) return tracer_.reset();
  }
  if (fold) emit_fold();
  if (inside_ && !tracer_->momentum().on_level && IsInside(to.solution.point.log_beta)) Emit(to.solution, false);
}

/// False where the curve ends with a crossing.
bool BetaPath::Cross(const Crossing& crossing) {
  const Point& point = crossing.solution.point;
  if (IsMet(point)) {
    // Round, or back along itself.
    const bool is_closed =
        first_met_ < met_.size() && met_[first_met_].log_beta == point.log_beta && SamePolicy(point, met_[first_met_]);
    if (is_closed && inside_ && !on_reference_branch_) Emit(crossing.solution, false);
    return false;
  }
  met_.push_back(point);
  const bool is_end = crossing.level < 2;
  if (is_end && !inside_) ++curve_;
  if (is_end || inside_) Emit(crossing.solution, false);
  if (is_end) inside_ = !inside_;
  return inside_ || on_reference_branch_;
}

std::vector<PathPoint> GroupSizePath::Add(const Rule& rule) {
  if (!last_.empty() && last_.front().curve == 0) options_.near = last_.front().log_policy;
  std::vector<PathPoint> points;
  std::vector<Last> here;
  std::vector<Last> candidates = last_;
  const bool is_first = !began_;
  began_ = true;
  for (StationaryPolicy& policy : SolveStationary(rule, options_)) {
    const bool leads = points.empty() && policy.on_reference_branch;
    PathPoint point;
    point.curve = leads ? 0 : CurveNear(policy.log_policy, candidates);
    point.beta = rule.beta();
    point.policy = std::move(policy);
    here.push_back({point.curve, point.policy.log_policy});
    points.push_back(std::move(point));
  }
  if (!points.empty()) points.front().fold = !is_first && here.size() != last_.size();
  last_ = std::move(here);
  return points;
}

/// The curve of the nearest candidate, which is taken, or a new one.
int GroupSizePath::CurveNear(const Vector& log_policy, std::vector<Last>& candidates) {
  const auto overlap = [&](const Last& last) { return (0.5 * (last.log_policy + log_policy)).array().exp().sum(); };
  auto nearest = candidates.end();
  for (auto it = candidates.begin(); it != candidates.end(); ++it)
    if (it->curve != 0 && (nearest == candidates.end() || overlap(*it) > overlap(*nearest))) nearest = it;
  if (nearest == candidates.end()) return curves_++;
  const int curve = nearest->curve;
  candidates.erase(nearest);
  return curve;
}

}  // namespace aggregation
