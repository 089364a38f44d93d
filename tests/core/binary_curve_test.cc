// SPDX-License-Identifier: MIT
// The policy against the reference for two answers: the paper's pictures, folds and limits.
#include "aggregation/binary_curve.h"

#include <algorithm>

#include "aggregation/closed_form.h"
#include "aggregation/response.h"
#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

double Logit(double p) { return std::log(p) - std::log1p(-p); }

ScenarioSpec RightOrWrong(double reference = .5) { return Question({reference, 1 - reference}, {1, 0}); }

BinaryCurve CurveOf(const ScenarioSpec& question, const RuleSpec& spec, int points = kDefaultCurvePoints) {
  const Rule rule = MakeRule(question, spec);
  return BinaryCurves(rule).Trace(spec.beta, points);
}

/// max |p − expected(ρ)| over the curve's points.
template <typename Expected>
double GapTo(const BinaryCurve& curve, const Expected& expected) {
  double gap = curve.policy.empty() ? 1 : 0;
  for (size_t i = 0; i < curve.policy.size(); ++i)
    gap = std::max(gap, std::abs(curve.policy[i] - expected(curve.reference[i])));
  return gap;
}

bool AllStable(const BinaryCurve& curve) {
  return std::all_of(curve.stable.begin(), curve.stable.end(), [](bool stable) { return stable; });
}

const double kBetas[] = {.01, .2, .5, 1, 1.5, 5, 100};

TEST_CASE(
    "Fig. 1: the curve's points solve (14) to 1e-9, and it jumps at pi_ref = 0 to 1 - beta/gamma where beta < gamma") {
  for (const double margin : {1.0, .6, -.6}) {
    for (const double beta : kBetas) {
      INFO("gamma " << margin << ", beta " << beta);
      const BinaryCurve curve = CurveOf(Duel(.5, margin), Pairwise(beta));
      CHECK(curve.policy.size() >= 201);
      CHECK(GapTo(curve, [&](double rho) { return BinaryPairwise(margin, rho, beta).a; }) < 1e-9);
      CHECK(AllStable(curve));
      CHECK(curve.pieces == std::vector<int>{0});
      REQUIRE(curve.at_zero.size() == 1);
      REQUIRE(curve.at_one.size() == 1);
      CHECK(curve.at_zero[0] == Approx(margin > 0 ? std::max(0.0, 1 - beta / margin) : 0).margin(1e-12));
      CHECK(curve.at_one[0] == Approx(margin > 0 ? 1 : std::min(1.0, beta / -margin)).margin(1e-12));
      CHECK(curve.bound.has_value() == (beta < std::abs(margin)));
      if (!curve.bound) continue;
      CHECK_FALSE(curve.bound->is_large_group);
      CHECK(curve.bound->answer == (margin > 0 ? 0 : 1));
      CHECK(curve.bound->value == Approx(1 - beta / std::abs(margin)));
    }
  }
}

TEST_CASE("Fig. 1: at beta = gamma the curve is the root of pi_ref") {
  const BinaryCurve curve = CurveOf(Duel(.3, .7), Pairwise(.7));
  CHECK(GapTo(curve, [](double rho) { return std::sqrt(rho); }) < 1e-9);
}

TEST_CASE("Groups of 2 draw the curve of (14) with gamma = 1, whatever pi_ref and beta the document has") {
  const BinaryCurve curve = CurveOf(RightOrWrong(.9), Grpo(2, .3));
  CHECK(GapTo(curve, [](double rho) { return BinaryPairwise(1, rho, .3).a; }) < 1e-9);
}

TEST_CASE(
    "Fig. 2: the curve's points solve (15) to 1e-9, and it jumps at pi_ref = 0 to 1/(1 + beta^2) for every beta") {
  for (const double beta : kBetas) {
    INFO("beta " << beta);
    const BinaryCurve curve = CurveOf(RightOrWrong(), Grpo(kInfinite, beta));
    CHECK(GapTo(curve, [&](double rho) { return BinaryLargeGroup(rho, beta).a; }) < 1e-9);
    CHECK(AllStable(curve));
    REQUIRE(curve.at_zero.size() == 1);
    CHECK(curve.at_zero[0] == Approx(1 / (1 + beta * beta)).epsilon(1e-12));
    CHECK(curve.at_one == std::vector<double>{1});
    REQUIRE(curve.bound);
    CHECK(curve.bound->is_large_group);
    CHECK(curve.bound->value == Approx(1 / (1 + beta * beta)));
  }
}

TEST_CASE("Fig. 3: with KL(pi||pi_ref) and G = 2 logit p = logit pi_ref + gamma/beta to 1e-9, with no jump at 0") {
  for (const double beta : {1e-3, 1e-2, .1, .5, 1.0, 5.0, 100.0}) {
    INFO("beta " << beta);
    const BinaryCurve curve = CurveOf(Duel(.5, .8), DirectKl(Pairwise(beta)));
    CHECK(GapTo(curve, [&](double rho) { return BinaryDirectKlPairwise(.8, rho, beta).a; }) < 1e-9);
    double mismatch = 0;
    for (size_t i = 0; i < curve.policy.size(); ++i) {
      if (curve.policy[i] > .999 || curve.policy[i] == 0) continue;  // 1 − p has lost its digits
      mismatch = std::max(mismatch, std::abs(Logit(curve.policy[i]) - Logit(curve.reference[i]) - .8 / beta));
    }
    CHECK(mismatch < 1e-9 * (1 + .8 / beta));
    CHECK(AllStable(curve));
    CHECK(curve.at_zero == std::vector<double>{0});
    CHECK(curve.at_one == std::vector<double>{1});
    CHECK_FALSE(curve.bound);
  }
}

