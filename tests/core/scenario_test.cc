// SPDX-License-Identifier: MIT
#include "aggregation/scenario.h"

#include <functional>

#include "catch.h"
#include "questions.h"

namespace aggregation::testing {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<Issue> IssuesOf(const ScenarioSpec& spec) {
  Issues issues;
  const bool valid = Validate(spec, issues).has_value();
  CHECK(valid == issues.empty());
  return issues.list();
}

/// One broken rule of the scenario format, and how it must be reported.
struct Defect {
  const char* field;
  const char* constraint;
  std::function<void(ScenarioSpec&)> apply;
};

const Law kLaw = {{0.5, 0, 0}, {0.5, 1, 0}};

const std::vector<Defect> kDefects = {
    {"answers", "has 1 to 10000 answers", [](auto& s) { s.answers.clear(); }},
    {"answers", "has 1 to 10000 answers",
     [](auto& s) { s = Question(std::vector<double>(kMaxAnswers + 1, 1), std::vector<double>(kMaxAnswers + 1, 1)); }},
    {"answers[1].label", "is not empty", [](auto& s) { s.answers[1].label = ""; }},
    {"answers[1].label", "has at most 200 characters", [](auto& s) { s.answers[1].label = std::string(201, 'x'); }},
    {"answers[2].label", "is different from answers[0].label",
     [](auto& s) { s.answers[2].label = s.answers[0].label; }},
    {"answers[0].reference", "is a number > 0", [](auto& s) { s.answers[0].reference = 0; }},
    {"answers[0].reference", "is a number > 0", [](auto& s) { s.answers[0].reference = -0.1; }},
    {"answers[0].reference", "is a number > 0", [](auto& s) { s.answers[0].reference = kNaN; }},
    {"answers[0].reference", "is a number > 0", [](auto& s) { s.answers[0].reference = kInfinite; }},
    {"answers[0].reference", "is at least 1e-300 times the largest reference",
     [](auto& s) { s.answers[0].reference = 1e-301; }},
    {"answers[1].reward", "is between -1e9 and 1e9",
     [](auto& s) {
       s.answers[1].reward = {{1, 1.1e9, 0}};
     }},
    {"answers[1].reward", "is between -1e9 and 1e9",
     [](auto& s) {
       s.answers[1].reward = {{1, kNaN, 0}};
     }},
    {"answers[1].reward", "has an sd between 0 and 1e9",
     [](auto& s) {
       s.answers[1].reward = {{1, 0, -1}};
     }},
    {"answers[1].reward", "has probabilities >= 0",
     [](auto& s) {
       s.answers[1].reward = {{1.5, 0, 0}, {-0.5, 1, 0}};
     }},
    {"answers[1].reward", "has probabilities that sum to 1",
     [](auto& s) {
       s.answers[1].reward = {{0.5, 0, 0}, {0.4, 1, 0}};
     }},
    {"answers[1].reward", "is given, unless the document has wins or raters",
     [](auto& s) { s.answers[1].reward.reset(); }},
    {"rules", "has 1 to 100 rules", [](auto& s) { s.rules.clear(); }},
    {"rules", "has 1 to 100 rules", [](auto& s) { s.rules.resize(101); }},
    {"rules[0].beta", "is between 1e-6 and 1e6", [](auto& s) { s.rules[0].beta = 0; }},
    {"rules[0].beta", "is between 1e-6 and 1e6", [](auto& s) { s.rules[0].beta = 1.1e6; }},
    {"rules[0].beta", "is between 1e-6 and 1e6", [](auto& s) { s.rules[0].beta = kNaN; }},
    {"rules[0].label", "has at most 200 characters", [](auto& s) { s.rules[0].label = std::string(201, 'x'); }},
    {"rules[0].preference.groupSize", "is an integer from 2 to 1000000, or \"inf\"",
     [](auto& s) { s.rules[0].preference.group_size = {1}; }},
    {"rules[0].preference.groupSize", "is an integer from 2 to 1000000, or \"inf\"",
     [](auto& s) { s.rules[0].preference.group_size = {2.5}; }},
    {"rules[0].preference.groupSize", "is an integer from 2 to 1000000, or \"inf\"",
     [](auto& s) { s.rules[0].preference.group_size = {kNaN}; }},
    {"rules[0].preference.epsilon", "is between 0 and 1e9", [](auto& s) { s.rules[0].preference.epsilon = -1; }},
    {"wins", "has one row for each answer", [](auto& s) { s.wins.emplace(1, std::vector<double>{0.5}); }},
    {"wins[1]", "has one number for each answer",
     [](auto& s) {
       s.wins = {{0.5, 1, 1}, {0}, {0, 0, 0.5}};
     }},
    {"wins[0][1]", "is between 0 and 1",
     [](auto& s) {
       s.wins = {{0.5, 1.5, 1}, {0, 0.5, 1}, {0, 0, 0.5}};
     }},
    {"wins[1][1]", "is 0.5: no answer beats itself",
     [](auto& s) {
       s.wins = {{0.5, 1, 1}, {0, 1, 1}, {0, 0, 0.5}};
     }},
    {"wins[0][2]", "and wins[2][0] sum to 1",
     [](auto& s) {
       s.wins = {{0.5, 1, 1}, {0, 0.5, 1}, {0.1, 0, 0.5}};
     }},
};

TEST_CASE("Each broken rule of the scenario format is one issue that names field and constraint") {
  for (const Defect& defect : kDefects) {
    INFO(defect.field << " " << defect.constraint);
    ScenarioSpec spec = ThreeAnswers();
    defect.apply(spec);
    const std::vector<Issue> issues = IssuesOf(spec);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].field == defect.field);
    CHECK(issues[0].constraint == defect.constraint);
  }
}

