// SPDX-License-Identifier: MIT
// Stability of a stationary policy under the mean-field flow of softmax logits (mathematics §6):
//     θ'(o) = π(o)[(P(o) − E_π P) − β(s(o) − E_π s)],  s = f'(π/π_ref)
// Linearised at a stationary policy, θ' = S M S θ with S = diag π − ππᵀ and M = ∂P/∂π − β
// diag(f''/π_ref).
#ifndef AGGREGATION_STABILITY_H_
#define AGGREGATION_STABILITY_H_

#include "aggregation/simplex.h"

namespace aggregation {

/// Real parts of the eigenvalues of S M S on the tangent space of the simplex, largest first: n − 1
/// of them. `masses`: the policy, n masses ≥ 0. `left`·`right`ᵀ = ∂P/∂π, n×k each. `slope`: n, β
/// f''(u)·u = β ∂f'/∂log π > 0.
Vector FlowEigenvalues(const Vector& masses, const Matrix& left, const Matrix& right, const Vector& slope);

}  // namespace aggregation

#endif  // AGGREGATION_STABILITY_H_
