// SPDX-License-Identifier: MIT
// Paths: how stationary policies move with β and G (mathematics §6).
#include "aggregation/path.h"

#include "aggregation/closed_form.h"
#include "aggregation/continuation.h"
#include "catch.h"
#include "questions.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

BetaPathOptions Range(double low, double high, Search search = Search::kAll) {
  BetaPathOptions options;
  options.low = low;
  options.high = high;
  options.search = search;
  return options;
}

std::vector<PathPoint> Points(BetaPath path) {
  std::vector<PathPoint> points;
  while (std::optional<PathPoint> point = path.Next()) points.push_back(std::move(*point));
  return points;
}

std::vector<double> Folds(const std::vector<PathPoint>& points) {
  std::vector<double> folds;
  for (const PathPoint& point : points)
    if (point.fold) folds.push_back(point.beta);
  return folds;
}

/// How often the curves pass a value of β.
int Crossings(const std::vector<PathPoint>& points, double beta) {
  int count = 0;
  for (size_t i = 1; i < points.size(); ++i)
    count += points[i].curve == points[i - 1].curve && (points[i].beta > beta) != (points[i - 1].beta > beta);
  return count;
}

RuleSpec AtBeta(RuleSpec rule, double beta) {
  rule.beta = beta;
  return rule;
}

const ScenarioSpec kRightOrWrong = Question({0.5, 0.5}, {1, 0});
const ScenarioSpec kGamble = NoisyQuestion({0.1, 0.9}, {{{1, 1, 0}}, {{0.25, 100, 0}, {0.75, 0, 0}}});

TEST_CASE("Path, direct KL, G -> inf: the fold is beta_fold = (2p-1)/(2 sqrt(p(1-p))) (mathematics §6)") {
  for (const double reference : {0.1, 0.5, 0.9}) {
    const Rule rule = MakeRule(Question({reference, 1 - reference}, {1, 0}), DirectKl(Grpo(kInfinite, 1)));
    const std::vector<double> folds = Folds(Points(BetaPath(rule, Range(0.1, 20))));
    REQUIRE(folds.size() == 1);
    CHECK(folds[0] == Approx(DirectKlLargeGroupFold(reference)).epsilon(1e-12));
  }
  const Rule half = MakeRule(kRightOrWrong, DirectKl(Grpo(kInfinite, 1)));
  CHECK(Folds(Points(BetaPath(half, Range(0.1, 20))))[0] == Approx(1.50887956153832).epsilon(1e-13));
}

TEST_CASE(
    "Path, direct KL, G = 64: folds at 1.4617166 and 1.5071928, and the middle branch is unstable (mathematics §6)") {
  const Rule rule = MakeRule(kRightOrWrong, DirectKl(Grpo(64, 1)));
  const std::vector<PathPoint> points = Points(BetaPath(rule, Range(0.1, 20)));
  const std::vector<double> folds = Folds(points);
  REQUIRE(folds.size() == 2);
  CHECK(folds[0] == Approx(1.4617166).epsilon(2e-7));
  CHECK(folds[1] == Approx(1.5071928).epsilon(2e-7));
  int passed = 0;
  for (const PathPoint& point : points) {
    passed += point.fold;
    CHECK(point.policy.stable == (passed != 1 && !point.fold));
    CHECK(point.policy.on_reference_branch);
  }
}

TEST_CASE("Every point of a path is stationary at its own beta, and steps are short enough to draw") {
  for (const RuleSpec& spec : {Grpo(8, 1), DirectKl(Grpo(64, 1)), DirectKl(Grpo(kInfinite, 1)), Rlhf(1)}) {
    const auto points = Points(BetaPath(MakeRule(ThreeAnswers(), spec), Range(0.05, 20)));
    REQUIRE(points.size() > 20);
    for (size_t i = 0; i < points.size(); ++i) {
      CHECK(IsCertified(MakeRule(ThreeAnswers(), AtBeta(spec, points[i].beta)), points[i].policy));
      if (i == 0 || points[i].curve != points[i - 1].curve) continue;
      const Vector root = points[i].policy.policy.cwiseSqrt() - points[i - 1].policy.policy.cwiseSqrt();
      CHECK(2 * root.norm() <= 0.13);  // Fisher's distance, near enough
    }
    CHECK(points.front().beta == 20);
  }
}

