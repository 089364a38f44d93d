// SPDX-License-Identifier: MIT
#include "aggregation/group_models.h"

#include <algorithm>
#include <utility>

#include "aggregation/preference_models.h"

namespace aggregation {
namespace {

/// Below this many (composition, level) terms enumeration is cheaper than the integral's few thousand nodes.
constexpr double kCheapEnumeration = 1.5e5;
/// Largest integral table: nodes × classes, twice, in doubles: 190 MB.
constexpr double kMaxIntegralEntries = 1.2e7;

bool IsDiscrete(const std::vector<RewardLaw>& laws) {
  return std::all_of(laws.begin(), laws.end(), [](const RewardLaw& law) { return law.IsDiscrete(); });
}

bool IsEnumerated(const std::vector<RewardLaw>& laws, int group_size) {
  return IsDiscrete(laws) && group_size <= kMaxEnumeratedGroupSize &&
         EnumerationTerms(group_size, static_cast<int>(LevelsOf(laws).level.size())) <= kCheapEnumeration;
}

/// With groups of 2, P compares two answers; only drawing silent groups again makes the comparison depend on the
/// policy.
bool ComparesPairs(int group_size, const AdvantageConvention& convention) {
  return group_size == 2 && convention.silent_groups == SilentGroups::kZero;
}

bool ComparesToOneOther(int group_size, const AdvantageConvention& convention) {
  return group_size == 2 && convention.std == StdConvention::kLeaveOneOut;
}

/// Where silent groups are drawn again, a loud group near the best answer's vertex has one worse member: P of that
/// member is −√(G−1) over a probability Gε.
std::optional<VertexPull> PullOfLoudGroups(const RewardLevels& levels, const AdvantageConvention& convention) {
  const Eigen::Index best = levels.probability.cols() - 1;
  if (convention.silent_groups != SilentGroups::kResample || best < 1) return std::nullopt;
  Eigen::Index vertex;
  const double certain = levels.probability.col(best).maxCoeff(&vertex);
  const bool alone = (levels.probability.col(best).array() > 0).count() == 1;
  if (certain < 1 || !alone) return std::nullopt;
  return VertexPull{static_cast<int>(vertex), 1};
}

}  // namespace

EnumeratedGroupModel::EnumeratedGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, int group_size,
                                           const AdvantageConvention& convention)
    : PreferenceModel(std::move(classes)),
      levels_(LevelsOf(laws)),
      expectation_(levels_.level, group_size, convention) {}

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
  return ComparesPairs(expectation_.group_size(), expectation_.convention());
}

std::optional<VertexPull> EnumeratedGroupModel::PullToVertex() const {
  return PullOfLoudGroups(levels_, expectation_.convention());
}

IntegratedGroupModel::IntegratedGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, int group_size,
                                           const AdvantageConvention& convention)
    : PreferenceModel(std::move(classes)),
      levels_(LevelsOf(laws)),
      group_size_(group_size),
      convention_(convention),
      integral_(laws, group_size, convention) {}

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

bool IntegratedGroupModel::IsMonotone() const { return ComparesPairs(group_size_, convention_); }

std::optional<VertexPull> IntegratedGroupModel::PullToVertex() const { return PullOfLoudGroups(levels_, convention_); }

void CheckFiniteGroup(const std::vector<RewardLaw>& laws, const PreferenceSpec& preference, const std::string& path,
                      Issues& issues) {
  const int group_size = static_cast<int>(preference.group_size.size);
  const AdvantageConvention convention{preference.std, preference.epsilon, preference.silent_groups};
  const bool leave_one_out = convention.std == StdConvention::kLeaveOneOut;
  if (leave_one_out && group_size == 3 && convention.epsilon == 0 && !IsDiscrete(laws)) {
    issues.Add(path + ".epsilon", 0.0,
               "is > 0 where the std of two others can come arbitrarily near 0: the expectation is infinite otherwise");
    return;
  }
  if (IsEnumerated(laws, group_size)) return;
  if (ComparesToOneOther(group_size, convention)) {
    if (convention.silent_groups == SilentGroups::kResample)
      issues.Add(path + ".silentGroups", std::string(Named(kSilentGroupNames, convention.silent_groups).name),
                 "is zero for groups of 2 with the leave-one-out std, unless rewards are few and discrete");
    return;
  }
  std::vector<RewardComponent> components;
  for (const auto& law : laws) components.insert(components.end(), law.components().begin(), law.components().end());
  const double nodes = static_cast<double>(MakeGroupNodes(components, ShapeOf(group_size, convention).shape).size());
  if (nodes * static_cast<double>(laws.size()) > kMaxIntegralEntries) {
    issues.Add(path + ".groupSize", static_cast<double>(group_size),
               "is \"inf\" where " + std::to_string(laws.size()) +
                   " answers have different rewards: the tables of this case would be too large");
  }
}

std::unique_ptr<PreferenceModel> MakeFiniteGroupModel(const AnswerClasses& classes, const std::vector<RewardLaw>& laws,
                                                      int group_size, const AdvantageConvention& convention) {
  if (IsEnumerated(laws, group_size))
    return std::make_unique<EnumeratedGroupModel>(classes, laws, group_size, convention);
  // A std over one other is 0, which leaves the advantage unscaled: r − r'.
  if (ComparesToOneOther(group_size, convention)) return std::make_unique<ShiftModel>(classes, laws, 1.0);
  return std::make_unique<IntegratedGroupModel>(classes, laws, group_size, convention);
}

}  // namespace aggregation
