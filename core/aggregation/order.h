// SPDX-License-Identifier: MIT
// Sorting by an order of indices, compiled once: every comparison's own std::sort would be two kilobytes of the module.
#ifndef AGGREGATION_ORDER_H_
#define AGGREGATION_ORDER_H_

#include <cstddef>
#include <vector>

namespace aggregation {

using Precedes = bool (*)(const void* context, size_t a, size_t b);

/// 0 … count − 1 such that none precedes one before it; equals keep their order.
std::vector<size_t> SortedOrder(size_t count, Precedes precedes, const void* context);

/// The same by `precedes(a, b)`, a strict weak order of indices.
template <typename Order>
std::vector<size_t> SortedOrder(size_t count, const Order& precedes) {
  return SortedOrder(
      count, [](const void* order, size_t a, size_t b) { return (*static_cast<const Order*>(order))(a, b); },
      &precedes);
}

/// The items in increasing order, by `less(x, y)`; equals keep their order.
template <typename Item, typename Less>
std::vector<Item> Sorted(const std::vector<Item>& items, const Less& less) {
  std::vector<Item> sorted;
  sorted.reserve(items.size());
  for (const size_t i : SortedOrder(items.size(), [&](size_t a, size_t b) { return less(items[a], items[b]); }))
    sorted.push_back(items[i]);
  return sorted;
}

/// The same by <.
template <typename Item>
std::vector<Item> Sorted(const std::vector<Item>& items) {
  return Sorted(items, [](const Item& a, const Item& b) { return a < b; });
}

}  // namespace aggregation

#endif  // AGGREGATION_ORDER_H_
