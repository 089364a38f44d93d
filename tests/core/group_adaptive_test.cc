// SPDX-License-Identifier: MIT
// The integral without tables (mathematics §5, for thousands of rewards) against enumeration, against the tables where
// both are affordable, and against exact facts where neither is.
#include "aggregation/group_adaptive.h"

#include <algorithm>
#include <random>

#include "aggregation/comparison_model.h"
#include "aggregation/group_adaptive_model.h"
#include "aggregation/group_integral.h"
#include "aggregation/group_models.h"
#include "aggregation/preference_models.h"
#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

/// Between two rules whose steps in t differ, in units of the largest P where that exceeds 1: near a vertex it is √G.
constexpr double kTolerance = 1e-11;

double RelativeTo(const Vector& value, double gap) { return gap / std::max(1.0, value.cwiseAbs().maxCoeff()); }

class Draws {
 public:
  explicit Draws(unsigned seed) : generator_(seed) {}
  double Uniform() { return (static_cast<double>(generator_() >> 11) + 0.5) * 0x1.0p-53; }
  double Exponential() { return -std::log(Uniform()); }

 private:
  std::mt19937_64 generator_;
};

enum class Rewards { kEven, kRandom, kNearlyEqual, kHeavyTail };
enum class Masses { kSpread, kUneven, kNearVertex };

std::vector<RewardLaw> Atoms(int count, Rewards kind, double sd = 0) {
  Draws draws(7);
  std::vector<RewardLaw> laws;
  for (int i = 0; i < count; ++i) {
    double reward = static_cast<double>(i) / count;
    if (kind == Rewards::kRandom) reward = draws.Uniform();
    if (kind == Rewards::kNearlyEqual) reward = 4.0 * (i / 4) / count + 1e-9 * (i % 4);
    if (kind == Rewards::kHeavyTail) reward = std::exp(-12 * draws.Uniform());
    laws.push_back(RewardLaw({{1, reward, sd}}));
  }
  return laws;
}

Vector Policy(int count, Masses kind) {
  Draws draws(11);
  Vector policy(count);
  for (int i = 0; i < count; ++i) {
    policy[i] = draws.Exponential();
    if (kind == Masses::kUneven) policy[i] = std::pow(policy[i], 6);
    if (kind == Masses::kNearVertex) policy[i] = i == count / 3 ? 1 : 1e-6 * policy[i] / count;
  }
  return policy / policy.sum();
}

Vector ByTables(const std::vector<RewardLaw>& laws, int group_size, const AdvantageConvention& convention,
                const Vector& policy) {
  return GroupIntegral(laws, group_size, convention).Value(policy);
}

TEST_CASE("Without tables P_G equals enumeration, for every std and epsilon (VY (6))") {
  const std::vector<double> levels[] = {{0, 1}, {0, 0.3, 1}, {0, 0.01, 0.5, 0.51, 1}, {0, 1e-9, 1}};
  for (const auto& level : levels) {
    std::vector<RewardLaw> laws;
    for (const double reward : level) laws.push_back(RewardLaw({{1, reward, 0}}));
    for (const int group_size : {3, 4, 8, 16}) {
      for (const auto& std : kStdNames) {
        for (const double epsilon : {0.0, 0.01}) {
          INFO(level.size() << " levels, G = " << group_size << ", " << std.name << ", epsilon = " << epsilon);
          const AdvantageConvention convention{std.choice, epsilon, SilentGroups::kZero};
          const Vector policy = Policy(static_cast<int>(level.size()), Masses::kUneven);
          const Vector exact = GroupExpectation(level, group_size, convention).Value(policy);
          const Vector value = AdaptiveGroupIntegral(laws, group_size, convention).Value(policy);
          // With the first member outside the std, P is as large as the range over the smallest gap, the share of
          // groups that are not silent times that; what the silent ones round to is left of their difference.
          const bool outside = std.choice == StdConvention::kLeaveOneOut;
          CHECK(Gap(value, exact) < (outside ? 5e-10 : 2e-12) * std::max(1.0, exact.cwiseAbs().maxCoeff()));
          CHECK(Gap(value, exact) < AdaptiveGroupIntegral(laws, group_size, convention).ErrorEstimate(policy));
        }
      }
    }
  }
}

