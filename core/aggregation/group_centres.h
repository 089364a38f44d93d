// SPDX-License-Identifier: MIT
// Where the integral over (t, c) of group_nodes.h has its nodes when a policy is known: only where that policy's own
// product M(t,c)^{G−1} counts, which for a spread policy are a few thousand nodes however many rewards there are.
//
// For fixed c every w falls with t, so M does: the centres that count at one t lie among those that count at any
// smaller one. A walk with rising t keeps them as stretches that shrink, split and end.
#ifndef AGGREGATION_GROUP_CENTRES_H_
#define AGGREGATION_GROUP_CENTRES_H_

#include <vector>

#include "aggregation/group_nodes.h"
#include "aggregation/reward_sources.h"

namespace aggregation {

/// Centres from anchor + low to anchor + high; the anchor is a reward near them.
struct Stretch {
  double anchor, low, high;
};

/// Nodes of one stretch: centres anchor + offset, with the weight of dc.
struct Centres {
  std::vector<double> offset, weight;
};

/// One t of the rule: everything that does not depend on the centre.
struct Scale {
  double t;       ///< inverse reward units
  double weight;  ///< of dt, t and 2/π included
  double a;       ///< t²/members

  /// 1 + 2a·sd²: how much wider than an atom's the layer's Gaussian is, squared.
  double Spread(const SourceLayer& layer) const { return 1 + 2 * a * layer.sd * layer.sd; }
};

/// Between the lowest and the highest mean, or the largest sd if that is more.
double RewardRange(const RewardSources& sources);

/// The rule's scales, t rising: the exponential trapezoid of group_nodes.h, until beyond it nothing can count.
std::vector<Scale> MakeScales(const RewardSources& sources, const GroupShape& shape);

/// Centres at the lowest scale: more than can count.
Stretch WidestStretch(const RewardSources& sources, const GroupShape& shape, const Scale& scale, double decades);

/// The trapezoid's nodes where all layers are equally wide at this scale; panels of Gauss–Legendre nodes otherwise,
/// short beside narrow sources, if these are fewer.
Centres PlaceCentres(const RewardSources& sources, const Scale& scale, const Stretch& stretch);

/// The parts of a stretch around the nodes that are `kept`, each anchored at its nearest source.
void AddKept(const RewardSources& sources, const Stretch& stretch, const Centres& centres,
             const std::vector<char>& kept, std::vector<Stretch>& out);

/// Whether at most one atom is near enough to matter: groups around it are then all equal, and silent.
bool IsSilent(const RewardSources& sources, const GroupShape& shape, const Scale& scale, const Stretch& stretch);

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_CENTRES_H_
