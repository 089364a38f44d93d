// SPDX-License-Identifier: MIT
// The mean-field flow of softmax logits, written out answer by answer (mathematics §6):
//     θ'(o) = π(o)[(P(o) − E_π P) − β(s(o) − E_π s)],  s = f'(π/π_ref)
#ifndef TESTS_CORE_FLOW_H_
#define TESTS_CORE_FLOW_H_

#include "questions.h"

namespace aggregation::testing {

Vector Softmax(const Vector& logits);
Vector FlowVelocity(const Rule& rule, const Vector& logits);
/// Real parts of the eigenvalues of the velocity's numerical Jacobian on directions that sum to
/// zero, largest first.
Vector NumericalFlowEigenvalues(const Rule& rule, const Vector& logits);
/// Where an explicit Euler simulation of that duration ends.
Vector Simulate(const Rule& rule, Vector logits, double duration, double step);

}  // namespace aggregation::testing

#endif  // TESTS_CORE_FLOW_H_