TEST_CASE("Without tables P_G equals the tables': gaps of 1e-9, near vertices, G to a million (VY (6))") {
  constexpr int kCount = 36;
  for (const auto rewards : {Rewards::kEven, Rewards::kRandom, Rewards::kNearlyEqual, Rewards::kHeavyTail}) {
    for (const auto masses : {Masses::kSpread, Masses::kUneven, Masses::kNearVertex}) {
      for (const int group_size : {3, 8, 1'000'000}) {
        INFO("rewards " << static_cast<int>(rewards) << ", masses " << static_cast<int>(masses)
                        << ", G = " << group_size);
        const auto laws = Atoms(kCount, rewards);
        const Vector policy = Policy(kCount, masses);
        const AdaptiveGroupIntegral integral(laws, group_size, {});
        const Vector value = integral.Value(policy);
        CHECK(RelativeTo(value, Gap(value, ByTables(laws, group_size, {}, policy))) < kTolerance);
      }
    }
  }
}

TEST_CASE("Without tables P_G equals the tables' for noisy rewards and mixtures") {
  constexpr int kCount = 24;
  std::vector<RewardLaw> mixtures, mixed, different;
  Draws draws(3);
  for (int i = 0; i < kCount; ++i) {
    const double reward = draws.Uniform();
    mixtures.push_back(RewardLaw({{0.25, reward, 0}, {0.75, static_cast<double>(i % 5), 0}}));
    mixed.push_back(RewardLaw({{1, reward, i % 2 == 0 ? 0 : 0.2}}));
    different.push_back(RewardLaw({{1, reward, 0.05 + 0.2 * draws.Uniform()}}));
  }
  const Vector policy = Policy(kCount, Masses::kSpread);
  for (const auto& laws : {mixtures, mixed, different, Atoms(kCount, Rewards::kRandom, 0.1)}) {
    for (const int group_size : {6, 64}) {
      INFO("G = " << group_size);
      CHECK(Gap(AdaptiveGroupIntegral(laws, group_size, {}).Value(policy), ByTables(laws, group_size, {}, policy)) <
            kTolerance);
    }
  }
}

TEST_CASE("E_pi[P] = 0 at ten thousand rewards: a few likely or all, a sample's std, epsilon") {
  constexpr int kCount = 10'000;
  for (const int group_size : {8, 64, 1024, 1'000'000}) {
    for (const auto masses : {Masses::kSpread, Masses::kNearVertex}) {
      INFO("G = " << group_size << ", masses " << static_cast<int>(masses));
      const Vector policy = Policy(kCount, masses);
      const AdvantageConvention convention{StdConvention::kSample, 1e-3, SilentGroups::kZero};
      const Vector value = AdaptiveGroupIntegral(Atoms(kCount, Rewards::kRandom), group_size, convention).Value(policy);
      CHECK(value.cwiseAbs().maxCoeff() > 0.5);
      CHECK(std::abs(policy.dot(value)) < 1e-12);
    }
  }
}

TEST_CASE("Groups of two of two thousand rewards compare pairs, with the noise of the rewards (VY section 2.1)") {
  constexpr int kCount = 2000;
  const Vector policy = Policy(kCount, Masses::kUneven);
  for (const double sd : {0.0, 0.1}) {
    const auto laws = Atoms(kCount, Rewards::kRandom, sd);
    const Vector pairs = MarginMatrix(laws) * policy;
    CHECK(Gap(AdaptiveGroupIntegral(laws, 2, {}).Value(policy), pairs) < 1e-12);
    if (sd == 0) CHECK(Gap(ComparisonModel({{}, kCount}, laws, 1).Value(policy), pairs) < 1e-14);
  }
}

