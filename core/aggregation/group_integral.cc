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

/// Consecutive nodes that share one t, as arrays, with room for what is computed at each.
struct GroupIntegral::NodeRun {
  Eigen::Index first;
  double t;
  std::vector<double> anchor, offset, weight, distance, excess;

  /// The run that starts at `first`.
  NodeRun(const std::vector<GroupNode>& nodes, size_t start) : first(static_cast<Eigen::Index>(start)) {
    t = nodes[start].t;
    for (size_t n = start; n < nodes.size() && nodes[n].t == t; ++n) {
      anchor.push_back(nodes[n].anchor);
      offset.push_back(nodes[n].offset);
      weight.push_back(nodes[n].weight);
    }
    distance.resize(anchor.size());
    excess.resize(anchor.size());
  }

  size_t size() const { return anchor.size(); }

  void MeasureFrom(double reward) {
    for (size_t i = 0; i < size(); ++i) distance[i] = (reward - anchor[i]) - offset[i];
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

GroupIntegral::GroupIntegral(const std::vector<RewardLaw>& laws, int group_size, const AdvantageConvention& convention)
    : factors_(group_size - 1) {
  const auto [shape, kappa] = ShapeOf(group_size, convention);
  const auto nodes = MakeGroupNodes(AllComponents(laws), shape);
  const auto classes = static_cast<Eigen::Index>(laws.size());
  excess_ = Matrix::Zero(nodes.size(), classes);
  pull_ = Matrix::Zero(nodes.size(), classes);
  if (shape.first_is_outside) {
    levels_ = LevelsOf(laws);
    mean_ = Vector::NullaryExpr(classes, [&](Eigen::Index c) { return laws[c].Mean(); });
  }
  level_product_.resize(nodes.size(), levels_.level.size());
  for (size_t start = 0; start < nodes.size();) {
    NodeRun run(nodes, start);
    for (Eigen::Index c = 0; c < classes; ++c)
      for (const auto& component : laws[c].components()) AddComponent(component, shape, run, c);
    for (size_t k = 0; k < levels_.level.size(); ++k) AddLevelProduct(k, run);
    start += run.size();
  }
  pull_ /= kappa;
  for (const GroupNode& node : nodes) coarse_.push_back(node.coarse);
}

/// Adds to column c, with a = t²/members and spread = 1 + 2as²: w − 1, w = spread^{−1/2} e^{−a(m−c)²/spread}, and
/// v × weight, v = w (m−c)/spread.
void GroupIntegral::AddComponent(const RewardComponent& component, const GroupShape& shape, NodeRun& run,
                                 Eigen::Index c) {
  const double a = run.t * run.t / shape.members;
  const double noise = 2 * a * component.sd * component.sd;
  const double narrowing = 1 / (1 + noise);
  const double log_width = 0.5 * std::log1p(noise);
  const auto size = run.size();
  run.MeasureFrom(component.mean);
  for (size_t i = 0; i < size; ++i) run.excess[i] = -log_width - a * narrowing * (run.distance[i] * run.distance[i]);
  ExpMinusOne(run.excess.data(), static_cast<Eigen::Index>(size));
  double* excess = excess_.data() + c * excess_.rows() + run.first;
  double* pull = pull_.data() + c * pull_.rows() + run.first;
  for (size_t i = 0; i < size; ++i) excess[i] += component.weight * run.excess[i];
  // A first member outside the std is not damped by it.
  const double damped = shape.first_is_outside ? 0 : 1;
  const double scale = component.weight * (shape.first_is_outside ? 1 : narrowing);
  for (size_t i = 0; i < size; ++i) pull[i] += scale * run.weight[i] * run.distance[i] * (1 + damped * run.excess[i]);
}

/// w^{G−1} where all others have the reward of level k.
void GroupIntegral::AddLevelProduct(size_t k, NodeRun& run) {
  run.MeasureFrom(levels_.level[k]);
  double* product = level_product_.data() + static_cast<Eigen::Index>(k) * level_product_.rows() + run.first;
  for (size_t i = 0; i < run.size(); ++i) product[i] = -(run.t * run.distance[i]) * (run.t * run.distance[i]);
  Exp(product, static_cast<Eigen::Index>(run.size()));
}

/// M^power at each node.
Vector GroupIntegral::PowersOfMean(const Vector& excess, double power) const {
  Vector powers = Vector::Ones(excess.size());
  if (power > 0) PowersOfOnePlus(excess.data(), excess.size(), power, powers.data());
  return powers;
}

/// M^{G−1}, less the groups whose others are equal where those are counted apart.
Vector GroupIntegral::Weights(const Vector& policy) const {
  return WithoutEqualOthers(PowersOfMean(Combine(excess_, policy), factors_), policy);
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
    *slope += growth * (advantage - Project(pull_, level_product_.col(k))) * levels_.probability.col(k).transpose();
  }
}

Vector GroupIntegral::Value(const Vector& policy) const {
  Vector value = Project(pull_, Weights(policy));
  AddEqualOthers(policy, &value, nullptr);
  return value;
}

void GroupIntegral::ValueAndSlope(const Vector& policy, Vector* value, Matrix* slope) const {
  const Vector excess = Combine(excess_, policy);
  Vector others = PowersOfMean(excess, factors_ - 1);
  const Vector all = others.array() * (1 + excess.array());
  *value = Project(pull_, WithoutEqualOthers(all, policy));
  others *= factors_;
  *slope = WeightedProduct(pull_, others, excess_);
  slope->colwise() += Project(pull_, others);  // w = 1 + excess: the 1 adds the same to each column
  AddEqualOthers(policy, value, slope);
}

double GroupIntegral::ErrorEstimate(const Vector& policy) const {
  const Vector weights = Weights(policy);
  Vector coarse = weights;
  for (Eigen::Index n = 0; n < weights.size(); ++n) coarse[n] = coarse_[n] ? 2 * weights[n] : 0;
  const Vector value = Project(pull_, weights);
  const double scale = value.cwiseAbs().maxCoeff();
  const double difference = (Project(pull_, coarse) - value).cwiseAbs().maxCoeff();
  constexpr double kFloor = 1e-13;  // what group_nodes.h leaves out of the sum, and the sum's rounding
  double spread = 0;
  for (Eigen::Index c = 0; c < pull_.cols(); ++c)
    spread = std::max(spread, pull_.col(c).cwiseAbs().dot(weights.cwiseAbs()));
  return kFloor * spread + (scale > 0 ? difference * (difference / scale) : 0);
}

}  // namespace aggregation
