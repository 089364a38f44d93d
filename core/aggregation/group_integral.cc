// SPDX-License-Identifier: MIT
#include "aggregation/group_integral.h"

#include <cmath>

#include "aggregation/group_nodes.h"

namespace aggregation {
namespace {

/// w − 1 and v of one component at one node. With a = t²/G and spread = 1 + 2as²:
/// w = spread^{−1/2} e^{−a(m−c)²/spread}, v = w (m−c)/spread.
struct Factor {
  double excess;
  double pull;
};

Factor FactorAt(const RewardComponent& component, const GroupNode& node, double group_size) {
  const double a = node.t * node.t / group_size;
  const double noise = 2 * a * component.sd * component.sd;
  const double distance = (component.mean - node.anchor) - node.offset;
  const double excess = std::expm1(-0.5 * std::log1p(noise) - a * distance * distance / (1 + noise));
  return {excess, (1 + excess) * distance / (1 + noise)};
}

std::vector<RewardComponent> AllComponents(const std::vector<RewardLaw>& laws) {
  std::vector<RewardComponent> all;
  for (const auto& law : laws) all.insert(all.end(), law.components().begin(), law.components().end());
  return all;
}

}  // namespace

GroupIntegral::GroupIntegral(const std::vector<RewardLaw>& laws, double group_size,
                             const AdvantageConvention& convention)
    : group_size_(group_size) {
  // A sample std is κ times the population's: ε/κ added to that, and everything divided by κ.
  const double kappa = convention.std == StdConvention::kSample ? std::sqrt(group_size / (group_size - 1)) : 1;
  const auto nodes = MakeGroupNodes(AllComponents(laws), group_size, convention.epsilon / kappa);
  const auto classes = static_cast<Eigen::Index>(laws.size());
  excess_ = Matrix::Zero(classes, nodes.size());
  pull_ = Matrix::Zero(classes, nodes.size());
  for (size_t n = 0; n < nodes.size(); ++n) {
    for (Eigen::Index c = 0; c < classes; ++c) {
      for (const auto& component : laws[c].components()) {
        const Factor factor = FactorAt(component, nodes[n], group_size);
        excess_(c, n) += component.weight * factor.excess;
        pull_(c, n) += component.weight * factor.pull;
      }
    }
    pull_.col(n) *= nodes[n].weight / kappa;
    coarse_.push_back(nodes[n].coarse);
  }
}

Vector GroupIntegral::LogMean(const Vector& policy) const {
  return (policy.transpose() * excess_).transpose().array().log1p();
}

Vector GroupIntegral::Value(const Vector& policy) const {
  return pull_ * ((group_size_ - 1) * LogMean(policy)).array().exp().matrix();
}

void GroupIntegral::ValueAndSlope(const Vector& policy, Vector* value, Matrix* slope) const {
  const Vector log_mean = LogMean(policy);
  *value = pull_ * ((group_size_ - 1) * log_mean).array().exp().matrix();
  const Vector others = ((group_size_ - 2) * log_mean).array().exp();
  // w = 1 + excess; the 1 adds the same to each column, which no tangential direction sees, but E_π needs it.
  const Matrix weighted = (group_size_ - 1) * (pull_.array().rowwise() * others.transpose().array()).matrix();
  *slope = weighted * excess_.transpose();
  slope->colwise() += weighted.rowwise().sum();
}

double GroupIntegral::ErrorEstimate(const Vector& policy) const {
  const Vector power = ((group_size_ - 1) * LogMean(policy)).array().exp();
  Vector coarse = power;
  for (Eigen::Index n = 0; n < power.size(); ++n) coarse[n] = coarse_[n] ? 2 * power[n] : 0;
  const Vector value = pull_ * power;
  const double scale = value.cwiseAbs().maxCoeff();
  const double difference = (pull_ * coarse - value).cwiseAbs().maxCoeff();
  return scale > 0 ? difference * (difference / scale) : 0;
}

}  // namespace aggregation
