// SPDX-License-Identifier: MIT
// The one-step map, its fixed points, and the pooling function of each penalty.
#include "aggregation/response.h"

#include "aggregation/closed_form.h"
#include "catch.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

double Logit(double p) { return std::log(p) - std::log1p(-p); }

RuleSpec With(Divergence divergence, RuleSpec rule) {
  rule.penalty.divergence = divergence;
  return rule;
}

RuleSpec WithAlpha(double alpha, RuleSpec rule) {
  rule.penalty.divergence = Divergence::kAlpha;
  rule.penalty.alpha = alpha;
  return rule;
}

std::vector<RuleSpec> AllPenalties(const RuleSpec& rule) {
  return {ReverseKl(rule),
          DirectKl(rule),
          With(Divergence::kChiSquared, rule),
          With(Divergence::kJensenShannon, rule),
          With(Divergence::kHellinger, rule),
          WithAlpha(-1, rule),
          WithAlpha(.3, rule),
          WithAlpha(3, rule)};
}

double ResponseOfFirst(const Rule& rule, double p) { return ResponseTo(rule, Numbers({p, 1 - p}))[0]; }

/// Where iterating the one-step map from `p` ends.
double Iterated(const Rule& rule, double p) {
  for (int i = 0; i < 2000; ++i) p = ResponseOfFirst(rule, p);
  return p;
}

TEST_CASE("Stationary policies are the fixed points of the one-step map, with every penalty") {
  for (const double beta : {.4, 1.0, 3.0}) {
    for (const RuleSpec& spec : AllPenalties(Grpo(8, beta))) {
      const Rule rule = MakeRule(ThreeAnswers(), spec);
      int checked = 0;
      for (const StationaryPolicy& policy : SolveStationary(rule)) {
        if (policy.boundary) continue;
        INFO(Named(kDivergenceNames, spec.penalty.divergence).name << ", beta " << beta);
        CHECK(Gap(ResponseTo(rule, policy.policy), policy.policy) < 1e-11);
        ++checked;
      }
      CHECK(checked > 0);
    }
  }
}

TEST_CASE("The response maximises E[P] - beta D with P frozen: every other policy has less") {
  for (const RuleSpec& spec : AllPenalties(Grpo(8, .5))) {
    const Rule rule = MakeRule(ThreeAnswers(), spec);
    const Vector frozen = rule.Preference(Numbers({.3, .3, .4}));
    const Vector response = ResponseTo(rule, Numbers({.3, .3, .4}));
    CHECK(response.sum() == Approx(1).epsilon(1e-14));
    const auto objective = [&](const Vector& policy) {
      double value = policy.dot(frozen);
      for (Eigen::Index i = 0; i < policy.size(); ++i)
        value -= spec.beta * rule.reference()[i] * rule.penalty()->Value(policy[i] / rule.reference()[i]);
      return value;
    };
    for (const Vector& other : {Numbers({1, 1, 1}), Numbers({1, 0, 0}), Numbers({0, 1, 0}), Numbers({0, 0, 1})}) {
      const Vector nearby = .999 * response + .001 * other / other.sum();
      CHECK(objective(nearby) < objective(response));
    }
  }
}

TEST_CASE("With KL(pi||pi_ref) the response is pi_ref e^{P/beta}, normalised; RLHF's is logarithmic pooling at once") {
  const Vector policy = Numbers({.6, .3, .1});
  for (const double beta : {1e-3, .1, 1.0, 50.0}) {
    const Rule rule = MakeRule(ThreeAnswers(), DirectKl(Grpo(8, beta)));
    const Vector expected = LogarithmicPool(rule.reference(), rule.Preference(policy), beta);
    CHECK(Gap(ResponseTo(rule, policy), expected) < 1e-13);
    const Rule rlhf = MakeRule(ThreeAnswers(), Rlhf(beta));
    CHECK(Gap(ResponseTo(rlhf, policy), LogarithmicPool(rule.reference(), Numbers({1, .3, 0}), beta)) < 1e-13);
  }
}

TEST_CASE(
    "Mroueh (2503.06639): logit p' = logit p_ref + 1/(beta sqrt(p(1-p))) for binary rewards, G = inf, KL(pi||pi_ref)") {
  const Rule rule = MakeRule(Question({.2, .8}, {1, 0}), DirectKl(Grpo(kInfinite, 1)));
  for (const double p : {.01, .2, .5, .9})
    CHECK(Logit(ResponseOfFirst(rule, p)) == Approx(Logit(.2) + 1 / std::sqrt(p * (1 - p))).epsilon(1e-12));
}

