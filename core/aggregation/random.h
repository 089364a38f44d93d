// SPDX-License-Identifier: MIT
// A generator whose numbers are the same on every machine: the standard library's distributions are not.
#ifndef AGGREGATION_RANDOM_H_
#define AGGREGATION_RANDOM_H_

#include <array>
#include <cmath>
#include <cstdint>

namespace aggregation {

/// xoshiro256** by Blackman and Vigna, its state filled from the seed by their splitmix64.
class Random {
 public:
  explicit Random(uint64_t seed) {
    for (uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15;
      uint64_t mixed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9;
      mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
      word = mixed ^ (mixed >> 31);
    }
  }

  /// Goes on where the generator of that state() stopped.
  explicit Random(const std::array<uint64_t, 4>& state) : state_(state) {}
  const std::array<uint64_t, 4>& state() const { return state_; }

  uint64_t Next() {
    const uint64_t result = Rotated(state_[1] * 5, 7) * 9, shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = Rotated(state_[3], 45);
    return result;
  }

  /// In [0, 1), a multiple of 2⁻⁵³.
  double Uniform() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

  /// Standard normal, by Marsaglia's polar method: what it rejects depends on no function of the library.
  double Normal() {
    for (;;) {
      const double x = 2 * Uniform() - 1, y = 2 * Uniform() - 1, square = x * x + y * y;
      if (square > 0 && square < 1) return x * std::sqrt(-2 * std::log(square) / square);
    }
  }

 private:
  static uint64_t Rotated(uint64_t word, int by) { return (word << by) | (word >> (64 - by)); }

  std::array<uint64_t, 4> state_;
};

}  // namespace aggregation

#endif  // AGGREGATION_RANDOM_H_
