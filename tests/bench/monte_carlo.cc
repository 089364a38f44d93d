// SPDX-License-Identifier: MIT
// P_G(o | π) by the core against plain Monte Carlo with a million groups, and against enumeration where that can be
// done: a line each of time and error. The exact value at K = 4 is the enumeration's; at K = 10, where there would be
// 8·10¹⁰ compositions, it is the core's own, whose error is estimated beside it.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

#include "aggregation/group_expectation.h"
#include "aggregation/group_integral.h"

namespace aggregation {
namespace {

constexpr int kGroupSize = 64;
constexpr int kGroups = 1'000'000;

/// Draws from a finite law in constant time (Walker's alias method).
class AliasTable {
 public:
  explicit AliasTable(const Vector& probability) : keep_(probability.size(), 1), other_(probability.size(), 0) {
    const Vector share = probability * static_cast<double>(probability.size());
    std::vector<double> left(share.begin(), share.end());
    std::vector<int> small, large;
    for (int k = 0; k < static_cast<int>(left.size()); ++k) (left[k] < 1 ? small : large).push_back(k);
    while (!small.empty() && !large.empty()) {
      const int from = small.back(), to = large.back();
      small.pop_back();
      keep_[from] = left[from];
      other_[from] = to;
      left[to] -= 1 - left[from];
      if (left[to] >= 1) continue;
      large.pop_back();
      small.push_back(to);
    }
  }

  /// The high bits choose the column, the rest whether to keep it.
  int Draw(std::mt19937_64& generator) const {
    const double x = static_cast<double>(generator() >> 11) * 0x1p-53 * static_cast<double>(keep_.size());
    const int column = static_cast<int>(x);
    return x - column < keep_[column] ? column : other_[column];
  }

 private:
  std::vector<double> keep_;
  std::vector<int> other_;
};

/// The mean advantage of the members that have each reward, over a million groups drawn from the policy.
Vector MonteCarlo(const Vector& reward, const Vector& policy, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  const AliasTable table(policy);
  Vector sum = Vector::Zero(reward.size()), members = Vector::Zero(reward.size()), count(reward.size());
  for (int group = 0; group < kGroups; ++group) {
    count.setZero();
    for (int i = 0; i < kGroupSize; ++i) ++count[table.Draw(generator)];
    const double mean = count.dot(reward) / kGroupSize;
    const double variance = count.dot((reward.array() - mean).square().matrix()) / kGroupSize;
    members += count;
    if (count.maxCoeff() == kGroupSize) continue;  // equal rewards: advantage 0
    sum.array() += count.array() * (reward.array() - mean) / std::sqrt(variance);
  }
  return sum.cwiseQuotient(members);
}

/// Seconds that one call takes, the mean of as many as fill half a second.
template <typename Call>
double Seconds(const Call& call) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  double elapsed = 0;
  int calls = 0;
  while (elapsed < 0.5) {
    call();
    ++calls;
    elapsed = std::chrono::duration<double>(Clock::now() - begin).count();
  }
  return elapsed / calls;
}

double Gap(const Vector& a, const Vector& b) { return (a - b).cwiseAbs().maxCoeff(); }

void PrintLine(const char* what, double seconds, double error) {
  std::printf("  %-42s %12.3f ms   error %.1e\n", what, 1e3 * seconds, error);
}

/// Reward k of K is k(k+1)/K², as in core_bench; the policy is proportional to 1/(k+1).
void Compare(int answers, bool enumerate) {
  const Vector index = Vector::LinSpaced(answers, 0, answers - 1);
  const Vector reward = index.array() * (index.array() + 1) / (answers * answers);
  const Vector weights = (index.array() + 1).inverse(), policy = weights / weights.sum();
  std::vector<RewardLaw> laws;
  for (const double level : reward) laws.emplace_back(std::vector<RewardComponent>{{1, level, 0}});

  std::printf("K = %d, G = %d, %d groups\n", answers, kGroupSize, kGroups);
  const GroupIntegral integral(laws, kGroupSize, {});
  Vector value, sampled;
  const double evaluating = Seconds([&] { value = integral.Value(policy); });
  const double building = Seconds([&] { value = GroupIntegral(laws, kGroupSize, {}).Value(policy); });
  const double sampling = Seconds([&] { sampled = MonteCarlo(reward, policy, 1); });
  Vector exact = value;
  double error = integral.ErrorEstimate(policy) + std::abs(policy.dot(value));
  if (enumerate) {
    const std::vector<double> levels(reward.begin(), reward.end());
    const double enumerating = Seconds([&] { exact = GroupExpectation(levels, kGroupSize, {}).Value(policy); });
    PrintLine("enumeration, tables included", enumerating, std::abs(policy.dot(exact)));
    error = Gap(value, exact);
  }
  PrintLine("the core's integral, tables there", evaluating, error);
  PrintLine("the core's integral, tables included", building, error);
  PrintLine("Monte Carlo", sampling, Gap(sampled, exact));
  std::printf("  Monte Carlo / core: %.0f times the time (%.0f with tables), %.0e times the error\n",
              sampling / evaluating, sampling / building, Gap(sampled, exact) / error);
}

}  // namespace
}  // namespace aggregation

int main() {
  aggregation::Compare(4, true);
  aggregation::Compare(10, false);
}
