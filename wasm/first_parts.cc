// SPDX-License-Identifier: MIT
// The first module goes without what few questions need; it says so by null, and the module with all calls takes over.
#include "aggregation/parts.h"

namespace aggregation {

const Parts kParts{nullptr, nullptr};

}  // namespace aggregation
