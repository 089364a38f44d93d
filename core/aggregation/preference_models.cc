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

std::optional<VertexPull> LargeGroupModel::PullToVertex() const {
  Eigen::Index best;
  const double highest = mean_.maxCoeff(&best);
  const bool alone = (mean_.array() == highest).count() == 1;
  if (mean_.size() < 2 || epsilon_ > 0 || variance_[best] > 0 || !alone) return std::nullopt;
  return VertexPull{static_cast<int>(best), 0.5};
}

WeightedModel::WeightedModel(AnswerClasses classes, std::vector<Part> parts)
    : PreferenceModel(std::move(classes)), parts_(std::move(parts)) {}

Vector WeightedModel::Value(const Vector& policy) const {
  Vector value = Vector::Zero(policy.size());
  for (const auto& part : parts_) value += part.weight * part.model->Value(policy);
  return value;
}

void WeightedModel::ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const {
  *value = Vector::Zero(policy.size());
  jacobian->left.resize(policy.size(), 0);
  jacobian->right.resize(policy.size(), 0);
  for (const auto& part : parts_) {
    Vector part_value;
    FactoredJacobian part_jacobian;
    part.model->ValueAndJacobian(policy, &part_value, &part_jacobian);
    *value += part.weight * part_value;
    const Eigen::Index before = jacobian->left.cols(), more = part_jacobian.left.cols();
    jacobian->left.conservativeResize(Eigen::NoChange, before + more);
    jacobian->right.conservativeResize(Eigen::NoChange, before + more);
    jacobian->left.rightCols(more) = part.weight * part_jacobian.left;
    jacobian->right.rightCols(more) = part_jacobian.right;
  }
}

double WeightedModel::offset() const {
  double offset = 0;
  for (const auto& part : parts_) offset += part.weight * part.model->offset();
  return offset;
}

bool WeightedModel::IsMonotone() const {
  return std::all_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.model->IsMonotone(); });
}

bool WeightedModel::IsContinuous() const {
  return std::all_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.model->IsContinuous(); });
}

std::optional<PairwiseGame> WeightedModel::GameAt(const Vector& policy) const {
  PairwiseGame game{Vector::Zero(policy.size()), 0, 0};
  for (const auto& part : parts_) {
    const std::optional<PairwiseGame> of_part = part.model->GameAt(policy);
    if (!of_part) return std::nullopt;
    game.payoff += part.weight * of_part->payoff;
    game.scale = of_part->scale;  // one rule, so one std for all raters
    game.slack += part.weight * of_part->slack;
  }
  return game;
}

double WeightedModel::ErrorEstimate(const Vector& policy, const Vector&) const {
  double error = 0;
  for (const auto& part : parts_) error += part.weight * part.model->ErrorEstimate(policy, part.model->Value(policy));
  return error;
}

double WeightedModel::Work() const {
  double work = 0;
  for (const auto& part : parts_) work += part.model->Work();
  return work;
}

size_t WeightedModel::TableBytes() const {
  size_t bytes = 0;
  for (const auto& part : parts_) bytes += part.model->TableBytes();
  return bytes;
}

Matrix MarginMatrix(const std::vector<RewardLaw>& laws) {
  const auto size = static_cast<Eigen::Index>(laws.size());
  Matrix margin(size, size);
  for (Eigen::Index i = 0; i < size; ++i)
    for (Eigen::Index j = 0; j < size; ++j) margin(i, j) = Margin(laws[i], laws[j]);
  return margin;
}

}  // namespace aggregation