TEST_CASE(
    "Mroueh's example, beta = 1, p_ref = .2, eps = 1e-5: fixed points .68128 and 1.0; ours .67016, pooling .40461") {
  // Its ε stands under the root: √(p(1−p) + ε) for our sd + ε', with ε' chosen so that they agree at p.
  const auto step = [](double p) { return 1 / (1 + std::exp(-(Logit(.2) + 1 / std::sqrt(p * (1 - p) + 1e-5)))); };
  double published = .2;
  for (int i = 0; i < 2000; ++i) published = step(published);
  CHECK(published == Approx(.68128).margin(5e-6));
  const double sd = std::sqrt(published * (1 - published));
  const double epsilon = std::sqrt(published * (1 - published) + 1e-5) - sd;
  const ScenarioSpec question = Question({.2, .8}, {1, 0});
  const Rule rule = MakeRule(question, WithStd(DirectKl(Grpo(kInfinite, 1)), StdConvention::kPopulation, epsilon));
  CHECK(Iterated(rule, .2) == Approx(published).margin(1e-10));
  CHECK(step(1 - 1e-15) == Approx(1).margin(1e-9));
  // From the other one's side, a step at a time: at p = 1 itself no reward differs and P is 0.
  CHECK(ResponseOfFirst(rule, 1 - 1e-12) == Approx(1).margin(1e-12));
  CHECK(OnlyPolicy(question, Grpo(kInfinite, 1)).policy[0] == Approx(.67016).margin(5e-6));
  CHECK(OnlyPolicy(question, Rlhf(1)).policy[0] == Approx(.40461).margin(5e-6));
}

TEST_CASE(
    "The one-step map diverges where the flow is stable: rho = .001, beta = 1, fixed point .06111 with h' = -1.83") {
  const Rule rule = MakeRule(Question({.001, .999}, {1, 0}), DirectKl(Grpo(kInfinite, 1)));
  const std::vector<StationaryPolicy> policies = SolveStationary(rule);
  const double p = policies.front().policy[0];
  CHECK(p == Approx(.06111).margin(5e-6));
  CHECK(policies.front().stable);
  CHECK(ResponseOfFirst(rule, p) == Approx(p).epsilon(1e-11));
  const double slope = (ResponseOfFirst(rule, p + 1e-6) - ResponseOfFirst(rule, p - 1e-6)) / 2e-6;
  CHECK(slope == Approx(-1.83).margin(5e-3));
}

TEST_CASE("The stationarity gap is VY App. B.2's h for KL(pi||pi_ref) and G = inf, and 0 at stationary policies") {
  const Rule rule = MakeRule(Question({.3, .7}, {1, 0}), DirectKl(Grpo(kInfinite, 2)));
  for (const double p : {.05, .3, .6, .95})
    CHECK(StationarityGap(rule, Numbers({p, 1 - p})) == Approx(DirectKlLargeGroupGap(p, .3, 2)).epsilon(1e-12));
  const Rule grpo = MakeRule(Question({.3, .7}, {1, 0}), Grpo(8, .5));
  const Vector policy = SolveStationary(grpo).front().policy;
  CHECK(std::abs(StationarityGap(grpo, policy)) < 1e-12);
  CHECK(StationarityGap(grpo, Numbers({.3, .7})) > 0);
  CHECK(std::isinf(StationarityGap(grpo, Numbers({0, 1}))));
  CHECK(std::isinf(StationarityGap(grpo, Numbers({1, 0}))));
}

TEST_CASE("Answers that are alike share a response in the reference's proportions") {
  const Rule rule = MakeRule(Question({.1, .2, .7}, {1, 1, 0}), Grpo(8, .3));
  const Vector response = ResponseTo(rule, Numbers({.5, .1, .4}));
  CHECK(response[1] / response[0] == Approx(2).epsilon(1e-13));
}

TEST_CASE("The response keeps the digits of rare answers at small beta") {
  const Rule rule = MakeRule(Question({1e-9, 1 - 1e-9}, {1, 0}), Grpo(2, .25));
  // u = −1/x: p(1 − P/β) = ρ with P(a) − P(b) = 1 frozen gives (14).
  CHECK(ResponseOfFirst(rule, .4) == Approx(BinaryPairwise(1, 1e-9, .25).a).epsilon(1e-12));
  const Rule direct = MakeRule(Question({1e-9, 1 - 1e-9}, {0, 1}), DirectKl(Grpo(2, .25)));
  CHECK(ResponseOfFirst(direct, .4) == Approx(1e-9 * std::exp(-4)).epsilon(1e-8));
}

TEST_CASE("Pooling inverts the marginal where a ratio has it, and has none elsewhere") {
  for (const RuleSpec& spec : AllPenalties(Grpo(8, 1))) {
    const Rule rule = MakeRule(ThreeAnswers(), spec);
    const Penalty& penalty = *rule.penalty();
    for (const double u : {1e-3, .1, 1.0, 3.0, 50.0}) {
      const auto ratio = PooledRatio(penalty, penalty.Marginal(u));
      REQUIRE(ratio);
      CHECK(*ratio == Approx(u).epsilon(1e-9));
    }
    const MarginalRange range = penalty.Range();
    if (std::isfinite(range.upper)) CHECK_FALSE(PooledRatio(penalty, range.upper));
    if (std::isfinite(range.upper)) CHECK_FALSE(PooledRatio(penalty, range.upper + 1));
    if (penalty.ReachesZero()) CHECK(PooledRatio(penalty, range.lower - 1) == 0);
    CHECK_FALSE(PooledRatio(penalty, std::nan("")));
  }
}

}  // namespace
}  // namespace aggregation::testing
