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
std::vector<double> AllNumbers(const Drawn& drawn, Search search) {
  std::vector<double> all;
  for (const StationaryPolicy& policy : Solve(drawn.question, drawn.rule, search)) {
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

/// Solves each question twice, then all of them again in the opposite order.
void CheckRepeatable(const std::vector<Drawn>& drawn, Search search) {
  std::vector<std::vector<double>> first;
  size_t numbers = 0;
  for (size_t i = 0; i < drawn.size(); ++i) {
    INFO("question " << i);
    first.push_back(AllNumbers(drawn[i], search));
    CHECK(SameBytes(AllNumbers(drawn[i], search), first[i]));
    numbers += first[i].size();
  }
  for (size_t i = drawn.size(); i-- > 0;) {
    INFO("question " << i << ", in the opposite order");
    CHECK(SameBytes(AllNumbers(drawn[i], search), first[i]));
  }
  CHECK(numbers > 10 * drawn.size());
}

TEST_CASE("Questions of every kind, solved twice and again after others, have the same policies bit by bit") {
  std::vector<Drawn> drawn;
  for (int seed = 0; seed < 25; ++seed) {
    Draws draws(seed);
    drawn.push_back(RandomPair(draws));
  }
  CheckRepeatable(drawn, Search::kBranch);
}

TEST_CASE("The search for every policy has no memory either: the same policies bit by bit") {
  std::vector<Drawn> drawn;
  for (int seed = 0; seed < 8; ++seed) {
    Draws draws(seed);
    drawn.push_back({RandomNoisyQuestion(draws), RandomGroupRule(draws)});
  }
  CheckRepeatable(drawn, Search::kAll);
}

}  // namespace
}  // namespace aggregation::testing
