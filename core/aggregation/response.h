// SPDX-License-Identifier: MIT
// The one-step map: what a rule makes of a policy when the preference is frozen there and maximised to the end.
//
//     response(π) = argmax over π' of E_π'[P(· | π)] − β D(π', π_ref),   u = (f')⁻¹((P(o|π) − λ)/β)
//
// Its fixed points are the stationary policies. For KL(π‖π_ref) and G → ∞ it is Mroueh's recursion (arXiv 2503.06639)
// on the success probability; it can run away where the mean-field flow settles.
#ifndef AGGREGATION_RESPONSE_H_
#define AGGREGATION_RESPONSE_H_

#include <optional>

#include "aggregation/stationary.h"

namespace aggregation {

/// The response to `policy`: N entries ≥ 0 that sum to 1. Precondition: the rule has a penalty. 0 only where the
/// penalty allows it, or where it underflows.
Vector ResponseTo(const Rule& rule, const Vector& policy);

/// Two answers: (P(a|π) − P(b|π))/β − (f'(u(a)) − f'(u(b))), whose roots are the stationary policies; what VY App. B.2
/// calls h for KL(π‖π_ref), G → ∞. Positive where the response gives a more than `policy` does. ±∞ where a probability
/// is 0 and f'(0) infinite. Precondition: two answers and a penalty.
double StationarityGap(const Rule& rule, const Vector& policy);

/// (f')⁻¹: the ratio u = π/π_ref of an answer whose (P − λ)/β is `marginal`: how a penalty pools, logarithmically with
/// KL(π‖π_ref). 0 below the range of a penalty that reaches 0; none where no ratio has that marginal.
std::optional<double> PooledRatio(const Penalty& penalty, double marginal);

}  // namespace aggregation

#endif  // AGGREGATION_RESPONSE_H_
