// SPDX-License-Identifier: MIT
#include "aggregation/order.h"

#include <algorithm>
#include <numeric>

namespace aggregation {

std::vector<size_t> SortedOrder(size_t count, Precedes precedes, const void* context) {
  std::vector<size_t> order(count);
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [=](size_t a, size_t b) {
    if (precedes(context, a, b)) return true;
    return a < b && !precedes(context, b, a);
  });
  return order;
}

}  // namespace aggregation
