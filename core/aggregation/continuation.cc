// SPDX-License-Identifier: MIT
#include "aggregation/continuation.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace aggregation {
namespace {

/// At this many times the scale of P, the stationary policy is within a few per cent of the
/// reference.
constexpr double kReferenceDominates = 32;
/// Cosine between successive tangents below which a step may have jumped to another branch.
constexpr double kSharpestTurn = 0.8;
/// A fold this near to the wanted log β is approached with steps no longer than kFoldStep, to tell
/// two crossings from none.
constexpr double kNearFold = 0.1;
constexpr double kFoldStep = 0.02;

/// A value and its slope at both ends of a step of length `length`, and the cubic between them.
struct Cubic {
  double start, start_slope, end, end_slope, length;

  double At(double x) const {  // x in [0, 1]
    const double y = 1 - x;
    return y * y * (1 + 2 * x) * start + x * x * (3 - 2 * x) * end + length * x * y * (y * start_slope - x * end_slope);
  }
  /// Where the derivative vanishes inside (0, 1).
  std::vector<double> Extrema() const {
    const double rise = end - start;
    const double a = 3 * (length * (start_slope + end_slope) - 2 * rise);
    const double b = 2 * (3 * rise - length * (2 * start_slope + end_slope));
    const double c = length * start_slope;
    const double discriminant = b * b - 4 * a * c;
    if (discriminant < 0) return {};
    const double q = -0.5 * (b + std::copysign(std::sqrt(discriminant), b));
    std::vector<double> roots;
    for (const double x : {q / a, c / q})
      if (x > 0 && x < 1) roots.push_back(x);
    std::sort(roots.begin(), roots.end());
    return roots;
  }
  std::vector<double> Roots() const {
    std::vector<double> breaks = Extrema();
    breaks.insert(breaks.begin(), 0);
    breaks.push_back(1);
    std::vector<double> roots;
    for (size_t i = 0; i + 1 < breaks.size(); ++i) {
      double low = breaks[i], high = breaks[i + 1];
      const bool rising = At(high) > At(low);
      if ((At(low) > 0) == (At(high) > 0)) continue;
      for (int k = 0; k < 50; ++k) {
        const double middle = 0.5 * (low + high);
        ((At(middle) > 0) == rising ? high : low) = middle;
      }
      roots.push_back(0.5 * (low + high));
    }
    return roots;
  }
};

/// A solution on the curve with its unit tangent.
struct Station {
  Solution solution;
  Point tangent;
};

class Tracer {
 public:
  Tracer(const Problem& problem, double beta, const TraceOptions& options)
      : problem_(problem), target_(std::log(beta)), options_(options) {}

  std::vector<Solution> Run() {
    const std::optional<Station> start = Start();
    if (!start) return {};
    const double top = start->solution.point.log_beta;
    if (top == target_) crossings_.push_back(start->solution);
    Station here = *start;
    double step = 0.5 * options_.longest_step;
    for (int i = 0; i < options_.max_steps && !retraced_ && !Done(here, top); ++i) {
      const std::optional<Station> next = Follow(here, step);
      if (next && Collect(here, *next, step)) {
        here = *next;
        step = std::min(options_.longest_step, 1.6 * step);
      } else {
        step *= 0.35;
      }
      if (step < options_.shortest_step) break;
    }
    return crossings_;
  }

 private:
  bool Done(const Station& here, double top) const {
    if (options_.first_crossing_only && !crossings_.empty()) return true;
    const double log_beta = here.solution.point.log_beta;
    const bool falls = here.tangent.log_beta < 0;
    return (falls && log_beta < target_ - options_.margin_below) || (!falls && log_beta > top + options_.margin_above);
  }

  /// Where the reference dominates, or at the wanted β if that is above.
  std::optional<Station> Start() const {
    const Eigen::Index size = problem_.reference.size();
    Point point{Vector::Zero(size), 0, target_};
    const Evaluation at = Evaluate(problem_, point);
    const Matrix weighted = at.jacobian.right.array().colwise() * problem_.reference.array();
    const double slope =
        (at.jacobian.left.cwiseAbs() * weighted.cwiseAbs().colwise().sum().transpose()).cwiseAbs().maxCoeff();
    const double range = at.preference.maxCoeff() - at.preference.minCoeff();
    const double scale = std::max(range, at.jacobian.left.cols() > 0 ? slope : 0);
    if (scale > 0) point.log_beta = std::max(target_, std::log(kReferenceDominates * scale));
    point.multiplier_gap = problem_.reference.dot(at.preference);
    const std::optional<Solution> solution = Correct(problem_, point, Border::FixedBeta(size), {1e-10, 30});
    if (!solution) return std::nullopt;
    Border down = Border::FixedBeta(size);
    down.value = -1;
    return Oriented(*solution, down);
  }