TEST_CASE("A curve reaches from pi_ref = 1e-9 to 1 - 1e-9 without gaps, and is dense where it is steep") {
  for (const RuleSpec& rule : {Pairwise(.1), Pairwise(1), Grpo(8, .4), Grpo(kInfinite, 2), DirectKl(Pairwise(.05))}) {
    INFO(rule.preference.group_size.size << ", beta " << rule.beta);
    const BinaryCurve curve = CurveOf(RightOrWrong(), rule, 401);
    CHECK(curve.reference.front() < 1e-8);
    CHECK(1 - curve.reference.back() < 1e-8);
    double widest = 0;
    for (size_t i = 1; i < curve.policy.size(); ++i)
      widest = std::max(widest,
                        std::hypot(curve.policy[i] - curve.policy[i - 1], curve.reference[i] - curve.reference[i - 1]));
    CHECK(widest < .03);
  }
}

TEST_CASE("Every penalty's points are stationary policies: the stationarity gap is 0 at them") {
  for (const Divergence divergence : {Divergence::kKlRefToPolicy, Divergence::kKlPolicyToRef, Divergence::kChiSquared,
                                      Divergence::kJensenShannon, Divergence::kHellinger}) {
    for (const double beta : {.3, 1.0, 4.0}) {
      RuleSpec spec = Grpo(8, beta);
      spec.penalty.divergence = divergence;
      const BinaryCurve curve = CurveOf(RightOrWrong(), spec);
      REQUIRE(curve.policy.size() >= 201);
      for (size_t i = 0; i < curve.policy.size(); i += 20) {
        const double p = curve.policy[i], rho = curve.reference[i];
        if (std::min(p, 1 - p) < 1e-4 || std::min(rho, 1 - rho) < 1e-4) continue;
        INFO(Named(kDivergenceNames, divergence).name << ", beta " << beta << ", reference " << rho << ", p " << p);
        CHECK(std::abs(StationarityGap(MakeRule(RightOrWrong(rho), spec), Numbers({p, 1 - p}))) < 1e-9);
      }
    }
  }
}

TEST_CASE("App. B.2: with KL(pi||pi_ref) and G = inf the curve folds where h touches 0, at the known beta_fold") {
  const struct { double reference, beta; } folds[] = {{.5, 1.50887956153832}, {.1, .6970060106388145}};
  for (const auto& expected : folds) {
    const BinaryCurve curve = CurveOf(RightOrWrong(), DirectKl(Grpo(kInfinite, expected.beta)));
    REQUIRE(curve.folds.size() == 1);
    CHECK(curve.folds[0].reference == Approx(expected.reference).epsilon(1e-9));
    CHECK(DirectKlLargeGroupFold(curve.folds[0].reference) == Approx(expected.beta).epsilon(1e-9));
    CHECK(curve.folds[0].policy == Approx(DirectKlLargeGroupMinimum(expected.beta)).epsilon(1e-6));
    // Of the two policies to each reference below the fold's the lower is stable; none above.
    for (size_t i = 0; i < curve.policy.size(); ++i) {
      CHECK(curve.reference[i] <= curve.folds[0].reference * (1 + 1e-12));
      if (std::abs(curve.policy[i] - curve.folds[0].policy) > 1e-6)
        CHECK(curve.stable[i] == (curve.policy[i] < curve.folds[0].policy));
    }
    CHECK(curve.at_zero == std::vector<double>{0, 1});
    CHECK(curve.at_one.empty());
    REQUIRE(curve.boundary.size() == 1);  // p → 1 attracts whatever π_ref
    CHECK(curve.boundary[0].policy == 1);
    CHECK(curve.boundary[0].from == 0);
    CHECK(curve.boundary[0].to == 1);
  }
}

TEST_CASE(
    "Three policies between the folds of G = 64 with KL(pi||pi_ref): beta from 1.4617166 to 1.5071928 at .5 (§6)") {
  const auto crossings = [](double beta) {
    const BinaryCurve curve = CurveOf(RightOrWrong(), DirectKl(Grpo(64, beta)), 801);
    int count = 0;
    for (size_t i = 1; i < curve.reference.size(); ++i)
      count += (curve.reference[i] >= .5) != (curve.reference[i - 1] >= .5);
    return count;
  };
  CHECK(crossings(1.4617) == 1);
  CHECK(crossings(1.48) == 3);
  CHECK(crossings(1.5072) == 1);
}

