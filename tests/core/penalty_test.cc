// SPDX-License-Identifier: MIT
#include "aggregation/penalty.h"

#include <string>

#include "catch.h"

namespace aggregation {
namespace {

struct Case {
  Divergence divergence;
  double alpha = 0;
};
/// α below 0, between 0 and 1, above 1, and the KL divergences' own values.
constexpr Case kCases[] = {{Divergence::kKlRefToPolicy}, {Divergence::kKlPolicyToRef}, {Divergence::kChiSquared},
                           {Divergence::kHellinger},     {Divergence::kJensenShannon}, {Divergence::kAlpha, -1},
                           {Divergence::kAlpha, 0},      {Divergence::kAlpha, 0.5},    {Divergence::kAlpha, 1},
                           {Divergence::kAlpha, 1.5},    {Divergence::kAlpha, 3}};
/// Ratios on both sides of π = π_ref, and far from it.
constexpr double kRatios[] = {1e-9, 1e-3, 0.2, 0.99, 1, 1.01, 7, 1e3, 1e9};

std::string Title(const Case& c) {
  return std::string(Named(kDivergenceNames, c.divergence).name) + ", alpha = " + std::to_string(c.alpha);
}

TEST_CASE("Every divergence has a penalty, and none has none") {
  for (const auto& name : kDivergenceNames) {
    INFO(name.name);
    CHECK((MakePenalty(name.choice, 2) != nullptr) == (name.choice != Divergence::kNone));
  }
}

TEST_CASE("Generators are those of the scenario format") {
  for (const double u : kRatios) {
    CHECK(KlRefToPolicy().Value(u) == Approx(-std::log(u)).margin(1e-300));
    CHECK(KlPolicyToRef().Value(u) == Approx(u * std::log(u)).margin(1e-300));
    CHECK(ChiSquared().Value(u) == Approx((u - 1) * (u - 1) / 2).epsilon(1e-12).margin(1e-15));
    CHECK(Hellinger().Value(u) == Approx(std::pow(std::sqrt(u) - 1, 2)).epsilon(1e-9).margin(1e-15));
    const double mixed = 0.5 * (u * std::log(u) - (u + 1) * std::log((u + 1) / 2));
    CHECK(JensenShannon().Value(u) == Approx(mixed).margin(1e-300));
    CHECK(AlphaDivergence(3).Value(u) == Approx((u * u * u - 3 * u + 2) / 6).epsilon(1e-12).margin(1e-15));
  }
  CHECK(KlPolicyToRef().Value(0) == 0);
}

TEST_CASE("The pooling functions are those of mathematics §3") {
  CHECK(KlRefToPolicy().InverseMarginal(-0.25) == 4);
  CHECK(KlPolicyToRef().InverseMarginal(1) == 1);
  CHECK(ChiSquared().InverseMarginal(0.5) == 1.5);
  CHECK(ChiSquared().InverseMarginal(-3) == 0);  // below f'(0): the answer drops out
  CHECK(Hellinger().InverseMarginal(0.5) == Approx(4));
  CHECK(JensenShannon().InverseMarginal(0) == 1);
  CHECK(AlphaDivergence(0.5).InverseMarginal(1) == Approx(4));
  CHECK(AlphaDivergence(3).InverseMarginal(-0.6) == 0);
}

TEST_CASE("The marginal is the derivative of the generator, on both sides of the reference") {
  for (const Case& c : kCases) {
    const auto penalty = MakePenalty(c.divergence, c.alpha);
    for (const double u : kRatios) {
      INFO(Title(c) << " at u = " << u);
      const double h = 1e-5 * u;
      const double difference = (penalty->Value(u + h) - penalty->Value(u - h)) / (2 * h);
      const double rounding = 1e-10 * std::abs(penalty->Value(u)) / u;
      CHECK(penalty->Marginal(u) == Approx(difference).epsilon(1e-7).margin(1e-9 + rounding));
    }
  }
}

TEST_CASE("The inverse marginal inverts the marginal, and the marginal stays in its range") {
  for (const Case& c : kCases) {
    const auto penalty = MakePenalty(c.divergence, c.alpha);
    for (const double u : {1e-3, 0.2, 0.99, 1.0, 1.01, 7.0, 1e3}) {
      INFO(Title(c) << " at u = " << u);
      const double marginal = penalty->Marginal(u);
      CHECK(marginal > penalty->Range().lower);
      CHECK(marginal < penalty->Range().upper);
      CHECK(penalty->InverseMarginal(marginal) == Approx(u).epsilon(1e-8));
    }
  }
}

TEST_CASE("The marginal's gap is f'(u) - f'(1), to full relative accuracy at the reference") {
  for (const Case& c : kCases) {
    const auto penalty = MakePenalty(c.divergence, c.alpha);
    const double curvature = penalty->MarginalGapSlope(0) / penalty->LogRatioSlope(0);  // f''(1)
    for (const double v : {-5.0, -1.0, -0.1, 0.1, 1.0, 5.0}) {
      INFO(Title(c) << " at v = " << v);
      const double gap = penalty->Marginal(std::exp(v)) - penalty->Marginal(1);
      CHECK(penalty->MarginalGap(penalty->Coordinate(v)) == Approx(gap).epsilon(1e-12));
      CHECK(penalty->LogRatio(penalty->Coordinate(v)) == Approx(v).epsilon(1e-12));
    }
    CHECK(penalty->MarginalGap(0) == 0);
    for (const double v : {-1e-12, 1e-12})
      CHECK(penalty->MarginalGap(penalty->Coordinate(v)) == Approx(curvature * v).epsilon(1e-10));
  }
  CHECK(KlRefToPolicy().MarginalGap(-INFINITY) == -INFINITY);
  CHECK(JensenShannon().MarginalGap(-2000) == Approx(0.5 * (std::log(2) - 2000)));
}

TEST_CASE("Where f'(0) is finite the coordinate goes on below it, with probability 0") {
  for (const double alpha : {1.5, 2.0, 3.0}) {
    const AlphaDivergence penalty(alpha);
    const double threshold = -1 / (alpha - 1);
    CHECK(penalty.Coordinate(-INFINITY) == Approx(threshold));
    CHECK(penalty.LogRatio(threshold - 1) == -INFINITY);
    CHECK(penalty.LogRatioSlope(threshold - 1) == 0);
    CHECK(penalty.MarginalGap(threshold - 1) == threshold - 1);
    CHECK(penalty.Value(0) == Approx(1 / alpha));
  }
}

TEST_CASE("A step is z + step to first order, and linear in the marginal where that stays in its domain") {
  for (const Case& c : kCases) {
    const auto penalty = MakePenalty(c.divergence, c.alpha);
    for (const double step : {-1e-7, 1e-7}) CHECK(penalty->Advance(0.7, step) == Approx(0.7 + step).epsilon(1e-13));
  }
  const auto ratio_after = [](double step) { return std::exp(KlRefToPolicy().Advance(std::log(2), step)); };
  CHECK(1 / ratio_after(-3) == Approx((1 + 3) / 2.0));  // 1/u rises by the step's share of itself
  CHECK(ratio_after(3) == Approx(2 * (1 + 3)));         // 1/u would pass 0: u rises instead
  CHECK(KlPolicyToRef().Advance(0.7, -3) == 0.7 - 3);
}

TEST_CASE(
    "The slopes of the gap and of log pi are their derivatives, the gap's positive on both sides of the reference") {
  for (const Case& c : kCases) {
    const auto penalty = MakePenalty(c.divergence, c.alpha);
    for (const double v : {-20.0, -0.3, -1e-3, 0.0, 1e-3, 1.0, 20.0}) {
      INFO(Title(c) << " at v = " << v);
      constexpr double h = 1e-5;
      const double difference = (penalty->MarginalGap(v + h) - penalty->MarginalGap(v - h)) / (2 * h);
      CHECK(penalty->MarginalGapSlope(v) > 0);
      CHECK(penalty->MarginalGapSlope(v) == Approx(difference).epsilon(1e-7).margin(1e-9));
      if (penalty->LogRatioSlope(v) == 0) continue;
      const double by_coordinate = (penalty->LogRatio(v + h) - penalty->LogRatio(v - h)) / (2 * h);
      CHECK(penalty->LogRatioSlope(v) == Approx(by_coordinate).epsilon(1e-7));
    }
  }
}

}  // namespace
}  // namespace aggregation
