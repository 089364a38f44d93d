// SPDX-License-Identifier: MIT
// Two answers a, b: every stationary policy p = π(a) against the reference ρ = π_ref(a), the pictures of VY §2.3, §3.
//
// The curve is followed by p, not by ρ (binary_equation.h): so folds, and several policies to one reference, come out
// as one curve, and each point is as exact as P. Along it p is stable under the mean-field flow where ρ rises with p.
//
//   paper                     code
//   p, ρ                      policy, reference, of the first answer
//   the jump at π_ref = 0     BinaryCurve::at_zero: where the curve's ends meet ρ → 0
//   1 − β/γ, 1/(1 + β²)       CurveBound
#ifndef AGGREGATION_BINARY_CURVE_H_
#define AGGREGATION_BINARY_CURVE_H_

#include <optional>
#include <vector>

#include "aggregation/binary_equation.h"

namespace aggregation {

inline constexpr int kDefaultCurvePoints = 201;
inline constexpr int kMaxCurvePoints = 2001;

/// Where ρ turns back: two stationary policies meet.
struct CurveFold {
  double reference;
  double policy;
};

/// References for which the flow is attracted by a policy that gives one answer only.
struct BoundaryRange {
  double policy;    ///< 0 or 1
  double from, to;  ///< ρ, within [0, 1]
};

/// VY below (14) and (15): π(answer) ≥ max(value, π_ref(answer)).
struct CurveBound {
  bool is_large_group;  ///< 1/(1 + β²), otherwise 1 − β/γ
  int answer;           ///< the better one, 0 or 1
  double value;         ///< in (0, 1)
};

/// The curve for one β. Its pieces follow one another, each from small p to large p.
struct BinaryCurve {
  double beta;
  std::vector<double> reference;        ///< ρ in (0, 1)
  std::vector<double> policy;           ///< p in [0, 1], 0 and 1 only where it rounds to them
  std::vector<bool> stable;             ///< under the mean-field flow of softmax logits
  std::vector<int> pieces;              ///< index of each piece's first point
  std::vector<double> at_zero, at_one;  ///< p as ρ → 0 and ρ → 1, increasing
  std::vector<CurveFold> folds;         ///< also points of the curve
  std::vector<BoundaryRange> boundary;
  std::optional<CurveBound> bound;  ///< none where the paper has none, or where it is ≤ 0
};

/// The curves of one rule for any β; P is computed once for each p that several curves share.
class BinaryCurves {
 public:
  /// Precondition: two answers and a penalty. Of the rule's reference and β nothing is used; it must outlive this.
  explicit BinaryCurves(const Rule& rule) : equation_(rule) {}

  /// At least `points` points, if the curve exists: dense where it is steep, in ρ and p and in their logits.
  BinaryCurve Trace(double beta, int points = kDefaultCurvePoints);

 private:
  BinaryEquation equation_;
};

}  // namespace aggregation

#endif  // AGGREGATION_BINARY_CURVE_H_
