// SPDX-License-Identifier: MIT
// The walk through the integral's scales for one policy: sums up P at the panels' points, and remembers the nodes for
// the Jacobian.
#ifndef AGGREGATION_GROUP_WALK_H_
#define AGGREGATION_GROUP_WALK_H_

#include <algorithm>
#include <cmath>
#include <vector>

#include "aggregation/group_centres.h"
#include "aggregation/reward_panels.h"

namespace aggregation {

/// Neighbouring nodes at one scale: they see the same panels.
struct NodeBlock {
  size_t scale;   ///< number of the scale
  double anchor;  ///< centres are anchor + offset
  Eigen::Index start, size;
};

/// The nodes that count for the Jacobian, in blocks.
struct NodeRecord {
  std::vector<NodeBlock> blocks;
  std::vector<double> offset;
  std::vector<double> weight;  ///< of dt dc
  std::vector<double> growth;  ///< weight·(G−1)·M^{G−2}
};

/// Rows of w − 1 for the points near a block of nodes, layer by layer and panel by panel.
class BlockTable {
 public:
  /// A panel whose points are near, and the row of its first point.
  struct Near {
    size_t layer, panel;
    Eigen::Index row;
  };

  explicit BlockTable(const RewardSources& sources) : sources_(sources) {}
  /// `size` centres anchor + offset, rising.
  void Fill(const std::vector<RewardPanels>& panels, const Scale& scale, double anchor, const double* offset,
            Eigen::Index size);

  const std::vector<Near>& near() const { return near_; }
  Eigen::Index rows() const { return rows_; }
  const double* Excess(Eigen::Index row) const { return excess_.data() + row * size_; }
  /// Σ_j weight_j v_ij for point i of a near panel: v = w (r − c)/spread.
  double Pull(const std::vector<RewardPanels>& panels, const Near& near, Eigen::Index i, const double* weight) const;
  /// Beyond this distance a layer's w is as good as 0.
  static double Reach(const Scale& scale, double spread);

 private:
  const RewardSources& sources_;
  std::vector<Near> near_;
  std::vector<double> excess_;
  const double* offset_ = nullptr;
  double anchor_ = 0;
  const Scale* scale_ = nullptr;
  Eigen::Index rows_ = 0, size_ = 0;
};

/// Groups whose others all have one reward, for the std without the first member: only atoms that are likely enough for
/// that, and only near them.
class EqualOthers {
 public:
  EqualOthers(const RewardSources& sources, const GroupShape& shape, const Vector& charges, double decades);

  /// visit(source, node, w^{G−1}) for each atom and each node of a block near it.
  template <typename Visit>
  void ForEach(const Scale& scale, double anchor, const double* offset, Eigen::Index size, const Visit& visit) const {
    const double reach = std::sqrt(kReach) / scale.t;
    auto atom = std::lower_bound(position_.begin(), position_.end(), anchor + (offset[0] - reach));
    for (; atom != position_.end() && *atom <= anchor + (offset[size - 1] + reach); ++atom) {
      const Eigen::Index k = source_[atom - position_.begin()];
      for (Eigen::Index j = 0; j < size; ++j) {
        const double distance = scale.t * ((*atom - anchor) - offset[j]);
        if (distance * distance < kReach) visit(k, j, std::exp(-distance * distance));
      }
    }
  }

 private:
  static constexpr double kReach = 100;
  std::vector<double> position_;
  std::vector<Eigen::Index> source_;
};

/// What the first member's advantage is made of where it stands outside the std: Σ weight·W and Σ weight·c·W.
struct OutsideSums {
  double inverse = 0;  ///< E[1/σ] without equal others
  double centre = 0;   ///< E[mean/σ], likewise
  double gross = 0;    ///< of `inverse` before equal others are taken out: what rounding is relative to
};

/// Sums over panels from either end: a difference of sums would cost the digits that the power G − 1 needs.
struct PanelMasses {
  std::vector<double> before;  ///< of the panels before each, and of all
  std::vector<double> from;    ///< of each and those after it, and 0
};

class GroupWalk {
 public:
  /// `charges`: mass of each source. All references must outlive the walk.
  GroupWalk(const RewardSources& sources, const GroupShape& shape, const std::vector<Scale>& scales,
            const Vector& charges);

  /// The sums over all nodes; fills `record` unless it is null.
  void Run(NodeRecord* record);

  /// With the first member inside the std: P·κ at the points.
  const std::vector<RewardPanels>& panels() const { return panels_; }
  std::vector<RewardPanels>& panels() { return panels_; }
  const EqualOthers& equal_others() const { return equal_others_; }
  const OutsideSums& outside() const { return outside_; }
  /// Pairs of a node and a point that were looked at: what a walk costs.
  double entries() const { return entries_; }

 private:
  void RefinePanels(const Scale& scale);
  void SumMasses();
  void WalkStretch(size_t scale, const Stretch& stretch, std::vector<Stretch>& next);
  void AddBlock(size_t scale, const Stretch& stretch, const Centres& centres, Eigen::Index start, Eigen::Index size,
                char* kept);
  void Record(size_t scale, double anchor, const double* offset, Eigen::Index size, double bound);
  void AddOutside(const Scale& scale, double anchor, const double* offset, Eigen::Index size);
  double MassBeyond() const;
  void FindLogMeans(Eigen::Index size);
  void AddMeans(double shift, std::vector<double>& sums) const;

  const RewardSources& sources_;
  const GroupShape& shape_;
  const std::vector<Scale>& scales_;
  const Vector& charges_;
  std::vector<RewardPanels> panels_;  // one for each layer
  std::vector<PanelMasses> masses_;   // one for each layer
  std::vector<Stretch> stretches_;
  BlockTable table_;
  double outside_bound_ = 0;  // log of the largest t × the range
  EqualOthers equal_others_;
  NodeRecord* record_ = nullptr;
  OutsideSums outside_;
  double entries_ = 0;
  std::vector<double> log_mean_, mean_, product_;  // of the block at hand
  std::vector<double> weight_;
};

}  // namespace aggregation

#endif  // AGGREGATION_GROUP_WALK_H_
