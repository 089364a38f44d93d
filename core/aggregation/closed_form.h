// SPDX-License-Identifier: MIT
// The paper's closed forms (VY §2.3, §3, App. B): what the solver must find where a formula exists.
//
// Two answers a and b unless said otherwise. Both probabilities are returned, each to full relative
// accuracy: 1 − π(a) would lose the digits of a rare b.
//
//   paper                    code
//   ρ = π_ref(a)             reference, in (0, 1)
//   γ = W(a,b) − W(b,a)      confidence_margin, in [−1, 1]
//   β                        beta, > 0
//   p = π(a)                 BinaryPolicy::a
#ifndef AGGREGATION_CLOSED_FORM_H_
#define AGGREGATION_CLOSED_FORM_H_

#include "aggregation/scenario.h"
#include "aggregation/simplex.h"

namespace aggregation {

struct BinaryPolicy {
  double a;
  double b;
};

/// Logarithmic pooling, VY (4), any N: π ∝ π_ref e^{r/β}, the geometric average of π_ref and Luce's
/// choice e^r/Σe^r with weights 1 and 1/β. RLHF's only stationary policy.
Vector LogarithmicPool(const Vector& reference, const Vector& reward, double beta);

/// VY (14), Fig. 1: pairwise preference (G = 2) with KL(π_ref‖π),
///     p = ½ (1 − β/γ ± √((1 − β/γ)² + 4 (β/γ) ρ)),
/// the root in [0, 1]; ρ where γ = 0.
BinaryPolicy BinaryPairwise(double confidence_margin, double reference, double beta);

/// VY (15), Fig. 2: G → ∞ with r(a) > r(b) and KL(π_ref‖π),
///     p = (2β²ρ + 1 + √(1 + 4β²ρ(1−ρ))) / (2(1 + β²)).
BinaryPolicy BinaryLargeGroup(double reference, double beta);

/// VY §3, Fig. 3: pairwise preference (G = 2) with KL(π‖π_ref), logit p = logit ρ + γ/β.
BinaryPolicy BinaryDirectKlPairwise(double confidence_margin, double reference, double beta);

/// 1 − 1/G, and 1 in the limit: what remains of r(o) − E_π[r] when the group's mean contains r(o)
/// itself (VY §3).
double ShiftFactor(const GroupSize& group_size);

/// VY §3: shift-only advantages with KL(π‖π_ref), any N: RLHF's form at β/(1 − 1/G).
Vector ShiftOnlyPool(const Vector& reference, const Vector& reward, const GroupSize& group_size, double beta);

/// VY §3: shift-only advantages with KL(π_ref‖π): (14) with (1 − 1/G)(r(a) − r(b)) in the place of
/// γ.
BinaryPolicy BinaryShiftOnly(double reward_gap, const GroupSize& group_size, double reference, double beta);

/// P_G(a | π) for r(a) > r(b), deterministic, with the population std: k of the other G − 1 answers
/// are a's,
///     Σ_k C(G−1, k) p^k (1−p)^{G−1−k} √((G−1−k)/(k+1)).
/// P_G(b | π) is the same with a and b exchanged, and the opposite sign. G ≥ 2.
double BinaryGroupPreference(const BinaryPolicy& policy, int group_size);

/// VY App. B.2: h(x) = 1/(β√(x(1−x))) − logit x + logit ρ for G → ∞, r(a) > r(b) and KL(π‖π_ref).
/// Its zeros are the stationary π(a). x in (0, 1).
double DirectKlLargeGroupGap(double x, double reference, double beta);

/// Where h is smallest, VY App. B.2: x* = (1 + √(1 − 1/(1+β²)))/2.
double DirectKlLargeGroupMinimum(double beta);

/// The β at which h touches zero: below it no interior policy is stationary, above it two are.
double DirectKlLargeGroupFold(double reference);

}  // namespace aggregation

#endif  // AGGREGATION_CLOSED_FORM_H_
