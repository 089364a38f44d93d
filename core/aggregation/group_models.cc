// SPDX-License-Identifier: MIT
#include "aggregation/group_models.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "aggregation/comparison_model.h"
#include "aggregation/preference_models.h"
#include "aggregation/table_products.h"

namespace aggregation {
namespace {

/// Below this many (composition, level) terms enumeration is cheaper than the integral's few thousand nodes.
constexpr double kCheapEnumeration = 1.5e5;
/// Up to this many entries, nodes × classes, the integral's tables pay: a policy then costs no exponentials. 6.4 MB.
constexpr double kMaxTableEntries = 4e5;
/// With more components than this the tables have more entries, whatever the group size.
constexpr size_t kMaxTableComponents = 100;
/// Most normal components with standard deviations of their own: they share no panels, and a Jacobian takes seconds.
constexpr size_t kMaxDifferentNoise = 300;
/// A mean advantage below this may be the rounding of 0.
constexpr double kClearAdvantage = 1e-9;

bool IsDiscrete(const std::vector<RewardLaw>& laws) {
  return std::all_of(laws.begin(), laws.end(), [](const RewardLaw& law) { return law.IsDiscrete(); });
}

bool IsEnumerated(const std::vector<RewardLaw>& laws, int group_size) {
  if (!IsDiscrete(laws) || group_size > kMaxEnumeratedGroupSize) return false;
  std::set<double> levels;
  for (const auto& law : laws)
    for (const auto& atom : law.components()) levels.insert(atom.mean);
  return EnumerationTerms(group_size, static_cast<int>(levels.size())) <= kCheapEnumeration;
}

/// With groups of 2, P compares two answers; only drawing silent groups again makes the comparison depend on the
/// policy.
bool ComparesPairs(int group_size, const AdvantageConvention& convention) {
  return group_size == 2 && convention.silent_groups == SilentGroups::kZero;
}

/// Whether that comparison is of so many rewards, all discrete, that they are sorted for it.
bool SortsRewards(const std::vector<RewardLaw>& laws, int group_size, const AdvantageConvention& convention) {
  return ComparesPairs(group_size, convention) && convention.epsilon == 0 && IsDiscrete(laws) &&
         laws.size() > kMaxTableComponents;
}

bool ComparesToOneOther(int group_size, const AdvantageConvention& convention) {
  return group_size == 2 && convention.std == StdConvention::kLeaveOneOut;
}

/// Where silent groups are drawn again, a loud group near the vertex of a sure reward has one other member, and P of
/// that member is its mean advantage over a probability Gε: the vertex attracts where that is negative for every other
/// class. Only the highest sure reward can be such.
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

bool UsesTables(const std::vector<RewardLaw>& laws, int group_size, const AdvantageConvention& convention) {
  std::vector<RewardComponent> components;
  for (const auto& law : laws) components.insert(components.end(), law.components().begin(), law.components().end());
  if (components.size() > kMaxTableComponents) return false;
  const size_t nodes = MakeGroupNodes(components, ShapeOf(group_size, convention).shape).size();
  return static_cast<double>(nodes) * static_cast<double>(laws.size()) <= kMaxTableEntries;
}

size_t CountDifferentNoise(const std::vector<RewardLaw>& laws) {
  std::set<double> sds;
  for (const auto& law : laws)
    for (const auto& component : law.components()) sds.insert(component.sd);
  return sds.size();
}

/// With two levels of reward, each answer certain of one, π(a)P(a) is a concave function of π(a) that vanishes at both
/// ends: it meets β(π(a) − π_ref(a)) once. Raters that disagree, or other shares of silent groups, break the concavity.
bool IsRightOrWrong(const RewardLevels& levels, const AdvantageConvention& convention) {
  return levels.level.size() == 2 && (levels.probability.array() == 1).count() == levels.probability.rows() &&
         convention.silent_groups == SilentGroups::kZero && convention.std != StdConvention::kLeaveOneOut;
}

/// With G = 2 a pair's advantage is d/(κ|d| + 2ε), d the difference of its rewards and κ what ShapeOf says: the sign of
/// d is κ times that, and 2ε/(κ|d| + 2ε) at most on top. `value`: P at `policy`.
std::optional<PairwiseGame> GameOfPairs(const RewardLevels& levels, int group_size,
                                        const AdvantageConvention& convention, const Vector& policy,
                                        const Vector& value) {
  if (!ComparesPairs(group_size, convention) || convention.std == StdConvention::kLeaveOneOut) return std::nullopt;
  const double kappa = convention.std == StdConvention::kSample ? std::sqrt(2.0) : 1;
  if (convention.epsilon == 0) return PairwiseGame{kappa * value, kappa, 0};
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
  return GameOfPairs(levels_, expectation_.group_size(), expectation_.convention(), policy, Value(policy));
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
                                           const AdvantageConvention& convention)
    : PreferenceModel(std::move(classes)),
      levels_(LevelsOf(laws)),
      group_size_(group_size),
      convention_(convention),
      integral_(laws, group_size, convention) {
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

bool IntegratedGroupModel::IsUniqueWithKlRefToPolicy() const {
  return IsMonotone() || IsRightOrWrong(levels_, convention_);
}

bool IntegratedGroupModel::IsContinuous() const { return convention_.silent_groups == SilentGroups::kZero; }

std::optional<PairwiseGame> IntegratedGroupModel::GameAt(const Vector& policy) const {
  return GameOfPairs(levels_, group_size_, convention_, policy, Value(policy));
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

/// Whether the std σ of a member's others has a positive density at 0, so that E[1/σ] diverges: one continuous reward
/// beside others that are equal, which are one other or atoms.
bool OthersCrowd(const std::vector<RewardLaw>& laws, int group_size) {
  return !IsDiscrete(laws) && (group_size == 3 || (group_size > 3 && !LevelsOf(laws).level.empty()));
}

void CheckFiniteGroup(const std::vector<RewardLaw>& laws, const PreferenceSpec& preference, const std::string& path,
                      Issues& issues) {
  const int group_size = static_cast<int>(preference.group_size.size);
  const AdvantageConvention convention{preference.std, preference.epsilon, preference.silent_groups};
  const bool leave_one_out = convention.std == StdConvention::kLeaveOneOut;
  if (leave_one_out && convention.epsilon == 0 && OthersCrowd(laws, group_size)) {
    issues.Add(path + ".epsilon", 0.0,
               "is > 0 where the std of the others can come arbitrarily near 0 by one reward alone: the expectation is "
               "infinite otherwise");
    return;
  }
  if (IsEnumerated(laws, group_size)) return;
  if (ComparesToOneOther(group_size, convention)) {
    if (convention.silent_groups == SilentGroups::kResample)
      issues.Add(path + ".silentGroups", std::string(Named(kSilentGroupNames, convention.silent_groups).name),
                 "is zero for groups of 2 with the leave-one-out std, unless rewards are few and discrete");
    return;
  }
  if (CountDifferentNoise(laws) > kMaxDifferentNoise && !UsesTables(laws, group_size, convention)) {
    issues.Add(path + ".groupSize", static_cast<double>(group_size),
               "is \"inf\" where rewards have more than " + std::to_string(kMaxDifferentNoise) +
                   " different standard deviations: this would take too long");
  }
}

std::unique_ptr<PreferenceModel> MakeFiniteGroupModel(const AnswerClasses& classes, const std::vector<RewardLaw>& laws,
                                                      int group_size, const AdvantageConvention& convention) {
  if (IsEnumerated(laws, group_size))
    return std::make_unique<EnumeratedGroupModel>(classes, laws, group_size, convention);
  // A std over one other is 0, which leaves the advantage unscaled: r − r'.
  if (ComparesToOneOther(group_size, convention)) return std::make_unique<ShiftModel>(classes, laws, 1.0);
  if (SortsRewards(laws, group_size, convention))
    return std::make_unique<ComparisonModel>(classes, laws, 1 / ShapeOf(group_size, convention).kappa);
  if (UsesTables(laws, group_size, convention))
    return std::make_unique<IntegratedGroupModel>(classes, laws, group_size, convention);
  return std::make_unique<AdaptiveGroupModel>(classes, laws, group_size, convention);
}

}  // namespace aggregation
