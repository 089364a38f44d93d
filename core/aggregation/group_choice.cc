// SPDX-License-Identifier: MIT
#include "aggregation/group_choice.h"

#include <algorithm>
#include <optional>
#include <set>

#include "aggregation/group_models.h"
#include "aggregation/parts.h"
#include "aggregation/preference_models.h"

namespace aggregation {
namespace {

/// Up to this many (composition, level) terms for each level enumeration is cheaper than the integral, which has a few
/// hundred nodes for each; and its table is no larger than this many.
constexpr double kCheapTermsPerLevel = 4000;
constexpr double kMaxTerms = 1.5e5;
/// Up to this many entries, nodes × classes, the integral's tables pay: a policy then costs no exponentials. 6.4 MB.
constexpr double kMaxTableEntries = 4e5;
/// With more components than this the tables have more entries, whatever the group size.
constexpr size_t kMaxTableComponents = 100;
/// Most normal components with standard deviations of their own: they share no panels, and a Jacobian takes seconds.
constexpr size_t kMaxDifferentNoise = 300;

bool IsDiscrete(const std::vector<RewardLaw>& laws) {
  return std::all_of(laws.begin(), laws.end(), [](const RewardLaw& law) { return law.IsDiscrete(); });
}

bool IsEnumerated(const std::vector<RewardLaw>& laws, int group_size) {
  if (!IsDiscrete(laws) || group_size > kMaxEnumeratedGroupSize) return false;
  std::set<double> levels;
  for (const auto& law : laws)
    for (const auto& atom : law.components()) levels.insert(atom.mean);
  const auto count = static_cast<double>(levels.size());
  return EnumerationTerms(group_size, static_cast<int>(levels.size())) <=
         std::min(kCheapTermsPerLevel * count, kMaxTerms);
}

bool ComparesToOneOther(int group_size, const AdvantageConvention& convention) {
  return group_size == 2 && convention.std == StdConvention::kLeaveOneOut;
}

/// The integral's nodes, where its tables pay.
std::optional<GroupNodes> NodesForTables(const std::vector<RewardLaw>& laws, int group_size,
                                         const AdvantageConvention& convention) {
  size_t components = 0;
  for (const auto& law : laws) components += law.components().size();
  if (components > kMaxTableComponents) return std::nullopt;
  auto nodes = GroupNodesOf(laws, group_size, convention);
  if (static_cast<double>(CountNodes(nodes)) * static_cast<double>(laws.size()) > kMaxTableEntries) return std::nullopt;
  return nodes;
}

size_t CountDifferentNoise(const std::vector<RewardLaw>& laws) {
  std::set<double> sds;
  for (const auto& law : laws)
    for (const auto& component : law.components()) sds.insert(component.sd);
  return sds.size();
}

/// Whether the std σ of a member's others has a positive density at 0, so that E[1/σ] diverges: one continuous reward
/// beside others that are equal, which are one other or atoms.
bool OthersCrowd(const std::vector<RewardLaw>& laws, int group_size) {
  return !IsDiscrete(laws) && (group_size == 3 || (group_size > 3 && !LevelsOf(laws).level.empty()));
}

}  // namespace

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
  if (CountDifferentNoise(laws) > kMaxDifferentNoise && !NodesForTables(laws, group_size, convention)) {
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
  if (const auto nodes = NodesForTables(laws, group_size, convention))
    return std::make_unique<IntegratedGroupModel>(classes, laws, group_size, convention, *nodes);
  return kParts.many_rewards ? kParts.many_rewards(classes, laws, group_size, convention) : nullptr;
}

}  // namespace aggregation
