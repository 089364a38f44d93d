// SPDX-License-Identifier: MIT
// The mean-field flow of softmax logits without a penalty, θ'(o) = π(o)(P(o) − E_π P) (mathematics §6), followed from
// the reference to the vertex where it ends.
#ifndef AGGREGATION_FLOW_H_
#define AGGREGATION_FLOW_H_

#include <optional>

#include "aggregation/preference.h"

namespace aggregation {

/// The end of the flow that starts at `reference` (N answers): a vertex, or its share among answers that nothing tells
/// apart. None where the flow reaches no vertex: it may rest inside, where all P are equal, or go round.
std::optional<Vector> FlowToVertex(const PreferenceModel& model, const Vector& reference);

}  // namespace aggregation

#endif  // AGGREGATION_FLOW_H_
