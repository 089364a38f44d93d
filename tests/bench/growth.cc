// SPDX-License-Identifier: MIT
// How the cost of one evaluation of P_G grows with the number of different rewards and with the group size: CPU time,
// the best of several, and its ratio to the line before. Doubling K should cost at most 2.3 times as much, doubling G
// at most 1.1 times.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

#include "aggregation/group_adaptive.h"

namespace aggregation {
namespace {

/// Seconds of the fastest of at least five runs, over at least 0.3 s.
template <typename Work>
double BestTime(const Work& work) {
  double best = 1e9, total = 0;
  for (int run = 0; run < 5 || total < 0.3; ++run) {
    const std::clock_t began = std::clock();
    work();
    const double seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    best = std::min(best, seconds);
    total += seconds;
  }
  return best;
}

struct Times {
  double value, with_jacobian;
};

/// K rewards with no two gaps equal, spread masses.
Times Measure(int rewards, int group_size) {
  std::vector<RewardLaw> laws;
  Vector policy(rewards);
  for (int i = 0; i < rewards; ++i) {
    laws.push_back(RewardLaw({{1, i * (i + 1.0) / (static_cast<double>(rewards) * rewards), 0}}));
    policy[i] = 1 + std::sin(i);
  }
  policy /= policy.sum();
  const AdaptiveGroupIntegral integral(laws, group_size, {});
  Vector value;
  LowRank jacobian;
  return {BestTime([&] { value = integral.Value(policy); }),
          BestTime([&] { integral.ValueAndJacobian(policy, &value, &jacobian); })};
}

void Print(const char* what, int number, const Times& times, const Times& before) {
  std::printf("%s = %-8d value %9.3f ms", what, number, 1e3 * times.value);
  if (before.value > 0) std::printf(" (×%.2f)", times.value / before.value);
  std::printf("   value and Jacobian %9.3f ms", 1e3 * times.with_jacobian);
  if (before.value > 0) std::printf(" (×%.2f)", times.with_jacobian / before.with_jacobian);
  std::printf("\n");
}

void Run() {
  for (const int group_size : {64, 8, 3}) {
    std::printf("G = %d, K doubling\n", group_size);
    Times before{};
    for (int rewards = 100; rewards <= 12'800; rewards *= 2) {
      const Times times = Measure(rewards, group_size);
      Print("  K", rewards, times, before);
      before = times;
    }
  }
  std::printf("K = 1000, G doubling\n");
  Times before{};
  for (int group_size = 8; group_size <= 1'048'576; group_size *= 2) {
    const Times times = Measure(1000, group_size);
    Print("  G", group_size, times, before);
    before = times;
  }
}

}  // namespace
}  // namespace aggregation

int main() { aggregation::Run(); }
