// SPDX-License-Identifier: MIT
// How many evaluations of the preference an answer costs: nearly all of its time.
#include "aggregation/continuation.h"
#include "catch.h"
#include "counting_model.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

Scenario TenAnswers(double beta) { return Validated(StaggeredQuestion(10, 64, Divergence::kKlRefToPolicy, beta)); }

TEST_CASE("GRPO, ten rewards, G = 64: the branch from the reference takes at most 24 Newton evaluations") {
  const std::pair<double, int> most[] = {{5, 10}, {0.5, 18}, {0.05, 24}};
  for (const auto& [beta, evaluations] : most) {
    const CountedRule counted(TenAnswers(beta));
    SolveOptions branch;
    branch.search = Search::kBranch;
    REQUIRE(SolveStationary(counted.rule, branch).size() == 1);
    CHECK(counted.model->jacobians <= evaluations);
    CHECK(counted.model->values <= 1);  // what the error of P is estimated from
  }
}

TEST_CASE("A policy 2 % of beta away from a known one takes at most three Newton evaluations") {
  for (const double beta : {0.05, 0.5, 5.0}) {
    const CountedRule counted(TenAnswers(beta));
    const Solution known = TraceReferenceBranch(counted.rule.problem(), beta)[0];
    for (const double factor : {0.98, 1.02}) {
      counted.model->jacobians = 0;
      REQUIRE(Continue(counted.rule.problem(), known, factor * beta));
      CHECK(counted.model->jacobians <= 3);
    }
  }
}

}  // namespace
}  // namespace aggregation::testing