TEST_CASE("Every issue is reported at once, with the value that stands there") {
  ScenarioSpec spec = ThreeAnswers();
  spec.answers[0].reference = -0.2;
  spec.answers[1].label = "";
  spec.answers[2].reward = {{1, 2e9, 0}};
  spec.rules = {Grpo(1, 1), Grpo(8, -3)};
  const std::vector<Issue> issues = IssuesOf(spec);
  REQUIRE(issues.size() == 5);
  CHECK(issues[0].field == "answers[1].label");
  CHECK(issues[0].value == IssueValue(std::string()));
  CHECK(issues[1].field == "answers[0].reference");
  CHECK(issues[1].value == IssueValue(-0.2));
  CHECK(issues[2].field == "answers[2].reward");
  CHECK(issues[2].value == IssueValue(2e9));
  CHECK(issues[3].field == "rules[0].preference.groupSize");
  CHECK(issues[4].field == "rules[1].beta");
}

TEST_CASE("A scenario is not made from a document with an issue of the caller's") {
  Issues issues;
  issues.Add("title", 1.0, "is text");
  CHECK_FALSE(Validate(ThreeAnswers(), issues));
  CHECK(issues.list().size() == 1);
}

TEST_CASE("A field is named once, by its first issue") {
  Issues issues;
  issues.Add("beta", 1.0, "is small");
  issues.Add("beta", 1.0, "is large");
  REQUIRE(issues.list().size() == 1);
  CHECK(issues.list()[0].constraint == "is small");
}

TEST_CASE("The limits themselves are inside") {
  ScenarioSpec spec = Question({1e-300, 1}, {-kMaxReward, kMaxReward});
  spec.answers[0].label = std::string(400, '\xc3');  // 200 characters of two bytes
  for (size_t i = 1; i < 400; i += 2) spec.answers[0].label[i] = '\xa9';
  spec.rules = {ShiftOnly(kMinGroupSize, kMinBeta), ShiftOnly(kMaxGroupSize, kMaxBeta)};
  CHECK(IssuesOf(spec).empty());
}

TEST_CASE("References are normalised to sum 1, whatever their size") {
  const Vector expected = Numbers({0.2, 0.5, 0.3});
  for (const double scale : {1.0, 1e-200, 1e308}) {
    const Scenario scenario = Validated(Question({0.2 * scale, 0.5 * scale, 0.3 * scale}, {1, 0.3, 0}));
    CHECK(RelativeGap(scenario.reference_policy, expected) < 1e-15);
  }
}

TEST_CASE("The rewards' common offset is set apart, so that it costs no digits") {
  const Scenario scenario = Validated(Question({1, 1}, {1e8 + 0.25, 1e8}));
  CHECK(scenario.raters[0].reward_offset == 1e8);
  CHECK(scenario.raters[0].reward[0].Mean() == 0.25);
  CHECK(scenario.raters[0].reward[1].Mean() == 0);
}

TEST_CASE("Wins become the antisymmetric margin W(i,j) - W(j,i)") {
  const Scenario scenario = Validated(Duel(0.3, 0.5));
  REQUIRE(scenario.margin);
  CHECK((*scenario.margin)(0, 1) == 0.5);
  CHECK((*scenario.margin)(1, 0) == -0.5);
  CHECK(scenario.raters.empty());
}

TEST_CASE("Ten thousand answers are a valid scenario") {
  CHECK(Validated(Question(std::vector<double>(10'000, 1), std::vector<double>(10'000, 0.5))).size() == 10'000);
}

TEST_CASE("Names lead back to their choices, and an unknown name to none") {
  for (const auto& row : kModelNames) CHECK(ChoiceNamed(kModelNames, row.name) == row.choice);
  for (const auto& row : kDivergenceNames) CHECK(ChoiceNamed(kDivergenceNames, row.name) == row.choice);
  CHECK_FALSE(ChoiceNamed(kModelNames, "borda"));
  CHECK(OneOf(kSilentGroupNames) == "is one of zero, resample");
}

}  // namespace
}  // namespace aggregation::testing
