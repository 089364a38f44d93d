// SPDX-License-Identifier: MIT
// Nodes of the two-dimensional rule that turns the expectation over groups into a sum of products (mathematics §5).
//
// Because 1/σ = (2/√π) ∫₀^∞ e^{−t²σ²} dt and G σ² + G (c − mean)² = Σ_i (r_i − c)² for every c,
//     A₁ = (2/π) ∫₀^∞ t dt ∫ dc (r₁ − c) Π_i e^{−t²(r_i − c)²/G},
// whose members are independent given (t, c). The nodes depend on the reward laws and on G, never on a policy.
//
// t: trapezoid in x with t = e^{x − e^{−x}}/range: the error falls like e^{−π²/(2h)}, so halving the step h squares it.
// c: trapezoid with half the width of the narrowest product of Gaussians, 1/t where all rewards are atoms; where others
//    are much wider, because normal rewards keep a width that does not shrink with t, panels of Gauss–Legendre nodes.
// Only centres where some component w satisfies w^{G−1} > e^{−kDecades} matter, for any policy: M is a mean of w's.
#ifndef AGGREGATION_GROUP_NODES_H_
#define AGGREGATION_GROUP_NODES_H_

#include <cstddef>
#include <vector>

#include "aggregation/reward.h"

namespace aggregation {

/// The nodes that share one t, n of them.
struct NodeRow {
  double t;                    ///< inverse reward units
  bool coarse;                 ///< also of the rule with twice the step in x, where it weighs twice as much
  std::vector<double> anchor;  ///< n: a reward near the centre, reward units
  std::vector<double> offset;  ///< n: centre − anchor: rewards within 1e-9 of each other need centres that sums round
  std::vector<double> weight;  ///< n: of v·M^{G−1} in the sum, dt dc, t and 2/π included

  size_t size() const { return anchor.size(); }
};

/// In rising order of t.
using GroupNodes = std::vector<NodeRow>;

/// How many nodes there are in all the rows.
size_t CountNodes(const GroupNodes& nodes);

/// What the group's std is taken over.
struct GroupShape {
  double members;  ///< whose rewards the std is taken over: a = t²/members
  double factors;  ///< how often M appears in the product: all members but the first
  double epsilon;  ///< ≥ 0, added to the std
  /// Whether the first member is outside the std: the integrand then does not vanish with the std.
  bool first_is_outside;
};

/// The nodes for rewards from any of these components. Empty where all components are one and the same atom.
GroupNodes MakeGroupNodes(const std::vector<RewardComponent>& components, const GroupShape& shape);

/// ∫₀^∞ K(t) e^{−t²σ²} dt = 1/(σ + ε) for K(t) = (2/√π)·EpsilonWeight(t, ε): 1 − √π εt erfcx(εt), in (0, 1].
double EpsilonWeight(double t, double epsilon);

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_NODES_H_
