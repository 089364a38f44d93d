// SPDX-License-Identifier: MIT
#include "aggregation/vector_math.h"

#include <cmath>

#include "questions.h"

namespace aggregation {
namespace {

/// From −690 to −1e-12, evenly in the logarithm, for an odd count of numbers: loops with and without a rest are run.
std::vector<double> Exponents() {
  std::vector<double> exponents;
  for (int i = 0; i <= 20'000; ++i) exponents.push_back(-std::pow(10, -12 + 14.838 * i / 20'000));
  return exponents;
}

TEST_CASE("Exponentials of arrays agree with the library's to two units in the last place") {
  const std::vector<double> exponents = Exponents();
  std::vector<double> minus_one = exponents, exponential = exponents;
  ExpMinusOne(minus_one.data(), static_cast<Eigen::Index>(minus_one.size()));
  Exp(exponential.data(), static_cast<Eigen::Index>(exponential.size()));
  double gap = 0;
  for (size_t i = 0; i < exponents.size(); ++i) {
    gap = std::max(gap, std::abs(minus_one[i] / std::expm1(exponents[i]) - 1));
    gap = std::max(gap, std::abs(exponential[i] / std::exp(exponents[i]) - 1));
  }
  CHECK(gap <= 4.5e-16);
}

TEST_CASE("Exponentials far below the range of doubles are -1 and nearly 0, never anything else") {
  double minus_one[] = {-1e3, -1e300, 0, 1};
  double exponential[] = {-1e3, -1e300, 0, 1};
  ExpMinusOne(minus_one, 4);
  Exp(exponential, 4);
  CHECK(minus_one[0] == -1);
  CHECK(minus_one[1] == -1);
  CHECK(minus_one[2] == 0);
  CHECK(exponential[0] < 1e-300);
  CHECK(exponential[1] < 1e-300);
  CHECK(exponential[2] == 1);
  CHECK(std::abs(exponential[3] - std::exp(1.0)) < 1e-15);
}

TEST_CASE("Powers of a mean keep their digits in groups of a million (mathematics §5)") {
  for (const double power : {1.0, 2.0, 3.0, 31.0, 32.0, 33.0, 63.0, 1023.0, 999'999.0}) {
    INFO("power " << power);
    std::vector<double> excess, powers;
    // A mean below e^{−2} has lost digits itself when it is stored as a difference from 1.
    const double lowest = std::max(-50.0 / power, -2.0);
    for (int i = 0; i <= 3'000; ++i) excess.push_back(std::expm1(lowest * i / 3'000));
    powers.resize(excess.size());
    PowersOfOnePlus(excess.data(), static_cast<Eigen::Index>(excess.size()), power, powers.data());
    double gap = 0;
    for (size_t i = 0; i < excess.size(); ++i)
      gap = std::max(gap, std::abs(powers[i] / std::exp(power * std::log1p(excess[i])) - 1));
    CHECK(gap <= 5e-14);  // the library's own product of power and logarithm is no better
  }
}

TEST_CASE("Powers that no double beside them would show are small, never negative or undefined") {
  for (const double power : {2.0, 63.0, 999'999.0}) {
    for (const double most : {-1e-9, -0.9}) {
      std::vector<double> excess(300, -1.0), powers(300);
      excess[7] = most;
      PowersOfOnePlus(excess.data(), 300, power, powers.data());
      for (size_t i = 0; i < powers.size(); ++i)
        if (i != 7) CHECK((powers[i] >= 0 && powers[i] <= 1e-25));
    }
  }
}

TEST_CASE("A dot product of any length is the sum of its products") {
  for (const int size : {0, 1, 7, 8, 9, 100}) {
    const Vector a = Vector::LinSpaced(size, 1, size), b = Vector::LinSpaced(size, 2, 3);
    CHECK(std::abs(DotProduct(a.data(), b.data(), size) - a.dot(b)) <= 1e-12 * (1 + a.dot(b)));
  }
}

}  // namespace
}  // namespace aggregation
