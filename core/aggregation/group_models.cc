// SPDX-License-Identifier: MIT
#include "aggregation/group_models.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "aggregation/table_products.h"

namespace aggregation {
namespace {

/// A mean advantage below this may be the rounding of 0.
constexpr double kClearAdvantage = 1e-9;

/// With two levels of reward, each answer certain of one, π(a)P(a) is a concave function of π(a) that vanishes at both
/// ends: it meets β(π(a) − π_ref(a)) once. Raters that disagree, or other shares of silent groups, break the concavity.
bool IsRightOrWrong(const RewardLevels& levels, const AdvantageConvention& convention) {
  return levels.level.size() == 2 && (levels.probability.array() == 1).count() == levels.probability.rows() &&
         convention.silent_groups == SilentGroups::kZero && convention.std != StdConvention::kLeaveOneOut;
}

/// With G = 2 a pair's advantage is d/(κ|d| + 2ε), d the difference of its rewards and κ what ShapeOf says: the sign of
/// d is κ times that, and 2ε/(κ|d| + 2ε) at most on top.
std::optional<PairwiseGame> GameOfPairs(const RewardLevels& levels, int group_size,
                                        const AdvantageConvention& convention, const Vector& policy,
                                        const PreferenceModel& model) {
  if (!ComparesPairs(group_size, convention) || convention.std == StdConvention::kLeaveOneOut) return std::nullopt;
  const double kappa = convention.std == StdConvention::kSample ? std::sqrt(2.0) : 1;
  if (convention.epsilon == 0) return PairwiseGame{kappa * model.Value(policy), kappa, 0};
  const bool discrete =
      levels.probability.sum() > static_cast<double>(levels.probability.rows()) * (1 - kProbabilityTolerance);
  if (!discrete || levels.level.size() < 2) return std::nullopt;
  const Vector mass = Project(levels.probability, policy);
  Vector lead(mass.size());  // P(another reward is lower) − P(it is higher)
  double below = 0, narrowest = levels.level.back() - levels.level.front();
  for (Eigen::Index k = 0; k < mass.size(); ++k) {
    lead[k] = 2 * below + mass[k] - 1;
    below += mass[k];
    if (k > 0) narrowest = std::min(narrowest, levels.level[k] - levels.level[k - 1]);
  }
  const double slack = 2 * convention.epsilon / (kappa * narrowest + 2 * convention.epsilon);
  return PairwiseGame{Combine(levels.probability, lead), kappa, slack};
}

}  // namespace

std::optional<VertexPull> PullOfLoudGroups(const std::vector<RewardLaw>& laws, const AdvantageConvention& convention,
                                           const PreferenceModel& model) {
  if (convention.silent_groups != SilentGroups::kResample || laws.size() < 2) return std::nullopt;
  const auto is_sure = [](const RewardLaw& law) { return law.components().size() == 1 && law.IsDiscrete(); };
  auto best = laws.end();
  for (auto law = laws.begin(); law != laws.end(); ++law)
    if (is_sure(*law) && (best == laws.end() || law->Mean() > best->Mean())) best = law;
  if (best == laws.end()) return std::nullopt;
  const auto vertex = best - laws.begin();
  // At the vertex all groups are silent, and nothing is divided.
  Vector advantage = model.Value(Vector::Unit(static_cast<Eigen::Index>(laws.size()), vertex));
  advantage[vertex] = -1;
  if (advantage.maxCoeff() > -kClearAdvantage) return std::nullopt;
  return VertexPull{static_cast<int>(vertex), 1};
}

EnumeratedGroupModel::EnumeratedGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, int group_size,
                                           const AdvantageConvention& convention)
    : PreferenceModel(std::move(classes)),
      levels_(LevelsOf(laws)),
      expectation_(levels_.level, group_size, convention) {
  pull_ = PullOfLoudGroups(laws, convention, *this);
}

Vector EnumeratedGroupModel::Value(const Vector& policy) const {
  return levels_.probability * expectation_.Value(levels_.probability.transpose() * policy);
}

void EnumeratedGroupModel::ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const {
  Vector level_value;
  Matrix level_slope;
  expectation_.ValueAndSlope(levels_.probability.transpose() * policy, &level_value, &level_slope);
  *value = levels_.probability * level_value;
  jacobian->left = levels_.probability * level_slope;
  jacobian->right = levels_.probability;
}

