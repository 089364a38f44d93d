// SPDX-License-Identifier: MIT
// Prints how many evaluations of the preference the solver takes, which is nearly all of its time on any machine: N
// with the Jacobian + V without.
#include <cstdio>
#include <string>

#include "../core/counting_model.h"
#include "aggregation/continuation.h"
#include "aggregation/path.h"

namespace aggregation::testing {
namespace {

template <typename Work>
void Count(const char* name, const CountedRule& counted, Work work) {
  counted.model->values = counted.model->jacobians = 0;
  work();
  std::printf("  %-32s %5d + %d\n", name, counted.model->jacobians, counted.model->values);
}

void CountAll(double group_size, Divergence divergence, double beta) {
  std::printf("ten rewards, G = %g, %s, beta = %g\n", group_size, Named(kDivergenceNames, divergence).name, beta);
  Issues issues;
  const Scenario scenario = *Validate(StaggeredQuestion(10, group_size, divergence, beta), issues);
  const CountedRule counted(scenario);
  const Rule& rule = counted.rule;
  SolveOptions branch;
  branch.search = Search::kBranch;
  Count("the branch from the reference", counted, [&] { SolveStationary(rule, branch); });
  const Solution known = TraceReferenceBranch(rule.problem(), beta).at(0);
  Count("2 % of beta further", counted, [&] { Continue(rule.problem(), known, 1.02 * beta); });
  Count("every stationary policy", counted, [&] { SolveStationary(rule); });
  BetaPathOptions path;
  path.search = Search::kBranch;
  int points = 0;
  Count("beta from 0.01 to 100", counted, [&] {
    for (BetaPath curve(rule, path); curve.Next();) ++points;
  });
  std::printf("  %-32s %5d\n", "points of that path", points);
}

}  // namespace
}  // namespace aggregation::testing

int main() {
  using aggregation::Divergence;
  for (const double group_size : {8.0, 64.0})
    for (const Divergence divergence : {Divergence::kKlRefToPolicy, Divergence::kKlPolicyToRef})
      for (const double beta : {5.0, 0.5, 0.05}) aggregation::testing::CountAll(group_size, divergence, beta);
}