TEST_CASE(
    "The curve passes through the three policies of a noisy question with KL(pi_ref||pi) (§6), stability and all") {
  const ScenarioSpec question = NoisyQuestion({.1, .9}, {{{1, 1, 0}}, {{.25, 100, 0}, {.75, 0, 0}}});
  const BinaryCurve curve = CurveOf(question, Grpo(8, .09), 2001);
  std::vector<double> found;
  std::vector<bool> stable;
  for (size_t i = 1; i < curve.policy.size(); ++i) {
    const double before = curve.reference[i - 1] - .1, after = curve.reference[i] - .1;
    if ((before < 0) == (after < 0)) continue;
    found.push_back(curve.policy[i - 1] + (curve.policy[i] - curve.policy[i - 1]) * before / (before - after));
    stable.push_back(curve.stable[i]);
  }
  REQUIRE(found.size() == 3);
  CHECK(found[0] == Approx(.0407740496401).margin(1e-5));
  CHECK(found[1] == Approx(.588714816024).margin(1e-5));
  CHECK(found[2] == Approx(.917213902925).margin(1e-5));
  CHECK(stable == std::vector<bool>{true, false, true});
}

TEST_CASE(
    "Hellinger at G = inf has a policy only where theta_ref + asin(1/beta) < pi/2; beyond, the vertex attracts (§6)") {
  RuleSpec spec = Grpo(kInfinite, 2);
  spec.penalty.divergence = Divergence::kHellinger;
  const BinaryCurve curve = CurveOf(RightOrWrong(), spec);
  const double last = std::pow(std::sin(std::acos(-1.0) / 2 - std::asin(.5)), 2);
  CHECK(*std::max_element(curve.reference.begin(), curve.reference.end()) == Approx(last).epsilon(1e-6));
  CHECK(GapTo(curve, [](double rho) { return std::pow(std::sin(std::asin(std::sqrt(rho)) + std::asin(.5)), 2); }) <
        1e-9);
  REQUIRE(curve.boundary.size() == 1);
  CHECK(curve.boundary[0].policy == 1);
  CHECK(curve.boundary[0].from == Approx(last).epsilon(1e-9));
  CHECK(curve.boundary[0].to == 1);
  CHECK(curve.at_one.empty());
}

TEST_CASE("DAPO has a policy for two answers iff beta > sqrt(G-1)/(G(1-rho)); beyond, the vertex attracts (§6)") {
  RuleSpec spec = Grpo(8, .6);
  spec.preference.silent_groups = SilentGroups::kResample;
  const BinaryCurve curve = CurveOf(RightOrWrong(), spec);
  const double last = 1 - std::sqrt(7.0) / (8 * .6);
  CHECK(*std::max_element(curve.reference.begin(), curve.reference.end()) == Approx(last).epsilon(1e-6));
  REQUIRE(curve.boundary.size() == 1);
  CHECK(curve.boundary[0].from == Approx(last).epsilon(1e-9));
  for (const double rho : {last - .01, last + .01}) {
    const std::vector<StationaryPolicy> policies = Solve(RightOrWrong(rho), spec);
    const bool has_interior = std::any_of(policies.begin(), policies.end(), [](const auto& p) { return !p.boundary; });
    CHECK(has_interior == (rho < last));
  }
}

TEST_CASE("Chi-squared gives the worse answer probability 0 below the reference where its policy leaves the curve") {
  RuleSpec spec = Pairwise(.5);
  spec.penalty.divergence = Divergence::kChiSquared;
  // p/ρ − (1−p)/(1−ρ) = −.8/.5 at p = 0: ρ = 1 − 1/1.6.
  const BinaryCurve curve = CurveOf(Duel(.5, -.8), spec);
  REQUIRE(curve.boundary.size() == 1);
  CHECK(curve.boundary[0].policy == 0);
  CHECK(curve.boundary[0].from == 0);
  CHECK(curve.boundary[0].to == Approx(.375).epsilon(1e-9));
  CHECK(curve.at_zero == std::vector<double>{0});
  CHECK(std::isinf(OnlyPolicy(Duel(.37, -.8), spec).log_policy[0]));
  CHECK(OnlyPolicy(Duel(.38, -.8), spec).policy[0] > .001);
}

TEST_CASE("Equal rewards leave every reference as it is") {
  const BinaryCurve curve = CurveOf(Question({.4, .6}, {1, 1}), Grpo(8, .1));
  CHECK(GapTo(curve, [](double rho) { return rho; }) < 1e-12);
  CHECK_FALSE(curve.bound);
}

TEST_CASE("A curve agrees with the solver, policy for policy") {
  for (const double rho : {.03, .3, .8}) {
    const BinaryCurve curve = CurveOf(RightOrWrong(), Grpo(16, .5), 2001);
    const double p = OnlyPolicy(RightOrWrong(rho), Grpo(16, .5)).policy[0];
    size_t i = 1;
    while (curve.reference[i] < rho) ++i;
    CHECK(curve.policy[i - 1] <= p);
    CHECK(p <= curve.policy[i]);
    CHECK(curve.policy[i] - curve.policy[i - 1] < .005);
  }
}

}  // namespace
}  // namespace aggregation::testing