bool EnumeratedGroupModel::IsMonotone() const {
  return classes().count <= 1 || ComparesPairs(expectation_.group_size(), expectation_.convention());
}

bool EnumeratedGroupModel::IsUniqueWithKlRefToPolicy() const {
  return IsMonotone() || IsRightOrWrong(levels_, expectation_.convention());
}

bool EnumeratedGroupModel::IsContinuous() const {
  return expectation_.convention().silent_groups == SilentGroups::kZero;
}

std::optional<PairwiseGame> EnumeratedGroupModel::GameAt(const Vector& policy) const {
  return GameOfPairs(levels_, expectation_.group_size(), expectation_.convention(), policy, *this);
}

double EnumeratedGroupModel::ErrorEstimate(const Vector& policy, const Vector&) const {
  return expectation_.ErrorEstimate(levels_.probability.transpose() * policy);
}

/// Two numbers for each term.
size_t EnumeratedGroupModel::TableBytes() const {
  const double terms = EnumerationTerms(expectation_.group_size(), static_cast<int>(levels_.level.size()));
  return static_cast<size_t>(2 * sizeof(double) * terms);
}

IntegratedGroupModel::IntegratedGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, int group_size,
                                           const AdvantageConvention& convention, const GroupNodes& nodes)
    : PreferenceModel(std::move(classes)),
      levels_(LevelsOf(laws)),
      group_size_(group_size),
      convention_(convention),
      integral_(laws, group_size, convention, nodes) {
  pull_ = PullOfLoudGroups(laws, convention, *this);
}

Vector IntegratedGroupModel::Value(const Vector& policy) const {
  Vector value = integral_.Value(policy);
  if (convention_.silent_groups == SilentGroups::kResample && !levels_.level.empty())
    ConditionOnLoudGroups(levels_.probability.transpose() * policy, group_size_, &value, nullptr);
  return value;
}

void IntegratedGroupModel::ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const {
  integral_.ValueAndSlope(policy, value, &jacobian->left);
  jacobian->right = Matrix::Identity(policy.size(), policy.size());
  if (convention_.silent_groups != SilentGroups::kResample || levels_.level.empty()) return;
  // By classes first, then by level masses: the quotient's two terms.
  const Vector level_mass = levels_.probability.transpose() * policy;
  const Vector unconditioned = *value;
  Matrix by_level = Matrix::Zero(policy.size(), level_mass.size());
  ConditionOnLoudGroups(level_mass, group_size_, value, &by_level);
  const double scale = unconditioned.cwiseAbs().maxCoeff();
  if (scale > 0) jacobian->left *= value->cwiseAbs().maxCoeff() / scale;
  jacobian->left += by_level * levels_.probability.transpose();
}

bool IntegratedGroupModel::IsMonotone() const {
  return classes().count <= 1 || ComparesPairs(group_size_, convention_);
}

bool IntegratedGroupModel::IsUniqueWithKlRefToPolicy() const {
  return IsMonotone() || IsRightOrWrong(levels_, convention_);
}

bool IntegratedGroupModel::IsContinuous() const { return convention_.silent_groups == SilentGroups::kZero; }

std::optional<PairwiseGame> IntegratedGroupModel::GameAt(const Vector& policy) const {
  return GameOfPairs(levels_, group_size_, convention_, policy, *this);
}

double IntegratedGroupModel::ErrorEstimate(const Vector& policy, const Vector&) const {
  Vector error = Vector::Constant(policy.size(), integral_.ErrorEstimate(policy));
  if (convention_.silent_groups == SilentGroups::kResample && !levels_.level.empty())
    ConditionOnLoudGroups(levels_.probability.transpose() * policy, group_size_, &error, nullptr);
  return error.maxCoeff();
}

double IntegratedGroupModel::Work() const {
  return static_cast<double>(integral_.nodes()) * static_cast<double>(classes().count);
}

/// Two numbers for each node and class.
size_t IntegratedGroupModel::TableBytes() const {
  return 2 * sizeof(double) * static_cast<size_t>(integral_.nodes()) * static_cast<size_t>(classes().count);
}

}  // namespace aggregation
