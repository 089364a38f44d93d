// SPDX-License-Identifier: MIT
// The same question has the same answer to the last bit, whatever was solved before it: nothing is kept between calls.
#include <cstring>

#include "catch.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

void Append(const Vector& numbers, std::vector<double>* all) {
  all->insert(all->end(), numbers.begin(), numbers.end());
}

/// Every double of a result, in order.
std::vector<double> AllNumbers(const Drawn& drawn) {
  std::vector<double> all;
  for (const StationaryPolicy& policy : Solve(drawn.question, drawn.rule)) {
    for (const Vector& part : {policy.policy, policy.log_policy, policy.preference}) Append(part, &all);
    if (policy.eigenvalues) Append(*policy.eigenvalues, &all);
    for (const auto& number : {policy.multiplier, policy.residual})
      if (number) all.push_back(*number);
  }
  return all;
}

bool SameBytes(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

TEST_CASE("A question solved twice, and again after others, has the same policies bit by bit") {
  std::vector<Drawn> drawn;
  std::vector<std::vector<double>> first;
  size_t numbers = 0;
  for (int seed = 0; seed < 30; ++seed) {
    INFO("seed " << seed);
    Draws draws(seed);
    drawn.push_back(RandomPair(draws));
    first.push_back(AllNumbers(drawn.back()));
    CHECK(SameBytes(AllNumbers(drawn.back()), first.back()));
    numbers += first.back().size();
  }
  for (int seed = 29; seed >= 0; --seed) {
    INFO("seed " << seed << ", in the opposite order");
    CHECK(SameBytes(AllNumbers(drawn[seed]), first[seed]));
  }
  CHECK(numbers > 300);
}

}  // namespace
}  // namespace aggregation::testing
