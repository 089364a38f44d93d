// SPDX-License-Identifier: MIT
#include "aggregation/reward.h"

#include <cmath>

#include "catch.h"

namespace aggregation {
namespace {

RewardLaw Constant(double value) { return RewardLaw({{1, value, 0}}); }

/// P(X > Y) − P(X < Y) for two normal laws, by integrating over X.
double IntegratedMargin(double mean_x, double sd_x, double mean_y, double sd_y) {
  constexpr int kPoints = 4000;
  double margin = 0;
  for (int i = 0; i <= kPoints; ++i) {
    const double z = -10 + 20.0 * i / kPoints;
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0));
    const double y_below = 0.5 * std::erfc(-(mean_x + sd_x * z - mean_y) / (sd_y * std::sqrt(2.0)));
    margin += density * (2 * y_below - 1) * 20 / kPoints;
  }
  return margin;
}

TEST_CASE("A reward law does not depend on the order or the splitting of its parts") {
  const RewardLaw law({{0.7, 0, 0}, {0.3, 1, 0}});
  CHECK(law == RewardLaw({{0.3, 1, 0}, {0.7, 0, 0}}));
  CHECK(law == RewardLaw({{0.35, 0, 0}, {0.3, 1, 0}, {0.35, 0, 0}}));
  CHECK(law == RewardLaw({{0.7, 0, 0}, {0.3, 1, 0}, {0, 5, 0}}));
  CHECK(law != RewardLaw({{0.7, 0, 0}, {0.3, 1, 0.1}}));
}

TEST_CASE("Weights are normalised to sum 1") {
  const RewardLaw law({{1, 0, 0}, {3, 1, 0}});
  CHECK(law.components()[0].weight == 0.25);
  CHECK(law.components()[1].weight == 0.75);
}

TEST_CASE("Mean and variance of a mixture are those of one draw") {
  const RewardLaw law({{0.25, 2, 0}, {0.75, -1, 0.5}});
  CHECK(law.Mean() == Approx(-0.25).epsilon(1e-15));
  CHECK(law.Variance() == Approx(0.25 * 2.25 * 2.25 + 0.75 * (0.25 + 0.75 * 0.75)).epsilon(1e-15));
  CHECK(Constant(0.1).Variance() == 0);
}

TEST_CASE("A law is discrete unless a part of it has spread") {
  CHECK(RewardLaw({{0.5, 0, 0}, {0.5, 1, 0}}).IsDiscrete());
  CHECK_FALSE(RewardLaw({{0.5, 0, 0}, {0.5, 1, 0.1}}).IsDiscrete());
}

TEST_CASE("Subtracting an offset moves every part") {
  CHECK(RewardLaw({{0.5, 3, 0}, {0.5, 4, 2}}).ShiftedBy(3) == RewardLaw({{0.5, 0, 0}, {0.5, 1, 2}}));
}

TEST_CASE("The margin is P(X > Y) - P(X < Y), and a tie counts for neither") {
  CHECK(Margin(Constant(1), Constant(0)) == 1);
  CHECK(Margin(Constant(0), Constant(1)) == -1);
  CHECK(Margin(Constant(1), Constant(1)) == 0);
  const RewardLaw coin({{0.3, 1, 0}, {0.7, 0, 0}});
  CHECK(Margin(coin, Constant(0)) == Approx(0.3).epsilon(1e-15));
  CHECK(Margin(coin, Constant(0.5)) == Approx(0.3 - 0.7).epsilon(1e-15));
  CHECK(std::abs(Margin(coin, coin)) < 1e-16);
}

TEST_CASE("The margin of normal rewards agrees with an integral, and is antisymmetric") {
  const RewardLaw x({{1, 1, 0.5}});
  const RewardLaw y({{1, 0.2, 1.5}});
  CHECK(Margin(x, y) == Approx(IntegratedMargin(1, 0.5, 0.2, 1.5)).epsilon(1e-10));
  CHECK(Margin(y, x) == -Margin(x, y));
}

TEST_CASE("Rewards that differ by rounding alone are made equal, and no others") {
  const auto merged = WithoutRoundingTies({Constant(0.1 + 0.2), Constant(0.3), Constant(0.3 + 1e-9)});
  CHECK(merged[0] == merged[1]);
  CHECK(merged[2] == Constant(0.3 + 1e-9));
  const auto offset = WithoutRoundingTies({Constant(1e8), Constant(1e8 + 1e-6)});
  CHECK(offset[0] != offset[1]);
}

}  // namespace
}  // namespace aggregation