TEST_CASE("Near a vertex P of the rare of two rewards is the binomial sum, to 12 digits, in groups up to a million") {
  for (const int group_size : {64, 1024, 1'000'000}) {
    for (const double rare : {1e-6, 1e-3}) {
      INFO("G = " << group_size << ", p = " << rare);
      // Σ_k C(G−1,k) p^k (1−p)^{G−1−k} √((G−1−k)/(k+1)) (mathematics §4), until terms vanish.
      long double sum = 0, log_term = (group_size - 1) * std::log1p(-static_cast<long double>(rare));
      const int last = std::min<int>(group_size - 1, 1000 + static_cast<int>(1.5 * group_size * rare));
      for (int k = 0; k <= last; ++k) {
        const long double others = group_size - 1 - k;
        sum += std::exp(log_term) * std::sqrt(others / (k + 1));
        log_term += std::log(static_cast<long double>(rare) / (1 - static_cast<long double>(rare)) * others / (k + 1));
      }
      const std::vector<RewardLaw> laws = {RewardLaw({{1, 0, 0}}), RewardLaw({{1, 1, 0}})};
      const Vector value = AdaptiveGroupIntegral(laws, group_size, {}).Value(Numbers({1 - rare, rare}));
      CHECK(std::abs(value[1] - static_cast<double>(sum)) < 2e-12);
    }
  }
}

