// SPDX-License-Identifier: MIT
#include "aggregation/simplex.h"

#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

TEST_CASE("The logarithm of the mass keeps its relative accuracy near the reference") {
  const Vector reference = Numbers({0.25, 0.75});
  // log(1 + ¼(e^a − 1)) with a = 1e-12 is ¼a + 3/32 a² + …
  CHECK(LogMass(reference, Numbers({1e-12, 0})) == Approx(0.25e-12).epsilon(1e-11));
  CHECK(LogMass(reference, Numbers({0, 0})) == 0);
}

TEST_CASE("The logarithm of the mass neither overflows nor loses small answers") {
  const Vector reference = Numbers({1e-9, 1 - 1e-9});
  CHECK(LogMass(reference, Numbers({2000, -2000})) == Approx(2000 + std::log(1e-9)).epsilon(1e-15));
  const Vector policy = PolicyFromLogRatio(reference, Numbers({0, -700}));
  CHECK(policy[0] == Approx(1).epsilon(1e-15));
  CHECK(policy[1] == Approx((1 - 1e-9) * std::exp(-700 - std::log(1e-9))).epsilon(1e-12));
}

}  // namespace
}  // namespace aggregation::testing
