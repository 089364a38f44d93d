// SPDX-License-Identifier: MIT
#include "aggregation/group_adaptive_model.h"

#include <algorithm>
#include <utility>

#include "aggregation/comparison_model.h"
#include "aggregation/group_models.h"

namespace aggregation {

AdaptiveGroupModel::AdaptiveGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, int group_size,
                                       const AdvantageConvention& convention)
    : PreferenceModel(std::move(classes)),
      group_size_(group_size),
      convention_(convention),
      integral_(laws, group_size, convention) {
  pull_ = PullOfLoudGroups(laws, convention, *this);
}

/// Masses of the rewards that can repeat: none where all are noisy, or where silent groups count as 0.
Vector AdaptiveGroupModel::LevelMass(const Vector& policy) const {
  const SourceLayer& atoms = integral_.sources().layers().front();
  if (convention_.silent_groups == SilentGroups::kZero || atoms.sd > 0) return Vector(0);
  return integral_.sources().Charges(policy).head(static_cast<Eigen::Index>(atoms.position.size()));
}

Vector AdaptiveGroupModel::Value(const Vector& policy) const {
  Vector value = integral_.Value(policy);
  ConditionOnLoudGroups(LevelMass(policy), group_size_, &value, nullptr);
  return value;
}

void AdaptiveGroupModel::ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const {
  LowRank slope;
  integral_.ValueAndJacobian(policy, value, &slope);
  jacobian->left = std::move(slope.left);
  jacobian->right = std::move(slope.right);
  const Vector level_mass = LevelMass(policy);
  const double loud = LoudProbability(level_mass, group_size_);
  if (level_mass.size() == 0 || !(loud > 0)) return;
  // The quotient's two terms; the second has rank 1.
  *value /= loud;
  jacobian->left /= loud;
  const Eigen::Index rank = jacobian->left.cols();
  Vector silence_slope = Vector::Zero(integral_.sources().size());
  silence_slope.head(level_mass.size()) = group_size_ * level_mass.array().pow(group_size_ - 1);
  jacobian->left.conservativeResize(Eigen::NoChange, rank + 1);
  jacobian->right.conservativeResize(Eigen::NoChange, rank + 1);
  jacobian->left.col(rank) = *value / loud;
  jacobian->right.col(rank) = integral_.sources().Mean(silence_slope);
}

bool AdaptiveGroupModel::IsMonotone() const { return ComparesPairs(group_size_, convention_); }

bool AdaptiveGroupModel::IsContinuous() const { return convention_.silent_groups == SilentGroups::kZero; }

std::optional<PairwiseGame> AdaptiveGroupModel::GameAt(const Vector& policy) const {
  // With ε the payoffs would have to be compared by themselves: left out where rewards are many.
  if (!ComparesPairs(group_size_, convention_) || convention_.epsilon > 0) return std::nullopt;
  const double kappa = ShapeOf(group_size_, convention_).kappa;
  return PairwiseGame{kappa * Value(policy), kappa, 0};
}

double AdaptiveGroupModel::ErrorEstimate(const Vector& policy, const Vector&) const {
  Vector error = Vector::Constant(policy.size(), integral_.ErrorEstimate(policy));
  ConditionOnLoudGroups(LevelMass(policy), group_size_, &error, nullptr);
  return error.maxCoeff();
}

std::unique_ptr<PreferenceModel> MakeManyRewardsModel(const AnswerClasses& classes, const std::vector<RewardLaw>& laws,
                                                      int group_size, const AdvantageConvention& convention) {
  const auto is_discrete = [](const RewardLaw& law) { return law.IsDiscrete(); };
  if (ComparesPairs(group_size, convention) && convention.epsilon == 0 &&
      std::all_of(laws.begin(), laws.end(), is_discrete))
    return std::make_unique<ComparisonModel>(classes, laws, 1 / ShapeOf(group_size, convention).kappa);
  return std::make_unique<AdaptiveGroupModel>(classes, laws, group_size, convention);
}

}  // namespace aggregation
