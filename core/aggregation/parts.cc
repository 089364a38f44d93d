// SPDX-License-Identifier: MIT
#include "aggregation/parts.h"

#include "aggregation/group_adaptive_model.h"

namespace aggregation {

const Parts kParts{&MakeManyRewardsModel, &FollowFromReference};

}  // namespace aggregation
