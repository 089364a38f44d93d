// SPDX-License-Identifier: MIT
// How the cost of one evaluation of P_G grows with the number of different rewards and with the group size: CPU time,
// the best of several, and its ratio to the line before. Doubling K should cost at most 2.3 times as much, doubling G
// at most 1.1 times. Single steps in G are within the noise of a clock; growth.sh counts their instructions instead,
// with
//   growth K G TIMES
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
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

/// K rewards with no two gaps equal.
std::vector<RewardLaw> Laws(int rewards) {
  std::vector<RewardLaw> laws;
  for (int i = 0; i < rewards; ++i)
    laws.push_back(RewardLaw({{1, i * (i + 1.0) / (static_cast<double>(rewards) * rewards), 0}}));
  return laws;
}

/// Spread masses.
Vector Policy(int rewards) {
  const Vector policy =
      Vector::NullaryExpr(rewards, [](Eigen::Index i) { return 1 + std::sin(static_cast<double>(i)); });
  return policy / policy.sum();
}

Times Measure(int rewards, int group_size) {
  const Vector policy = Policy(rewards);
  const AdaptiveGroupIntegral integral(Laws(rewards), group_size, {});
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

int main(int count, char** arguments) {
  using namespace aggregation;
  if (count == 1) {
    Run();
    return 0;
  }
  const int rewards = std::atoi(arguments[1]), group_size = std::atoi(arguments[2]), times = std::atoi(arguments[3]);
  const AdaptiveGroupIntegral integral(Laws(rewards), group_size, {});
  double sum = 0;
  for (int i = 0; i < times; ++i) sum += integral.Value(Policy(rewards))[0];
  std::printf("%g\n", sum);
}
