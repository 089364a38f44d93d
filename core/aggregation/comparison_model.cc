// SPDX-License-Identifier: MIT
#include "aggregation/comparison_model.h"

#include <limits>
#include <utility>

#include "aggregation/reward_panels.h"

namespace aggregation {
namespace {

/// Most mass of rewards that are lumped together.
constexpr double kLumpMass = 1.0 / 128;

/// Σ of what lies below − Σ of what lies above, for each entry.
Vector BelowMinusAbove(const Vector& mass) {
  Vector difference(mass.size());
  double below = 0, above = 0;
  for (Eigen::Index k = 0; k < mass.size(); below += mass[k++]) difference[k] = below;
  for (Eigen::Index k = mass.size() - 1; k >= 0; above += mass[k--]) difference[k] -= above;
  return difference;
}

}  // namespace

ComparisonModel::ComparisonModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, double scale)
    : PreferenceModel(std::move(classes)), sources_(laws), scale_(scale) {}

Vector ComparisonModel::Value(const Vector& policy) const {
  return scale_ * sources_.Mean(BelowMinusAbove(sources_.Charges(policy)));
}

void ComparisonModel::ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const {
  *value = Value(policy);
  const Vector charges = sources_.Charges(policy);
  const auto lumps = RewardPanels::Sketch(sources_.layers().front().position, charges.data(), kLumpMass,
                                          std::numeric_limits<double>::infinity());
  const auto& panels = lumps.panels();
  const auto count = static_cast<Eigen::Index>(panels.size());
  Matrix member = Matrix::Zero(sources_.size(), count), sign = Matrix::Zero(sources_.size(), count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const Eigen::Index first = panels[i].first, size = panels[i].last - first;
    member.col(i).segment(first, size).setOnes();
    sign.col(i).head(first).setConstant(-scale_);
    sign.col(i).tail(sources_.size() - first - size).setConstant(scale_);
  }
  jacobian->left = sources_.Mean(sign);
  jacobian->right = sources_.Mean(member);
}

}  // namespace aggregation
