// SPDX-License-Identifier: MIT
#include "aggregation/group_integral.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "aggregation/table_products.h"

namespace aggregation {
namespace {

/// w − 1 and v of one component at one node. With a = t²/members and spread = 1 + 2as²:
/// w = spread^{−1/2} e^{−a(m−c)²/spread}, v = w (m−c)/spread.
struct Factor {
  double excess;
  double pull;
};

double Distance(double reward, const GroupNode& node) { return (reward - node.anchor) - node.offset; }

Factor FactorAt(const RewardComponent& component, const GroupNode& node, double members) {
  const double a = node.t * node.t / members;
  const double noise = 2 * a * component.sd * component.sd;
  const double distance = Distance(component.mean, node);
  const double excess = std::expm1(-0.5 * std::log1p(noise) - a * distance * distance / (1 + noise));
  return {excess, (1 + excess) * distance / (1 + noise)};
}

std::vector<RewardComponent> AllComponents(const std::vector<RewardLaw>& laws) {
  std::vector<RewardComponent> all;
  for (const auto& law : laws) all.insert(all.end(), law.components().begin(), law.components().end());
  return all;
}

/// e^x for x ≤ 0, 4e-44 at the least: smaller numbers would be subnormal, and slow.
Vector PowerOf(const Vector& exponent) { return exponent.array().max(-100.0).exp(); }

}  // namespace

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
  if (shape.first_is_outside) {
    levels_ = LevelsOf(laws);
    mean_ = Vector::NullaryExpr(classes, [&](Eigen::Index c) { return laws[c].Mean(); });
  }
  excess_ = Matrix::Zero(nodes.size(), classes);
  pull_ = Matrix::Zero(nodes.size(), classes);
  level_product_.resize(nodes.size(), levels_.level.size());
  for (size_t n = 0; n < nodes.size(); ++n) {
    for (Eigen::Index c = 0; c < classes; ++c) {
      for (const auto& component : laws[c].components()) {
        const Factor factor = FactorAt(component, nodes[n], shape.members);
        excess_(n, c) += component.weight * factor.excess;
        pull_(n, c) += component.weight * (shape.first_is_outside ? Distance(component.mean, nodes[n]) : factor.pull);
      }
    }
    pull_.row(n) *= nodes[n].weight / kappa;
    coarse_.push_back(nodes[n].coarse);
    for (size_t k = 0; k < levels_.level.size(); ++k) {
      const double distance = nodes[n].t * Distance(levels_.level[k], nodes[n]);
      level_product_(n, k) = std::exp(-distance * distance);
    }
  }
}

Vector GroupIntegral::LogMean(const Vector& policy) const {
  // Where every w vanishes the mean is 0; its logarithm must stay finite to be multiplied by 0.
  return Combine(excess_, policy).array().log1p().max(-1e3);
}

/// M^{G−1}, less the groups whose others are equal where those are counted apart.
Vector GroupIntegral::Weights(const Vector& log_mean, const Vector& policy) const {
  Vector weights = PowerOf(factors_ * log_mean);
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
  Vector value = Project(pull_, Weights(LogMean(policy), policy));
  AddEqualOthers(policy, &value, nullptr);
  return value;
}

void GroupIntegral::ValueAndSlope(const Vector& policy, Vector* value, Matrix* slope) const {
  const Vector log_mean = LogMean(policy);
  *value = Project(pull_, Weights(log_mean, policy));
  const Vector others = factors_ * PowerOf((factors_ - 1) * log_mean);
  *slope = WeightedProduct(pull_, others, excess_);
  slope->colwise() += Project(pull_, others);  // w = 1 + excess: the 1 adds the same to each column
  AddEqualOthers(policy, value, slope);
}

double GroupIntegral::ErrorEstimate(const Vector& policy) const {
  const Vector weights = Weights(LogMean(policy), policy);
  Vector coarse = weights;
  for (Eigen::Index n = 0; n < weights.size(); ++n) coarse[n] = coarse_[n] ? 2 * weights[n] : 0;
  const Vector value = Project(pull_, weights);
  const double scale = value.cwiseAbs().maxCoeff();
  const double difference = (Project(pull_, coarse) - value).cwiseAbs().maxCoeff();
  return scale > 0 ? difference * (difference / scale) : 0;
}

}  // namespace aggregation
