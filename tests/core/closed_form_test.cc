// SPDX-License-Identifier: MIT
#include "aggregation/closed_form.h"

#include "brute_force.h"
#include "catch.h"

namespace aggregation::testing {
namespace {

const double kReferences[] = {1e-9, 1e-6, 1e-3, 0.1, 0.5, 0.9, 1 - 1e-3, 1 - 1e-9};
const double kBetas[] = {1e-3, 1e-2, 0.1, 0.5, 1, 2, 10, 100, 1e3};

double Logit(double p) { return std::log(p) - std::log1p(-p); }

/// By how much the two sides of an equation differ, relative to the larger.
double Mismatch(double left, double right) {
  return std::abs(left - right) / std::max({std::abs(left), std::abs(right), 1e-300});
}

TEST_CASE("Logarithmic pooling (4) is the geometric average of pi_ref and Luce's choice, weights 1 and 1/beta") {
  const Vector reference = Numbers({0.2, 0.5, 0.3});
  const Vector reward = Numbers({1, 0.3, 0});
  const Vector luce = reward.array().exp() / reward.array().exp().sum();
  for (const double beta : {0.1, 1.0, 7.0}) {
    const Vector average = reference.array() * luce.array().pow(1 / beta);
    CHECK(RelativeGap(LogarithmicPool(reference, reward, beta), average / average.sum()) < 1e-14);
  }
}

TEST_CASE("Logarithmic pooling (4) neither overflows nor depends on the rewards' offset") {
  const Vector reference = Numbers({0.5, 0.5});
  CHECK(Gap(LogarithmicPool(reference, Numbers({1e9, 0}), 1e-6), Numbers({1, 0})) < 1e-15);
  CHECK(Gap(LogarithmicPool(reference, Numbers({1e8 + 1, 1e8}), 1), LogarithmicPool(reference, Numbers({1, 0}), 1)) <
        1e-15);
}

TEST_CASE("(14) solves p(1 - P(a)/beta) = rho for both answers, to full relative accuracy") {
  for (const double margin : {1.0, 0.3, 1e-6, -1e-3, -1.0}) {
    for (const double reference : kReferences) {
      for (const double beta : kBetas) {
        INFO("gamma " << margin << ", reference " << reference << ", beta " << beta);
        const BinaryPolicy p = BinaryPairwise(margin, reference, beta);
        CHECK(p.a + p.b == Approx(1).epsilon(1e-15));
        // π = π_ref/(1 − P/β) as β(π − π_ref) = Pπ, with nothing subtracted.
        const double gain = std::abs(margin) * p.a * p.b;
        CHECK(Mismatch(beta * p.a + (margin < 0 ? gain : 0), beta * reference + (margin > 0 ? gain : 0)) < 1e-12);
        CHECK(Mismatch(beta * p.b + (margin > 0 ? gain : 0), beta * (1 - reference) + (margin < 0 ? gain : 0)) < 1e-12);
      }
    }
  }
}

TEST_CASE("(14) as printed, where it does not cancel") {
  const double ratio = 0.5 / 0.8;
  const double root = std::sqrt((1 - ratio) * (1 - ratio) + 4 * ratio * 0.3);
  CHECK(BinaryPairwise(0.8, 0.3, 0.5).a == Approx(0.5 * (1 - ratio + root)).epsilon(1e-15));
  const double negative = -ratio;
  const double other_root = std::sqrt((1 - negative) * (1 - negative) + 4 * negative * 0.3);
  CHECK(BinaryPairwise(-0.8, 0.3, 0.5).a == Approx(0.5 * (1 - negative - other_root)).epsilon(1e-15));
}

TEST_CASE("(14) has the limits beta/gamma -> 0 (the winner takes all), inf (pi_ref), and gamma = 0 (pi_ref)") {
  CHECK(BinaryPairwise(1, 0.3, 1e-12).b == Approx(0.7e-12).epsilon(1e-11));
  CHECK(BinaryPairwise(1, 1e-9, 1e-12).a == Approx(1).epsilon(1e-11));
  CHECK(BinaryPairwise(1, 0.3, 1e12).a == Approx(0.3).epsilon(1e-11));
  CHECK(BinaryPairwise(1e-300, 1e-9, 1e6).a == Approx(1e-9).epsilon(1e-15));
  CHECK(BinaryPairwise(0, 0.3, 1).a == 0.3);
}

TEST_CASE("(15) solves beta (p - rho) = sqrt(p(1-p)) for both answers, to full relative accuracy") {
  for (const double reference : kReferences) {
    for (const double beta : kBetas) {
      INFO("reference " << reference << ", beta " << beta);
      const BinaryPolicy p = BinaryLargeGroup(reference, beta);
      CHECK(p.a + p.b == Approx(1).epsilon(1e-15));
      const double sd = std::sqrt(p.a * p.b);
      CHECK(Mismatch(beta * p.a, beta * reference + sd) < 1e-12);
      CHECK(Mismatch(beta * p.b + sd, beta * (1 - reference)) < 1e-12);
    }
  }
}

TEST_CASE("Direct KL, G = 2: logit p = logit rho + gamma/beta (section 3), where p or 1 - p underflows too") {
  for (const double margin : {1.0, 0.3, 0.0, -0.3, -1.0}) {
    for (const double reference : kReferences) {
      for (const double beta : kBetas) {
        INFO("gamma " << margin << ", reference " << reference << ", beta " << beta);
        const BinaryPolicy p = BinaryDirectKlPairwise(margin, reference, beta);
        CHECK(p.a + p.b == Approx(1).epsilon(1e-15));
        if (p.a < 1e-300 || p.b < 1e-300) continue;
        CHECK(std::log(p.a) - std::log(p.b) == Approx(Logit(reference) + margin / beta).epsilon(1e-13).margin(1e-13));
      }
    }
  }
  CHECK(BinaryDirectKlPairwise(1, 0.5, 1e-6).b == 0);
  CHECK(BinaryDirectKlPairwise(-1, 0.5, 1e-6).a == 0);
}

TEST_CASE("Shift-only is RLHF's form at beta/(1 - 1/G) with direct KL (section 3), and (14) with reverse KL") {
  const Vector reference = Numbers({0.2, 0.5, 0.3});
  const Vector reward = Numbers({1, 0.3, 0});
  CHECK(ShiftFactor({8}) == 0.875);
  CHECK(ShiftFactor({0, true}) == 1);
  CHECK(Gap(ShiftOnlyPool(reference, reward, {8}, 0.7), LogarithmicPool(reference, reward, 0.8)) < 1e-15);
  CHECK(BinaryShiftOnly(0.8, {4}, 0.3, 1).a == BinaryPairwise(0.75 * 0.8, 0.3, 1).a);
}

TEST_CASE("The binary group preference is the expectation over every group, for both answers") {
  const ScenarioSpec question = Question({0.5, 0.5}, {1, 0});
  for (const int size : {2, 3, 8}) {
    for (const double p : {1e-9, 0.1, 0.5, 0.97}) {
      INFO("G = " << size << ", p = " << p);
      const Vector expected = BruteForcePreference(question, Grpo(size, 1).preference, Numbers({p, 1 - p}));
      CHECK(Mismatch(BinaryGroupPreference({p, 1 - p}, size), expected[0]) < 1e-13);
      CHECK(Mismatch(-BinaryGroupPreference({1 - p, p}, size), expected[1]) < 1e-13);
    }
  }
}

TEST_CASE("The binary group preference is 1 - p at G = 2 and sqrt((1-p)/p) as G -> inf (section 2.1)") {
  for (const double p : {0.0, 1e-9, 0.3, 1.0})
    CHECK(BinaryGroupPreference({p, 1 - p}, 2) == Approx(1 - p).margin(1e-16));
  for (const double p : {0.1, 0.5, 0.9})
    CHECK(BinaryGroupPreference({p, 1 - p}, 1'000'000) == Approx(std::sqrt((1 - p) / p)).epsilon(1e-5));
  CHECK(BinaryGroupPreference({0, 1}, 65) == 8);
  CHECK(BinaryGroupPreference({1, 0}, 65) == 0);
  CHECK(BinaryGroupPreference({1, 1e-12}, 10) == Approx(1e-12 * 9 / std::sqrt(9)).epsilon(1e-10));
}

TEST_CASE("E_pi[P] = 0 for the binary group preference, up to G = 1e6") {
  for (const int size : {2, 8, 1024, 1'000'000}) {
    for (const double p : {1e-9, 0.1, 0.5, 0.999}) {
      INFO("G = " << size << ", p = " << p);
      const BinaryPolicy policy{p, 1 - p}, swapped{1 - p, p};
      CHECK(Mismatch(p * BinaryGroupPreference(policy, size), (1 - p) * BinaryGroupPreference(swapped, size)) < 1e-11);
    }
  }
}

TEST_CASE("h(x) is smallest at x* (App. B.2)") {
  for (const double beta : {0.3, 1.0, 2.0, 10.0}) {
    const double x = DirectKlLargeGroupMinimum(beta);
    const double least = DirectKlLargeGroupGap(x, 0.5, beta);
    CHECK(DirectKlLargeGroupGap(x + 1e-4 * (1 - x), 0.5, beta) > least);
    CHECK(DirectKlLargeGroupGap(x - 1e-4 * (1 - x), 0.5, beta) > least);
    CHECK(x == Approx(0.5 * (1 + std::sqrt(1 - 1 / (1 + beta * beta)))).epsilon(1e-14));
  }
}

TEST_CASE("At beta_fold the minimum of h is zero: 1.50887956153832 at rho = .5, .6970060106388145 at .1") {
  CHECK(DirectKlLargeGroupFold(0.5) == Approx(1.50887956153832).epsilon(1e-14));
  CHECK(DirectKlLargeGroupFold(0.1) == Approx(0.6970060106388145).epsilon(1e-14));
  for (const double reference : kReferences) {
    INFO("reference " << reference);
    const double beta = DirectKlLargeGroupFold(reference);
    const double x = DirectKlLargeGroupMinimum(beta);
    CHECK(std::abs(DirectKlLargeGroupGap(x, reference, beta)) < 1e-6);
    CHECK(DirectKlLargeGroupGap(x, reference, beta * 1.01) < 0);
    CHECK(DirectKlLargeGroupGap(x, reference, beta / 1.01) > 0);
  }
}

}  // namespace
}  // namespace aggregation::testing
