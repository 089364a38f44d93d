// SPDX-License-Identifier: MIT
// The cubic between two points whose values and slopes are known: where it turns and where it vanishes.
#ifndef AGGREGATION_CUBIC_H_
#define AGGREGATION_CUBIC_H_

#include <algorithm>
#include <cmath>
#include <vector>

namespace aggregation {

/// A value and its slope at both ends of a step of length `length`, and the cubic between them.
struct Cubic {
  double start, start_slope, end, end_slope, length;

  double At(double x) const {  // x in [0, 1]
    const double y = 1 - x;
    return y * y * (1 + 2 * x) * start + x * x * (3 - 2 * x) * end + length * x * y * (y * start_slope - x * end_slope);
  }
  /// Where the derivative vanishes inside (0, 1).
  std::vector<double> Extrema() const {
    const double rise = end - start;
    const double a = 3 * (length * (start_slope + end_slope) - 2 * rise);
    const double b = 2 * (3 * rise - length * (2 * start_slope + end_slope));
    const double c = length * start_slope;
    const double discriminant = b * b - 4 * a * c;
    if (discriminant < 0) return {};
    const double q = -0.5 * (b + std::copysign(std::sqrt(discriminant), b));
    std::vector<double> roots;
    for (const double x : {q / a, c / q})
      if (x > 0 && x < 1) roots.push_back(x);
    std::sort(roots.begin(), roots.end());
    return roots;
  }
  /// Where it changes sign inside (0, 1), in order.
  std::vector<double> Roots() const {
    std::vector<double> breaks = Extrema();
    breaks.insert(breaks.begin(), 0);
    breaks.push_back(1);
    std::vector<double> roots;
    for (size_t i = 0; i + 1 < breaks.size(); ++i) {
      double low = breaks[i], high = breaks[i + 1];
      const bool rising = At(high) > At(low);
      if ((At(low) > 0) == (At(high) > 0)) continue;
      for (int k = 0; k < 50; ++k) {
        const double middle = 0.5 * (low + high);
        ((At(middle) > 0) == rising ? high : low) = middle;
      }
      roots.push_back(0.5 * (low + high));
    }
    return roots;
  }
};

}  // namespace aggregation

#endif  // AGGREGATION_CUBIC_H_
