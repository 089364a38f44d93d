// SPDX-License-Identifier: MIT
#include "aggregation/group_integral.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "aggregation/table_products.h"
#include "aggregation/vector_math.h"

namespace aggregation {
namespace {

std::vector<RewardComponent> AllComponents(const std::vector<RewardLaw>& laws) {
  std::vector<RewardComponent> all;
  for (const auto& law : laws) all.insert(all.end(), law.components().begin(), law.components().end());
  return all;
}

}  // namespace

/// A row of nodes, where it starts in the tables, and room for what is computed at each.
struct GroupIntegral::RowWork {
  const NodeRow& row;
  Eigen::Index first;
  std::vector<double> distance, excess;

  RowWork(const NodeRow& nodes, Eigen::Index start)
      : row(nodes), first(start), distance(nodes.size()), excess(nodes.size()) {}

  void MeasureFrom(double reward) {
    for (size_t i = 0; i < row.size(); ++i) distance[i] = (reward - row.anchor[i]) - row.offset[i];
  }
};

RewardLevels LevelsOf(const std::vector<RewardLaw>& laws) {
  std::set<double> distinct;
  for (const auto& component : AllComponents(laws))
    if (component.sd == 0) distinct.insert(component.mean);
  RewardLevels levels{{distinct.begin(), distinct.end()}, Matrix::Zero(laws.size(), distinct.size())};
  for (size_t c = 0; c < laws.size(); ++c) {
    for (const auto& atom : laws[c].components()) {
      if (atom.sd > 0) continue;
      const auto k = std::lower_bound(levels.level.begin(), levels.level.end(), atom.mean) - levels.level.begin();
      levels.probability(c, k) += atom.weight;
    }
  }
  return levels;
}

ScaledShape ShapeOf(int group_size, const AdvantageConvention& convention) {
  const bool leave_one_out = convention.std == StdConvention::kLeaveOneOut;
  const double members = leave_one_out ? group_size - 1 : group_size;
  const double kappa = convention.std == StdConvention::kPopulation ? 1 : std::sqrt(members / (members - 1));
  return {{members, group_size - 1.0, convention.epsilon / kappa, leave_one_out}, kappa};
}

GroupNodes GroupNodesOf(const std::vector<RewardLaw>& laws, int group_size, const AdvantageConvention& convention) {
  return MakeGroupNodes(AllComponents(laws), ShapeOf(group_size, convention).shape);
}

GroupIntegral::GroupIntegral(const std::vector<RewardLaw>& laws, int group_size, const AdvantageConvention& convention)
    : GroupIntegral(laws, group_size, convention, GroupNodesOf(laws, group_size, convention)) {}

GroupIntegral::GroupIntegral(const std::vector<RewardLaw>& laws, int group_size, const AdvantageConvention& convention,
                             const GroupNodes& nodes)
    : factors_(group_size - 1), first_is_outside_(convention.std == StdConvention::kLeaveOneOut) {
  const auto [shape, kappa] = ShapeOf(group_size, convention);
  const auto classes = static_cast<Eigen::Index>(laws.size());
  const auto count = static_cast<Eigen::Index>(CountNodes(nodes));
  tables_ = Matrix::Zero(count, 2 * classes);
  if (shape.first_is_outside) {
    levels_ = LevelsOf(laws);
    mean_ = Vector::NullaryExpr(classes, [&](Eigen::Index c) { return laws[c].Mean(); });
  }
  level_product_.resize(count, static_cast<Eigen::Index>(levels_.level.size()));
  for (const NodeRow& row : nodes) {
    RowWork work(row, static_cast<Eigen::Index>(coarse_.size()));
    for (Eigen::Index c = 0; c < classes; ++c)
      for (const auto& component : laws[c].components()) AddComponent(component, shape, work, c);
    for (size_t k = 0; k < levels_.level.size(); ++k) AddLevelProduct(k, work);
    coarse_.insert(coarse_.end(), row.size(), row.coarse);
  }
  tables_.rightCols(classes) /= kappa;
}

/// Adds to column c, with a = t²/members and spread = 1 + 2as²: w − 1, w = spread^{−1/2} e^{−a(m−c)²/spread}, and
/// v × weight, v = w (m−c)/spread.
void GroupIntegral::AddComponent(const RewardComponent& component, const GroupShape& shape, RowWork& work,
                                 Eigen::Index c) {
  const NodeRow& row = work.row;
  const double a = row.t * row.t / shape.members;
  const double noise = 2 * a * component.sd * component.sd;
  const double narrowing = 1 / (1 + noise);
  const double log_width = 0.5 * std::log1p(noise);
  const size_t size = row.size();
  work.MeasureFrom(component.mean);
  for (size_t i = 0; i < size; ++i) work.excess[i] = -log_width - a * narrowing * (work.distance[i] * work.distance[i]);
  ExpMinusOne(work.excess.data(), static_cast<Eigen::Index>(size));
  double* excess = tables_.col(c).data() + work.first;
  double* pull = tables_.col(classes() + c).data() + work.first;
  for (size_t i = 0; i < size; ++i) excess[i] += component.weight * work.excess[i];
  // A first member outside the std is not damped by it.
  const double damped = shape.first_is_outside ? 0 : 1;
  const double scale = component.weight * (shape.first_is_outside ? 1 : narrowing);
  for (size_t i = 0; i < size; ++i) pull[i] += scale * row.weight[i] * work.distance[i] * (1 + damped * work.excess[i]);
}

/// w^{G−1} where all others have the reward of level k.
void GroupIntegral::AddLevelProduct(size_t k, RowWork& work) {
  work.MeasureFrom(levels_.level[k]);
  double* product = level_product_.col(static_cast<Eigen::Index>(k)).data() + work.first;
  const double t = work.row.t;
  for (size_t i = 0; i < work.row.size(); ++i) product[i] = -(t * work.distance[i]) * (t * work.distance[i]);
  Exp(product, static_cast<Eigen::Index>(work.row.size()));
}

/// M^power at each node.
Vector GroupIntegral::PowersOfMean(const Vector& excess, double power) const {
  Vector powers = Vector::Ones(excess.size());
  if (power > 0) PowersOfOnePlus(excess.data(), excess.size(), power, powers.data());
  return powers;
}

/// M^{G−1}, less the groups whose others are equal where those are counted apart.
Vector GroupIntegral::Weights(const Vector& policy) const {
  return WithoutEqualOthers(PowersOfMean(Combine(excess(), policy), factors_), policy);
}

Vector GroupIntegral::WithoutEqualOthers(Vector weights, const Vector& policy) const {
  if (levels_.level.empty()) return weights;
  const Vector mass = levels_.probability.transpose() * policy;
  return weights - Combine(level_product_, mass.array().pow(factors_));
}

/// Others that all have the reward `level` leave the advantage unscaled: Σ q^{G−1} (E r(c) − level).
void GroupIntegral::AddEqualOthers(const Vector& policy, Vector* value, Matrix* slope) const {
  if (levels_.level.empty()) return;
  const Vector mass = levels_.probability.transpose() * policy;
  for (size_t k = 0; k < levels_.level.size(); ++k) {
    const Vector advantage = mean_.array() - levels_.level[k];
    *value += std::pow(mass[k], factors_) * advantage;
    if (!slope) continue;
    const double growth = factors_ * std::pow(mass[k], factors_ - 1);
    *slope += growth * (advantage - Project(pull(), level_product_.col(k))) * levels_.probability.col(k).transpose();
  }
}

Vector GroupIntegral::Value(const Vector& policy) const {
  Vector value = Project(pull(), Weights(policy));
  AddEqualOthers(policy, &value, nullptr);
  return value;
}

void GroupIntegral::ValueAndSlope(const Vector& policy, Vector* value, Matrix* slope) const {
  const Vector of_policy = Combine(excess(), policy);
  const Vector others = PowersOfMean(of_policy, factors_ - 1);
  *slope = WeightedProduct(pull(), others, excess());
  slope->colwise() += Project(pull(), others);  // w = 1 + excess: the 1 adds the same to each column
  if (first_is_outside_) {
    const Vector all = others.array() * (1 + of_policy.array());
    *value = Project(pull(), WithoutEqualOthers(all, policy));
  } else {
    *value = *slope * policy;  // M^{G−1} = M^{G−2} Σ π w
  }
  *slope *= factors_;
  AddEqualOthers(policy, value, slope);
}

double GroupIntegral::ErrorEstimate(const Vector& policy) const {
  const Vector weights = Weights(policy);
  Vector coarse = weights;
  for (Eigen::Index n = 0; n < weights.size(); ++n) coarse[n] = coarse_[n] ? 2 * weights[n] : 0;
  const Vector value = Project(pull(), weights);
  const double scale = value.cwiseAbs().maxCoeff();
  const double difference = (Project(pull(), coarse) - value).cwiseAbs().maxCoeff();
  constexpr double kFloor = 1e-13;  // what group_nodes.h leaves out of the sum, and the sum's rounding
  const Vector magnitude = weights.cwiseAbs();
  double spread = 0;
  for (Eigen::Index c = 0; c < pull().cols(); ++c) spread = std::max(spread, pull().col(c).cwiseAbs().dot(magnitude));
  return kFloor * spread + (scale > 0 ? difference * (difference / scale) : 0);
}

}  // namespace aggregation
