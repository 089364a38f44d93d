// SPDX-License-Identifier: MIT
// Two doubles in one register, on every machine that has such, and two plain doubles on others: for the few loops that
// compilers do not vectorise by themselves, because it changes the order of a sum.
#ifndef AGGREGATION_PAIR_H_
#define AGGREGATION_PAIR_H_

#include <cstring>

namespace aggregation {

using Pair = double __attribute__((vector_size(16)));

inline Pair Load(const double* from) {
  Pair pair;
  std::memcpy(&pair, from, sizeof pair);
  return pair;
}

/// The sum of all the numbers of two pairs.
inline double Total(Pair x, Pair y) {
  const Pair sum = x + y;
  return sum[0] + sum[1];
}

}  // namespace aggregation

#endif  // AGGREGATION_PAIR_H_