TEST_CASE(
    "Ten thousand rewards in 1000 tight clusters: P is that of the clusters but for the members' own differences") {
  std::vector<RewardLaw> laws, clusters;
  Vector policy(10'000), by_cluster = Vector::Zero(1000);
  Draws draws(5);
  for (int i = 0; i < 10'000; ++i) {
    laws.push_back(RewardLaw({{1, (i / 10) / 1000.0 + 1e-12 * (i % 10), 0}}));
    policy[i] = draws.Uniform();
    if (i % 10 == 0) clusters.push_back(RewardLaw({{1, (i / 10) / 1000.0, 0}}));
  }
  policy /= policy.sum();
  for (int i = 0; i < 10'000; ++i) by_cluster[i / 10] += policy[i];
  const Vector fine = AdaptiveGroupIntegral(laws, 64, {}).Value(policy);
  const Vector coarse = AdaptiveGroupIntegral(clusters, 64, {}).Value(by_cluster);
  double gap = 0;
  for (int i = 0; i < 10'000; ++i) gap = std::max(gap, std::abs(fine[i] - coarse[i / 10]));
  CHECK(gap < 1e-10);  // the rewards differ by up to 1e-11, at a slope of 1/sd = 3.5
}

TEST_CASE("The factored Jacobian without tables is the derivative along the simplex") {
  for (const int group_size : {4, 64, 1'000'000}) {
    for (const auto& std : kStdNames) {
      for (const auto rewards : {Rewards::kRandom, Rewards::kNearlyEqual}) {
        INFO("G = " << group_size << ", " << std.name);
        constexpr int kCount = 200;
        const AdaptiveGroupIntegral integral(Atoms(kCount, rewards), group_size,
                                             {std.choice, 1e-2, SilentGroups::kZero});
        const Vector policy = Policy(kCount, Masses::kSpread);
        Draws draws(23);
        Vector direction = Vector::NullaryExpr(kCount, [&](Eigen::Index) { return draws.Uniform(); });
        direction = direction.cwiseProduct(policy);
        direction -= direction.sum() * policy;
        Vector value;
        LowRank jacobian;
        integral.ValueAndJacobian(policy, &value, &jacobian);
        constexpr double h = 1e-4;
        const Vector slope =
            (8 * (integral.Value(policy + h * direction) - integral.Value(policy - h * direction)) -
             (integral.Value(policy + 2 * h * direction) - integral.Value(policy - 2 * h * direction))) /
            (12 * h);
        CHECK(Gap(jacobian.left * (jacobian.right.transpose() * direction), slope) < 1e-8);
        CHECK(Gap(value, integral.Value(policy)) < 1e-15);
      }
    }
  }
}

TEST_CASE("Lumped Jacobians, of thousands of rewards that all stay distinct, are near the derivative") {
  constexpr int kCount = 2000;
  const auto laws = Atoms(kCount, Rewards::kRandom);
  const Vector policy = Policy(kCount, Masses::kSpread);
  Vector direction = policy;
  for (int i = 0; i < kCount; ++i) direction[i] *= std::sin(20 * laws[i].Mean());
  direction -= direction.sum() * policy;
  const AdaptiveGroupModel three({{}, kCount}, laws, 3, {});
  const ComparisonModel two({{}, kCount}, laws, 1);
  for (const PreferenceModel* model :
       {static_cast<const PreferenceModel*>(&three), static_cast<const PreferenceModel*>(&two)}) {
    Vector value;
    FactoredJacobian jacobian;
    model->ValueAndJacobian(policy, &value, &jacobian);
    CHECK(jacobian.left.cols() < 600);
    constexpr double h = 1e-3;
    const Vector slope = (model->Value(policy + h * direction) - model->Value(policy - h * direction)) / (2 * h);
    CHECK(Gap(jacobian.left * (jacobian.right.transpose() * direction), slope) < 0.1 * slope.cwiseAbs().maxCoeff());
  }
}

TEST_CASE("Where panels split as the policy moves, P does not jump") {
  constexpr int kCount = 1000;
  const AdaptiveGroupIntegral integral(Atoms(kCount, Rewards::kRandom), 64, {});
  const Vector spread = Policy(kCount, Masses::kSpread), vertex = Policy(kCount, Masses::kNearVertex);
  const auto at = [&](double share) { return integral.Value((1 - share) * spread + share * vertex); };
  for (double share = 0.05; share < 1; share += 0.1) {
    constexpr double h = 1e-7;
    // Second differences of a smooth function: h² times its curvature, and twice any jump between.
    CHECK((at(share - h) - 2 * at(share) + at(share + h)).cwiseAbs().maxCoeff() < 1e-10);
    CHECK((at(share - 1e-13) - at(share)).cwiseAbs().maxCoeff() < 1e-11);
  }
}

TEST_CASE("Silent groups drawn again divide P and its Jacobian alike, with tables and without") {
  constexpr int kCount = 40;
  const auto laws = Atoms(kCount, Rewards::kRandom);
  const AdvantageConvention convention{StdConvention::kPopulation, 0, SilentGroups::kResample};
  const AdaptiveGroupModel adaptive({{}, kCount}, laws, 8, convention);
  const IntegratedGroupModel tables({{}, kCount}, laws, 8, convention, GroupNodesOf(laws, 8, convention));
  const Vector policy = Policy(kCount, Masses::kUneven);
  CHECK(Gap(adaptive.Value(policy), tables.Value(policy)) < kTolerance);
  Vector value, direction = Policy(kCount, Masses::kSpread) - policy;
  FactoredJacobian jacobian;
  adaptive.ValueAndJacobian(policy, &value, &jacobian);
  constexpr double h = 1e-5;
  const Vector slope = (adaptive.Value(policy + h * direction) - adaptive.Value(policy - h * direction)) / (2 * h);
  CHECK(Gap(jacobian.left * (jacobian.right.transpose() * direction), slope) < 1e-6 * slope.cwiseAbs().maxCoeff());
}

TEST_CASE("Over a thousand different rewards are solved and certified: groups of 2 and 64, noisy pairs (VY (11))") {
  constexpr int kCount = 1200;
  Draws draws(31);
  std::vector<double> reference, reward;
  std::vector<Law> noisy;
  for (int i = 0; i < kCount; ++i) {
    reference.push_back(draws.Exponential());
    reward.push_back(draws.Uniform());
    noisy.push_back({{1, reward.back(), 0.1}});
  }
  const ScenarioSpec exact = Question(reference, reward), drawn = NoisyQuestion(reference, noisy);
  const auto check = [](const std::vector<StationaryPolicy>& policies) {
    REQUIRE(policies.size() == 1);
    CHECK(policies[0].termination == Termination::kConverged);
    CHECK(*policies[0].residual < 1e-12);
  };
  check(Solve(exact, Grpo(64, 2), Search::kBranch));
  check(Solve(exact, Grpo(2, 0.1), Search::kBranch));
  check(Solve(drawn, Pairwise(0.1), Search::kBranch));
}

}  // namespace
}  // namespace aggregation::testing
