// SPDX-License-Identifier: MIT
#include "aggregation/vector_math.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "aggregation/pair.h"

namespace aggregation {
namespace {

constexpr double kLog2E = 1.4426950408889634;
/// ln 2 in two parts: n times the first is exact for |n| < 2^20.
constexpr double kLn2High = 0x1.62e42fefa0000p-1;
constexpr double kLn2Low = 0x1.cf79abc9e3b3ap-40;
/// Adding this rounds to an integer, which then stands in the lowest bits.
constexpr double kRounder = 0x1.8p52;

/// Powers up to this one by squaring: its rounding is power × 2⁻⁵³.
constexpr double kMaxSquaredPower = 32;
/// Smaller results are 0 beside others.
constexpr double kLogOfLeastPower = -60;
/// What is worked on at a time stays in the fastest cache.
constexpr Eigen::Index kBlock = 256;
/// Below this the exponential is 0 beside 1, and its bits would not be those of a normal number.
constexpr double kLeastExponent = -700;

/// std::bit_cast, which the standard library of older emscriptens lacks.
inline std::uint64_t BitsOf(double x) {
  std::uint64_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

inline double FromBits(std::uint64_t bits) {
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

/// e^x = scale (1 + fraction).
struct Exponential {
  double scale;
  double fraction;
};

/// x = n ln 2 + r with |r| ≤ ½ ln 2: scale is 2^n and fraction e^r − 1, by its series up to r¹³/13!.
inline Exponential ExponentialOf(double x) {
  const double shifted = x * kLog2E + kRounder;
  const double n = shifted - kRounder;
  const double r = (x - n * kLn2High) - n * kLn2Low;
  double series = 1.0 / 6227020800;
  series = series * r + 1.0 / 479001600;
  series = series * r + 1.0 / 39916800;
  series = series * r + 1.0 / 3628800;
  series = series * r + 1.0 / 362880;
  series = series * r + 1.0 / 40320;
  series = series * r + 1.0 / 5040;
  series = series * r + 1.0 / 720;
  series = series * r + 1.0 / 120;
  series = series * r + 1.0 / 24;
  series = series * r + 1.0 / 6;
  series = series * r + 0.5;
  return {FromBits((BitsOf(shifted) + 1023) << 52), r + r * r * series};
}

/// log(1 + e) for −0.99 ≤ e ≤ 0. With 1 + e = 2^k m, √½ ≤ m < √2, and s = (m − 1)/(m + 1): k ln 2 + 2 artanh(s), plus
/// what the rounding of 1 + e left.
inline double LogOnePlus(double e) {
  constexpr std::uint64_t kRootHalf = 0x3fe6a09e667f3bcd;  // the bits of √½
  constexpr std::uint64_t kOne = 0x3ff0000000000000;
  constexpr std::uint64_t kTwoTo52 = 0x4330000000000000;
  const double sum = 1 + e;
  const double lost = (e - (sum - 1)) * (2 - sum);  // over sum, nearly
  const std::uint64_t bits = BitsOf(sum);
  const std::uint64_t exponent = (bits - kRootHalf + kOne) >> 52;  // k + 1023
  const double k = FromBits(exponent | kTwoTo52) - (0x1p52 + 1023);
  const double m = FromBits(bits - (exponent << 52) + kOne);
  const double s = (m - 1) / (m + 1);
  const double square = s * s;
  double series = 2.0 / 21;
  series = series * square + 2.0 / 19;
  series = series * square + 2.0 / 17;
  series = series * square + 2.0 / 15;
  series = series * square + 2.0 / 13;
  series = series * square + 2.0 / 11;
  series = series * square + 2.0 / 9;
  series = series * square + 2.0 / 7;
  series = series * square + 2.0 / 5;
  series = series * square + 2.0 / 3;
  return (k * kLn2High + 2 * s) + (s * (square * series) + (k * kLn2Low + lost));
}

/// A loop of its own: compilers would make a branch of the bound and its constant results, and vectorise nothing.
void RaiseTo(double least, double* x, Eigen::Index size) {
  for (Eigen::Index i = 0; i < size; ++i) x[i] = x[i] < least ? least : x[i];
}

bool AnyAbove(double least, const double* x, Eigen::Index size) {
  int above = 0;
  for (Eigen::Index i = 0; i < size; ++i) above |= x[i] > least;
  return above != 0;
}

/// 0 where x ≤ least, which is what was raised: what follows can leave out long rows of it.
void ClearBelow(const double* x, double least, double* out, Eigen::Index size) {
  for (Eigen::Index i = 0; i < size; ++i) out[i] = x[i] <= least ? 0.0 : out[i];
}

/// From the highest bit of the power down: square, and multiply where the bit is set. `size` ≤ kBlock.
void PowersBySquaring(const double* excess, Eigen::Index size, unsigned power, double* out) {
  double base[kBlock];
  for (Eigen::Index i = 0; i < size; ++i) base[i] = 1 + excess[i];
  RaiseTo(std::exp(kLogOfLeastPower / power), base, size);
  std::copy(base, base + size, out);
  for (unsigned bit = std::bit_floor(power) >> 1; bit != 0; bit >>= 1) {
    if (power & bit) {
      for (Eigen::Index i = 0; i < size; ++i) out[i] = out[i] * out[i] * base[i];
    } else {
      for (Eigen::Index i = 0; i < size; ++i) out[i] = out[i] * out[i];
    }
  }
}

void PowersByLogarithm(const double* excess, Eigen::Index size, double power, double* out) {
  std::copy(excess, excess + size, out);
  RaiseTo(std::expm1(kLogOfLeastPower / power), out, size);
  for (Eigen::Index i = 0; i < size; ++i) out[i] = power * LogOnePlus(out[i]);
  Exp(out, size);
}

}  // namespace

void ExpMinusOne(double* x, Eigen::Index size) {
  RaiseTo(kLeastExponent, x, size);
  for (Eigen::Index i = 0; i < size; ++i) {
    const Exponential e = ExponentialOf(x[i]);
    x[i] = e.scale * e.fraction + (e.scale - 1);
  }
}

void Exp(double* x, Eigen::Index size) {
  RaiseTo(kLeastExponent, x, size);
  for (Eigen::Index i = 0; i < size; ++i) {
    const Exponential e = ExponentialOf(x[i]);
    x[i] = e.scale * e.fraction + e.scale;
  }
}

void PowersOfOnePlus(const double* excess, Eigen::Index size, double power, double* out) {
  const double least = std::expm1(kLogOfLeastPower / power);
  for (Eigen::Index start = 0; start < size; start += kBlock) {
    const Eigen::Index count = std::min(kBlock, size - start);
    const double* from = excess + start;
    if (AnyAbove(least, from, count)) {
      if (power <= kMaxSquaredPower) {
        PowersBySquaring(from, count, static_cast<unsigned>(power), out + start);
      } else {
        PowersByLogarithm(from, count, power, out + start);
      }
    }
    ClearBelow(from, least, out + start, count);
  }
}

double Sum(const double* x, Eigen::Index size) {
  Pair a{}, b{}, c{}, d{};
  Eigen::Index i = 0;
  for (; i + 8 <= size; i += 8) a += Load(x + i), b += Load(x + i + 2), c += Load(x + i + 4), d += Load(x + i + 6);
  double sum = Total(a + b, c + d);
  for (; i < size; ++i) sum += x[i];
  return sum;
}

double DotProduct(const double* x, const double* y, Eigen::Index size) {
  Pair a{}, b{}, c{}, d{};
  Eigen::Index i = 0;
  for (; i + 8 <= size; i += 8) {
    a += Load(x + i) * Load(y + i), b += Load(x + i + 2) * Load(y + i + 2);
    c += Load(x + i + 4) * Load(y + i + 4), d += Load(x + i + 6) * Load(y + i + 6);
  }
  double sum = Total(a + b, c + d);
  for (; i < size; ++i) sum += x[i] * y[i];
  return sum;
}

}  // namespace aggregation
