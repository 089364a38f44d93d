// SPDX-License-Identifier: MIT
#include "aggregation/curve.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "aggregation/cubic.h"
#include "aggregation/order.h"

namespace aggregation {
namespace {

/// Cosine between successive tangents below which a step may have jumped to another branch.
constexpr double kSharpestTurn = 0.8;
/// The same for the correction, as part of the step.
constexpr double kLongestCorrection = 0.35;
constexpr double kLongestCornerCorrection = 0.9;
/// The part of a step, at least, by which it leads forwards.
constexpr double kLeastProgress = 0.3;
/// A fold this near to a level in log β is approached with short steps, to tell two crossings from none: the cubic
/// between two stations errs by less than kCubicError·step⁴.
constexpr double kNearFold = 0.1;
constexpr double kCubicError = 50;
constexpr double kFoldStep = 0.02;
/// The accuracy of stations near folds, and after a step that failed.
constexpr double kFinest = 1e-8;
/// A level is landed on that lies within this many steps: no short step is then left to it.
constexpr double kLandingReach = 1.25;
/// A station that is exact has no larger residual, relative to P.
constexpr double kExactResidual = 1e-9;
/// How much longer or shorter the next step is.
constexpr double kLongestGrowth = 2;
constexpr double kShrink = 0.35;
/// The correction that step lengths aim at, in the metric and as part of the step.
constexpr double kAimedCorrection = 0.02;
constexpr double kAimedPerStep = 0.07;
/// The accuracy of a station as part of the step to it, at most.
constexpr double kAccuracyPerStep = 0.1;

double Length(const Vector& metric, const Point& direction) {
  return std::sqrt(FisherProduct(metric, direction, direction));
}

bool HasCornerBetween(const Evaluation& a, const Evaluation& b) {
  return ((a.log_slope.array() > 0) != (b.log_slope.array() > 0)).any();
}

}  // namespace

Border PlaneAcross(const Station& station) {
  return {station.solution.at.metric.cwiseProduct(station.tangent.coordinate),
          kLogBetaWeight * station.tangent.log_beta, 0};
}

Point Between(const Problem& problem, const Station& from, const Station& to, double step, double x) {
  const Point &a = from.solution.point, &b = to.solution.point;
  const Point &slope = from.tangent, &end_slope = to.tangent;
  Point between{Vector(a.coordinate.size()),
                Cubic{a.multiplier_gap, slope.multiplier_gap, b.multiplier_gap, end_slope.multiplier_gap, step}.At(x),
                Cubic{a.log_beta, slope.log_beta, b.log_beta, end_slope.log_beta, step}.At(x)};
  for (Eigen::Index c = 0; c < a.coordinate.size(); ++c) {
    between.coordinate[c] =
        Cubic{a.coordinate[c], slope.coordinate[c], b.coordinate[c], end_slope.coordinate[c], step}.At(x);
  }
  Normalise(problem, between);
  return between;
}

std::optional<Station> StationAt(const Solution& solution, const Border& along) {
  const Point tangent = TangentStep(solution.at, along);
  if (!IsFinite(tangent)) return std::nullopt;
  const double length = Length(solution.at.metric, tangent);
  if (!(length > 0)) return std::nullopt;
  return Station{solution, (1 / length) * tangent};
}

std::optional<Station> StationAt(const Solution& solution, double direction) {
  Border along = Border::FixedBeta(solution.point.coordinate.size());
  along.value = direction;
  return StationAt(solution, along);
}

CurveTracer::CurveTracer(const Problem& problem, Station start, std::vector<double> levels, const StepOptions& options)
    : CurveTracer(problem, std::move(start), {Point(), 0, options.longest}, std::move(levels), options) {
  momentum_.log_beta = here_.solution.point.log_beta;
  momentum_.on_level = std::find(levels_.begin(), levels_.end(), momentum_.log_beta) != levels_.end();
  momentum_.exact = momentum_.on_level;
}

CurveTracer::CurveTracer(const Problem& problem, Station here, Momentum momentum, std::vector<double> levels,
                         const StepOptions& options)
    : problem_(problem),
      levels_(std::move(levels)),
      options_(options),
      here_(std::move(here)),
      momentum_(std::move(momentum)) {}

bool CurveTracer::Next() {
  Settle(options_.accuracy);
  const double log_beta = Predict(momentum_.next).log_beta;
  if (IsBlurred(log_beta, here_.tangent.log_beta, momentum_.next)) Settle(kFinest);
  for (double length = momentum_.next; length >= options_.shortest;) {
    bool needs_accuracy = false;
    std::optional<Step> step = Try(length, &needs_accuracy);
    if (!step) {
      if (!needs_accuracy) length *= kShrink;
      Settle(kFinest);
      continue;
    }
    const double aimed = std::min(kAimedCorrection, kAimedPerStep * step->length);
    const double growth = std::clamp(std::cbrt(aimed / (step->distance + 1e-300)), kShrink, kLongestGrowth);
    const double next = std::min(options_.longest, std::max(growth * step->length, options_.shortest));
    const double met = step->to.solution.point.log_beta;
    momentum_ = {std::move(here_.tangent), step->length, next, met, step->on_level, step->on_level};
    here_ = std::move(step->to);
    crossings_ = std::move(step->crossings);
    return true;
  }
  return false;
}

/// Prepares the steps from here: at kFinest, with this station solved to rounding too.
void CurveTracer::Settle(double accuracy) {
  accuracy_ = accuracy;
  if (accuracy <= kFinest) Refine();
  correction_ = NewtonStep(here_.solution.at, PlaneAcross(here_));
  if (momentum_.exact || !IsFinite(correction_)) correction_ = 0 * here_.tangent;
}

void CurveTracer::Refine() {
  if (momentum_.exact) return;
  Border plane = PlaneAcross(here_);
  Solution polished = Polish(problem_, here_.solution, plane);
  if (!(polished.at.Residual() <= kExactResidual * polished.at.Scale())) {
    // The residual of a rare answer can rise before it falls.
    const std::optional<Correction> corrected = Correct(problem_, here_.solution.point, plane, {kFinest, 20});
    if (!corrected) return;
    polished = Polish(problem_, corrected->solution, plane);
  }
  plane.value = 1;
  if (std::optional<Station> station = StationAt(polished, plane)) here_ = std::move(*station);
  momentum_.exact = true;
}

/// Whether it is unknown on which side of a level a station ends that lies off the curve, across its tangent.
bool CurveTracer::IsBlurred(double log_beta, double slope, double step) const {
  if (accuracy_ <= kFinest) return false;
  const double across = std::sqrt(std::max(0.0, 1 / kLogBetaWeight - slope * slope));
  const double blur = 2 * AccuracyFor(step) * across;
  return std::any_of(levels_.begin(), levels_.end(),
                     [&](double level) { return level != log_beta && std::abs(level - log_beta) < blur; });
}

double CurveTracer::AccuracyFor(double step) const {
  return std::max(std::min(accuracy_, kAccuracyPerStep * step), kFinest);
}

/// z + s z' + ½ s² z'' with z'' from the last two tangents; multiplier and log β likewise.
Point CurveTracer::Predict(double step) const {
  const Point& here = here_.solution.point;
  Point ahead = step * here_.tangent + correction_;
  if (momentum_.step > 0) ahead = ahead + (0.5 * step * step / momentum_.step) * (here_.tangent - momentum_.tangent);
  Point to = here + ahead;
  Normalise(problem_, to);
  return to;
}

std::optional<CurveTracer::Step> CurveTracer::Try(double step, bool* needs_accuracy) const {
  const double from = Predict(0).log_beta;
  const double to = Predict(kLandingReach * step).log_beta;
  const double rising = to > from ? 1 : -1;
  std::optional<size_t> nearest;
  for (size_t i = 0; i < levels_.size(); ++i) {
    const bool passed = rising * (levels_[i] - from) > 0 && rising * (to - levels_[i]) >= 0;
    if (passed && (!nearest || rising * (levels_[*nearest] - levels_[i]) > 0)) nearest = i;
  }
  std::optional<Step> result = nearest ? Land(step, *nearest) : Follow(step);
  return result && Collect(*result, needs_accuracy) ? std::move(result) : std::nullopt;
}

std::optional<CurveTracer::Step> CurveTracer::Follow(double step) const {
  Border plane = PlaneAcross(here_);
  const std::optional<Correction> next = Correct(problem_, Predict(step), plane, {AccuracyFor(step), 10});
  if (!next) return std::nullopt;
  plane.value = 1;
  std::optional<Station> to = StationAt(next->solution, plane);
  if (!to || !IsContinuation(*to, next->distance, step)) return std::nullopt;
  return Step{std::move(*to), step, next->distance, false, {}};
}

/// To the point of such a step, or a shorter one, that is on the level.
std::optional<CurveTracer::Step> CurveTracer::Land(double step, size_t level) const {
  const double side = levels_[level] > Predict(0).log_beta ? 1 : -1;
  double low = 0, high = kLandingReach * step;
  for (int i = 0; i < 50; ++i) {
    const double middle = 0.5 * (low + high);
    (side * (Predict(middle).log_beta - levels_[level]) < 0 ? low : high) = middle;
  }
  Point guess = Predict(high);
  guess.log_beta = levels_[level];
  const Border plane = Border::FixedBeta(guess.coordinate.size());
  const std::optional<Correction> next = Correct(problem_, guess, plane, {AccuracyFor(step), 10});
  if (!next) return std::nullopt;
  Border along = PlaneAcross(here_);
  along.value = 1;
  std::optional<Station> to = StationAt(next->solution, along);
  if (!to || !IsContinuation(*to, next->distance, high)) return std::nullopt;
  to = StationAt(Polish(problem_, next->solution, plane), along);
  if (!to) return std::nullopt;
  std::vector<Crossing> crossing{{level, to->solution}};
  return Step{std::move(*to), high, next->distance, true, std::move(crossing)};
}

/// Whether a step ends on the branch that it began on, as far as its two ends can tell.
bool CurveTracer::IsContinuation(const Station& next, double distance, double step) const {
  const Evaluation& here = here_.solution.at;
  const Evaluation& there = next.solution.at;
  const Vector middle = 0.5 * (here.metric + there.metric);
  const double lengths = Length(middle, here_.tangent) * Length(middle, next.tangent);
  const double cosine = FisherProduct(middle, here_.tangent, next.tangent) / lengths;
  // Two tangents that rise, with a fall between them, belong to a step that turned round where the metric is blind.
  const double rise = next.solution.point.log_beta - here_.solution.point.log_beta;
  const bool turned = rise * here_.tangent.log_beta < 0 && rise * next.tangent.log_beta < 0;
  // From where an answer's probability is 0 the metric does not see how far a correction goes: it can lead back.
  const Point way = next.solution.point - here_.solution.point;
  if (!(FisherProduct(here.metric, here_.tangent, way) >= kLeastProgress * step)) return false;
  // Where an answer's probability reaches 0 the curve has a corner, however short the step.
  if (HasCornerBetween(here, there)) return distance <= kLongestCornerCorrection * step && !turned;
  const Border plane = PlaneAcross(here_);
  return distance <= kLongestCorrection * step && !turned && cosine >= kSharpestTurn &&
         Orientation(here, plane) == Orientation(there, plane);
}

/// Adds the crossings of levels between the ends of a step; false if it is too long to see them.
bool CurveTracer::Collect(Step& step, bool* needs_accuracy) const {
  // An end on a level is nudged to the side on which the curve is within the step.
  constexpr double kNudge = 1e-300;
  std::vector<std::pair<double, Crossing>> found;
  const double slope = here_.tangent.log_beta, end_slope = step.to.tangent.log_beta;
  *needs_accuracy = IsBlurred(step.to.solution.point.log_beta, end_slope, step.length);
  if (*needs_accuracy) return false;
  for (size_t i = 0; i < levels_.size(); ++i) {
    double start = here_.solution.point.log_beta - levels_[i], end = step.to.solution.point.log_beta - levels_[i];
    if (momentum_.log_beta == levels_[i]) start = std::copysign(kNudge, slope);
    // Where solving this station to rounding has led it across the level, the crossing is here.
    if ((momentum_.log_beta - levels_[i]) * start < 0) start = std::copysign(kNudge, momentum_.log_beta - levels_[i]);
    if (end == 0) end = std::copysign(kNudge, -end_slope);
    const Cubic height{start, slope, end, end_slope, step.length};
    for (const double x : height.Extrema()) {
      const double gap = std::abs(height.At(x));
      *needs_accuracy = gap < 2 * kNearFold && accuracy_ > kFinest;
      if (*needs_accuracy) return false;
      const double unseen = std::min(kNearFold, kCubicError * std::pow(step.length, 4));
      if (gap < unseen && step.length > kFoldStep) return false;
    }
    for (const double x : height.Roots()) {
      std::optional<Solution> crossing = Cross(step.to, step.length, x, levels_[i]);
      if (!crossing) return false;
      found.push_back({x, {i, std::move(*crossing)}});
    }
  }
  const auto later = [](const auto& a, const auto& b) { return a.first > b.first; };
  for (auto& [x, crossing] : Sorted(found, later)) step.crossings.insert(step.crossings.begin(), std::move(crossing));
  return true;
}

/// The solution on the level near the place x in [0, 1] of a step, where the cubics between its ends put it.
std::optional<Solution> CurveTracer::Cross(const Station& to, double step, double x, double level) const {
  Point guess = Between(problem_, here_, to, step, x);
  guess.log_beta = level;
  const Border plane = Border::FixedBeta(guess.coordinate.size());
  const std::optional<Correction> crossing = Correct(problem_, guess, plane, {kFinest, 20});
  if (!crossing || crossing->distance > step) return std::nullopt;
  return Polish(problem_, crossing->solution, plane);
}

}  // namespace aggregation
