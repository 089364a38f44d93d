// SPDX-License-Identifier: MIT
// Gauss–Legendre nodes and weights on [−1, 1].
#ifndef AGGREGATION_LEGENDRE_H_
#define AGGREGATION_LEGENDRE_H_

#include <array>
#include <cmath>

namespace aggregation {

/// Exact for polynomials of degree 31.
struct Legendre16 {
  static constexpr int kNodes = 16;
  std::array<double, kNodes> node, weight;

  static const Legendre16& Rule() {
    static const Legendre16 rule;
    return rule;
  }

 private:
  /// By Newton's method from Chebyshev's nodes.
  Legendre16() {
    for (int i = 0; i < kNodes; ++i) {
      double x = std::cos(3.14159265358979323846 * (i + 0.75) / (kNodes + 0.5));
      double slope = 0;
      for (int iteration = 0; iteration < 10; ++iteration) {
        double previous = 1, current = x;
        for (int n = 2; n <= kNodes; ++n) {
          const double next = ((2 * n - 1) * x * current - (n - 1) * previous) / n;
          previous = current;
          current = next;
        }
        slope = kNodes * (x * current - previous) / (x * x - 1);
        x -= current / slope;
      }
      node[i] = x;
      weight[i] = 2 / ((1 - x * x) * slope * slope);
    }
  }
};

}  // namespace aggregation

#endif  // AGGREGATION_LEGENDRE_H_