TEST_CASE("A path passes a beta as often as policies are found there, other branches included") {
  const struct {
    ScenarioSpec question;
    RuleSpec rule;
    double low, high;
  } cases[] = {
      {kGamble, Grpo(8, 1), 0.01, 10},
      {Question({0.9, 0.09, 0.01}, {0, 1, 1.02}), DirectKl(Grpo(64, 1)), 0.1, 10},
      {ThreeAnswers(), DirectKl(Grpo(kInfinite, 1)), 0.1, 10},
  };
  for (const auto& [question, spec, low, high] : cases) {
    const auto points = Points(BetaPath(MakeRule(question, spec), Range(low, high)));
    for (const double beta : {0.07, 0.09, 0.12, 0.7, 0.73, 0.9, 1.5, 3.0}) {
      if (beta < low) continue;
      INFO("beta = " << beta);
      int interior = 0;
      for (const auto& policy : Solve(question, AtBeta(spec, beta))) interior += !policy.boundary;
      CHECK(Crossings(points, beta) == interior);
    }
  }
}

TEST_CASE("Path: GRPO's second stable policy is on a curve of its own, which does not reach the reference") {
  const auto points = Points(BetaPath(MakeRule(kGamble, Grpo(8, 1)), Range(0.01, 10)));
  REQUIRE(points.back().curve == 1);
  for (const PathPoint& point : points) CHECK(point.policy.on_reference_branch == (point.curve == 0));
  const auto branch = Points(BetaPath(MakeRule(kGamble, Grpo(8, 1)), Range(0.01, 10, Search::kBranch)));
  CHECK(branch.back().curve == 0);
}

TEST_CASE("A path ends where a policy reaches a vertex: chi-squared at beta = sqrt(G - 1)/5 (VY App. A)") {
  // pi(a) = 1 holds while P(o) - beta f'(0) <= -beta f'(1/rho), P(o) = -sqrt(7), rho = 0.2.
  RuleSpec rule = Grpo(8, 1);
  rule.penalty.divergence = Divergence::kChiSquared;
  const auto points = Points(BetaPath(MakeRule(ThreeAnswers(), rule), Range(0.01, 10)));
  double highest = 0;
  for (const PathPoint& point : points)
    if (point.policy.policy[0] == 1) highest = std::max(highest, point.beta);
  CHECK(highest == Approx(std::sqrt(7.0) / 5).epsilon(1e-4));
  CHECK(highest < std::sqrt(7.0) / 5);
}

void CheckSame(const PathPoint& a, const PathPoint& b) {
  CHECK(a.curve == b.curve);
  CHECK(a.beta == b.beta);
  CHECK(a.fold == b.fold);
  CHECK(a.policy.log_policy == b.policy.log_policy);
  CHECK(a.policy.residual == b.policy.residual);
}

TEST_CASE("A path that is restored from its state after any point goes on with the same points, to the last bit") {
  const ScenarioSpec five = Question({0.9, 0.09, 0.01}, {0, 1, 1.02});
  const std::pair<ScenarioSpec, RuleSpec> cases[] = {
      {kGamble, Grpo(8, 1)}, {kRightOrWrong, DirectKl(Grpo(kInfinite, 1))}, {five, DirectKl(Grpo(kInfinite, 1))}};
  for (const auto& [question, spec] : cases) {
    const Rule rule = MakeRule(question, spec);
    const BetaPathOptions options = Range(0.05, 5);
    const std::vector<PathPoint> whole = Points(BetaPath(rule, options));
    BetaPath path(rule, options);
    for (const PathPoint& expected : whole) {
      std::optional<BetaPath> restored = BetaPath::Restored(rule, options, path.State());
      REQUIRE(restored);
      CheckSame(*restored->Next(), expected);
      CHECK(path.Next());
    }
    CHECK_FALSE(BetaPath::Restored(rule, options, path.State())->Next());
  }
}

