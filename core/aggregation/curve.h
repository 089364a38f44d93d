// SPDX-License-Identifier: MIT
// One curve of stationary policies, followed by its own length through folds in β.
//
// Pseudo-arclength continuation (Keller): the curve (z, λ, log β) is followed in the Fisher metric of policies plus a
// little of log β (equations.h), so that it may turn back in β where two stationary policies meet. Each station is
// predicted from the tangents at the two before it (Adams–Bashforth) and corrected by Newton's method on the plane
// across the prediction; on the way the wanted values of β, the levels, are landed on exactly.
#ifndef AGGREGATION_CURVE_H_
#define AGGREGATION_CURVE_H_

#include <optional>
#include <vector>

#include "aggregation/newton.h"

namespace aggregation {

struct StepOptions {
  /// Longest step in the metric; short enough that a cubic between two stations shows each fold.
  double longest = 0.6;
  /// Steps shorter than this mean that the curve cannot be followed any further.
  double shortest = 1e-7;
  /// How far from the curve, in the metric, a station may lie. Crossings of levels are solved to rounding in any case.
  double accuracy = 0.03;
};

/// A point of the curve with its unit tangent, which points the way that the curve is followed.
struct Station {
  Solution solution;
  Point tangent;
};

/// The station whose tangent continues `along` (border·tangent > 0); none where the curve has no tangent.
std::optional<Station> StationAt(const Solution& solution, const Border& along);

/// The same with log β rising (`direction` 1) or falling (−1).
std::optional<Station> StationAt(const Solution& solution, double direction);

/// A stationary policy at one of the levels, solved to rounding.
struct Crossing {
  size_t level;  ///< index
  Solution solution;
};

/// What a step needs of the steps before it: with `here`, all that a tracer knows of its way.
struct Momentum {
  Point tangent;          ///< at the station before; empty before the first step
  double step = 0;        ///< from there to here; 0 before the first
  double next = 0;        ///< the step to try next
  double log_beta = 0;    ///< of here as it was met: a level between that and here has yet to be crossed
  bool on_level = false;  ///< whether here is exactly on a level
  bool exact = false;     ///< whether the equations hold here to rounding
};

/// The point at x in [0, 1] of a step of that length, on the cubics that the stations at its ends and their tangents
/// define.
Point Between(const Problem& problem, const Station& from, const Station& to, double step, double x);

/// The plane across the curve at a station: every point of it is as far along.
Border PlaneAcross(const Station& station);

class CurveTracer {
 public:
  /// `problem` is not owned. `levels`: values of log β, those outside the curve's range do not matter.
  CurveTracer(const Problem& problem, Station start, std::vector<double> levels, const StepOptions& options);
  /// Goes on exactly as another tracer would have that stood here.
  CurveTracer(const Problem& problem, Station here, Momentum momentum, std::vector<double> levels,
              const StepOptions& options);

  /// Goes to the next station; false where the curve cannot be followed any further.
  bool Next();

  /// Solves the equations here to rounding, where Next() left the station with StepOptions::accuracy.
  void Refine();

  const Station& here() const { return here_; }
  const Momentum& momentum() const { return momentum_; }
  /// What the last step met, in order; the last one is `here` where that is on a level.
  const std::vector<Crossing>& crossings() const { return crossings_; }

 private:
  struct Step {
    Station to;
    double length;
    double distance;  // that the corrector had to go
    bool on_level;
    std::vector<Crossing> crossings;
  };

  void Settle(double accuracy);
  double AccuracyFor(double step) const;
  bool IsBlurred(double log_beta, double slope, double step) const;
  Point Predict(double step) const;
  std::optional<Step> Try(double step, bool* needs_accuracy) const;
  std::optional<Step> Follow(double step) const;
  std::optional<Step> Land(double step, size_t level) const;
  bool IsContinuation(const Station& next, double distance, double step) const;
  bool Collect(Step& step, bool* needs_accuracy) const;
  std::optional<Solution> Cross(const Station& to, double step, double x, double level) const;

  const Problem& problem_;
  std::vector<double> levels_;
  StepOptions options_;
  Station here_;
  Momentum momentum_;
  double accuracy_ = 0;  // of the step being tried
  Point correction_;     // from here to the curve, as far as Newton's method knows
  std::vector<Crossing> crossings_;
};

}  // namespace aggregation

#endif  // AGGREGATION_CURVE_H_
