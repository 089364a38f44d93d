// SPDX-License-Identifier: MIT
// Two answers a, b: the reference ρ = π_ref(a) to which p = π(a) is stationary, for any β,
//     f'(p/ρ) − f'((1−p)/(1−ρ)) = (P(a) − P(b))/β.
// Its left side falls in ρ, so there is at most one. Probabilities are given by their logits: both answers' keep their
// digits however rare they are.
#ifndef AGGREGATION_BINARY_EQUATION_H_
#define AGGREGATION_BINARY_EQUATION_H_

#include <cmath>
#include <limits>
#include <map>

#include "aggregation/stationary.h"

namespace aggregation {

inline double Share(double logit) { return 1 / (1 + std::exp(-logit)); }

/// log of Share, accurate on both sides.
inline double LogShare(double logit) {
  return logit > 0 ? -std::log1p(std::exp(-logit)) : logit - std::log1p(std::exp(logit));
}

/// p and what ρ solves the equation there.
struct BinaryPoint {
  double logit;            ///< of p
  double above;            ///< ≥ 0 where P prefers a so much that p is too small for any ρ > 0
  double below;            ///< the same for b and ρ < 1
  double reference_logit;  ///< of ρ; ±∞ at the end of a curve, no meaning where there is none
  double drift;            ///< of the sign of −dρ/dp: negative where the mean-field flow returns to p

  bool Exists() const { return above < 0 && below < 0; }
  bool IsEnd() const { return std::isinf(reference_logit); }
};

/// The equation of one rule, its β left open: P does not depend on it, and is computed once for each p.
class BinaryEquation {
 public:
  /// Precondition: two answers and a penalty. Of the rule's reference and β nothing is used; it must outlive this.
  explicit BinaryEquation(const Rule& rule);

  const Rule& rule() const { return rule_; }
  const Penalty& penalty() const { return *rule_.penalty(); }
  /// P(a) − P(b), units of P.
  double Gap(double logit) { return GapAt(logit).value; }
  BinaryPoint At(double logit, double beta);

 private:
  struct GapAndSlope {
    double value;
    double slope;  // by p
  };
  const GapAndSlope& GapAt(double logit);
  double MarginalGap(double log_ratio) const;
  double Slope(double log_ratio) const;
  double SolveReference(double target, double logit) const;

  const Rule& rule_;
  double highest_gap_;                  // f'(∞) − f'(1)
  std::map<double, GapAndSlope> gaps_;  // by logit
};

}  // namespace aggregation

#endif  // AGGREGATION_BINARY_EQUATION_H_
