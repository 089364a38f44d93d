// SPDX-License-Identifier: MIT
// Narrowing a change of sign: the Illinois variant of regula falsi, with a bisection wherever that is slow.
#ifndef AGGREGATION_ROOT_H_
#define AGGREGATION_ROOT_H_

#include <cmath>

namespace aggregation {

/// A place and the function's value there.
struct Probe {
  double x;
  double value;
};

/// Two places between which the function's sign changes; each keeps the sign that it had at first.
struct SignChange {
  Probe from;
  Probe to;
};

/// Narrows the change until the places are `tolerance` apart, or neighbours, or a value is 0: it then is at `to` if its
/// first value was ≥ 0, otherwise at `from`. Precondition: one value is ≥ 0, the other is not. A jump will do as well
/// as a root; infinite values cost more steps.
template <typename Function>
SignChange Narrow(const Function& function, SignChange change, double tolerance) {
  Probe &from = change.from, &to = change.to;
  const bool from_holds = from.value >= 0;
  double from_weight = from.value, to_weight = to.value;  // as the secant takes them
  constexpr int kMostSteps = 200;
  for (int step = 0; step < kMostSteps && std::abs(to.x - from.x) > tolerance; ++step) {
    const double middle = 0.5 * (from.x + to.x);
    const double secant = (from.x * to_weight - to.x * from_weight) / (to_weight - from_weight);
    const bool is_inside = (secant - from.x) * (secant - to.x) < 0;
    const double x = step % 3 == 2 || !is_inside ? middle : secant;
    if (x == from.x || x == to.x) break;
    const double value = function(x);
    if ((value >= 0) == from_holds) {
      from = {x, value};
      from_weight = value;
      to_weight *= 0.5;
    } else {
      to = {x, value};
      to_weight = value;
      from_weight *= 0.5;
    }
    if (value == 0) break;
  }
  return change;
}

}  // namespace aggregation

#endif  // AGGREGATION_ROOT_H_
