// SPDX-License-Identifier: MIT
// What a program may be linked without. The page's first module is: its bytes decide how soon a phone shows a picture,
// and few questions need these. Whoever leaves them out defines kParts before the library does, in parts.cc.
#ifndef AGGREGATION_PARTS_H_
#define AGGREGATION_PARTS_H_

#include <memory>
#include <optional>
#include <vector>

#include "aggregation/group_expectation.h"
#include "aggregation/preference.h"
#include "aggregation/reference_flow.h"

namespace aggregation {

/// Null where a part is left out.
struct Parts {
  /// MakeManyRewardsModel.
  std::unique_ptr<PreferenceModel> (*many_rewards)(const AnswerClasses& classes, const std::vector<RewardLaw>& laws,
                                                   int group_size, const AdvantageConvention& convention);
  /// FollowFromReference; none where it cannot be followed.
  std::optional<ReferenceFlow> (*flow)(const FlowField& field, const std::vector<RestPoint>& rests);
};

extern const Parts kParts;

}  // namespace aggregation

#endif  // AGGREGATION_PARTS_H_