  static std::optional<Station> Oriented(const Solution& solution, const Border& along) {
    const Point tangent = TangentStep(solution.at, along);
    if (!IsFinite(tangent)) return std::nullopt;
    const double length = std::sqrt(FisherProduct(solution.at.metric, tangent, tangent));
    if (!(length > 0)) return std::nullopt;
    return Station{solution, (1 / length) * tangent};
  }

  static Border Plane(const Station& here) {
    return {here.solution.at.metric.cwiseProduct(here.tangent.coordinate), here.tangent.log_beta, 0};
  }

  std::optional<Station> Follow(const Station& here, double step) const {
    Border plane = Plane(here);
    const Point predicted = Advance(problem_, here.solution.point, step * here.tangent);
    const std::optional<Solution> next = Correct(problem_, predicted, plane);
    if (!next) return std::nullopt;
    plane.value = 1;
    std::optional<Station> station = Oriented(*next, plane);
    if (!station) return std::nullopt;
    const Point moved = next->point - predicted;
    const double correction = std::sqrt(FisherProduct(here.solution.at.metric, moved, moved));
    const Vector middle = 0.5 * (here.solution.at.metric + next->at.metric);
    const double lengths = std::sqrt(FisherProduct(middle, here.tangent, here.tangent) *
                                     FisherProduct(middle, station->tangent, station->tangent));
    const double cosine = FisherProduct(middle, here.tangent, station->tangent) / lengths;
    // Where an answer's probability reaches 0 the curve has a corner, however short the step.
    const bool corner = ((here.solution.at.log_slope.array() > 0) != (next->at.log_slope.array() > 0)).any();
    if (correction > 0.5 * step || (cosine < kSharpestTurn && !corner)) return std::nullopt;
    return station;
  }

  /// Adds the crossings of the wanted β between two stations; false if the step is too long to see
  /// them.
  bool Collect(const Station& from, const Station& to, double step) {
    const Cubic height{from.solution.point.log_beta - target_, from.tangent.log_beta,
                       to.solution.point.log_beta - target_, to.tangent.log_beta, step};
    for (const double x : height.Extrema())
      if (std::abs(height.At(x)) < kNearFold && step > kFoldStep) return false;
    std::vector<Solution> found;
    for (const double x : height.Roots()) {
      const Point guess = Between(from, to, step, x);
      const std::optional<Solution> crossing =
          Correct(problem_, guess, Border::FixedBeta(problem_.reference.size()), {1e-9, 20});
      if (!crossing) return false;
      const Point moved = crossing->point - guess;
      if (FisherProduct(crossing->at.metric, moved, moved) > step * step) return false;
      found.push_back(*crossing);
    }
    for (const Solution& crossing : found) {
      // Where the curve ends, at a vertex, a step can turn round and come back the same way.
      retraced_ = std::any_of(crossings_.begin(), crossings_.end(),
                              [&](const Solution& other) { return SamePolicy(crossing, other); });
      if (retraced_) break;
      crossings_.push_back(crossing);
    }
    return true;
  }

  Point Between(const Station& from, const Station& to, double step, double x) const {
    const Point& a = from.solution.point;
    const Point& b = to.solution.point;
    const auto at = [&](double start, double start_slope, double end, double end_slope) {
      return Cubic{start, start_slope, end, end_slope, step}.At(x);
    };
    Point point{Vector(a.coordinate.size()), 0, target_};
    for (Eigen::Index c = 0; c < a.coordinate.size(); ++c) {
      point.coordinate[c] = at(a.coordinate[c], from.tangent.coordinate[c], b.coordinate[c], to.tangent.coordinate[c]);
    }
    Normalise(problem_, point);
    point.multiplier_gap =
        at(a.multiplier_gap, from.tangent.multiplier_gap, b.multiplier_gap, to.tangent.multiplier_gap);
    return point;
  }

  const Problem& problem_;
  const double target_;
  const TraceOptions options_;
  std::vector<Solution> crossings_;
  bool retraced_ = false;
};

}  // namespace

std::vector<Solution> TraceReferenceBranch(const Problem& problem, double beta, const TraceOptions& options) {
  return Tracer(problem, beta, options).Run();
}

}  // namespace aggregation
