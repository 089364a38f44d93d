// SPDX-License-Identifier: MIT
#include "aggregation/penalty.h"

namespace aggregation {

std::unique_ptr<Penalty> MakePenalty(Divergence divergence) {
  switch (divergence) {
    case Divergence::kKlRefToPolicy:
      return std::make_unique<KlRefToPolicy>();
    case Divergence::kKlPolicyToRef:
      return std::make_unique<KlPolicyToRef>();
    default:
      return nullptr;
  }
}

}  // namespace aggregation
