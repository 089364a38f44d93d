// SPDX-License-Identifier: MIT
#include "aggregation/penalty.h"

#include "catch.h"

namespace aggregation {
namespace {

constexpr Divergence kAvailable[] = {Divergence::kKlRefToPolicy, Divergence::kKlPolicyToRef};
/// Ratios on both sides of π = π_ref, and far from it.
constexpr double kRatios[] = {1e-9, 1e-3, 0.2, 0.99, 1, 1.01, 7, 1e3, 1e9};

TEST_CASE("Every divergence that is available has a penalty, and no other") {
  for (const auto& name : kDivergenceNames) {
    INFO(name.name);
    CHECK((MakePenalty(name.choice) != nullptr) == name.available);
  }
}

TEST_CASE("Generators are those of KL(pi_ref || pi) and KL(pi || pi_ref)") {
  for (const double u : kRatios) {
    CHECK(KlRefToPolicy().Value(u) == Approx(-std::log(u)).margin(1e-300));
    CHECK(KlPolicyToRef().Value(u) == Approx(u * std::log(u)).margin(1e-300));
  }
  CHECK(KlPolicyToRef().Value(0) == 0);
}

TEST_CASE("The marginal is the derivative of the generator, on both sides of the reference") {
  for (const Divergence divergence : kAvailable) {
    const auto penalty = MakePenalty(divergence);
    for (const double u : kRatios) {
      INFO(Named(kDivergenceNames, divergence).name << " at u = " << u);
      const double h = 1e-5 * u;
      const double difference = (penalty->Value(u + h) - penalty->Value(u - h)) / (2 * h);
      CHECK(penalty->Marginal(u) == Approx(difference).epsilon(1e-7).margin(1e-9));
    }
  }
}

TEST_CASE("The inverse marginal inverts the marginal, and the marginal stays in its range") {
  for (const Divergence divergence : kAvailable) {
    const auto penalty = MakePenalty(divergence);
    for (const double u : kRatios) {
      INFO(Named(kDivergenceNames, divergence).name << " at u = " << u);
      const double marginal = penalty->Marginal(u);
      CHECK(marginal > penalty->Range().lower);
      CHECK(marginal < penalty->Range().upper);
      CHECK(penalty->InverseMarginal(marginal) == Approx(u).epsilon(1e-13));
    }
  }
}

TEST_CASE("The marginal's gap is f'(e^v) - f'(1), to full relative accuracy at v = 0") {
  for (const Divergence divergence : kAvailable) {
    const auto penalty = MakePenalty(divergence);
    for (const double v : {-20.0, -1.0, -0.1, 0.1, 1.0, 20.0}) {
      INFO(Named(kDivergenceNames, divergence).name << " at v = " << v);
      CHECK(penalty->MarginalGap(v) == Approx(penalty->Marginal(std::exp(v)) - penalty->Marginal(1)).epsilon(1e-13));
    }
    CHECK(penalty->MarginalGap(0) == 0);
    CHECK(penalty->MarginalGap(1e-12) == Approx(1e-12).epsilon(1e-11));  // f''(1) = 1
    CHECK(penalty->MarginalGap(-1e-12) == Approx(-1e-12).epsilon(1e-11));
    CHECK(penalty->MarginalGap(-INFINITY) == -INFINITY);
  }
}

TEST_CASE("A step is v + step to first order, and linear in the marginal where that stays in its domain") {
  for (const Divergence divergence : kAvailable) {
    const auto penalty = MakePenalty(divergence);
    for (const double step : {-1e-7, 1e-7}) CHECK(penalty->Advance(0.7, step) == Approx(0.7 + step).epsilon(1e-13));
  }
  const auto ratio_after = [](double step) { return std::exp(KlRefToPolicy().Advance(std::log(2), step)); };
  CHECK(1 / ratio_after(-3) == Approx((1 + 3) / 2.0));  // 1/u rises by the step's share of itself
  CHECK(ratio_after(3) == Approx(2 * (1 + 3)));         // 1/u would pass 0: u rises instead
  CHECK(KlPolicyToRef().Advance(0.7, -3) == 0.7 - 3);
}

TEST_CASE("The gap's slope is its derivative by log pi, positive on both sides of the reference") {
  for (const Divergence divergence : kAvailable) {
    const auto penalty = MakePenalty(divergence);
    for (const double v : {-20.0, -1.0, -1e-3, 0.0, 1e-3, 1.0, 20.0}) {
      INFO(Named(kDivergenceNames, divergence).name << " at v = " << v);
      constexpr double h = 1e-5;
      const double difference = (penalty->MarginalGap(v + h) - penalty->MarginalGap(v - h)) / (2 * h);
      CHECK(penalty->MarginalGapSlope(v) > 0);
      CHECK(penalty->MarginalGapSlope(v) == Approx(difference).epsilon(1e-8).margin(1e-10));
    }
  }
}

}  // namespace
}  // namespace aggregation
