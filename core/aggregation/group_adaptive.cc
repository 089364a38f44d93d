// SPDX-License-Identifier: MIT
#include "aggregation/group_adaptive.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "aggregation/group_integral.h"
#include "aggregation/group_walk.h"
#include "aggregation/table_products.h"

namespace aggregation {
namespace {

/// What interpolation, cuts and rounding may add to an error of P, relative to the largest P where that exceeds 1.
constexpr double kPanelError = 1e-12;
/// More points than this are lumped together before the Jacobian is formed: its table has points × points entries.
constexpr Eigen::Index kMaxJacobianPoints = 512;
/// One point then stands for at most this share of the mass and of the range.
constexpr double kSketchShare = 1.0 / 200;
/// What the factors leave out of the Jacobian, relative to its largest entry.
constexpr double kJacobianTolerance = 1e-10;
/// The same for lumped points, whose own error is of the order of their share.
constexpr double kSketchTolerance = 1e-4;

Eigen::Index CountPoints(const std::vector<RewardPanels>& panels) {
  Eigen::Index points = 0;
  for (const RewardPanels& layer : panels) points += layer.points();
  return points;
}

/// Panels twice as long, where two siblings hold interpolation points: interpolation to 1e-8 instead of 1e-14, a
/// quarter of the cost.
std::vector<RewardPanels> Coarsened(const std::vector<RewardPanels>& panels, const RewardSources& sources,
                                    const Vector& charges) {
  std::vector<RewardPanels> coarse;
  for (size_t layer = 0; layer < panels.size(); ++layer) {
    const SourceLayer& sources_there = sources.layers()[layer];
    const std::vector<Panel>& fine = panels[layer].panels();
    const auto from = [&](Eigen::Index source) {
      return std::partition_point(fine.begin(), fine.end(), [&](const Panel& panel) { return panel.first < source; });
    };
    coarse.emplace_back(sources_there.position, charges.data() + sources_there.start);
    coarse.back().Refine([&](const Panel& panel) {
      const auto begin = from(panel.first), end = from(panel.last);
      return end - begin > 2 || std::any_of(begin, end, [](const Panel& part) { return part.rule == nullptr; });
    });
  }
  return coarse;
}

std::vector<RewardPanels> Sketched(const RewardSources& sources, const Vector& charges) {
  std::vector<RewardPanels> panels;
  const double longest = kSketchShare * RewardRange(sources);
  for (const SourceLayer& layer : sources.layers())
    panels.push_back(RewardPanels::Sketch(layer.position, charges.data() + layer.start, kSketchShare, longest));
  return panels;
}

/// The number of each panel's first point, by layer and panel.
std::vector<std::vector<Eigen::Index>> NumberPoints(const std::vector<RewardPanels>& panels) {
  std::vector<std::vector<Eigen::Index>> first;
  Eigen::Index next = 0;
  for (const RewardPanels& layer : panels) {
    first.emplace_back();
    for (const Panel& panel : layer.panels()) {
      first.back().push_back(next);
      next += panel.points();
    }
  }
  return first;
}

/// ∂P/∂charge between points: Σ over nodes of growth·v·w.
Matrix PointSlope(const std::vector<RewardPanels>& panels, const RewardSources& sources, const GroupShape& shape,
                  const std::vector<Scale>& scales, const NodeRecord& record) {
  const auto first = NumberPoints(panels);
  const Eigen::Index points = CountPoints(panels);
  Matrix slope = Matrix::Zero(points, points);
  BlockTable table(sources);
  std::vector<Eigen::Index> number;
  Matrix factor, pull;  // nodes × near points
  for (const NodeBlock& block : record.blocks) {
    const Scale& scale = scales[block.scale];
    const double* offset = record.offset.data() + block.start;
    const Vector growth = Eigen::Map<const Vector>(record.growth.data() + block.start, block.size);
    table.Fill(panels, scale, block.anchor, offset, block.size);
    factor.resize(block.size, table.rows());
    pull.resize(block.size, table.rows());
    // w − 1 serves as well as w, since Σdπ = 0, and keeps its digits where G is large and all points are near.
    const double shift = table.rows() == points ? 0 : 1;
    number.clear();
    for (const BlockTable::Near& near : table.near()) {
      const Panel& panel = panels[near.layer].panels()[near.panel];
      const double spread = scale.Spread(sources.layers()[near.layer]);
      for (Eigen::Index i = 0; i < panel.points(); ++i) {
        const Eigen::Index row = near.row + i;
        const double position = (panel.anchor - block.anchor) + panel.offset[i];
        const double* excess = table.Excess(row);
        for (Eigen::Index j = 0; j < block.size; ++j) {
          factor(j, row) = shift + excess[j];
          pull(j, row) = (1 + excess[j]) * (position - offset[j]) / spread;
        }
        number.push_back(first[near.layer][near.panel] + i);
      }
    }
    const Matrix product = WeightedProduct(pull, growth, factor);
    for (Eigen::Index j = 0; j < table.rows(); ++j)
      for (Eigen::Index i = 0; i < table.rows(); ++i) slope(number[i], number[j]) += product(i, j);
  }
  return slope;
}

/// Values at the points of all layers, interpolated to all sources.
Matrix ToSources(const std::vector<RewardPanels>& panels, const RewardSources& sources, const Matrix& at_points) {
  Matrix result(sources.size(), at_points.cols());
  Eigen::Index start = 0;
  for (size_t layer = 0; layer < panels.size(); ++layer) {
    const Eigen::Index points = panels[layer].points();
    const auto size = static_cast<Eigen::Index>(sources.layers()[layer].position.size());
    result.middleRows(sources.layers()[layer].start, size) =
        panels[layer].Interpolate(at_points.middleRows(start, points));
    start += points;
  }
  return result;
}

Vector ValueOf(const GroupWalk& walk, const RewardSources& sources) {
  Vector by_source = Vector::Zero(sources.size());
  for (size_t layer = 0; layer < walk.panels().size(); ++layer)
    walk.panels()[layer].AddValues(by_source.data() + sources.layers()[layer].start);
  return sources.Mean(by_source);
}

/// A and B of P = A·E r − B, others that are all equal included: they leave the advantage unscaled.
OutsideSums WithEqualOthers(const GroupWalk& walk, const RewardSources& sources, const Vector& charges, double factors,
                            double kappa) {
  OutsideSums sums{walk.outside().inverse / kappa, walk.outside().centre / kappa};
  const SourceLayer& atoms = sources.layers().front();
  if (atoms.sd > 0) return sums;
  for (size_t k = 0; k < atoms.position.size(); ++k) {
    const double all_equal = std::pow(charges[k], factors);
    sums.inverse += all_equal;
    sums.centre += all_equal * atoms.position[k];
  }
  return sums;
}

/// ∂A and ∂B by the mass of each source: K×2.
Matrix OutsideSlope(GroupWalk& walk, const RewardSources& sources, const GroupShape& shape,
                    const std::vector<Scale>& scales, const NodeRecord& record, const Vector& charges, double kappa) {
  std::vector<RewardPanels>& panels = walk.panels();
  const auto first = NumberPoints(panels);
  Matrix at_points = Matrix::Zero(CountPoints(panels), 2), equal = Matrix::Zero(sources.size(), 2);
  BlockTable table(sources);
  for (const NodeBlock& block : record.blocks) {
    const double* offset = record.offset.data() + block.start;
    const double* growth = record.growth.data() + block.start;
    const double* weight = record.weight.data() + block.start;
    table.Fill(panels, scales[block.scale], block.anchor, offset, block.size);
    for (const BlockTable::Near& near : table.near()) {
      for (Eigen::Index i = 0; i < panels[near.layer].panels()[near.panel].points(); ++i) {
        const double* excess = table.Excess(near.row + i);
        for (Eigen::Index j = 0; j < block.size; ++j) {
          const double share = growth[j] * (1 + excess[j]);
          at_points(first[near.layer][near.panel] + i, 0) += share;
          at_points(first[near.layer][near.panel] + i, 1) += share * (block.anchor + offset[j]);
        }
      }
    }
    walk.equal_others().ForEach(scales[block.scale], block.anchor, offset, block.size,
                                [&](Eigen::Index k, Eigen::Index j, double product) {
                                  equal(k, 0) += weight[j] * product;
                                  equal(k, 1) += weight[j] * product * (block.anchor + offset[j]);
                                });
  }
  Matrix slope = ToSources(panels, sources, at_points) / kappa;
  const SourceLayer& atoms = sources.layers().front();
  if (atoms.sd > 0) return slope;
  for (size_t k = 0; k < atoms.position.size(); ++k) {
    const double growth = shape.factors * std::pow(charges[k], shape.factors - 1);
    slope(k, 0) += growth * (1 - equal(k, 0) / kappa);
    slope(k, 1) += growth * (atoms.position[k] - equal(k, 1) / kappa);
  }
  return slope;
}

}  // namespace

AdaptiveGroupIntegral::AdaptiveGroupIntegral(const std::vector<RewardLaw>& laws, int group_size,
                                             const AdvantageConvention& convention)
    : sources_(laws) {
  const ScaledShape scaled = ShapeOf(group_size, convention);
  shape_ = scaled.shape;
  kappa_ = scaled.kappa;
  scales_ = MakeScales(sources_, shape_);
  if (!shape_.first_is_outside) return;
  mean_ = Vector::NullaryExpr(sources_.classes(), [&](Eigen::Index c) { return laws[c].Mean(); });
}

Vector AdaptiveGroupIntegral::ValueBy(const std::vector<Scale>& scales, const Vector& policy) const {
  const Vector charges = sources_.Charges(policy);
  GroupWalk walk(sources_, shape_, scales, charges);
  walk.Run(nullptr);
  if (!shape_.first_is_outside) return ValueOf(walk, sources_) / kappa_;
  const OutsideSums sums = WithEqualOthers(walk, sources_, charges, shape_.factors, kappa_);
  return sums.inverse * mean_.array() - sums.centre;
}

Vector AdaptiveGroupIntegral::Value(const Vector& policy) const { return ValueBy(scales_, policy); }

double AdaptiveGroupIntegral::ErrorEstimate(const Vector& policy) const {
  std::vector<Scale> coarse;
  for (size_t i = 0; i < scales_.size(); i += 2) {
    coarse.push_back(scales_[i]);
    coarse.back().weight *= 2;
  }
  const Vector value = ValueBy(scales_, policy);
  const double scale = value.cwiseAbs().maxCoeff();
  const double difference = (ValueBy(coarse, policy) - value).cwiseAbs().maxCoeff();
  const double by_step = scale > 0 ? difference * (difference / scale) : 0;
  return by_step + kPanelError * std::max(1.0, scale) + SilentRounding(policy);
}

/// Where the first member stands outside the std, products of nearly silent groups are differences of far larger ones.
double AdaptiveGroupIntegral::SilentRounding(const Vector& policy) const {
  constexpr double kFewRoundings = 16;
  if (!shape_.first_is_outside) return 0;
  const Vector charges = sources_.Charges(policy);
  GroupWalk walk(sources_, shape_, scales_, charges);
  walk.Run(nullptr);
  return kFewRoundings * std::numeric_limits<double>::epsilon() * walk.outside().gross * RewardRange(sources_);
}

double AdaptiveGroupIntegral::Work() const {
  constexpr double kExponential = 20;
  const auto classes = sources_.classes();
  const Vector charges = sources_.Charges(Vector::Constant(classes, 1.0 / static_cast<double>(classes)));
  GroupWalk walk(sources_, shape_, scales_, charges);
  walk.Run(nullptr);
  return kExponential * walk.entries();
}

void AdaptiveGroupIntegral::ValueAndJacobian(const Vector& policy, Vector* value, LowRank* jacobian) const {
  const Vector charges = sources_.Charges(policy);
  GroupWalk walk(sources_, shape_, scales_, charges);
  NodeRecord record;
  walk.Run(&record);
  if (shape_.first_is_outside) {
    const OutsideSums sums = WithEqualOthers(walk, sources_, charges, shape_.factors, kappa_);
    *value = sums.inverse * mean_.array() - sums.centre;
    jacobian->left.resize(sources_.classes(), 2);
    jacobian->left.col(0) = mean_;
    jacobian->left.col(1).setConstant(-1);
    jacobian->right = sources_.Mean(OutsideSlope(walk, sources_, shape_, scales_, record, charges, kappa_));
    return;
  }
  *value = ValueOf(walk, sources_) / kappa_;
  std::vector<RewardPanels> panels = Coarsened(walk.panels(), sources_, charges);
  const bool lump = CountPoints(panels) > kMaxJacobianPoints;
  if (lump) panels = Sketched(sources_, charges);
  Matrix slope = PointSlope(panels, sources_, shape_, scales_, record) / kappa_;
  if (slope.size() > 0) {
    // Tangential directions do not see what all columns have in common.
    const Vector common = slope.col(0);
    slope.colwise() -= common;
  }
  LowRank at_points = Compress(std::move(slope), lump ? kSketchTolerance : kJacobianTolerance, kMaxJacobianPoints);
  jacobian->left = sources_.Mean(ToSources(panels, sources_, at_points.left));
  jacobian->right = sources_.Mean(ToSources(panels, sources_, at_points.right));
}

}  // namespace aggregation
