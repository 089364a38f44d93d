// SPDX-License-Identifier: MIT
#include "aggregation/preference_models.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace aggregation {
namespace {

Vector Means(const std::vector<RewardLaw>& laws) {
  Vector means(laws.size());
  for (size_t c = 0; c < laws.size(); ++c) means[c] = laws[c].Mean();
  return means;
}

Vector Variances(const std::vector<RewardLaw>& laws) {
  Vector variances(laws.size());
  for (size_t c = 0; c < laws.size(); ++c) variances[c] = laws[c].Variance();
  return variances;
}

/// mean(c) − E_π[mean], measured from the commonest class: near a vertex the differences keep their
/// digits.
Vector Deviations(const Vector& mean, const Vector& policy) {
  Eigen::Index most;
  policy.maxCoeff(&most);
  const Vector from_most = mean.array() - mean[most];
  return from_most.array() - policy.dot(from_most);
}

/// P(r(c) = level) for each class and level.
Matrix LevelProbabilities(const std::vector<RewardLaw>& laws, const std::vector<double>& levels) {
  Matrix probability = Matrix::Zero(laws.size(), levels.size());
  for (size_t c = 0; c < laws.size(); ++c) {
    for (const auto& atom : laws[c].components()) {
      const auto level = std::lower_bound(levels.begin(), levels.end(), atom.mean) - levels.begin();
      probability(c, level) += atom.weight;
    }
  }
  return probability;
}

}  // namespace

RewardModel::RewardModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, double offset)
    : PreferenceModel(std::move(classes)), mean_(Means(laws)), offset_(offset) {}

Vector RewardModel::Value(const Vector&) const { return mean_; }

void RewardModel::ValueAndJacobian(const Vector&, Vector* value, FactoredJacobian* jacobian) const {
  *value = mean_;
  jacobian->left.resize(mean_.size(), 0);
  jacobian->right.resize(mean_.size(), 0);
}

ShiftModel::ShiftModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, double factor)
    : PreferenceModel(std::move(classes)), mean_(Means(laws)), factor_(factor) {}

Vector ShiftModel::Value(const Vector& policy) const { return factor_ * Deviations(mean_, policy); }

void ShiftModel::ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const {
  *value = Value(policy);
  jacobian->left = Matrix::Constant(mean_.size(), 1, -factor_);
  jacobian->right = mean_;
}

PairwiseModel::PairwiseModel(AnswerClasses classes, Matrix margin)
    : PreferenceModel(std::move(classes)), margin_(std::move(margin)) {}

Vector PairwiseModel::Value(const Vector& policy) const { return margin_ * policy; }

void PairwiseModel::ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const {
  *value = Value(policy);
  jacobian->left = margin_;
  jacobian->right = Matrix::Identity(margin_.rows(), margin_.cols());
}

LargeGroupModel::LargeGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, double epsilon)
    : PreferenceModel(std::move(classes)), mean_(Means(laws)), variance_(Variances(laws)), epsilon_(epsilon) {}

LargeGroupModel::Moments LargeGroupModel::MomentsAt(const Vector& policy) const {
  Vector deviation = Deviations(mean_, policy);
  const double variance = policy.dot(deviation.cwiseAbs2() + variance_);
  return {std::move(deviation), std::sqrt(variance)};
}

Vector LargeGroupModel::Value(const Vector& policy) const {
  const Moments moments = MomentsAt(policy);
  if (moments.sd == 0) return Vector::Zero(mean_.size());
  return moments.deviation / (moments.sd + epsilon_);
}

void LargeGroupModel::ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const {
  const Moments moments = MomentsAt(policy);
  jacobian->left = Matrix::Zero(mean_.size(), 2);
  jacobian->right = Matrix::Zero(mean_.size(), 2);
  *value = Vector::Zero(mean_.size());
  if (moments.sd == 0) return;
  const double scale = moments.sd + epsilon_;
  *value = moments.deviation / scale;
  jacobian->left.col(0).setConstant(-1 / scale);  // by the mean
  jacobian->right.col(0) = moments.deviation;
  jacobian->left.col(1) = -*value / scale;  // by the sd
  jacobian->right.col(1) = (moments.deviation.cwiseAbs2() + variance_) / (2 * moments.sd);
}

std::optional<int> LargeGroupModel::AttractingClass() const {
  Eigen::Index best;
  const double highest = mean_.maxCoeff(&best);
  const bool alone = (mean_.array() == highest).count() == 1;
  if (mean_.size() < 2 || epsilon_ > 0 || variance_[best] > 0 || !alone) return std::nullopt;
  return static_cast<int>(best);
}

FiniteGroupModel::FiniteGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws,
                                   GroupExpectation expectation)
    : PreferenceModel(std::move(classes)),
      expectation_(std::move(expectation)),
      level_probability_(LevelProbabilities(laws, expectation_.level_values())),
      is_monotone_(expectation_.group_size() == 2 && expectation_.convention().silent_groups == SilentGroups::kZero) {}

Vector FiniteGroupModel::Value(const Vector& policy) const {
  return level_probability_ * expectation_.Value(level_probability_.transpose() * policy);
}

void FiniteGroupModel::ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const {
  Vector level_value;
  Matrix level_slope;
  expectation_.ValueAndSlope(level_probability_.transpose() * policy, &level_value, &level_slope);
  *value = level_probability_ * level_value;
  jacobian->left = level_probability_ * level_slope;
  jacobian->right = level_probability_;
}

Matrix MarginMatrix(const std::vector<RewardLaw>& laws) {
  const auto size = static_cast<Eigen::Index>(laws.size());
  Matrix margin(size, size);
  for (Eigen::Index i = 0; i < size; ++i)
    for (Eigen::Index j = 0; j < size; ++j) margin(i, j) = Margin(laws[i], laws[j]);
  return margin;
}

}  // namespace aggregation