TEST_CASE("Numbers that are no state of a path are refused, whatever they are") {
  const Rule rule = MakeRule(kGamble, Grpo(8, 1));
  BetaPath path(rule, Range(0.05, 5));
  for (int i = 0; i < 10; ++i) path.Next();
  const std::vector<double> state = path.State();
  CHECK_FALSE(BetaPath::Restored(rule, Range(0.05, 6), state));
  CHECK_FALSE(BetaPath::Restored(MakeRule(ThreeAnswers(), Grpo(8, 1)), Range(0.05, 5), state));
  CHECK_FALSE(BetaPath::Restored(rule, Range(0.05, 5), {}));
  for (size_t length = 0; length < state.size(); ++length)
    CHECK_FALSE(BetaPath::Restored(rule, Range(0.05, 5), {state.begin(), state.begin() + length}));
  Draws draws(1);
  for (int i = 0; i < Tries(2000); ++i) {
    std::vector<double> broken = state;
    const double values[] = {-1, 0.5, 1e300, std::nan(""), 3};
    broken[draws.Integer(0, static_cast<int>(state.size()) - 1)] = values[draws.Integer(0, 4)];
    std::optional<BetaPath> restored = BetaPath::Restored(rule, Range(0.05, 5), broken);
    for (int k = 0; k < 3 && restored; ++k) restored->Next();  // returns, whatever it finds
  }
}

TEST_CASE("Continue leads from one beta to another on the same curve, as solving anew does") {
  for (const RuleSpec& spec : {Grpo(8, 0.5), DirectKl(Grpo(64, 3)), Rlhf(0.5)}) {
    const Rule rule = MakeRule(ThreeAnswers(), spec);
    const Solution start = TraceReferenceBranch(rule.problem(), rule.beta())[0];
    for (const double factor : {0.98, 1.02, 0.7, 4.0}) {
      const double beta = rule.beta() * factor;
      const std::optional<Solution> there = Continue(rule.problem(), start, beta);
      REQUIRE(there);
      CHECK(RelativeGap(there->at.policy, TraceReferenceBranch(rule.problem(), beta)[0].at.policy) < 1e-11);
    }
  }
  // Below the fold at 1.4617 the curve has nothing.
  const Rule folded = MakeRule(kRightOrWrong, DirectKl(Grpo(64, 1.48)));
  CHECK_FALSE(Continue(folded.problem(), TraceReferenceBranch(folded.problem(), 1.48)[0], 1.45));
}

TEST_CASE("Along group sizes every policy is listed, and a fold marks where their number changes") {
  GroupSizePath path{SolveOptions()};
  std::vector<size_t> counts;
  std::vector<bool> folds;
  for (const double size : {2.0, 4.0, 8.0, 16.0, 32.0, 64.0, kInfinite}) {
    const RuleSpec spec = DirectKl(Grpo(size, 1.48));
    const std::vector<PathPoint> points = path.Add(MakeRule(kRightOrWrong, spec));
    const std::vector<StationaryPolicy> expected = Solve(kRightOrWrong, spec);
    REQUIRE(points.size() == expected.size());
    for (size_t i = 0; i < points.size(); ++i) CHECK(Gap(points[i].policy.policy, expected[i].policy) < 1e-13);
    counts.push_back(points.size());
    folds.push_back(points[0].fold);
  }
  CHECK(counts == std::vector<size_t>{1, 1, 1, 1, 1, 3, 1});
  CHECK(folds == std::vector<bool>{false, false, false, false, false, true, true});
}

TEST_CASE("A path along group sizes that is restored goes on with the same policies") {
  GroupSizePath path{SolveOptions()};
  path.Add(MakeRule(kGamble, Grpo(7, 0.09)));
  std::optional<GroupSizePath> restored = GroupSizePath::Restored(SolveOptions(), path.State(), 2);
  REQUIRE(restored);
  const Rule next = MakeRule(kGamble, Grpo(8, 0.09));
  const auto expected = path.Add(next), found = restored->Add(next);
  REQUIRE(found.size() == expected.size());
  for (size_t i = 0; i < found.size(); ++i) CheckSame(found[i], expected[i]);
  CHECK_FALSE(GroupSizePath::Restored(SolveOptions(), path.State(), 3));
}

}  // namespace
}  // namespace aggregation::testing
