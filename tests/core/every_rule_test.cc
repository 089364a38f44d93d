// SPDX-License-Identifier: MIT
// Properties over every model × convention × penalty, with constant, discrete, normal and mixed rewards, raters and
// wins; a failure names its seed.
#include <algorithm>
#include <numeric>

#include "catch.h"
#include "random_questions.h"

namespace aggregation::testing {
namespace {

constexpr int kSeeds = Tries(200);

bool HasSpread(const Law& law) {
  return std::any_of(law.begin(), law.end(), [](const RewardComponent& part) { return part.sd > 0; });
}

/// Whether the std of the others alone can come arbitrarily near 0. P then keeps some eight digits of a double, too few
/// for the solver's tolerance: such questions have a test of their own.
bool IsRough(const ScenarioSpec& question, const RuleSpec& rule) {
  const PreferenceSpec& preference = rule.preference;
  if (preference.model != ModelKind::kGroup || preference.group_size.infinite) return false;
  if (preference.std != StdConvention::kLeaveOneOut) return false;
  const auto& raters = question.raters;
  return std::any_of(question.answers.begin(), question.answers.end(),
                     [](const AnswerSpec& answer) { return answer.reward && HasSpread(*answer.reward); }) ||
         std::any_of(raters.begin(), raters.end(), [](const RaterSpec& rater) {
           return std::any_of(rater.rewards.begin(), rater.rewards.end(), HasSpread);
         });
}

std::string Description(const RuleSpec& rule) {
  const PreferenceSpec& preference = rule.preference;
  const GroupSize& group = preference.group_size;
  return std::string(Named(kModelNames, preference.model).name) +
         ", G = " + (group.infinite ? "inf" : std::to_string(group.size)) + ", " +
         Named(kStdNames, preference.std).name + ", epsilon " + std::to_string(preference.epsilon) + ", " +
         Named(kDivergenceNames, rule.penalty.divergence).name + ", beta " + std::to_string(rule.beta);
}

/// Calls `check(draws, question, rule)` for each seed.
template <typename Check>
void ForEverySeed(const Check& check) {
  for (int seed = 0; seed < kSeeds; ++seed) {
    Draws draws(seed);
    const Drawn drawn = RandomPair(draws);
    if (IsRough(drawn.question, drawn.rule)) continue;
    INFO("seed " << seed << ": " << Description(drawn.rule));
    check(draws, drawn.question, drawn.rule);
  }
}

/// The policy that continuation from π_ref meets first; none where the rule has no such policy.
std::optional<Vector> BranchPolicy(const ScenarioSpec& question, const RuleSpec& rule) {
  const auto policies = Solve(question, rule, Search::kBranch);
  if (policies.empty() || policies[0].boundary) return std::nullopt;
  return policies[0].policy;
}

/// Whether both have a branch policy, the same one, or neither has.
bool SamePolicies(const std::optional<Vector>& policy, const std::optional<Vector>& expected) {
  if (!policy || !expected) return !policy && !expected;
  return ((*policy - *expected).array().abs() <= 1e-9 * expected->array() + 1e-14).all();
}

bool IsInsideReward(const RuleSpec& rule) { return rule.penalty.kl_term == KlTerm::kK1InRewardBeforeNormalising; }

/// Adds `shift` to every reward that has been multiplied by `scale`.
void Transform(ScenarioSpec& question, double scale, double shift) {
  const auto transform = [&](Law& law) {
    for (auto& part : law) part = {part.weight, scale * part.mean + shift, scale * part.sd};
  };
  for (auto& answer : question.answers)
    if (answer.reward) transform(*answer.reward);
  for (auto& rater : question.raters)
    for (auto& law : rater.rewards) transform(law);
}

/// The same answers in another order: the k-th is `order[k]`.
ScenarioSpec Reordered(const ScenarioSpec& question, const std::vector<int>& order) {
  ScenarioSpec result = question;
  for (size_t k = 0; k < order.size(); ++k) {
    result.answers[k] = question.answers[order[k]];
    for (size_t rater = 0; rater < question.raters.size(); ++rater)
      result.raters[rater].rewards[k] = question.raters[rater].rewards[order[k]];
    if (!question.wins) continue;
    for (size_t j = 0; j < order.size(); ++j) (*result.wins)[k][j] = (*question.wins)[order[k]][order[j]];
  }
  return result;
}

/// The question with the first answer's twin at the end, which takes a part of its reference.
ScenarioSpec Split(const ScenarioSpec& question, double part) {
  ScenarioSpec split = question;
  split.answers.push_back(question.answers[0]);
  split.answers.back().label = "twin";
  split.answers.back().reference *= part;
  split.answers[0].reference *= 1 - part;
  for (auto& rater : split.raters) rater.rewards.push_back(Law(rater.rewards[0]));
  if (!split.wins) return split;
  for (auto& row : *split.wins) row.push_back(row[0]);
  split.wins->push_back(std::vector<double>(split.wins->front()));
  return split;
}

std::vector<StationaryPolicy> OnBranch(const Rule& rule) {
  SolveOptions options;
  options.search = Search::kBranch;
  return SolveStationary(rule, options);
}

TEST_CASE("Every rule: what is found lies in the simplex and has a residual within 1e-12 of P's scale") {
  int tried = 0, solved = 0;
  ForEverySeed([&](Draws&, const ScenarioSpec& question, const RuleSpec& spec) {
    const Rule rule = MakeRule(question, spec);
    const auto policies = OnBranch(rule);
    for (const auto& policy : policies) {
      CHECK(policy.policy.minCoeff() >= 0);
      CHECK(policy.policy.sum() == Approx(1).epsilon(1e-14));
      CHECK((policy.boundary || IsCertified(rule, policy)));
    }
    ++tried;
    solved += !policies.empty();
  });
  CHECK(solved == tried);
}

TEST_CASE("Leave-one-out std with normal rewards: a policy that misses the tolerance is said to be stalled") {
  int judged = 0;
  for (int seed = 0; judged < 12; ++seed) {
    Draws draws(seed);
    const Drawn drawn = RandomPair(draws);
    if (!IsRough(drawn.question, drawn.rule) || drawn.rule.preference.group_size.size > 6) continue;
    INFO("seed " << seed << ": " << Description(drawn.rule));
    const Rule rule = MakeRule(drawn.question, drawn.rule);
    for (const auto& policy : OnBranch(rule)) {
      if (policy.boundary) continue;
      const double scale = (policy.preference.array() - rule.model().offset()).abs().maxCoeff();
      const bool within = *policy.residual <= 1e-12 * scale;
      CHECK((policy.termination == Termination::kConverged) == within);
      CHECK(*policy.residual <= 1e-8 * scale);
    }
    ++judged;
  }
}

TEST_CASE("Every rule: E_pi[P] = 0 for group, shift, leave-one-out and pairwise models, whatever the policy") {
  ForEverySeed([](Draws& draws, const ScenarioSpec& question, RuleSpec spec) {
    // Advantages that leave their own reward out of the std do not cancel within a group.
    if (spec.preference.std == StdConvention::kLeaveOneOut) spec.preference.std = StdConvention::kSample;
    if (spec.preference.model == ModelKind::kReward || IsInsideReward(spec) || !IsComputable(question, spec)) return;
    const Vector policy = RandomPolicy(draws, static_cast<Eigen::Index>(question.answers.size()));
    const Vector preference = MakeRule(question, spec).Preference(policy);
    // The integral's tolerance, which G = 2 with normal rewards comes nearest to.
    CHECK(std::abs(policy.dot(preference)) < 2e-10 * (1 + preference.cwiseAbs().maxCoeff()));
  });
}

TEST_CASE("Every rule: permuting the answers permutes the policy") {
  ForEverySeed([](Draws& draws, const ScenarioSpec& question, const RuleSpec& rule) {
    std::vector<int> order(question.answers.size());
    std::iota(order.begin(), order.end(), 0);
    for (size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[draws.Integer(0, static_cast<int>(k) - 1)]);
    std::optional<Vector> expected = BranchPolicy(question, rule);
    if (expected) expected = Vector((*expected)(order));
    CHECK(SamePolicies(BranchPolicy(Reordered(question, order), rule), expected));
  });
}

TEST_CASE("Every rule: adding a constant to all rewards changes nothing") {
  ForEverySeed([](Draws& draws, ScenarioSpec question, const RuleSpec& rule) {
    const std::optional<Vector> expected = BranchPolicy(question, rule);
    Transform(question, 1, draws.Integer(-100, 100));
    CHECK(SamePolicies(BranchPolicy(question, rule), expected));
  });
}

TEST_CASE("Every rule: rewards x c change nothing with the std at epsilon x c, nor pairwise, nor else at beta x c") {
  ForEverySeed([](Draws& draws, ScenarioSpec question, RuleSpec rule) {
    const bool is_group = rule.preference.model == ModelKind::kGroup;
    // A lone success is not scaled by the leave-one-out std.
    if (is_group && rule.preference.std == StdConvention::kLeaveOneOut) return;
    const std::optional<Vector> expected = BranchPolicy(question, rule);
    const double scale = std::ldexp(1, draws.Integer(-10, 10));
    Transform(question, scale, 0);
    rule.preference.epsilon *= scale;
    // k1 in the reward is in units of reward, whatever normalises it afterwards.
    if (IsInsideReward(rule) || !(is_group || rule.preference.model == ModelKind::kPairwise)) rule.beta *= scale;
    CHECK(SamePolicies(BranchPolicy(question, rule), expected));
  });
}

TEST_CASE("Every rule: merging two answers with equal rewards adds their probabilities") {
  ForEverySeed([](Draws& draws, const ScenarioSpec& merged, const RuleSpec& rule) {
    std::optional<Vector> sum = BranchPolicy(Split(merged, draws.Uniform()), rule);
    if (sum) {
      const Eigen::Index last = sum->size() - 1;
      (*sum)[0] += (*sum)[last];
      sum = Vector(sum->head(last));
    }
    CHECK(SamePolicies(sum, BranchPolicy(merged, rule)));
  });
}

}  // namespace
}  // namespace aggregation::testing
