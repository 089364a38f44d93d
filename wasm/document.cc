// SPDX-License-Identifier: MIT
#include "document.h"

#include <algorithm>
#include <utility>

#include "fields.h"
#include "reward_reader.h"

using aggregation::Indexed;
using aggregation::Issues;
using emscripten::val;

namespace {

/// Stands for a law that could not be read, so that the core finds no second issue with it.
const std::vector<aggregation::RewardComponent> kUnreadLaw{{1, 0, 0}};

aggregation::AnswerSpec ReadAnswer(const val& answer, const std::string& path, Issues& issues) {
  aggregation::AnswerSpec spec;
  if (!IsObject(answer)) {
    issues.Add(path, Shown(answer), "is an object");
    return spec;
  }
  const Fields fields(answer, path, {"label", "reference", "reward"}, issues);
  fields.Require("label", "is text");
  fields.Require("reference", "is a number > 0");
  fields.Read("label", &spec.label);
  fields.Read("reference", &spec.reference);
  if (fields.Has("reward")) {
    spec.reward = ReadReward(fields.Get("reward"), fields.Path("reward"), issues).value_or(kUnreadLaw);
  }
  return spec;
}

void ReadPreference(const val& preference, const std::string& path, aggregation::PreferenceSpec* spec, Issues& issues) {
  const Fields fields(preference, path, {"model", "groupSize", "std", "epsilon", "silentGroups"}, issues);
  fields.Read("model", aggregation::kModelNames, &spec->model);
  if (fields.Has("groupSize"))
    ReadGroupSize(fields.Get("groupSize"), fields.Path("groupSize"), &spec->group_size, issues);
  fields.Read("std", aggregation::kStdNames, &spec->std);
  fields.Read("epsilon", &spec->epsilon);
  fields.Read("silentGroups", aggregation::kSilentGroupNames, &spec->silent_groups);
}

void ReadPenalty(const val& penalty, const std::string& path, aggregation::PenaltySpec* spec, Issues& issues) {
  const Fields fields(penalty, path, {"divergence", "alpha", "klTerm"}, issues);
  fields.Read("divergence", aggregation::kDivergenceNames, &spec->divergence);
  if (fields.Has("alpha")) fields.Read("alpha", &spec->alpha.emplace(1));
  if (!fields.Has("klTerm")) return;
  fields.Read("klTerm", aggregation::kKlTermNames, &spec->kl_term.emplace());
  if (fields.Has("divergence")) fields.Wrong("klTerm", "is absent where a divergence is given");
}

aggregation::RuleSpec ReadRule(const val& rule, size_t index, Issues& issues) {
  const std::string path = Indexed("rules", index);
  aggregation::RuleSpec spec;
  spec.label = "Rule " + std::to_string(index + 1);
  if (!IsObject(rule)) {
    issues.Add(path, Shown(rule), "is an object");
    return spec;
  }
  const Fields fields(rule, path, {"label", "preference", "penalty", "beta"}, issues);
  fields.Read("label", &spec.label);
  fields.Read("beta", &spec.beta);
  if (const auto preference = fields.Object("preference"))
    ReadPreference(*preference, fields.Path("preference"), &spec.preference, issues);
  if (const auto penalty = fields.Object("penalty"))
    ReadPenalty(*penalty, fields.Path("penalty"), &spec.penalty, issues);
  return spec;
}

std::vector<std::vector<double>> ReadWins(const val& wins, Issues& issues) {
  std::vector<std::vector<double>> rows;
  for (size_t i = 0; i < Length(wins); ++i) {
    const std::string field = Indexed("wins", i);
    if (!wins[i].isArray()) issues.Add(field, Shown(wins[i]), "is a list");
    rows.push_back(wins[i].isArray() ? ReadNumbers(wins[i], field, issues) : std::vector<double>());
  }
  return rows;
}

aggregation::RaterSpec ReadRater(const val& rater, const std::string& path, Issues& issues) {
  aggregation::RaterSpec spec;
  if (!IsObject(rater)) {
    issues.Add(path, Shown(rater), "is an object");
    return spec;
  }
  const Fields fields(rater, path, {"label", "weight", "rewards"}, issues);
  fields.Require("weight", "is a number");
  fields.Read("label", &spec.label);
  fields.Read("weight", &spec.weight);
  if (const auto rewards = fields.List("rewards", true)) {
    for (size_t i = 0; i < Length(*rewards); ++i) {
      const std::string field = Indexed(fields.Path("rewards"), i);
      spec.rewards.push_back(ReadReward((*rewards)[i], field, issues).value_or(kUnreadLaw));
    }
  }
  return spec;
}

/// Whether the document is one that this version can read at all; otherwise its fields mean
/// nothing.
bool IsReadable(const val& document, Issues& issues) {
  const val format = document["format"], version = document["version"];
  if (!format.isString() || format.as<std::string>() != kFormat)
    issues.Add("format", Shown(format), std::string("is \"") + kFormat + "\"");
  if (version.isNumber() && version.as<double>() > kFormatVersion) {
    issues.Add("version", Shown(version),
               "is 1: this document was written by a newer version of the playground, which this "
               "one cannot read");
  } else if (!version.isNumber() || version.as<double>() != kFormatVersion) {
    issues.Add("version", Shown(version), "is 1");
  }
  return issues.empty();
}

}  // namespace

void ReadGroupSize(const val& value, const std::string& field, aggregation::GroupSize* group_size, Issues& issues) {
  group_size->infinite = value.isString() && value.as<std::string>() == "inf";
  if (value.isNumber()) {
    group_size->size = value.as<double>();
  } else if (!group_size->infinite) {
    issues.Add(field, Shown(value), "is an integer from 2 to 1000000, or \"inf\"");
  }
}

std::optional<aggregation::ScenarioSpec> ReadDocument(const val& document, Issues& issues) {
  if (!IsReadable(document, issues)) return std::nullopt;
  aggregation::ScenarioSpec spec;
  const Fields fields(document, "", {"format", "version", "title", "note", "answers", "wins", "raters", "rules"},
                      issues);
  std::string text;
  fields.Read("title", &text);
  fields.Read("note", &text);
  if (const auto answers = fields.List("answers", true)) {
    for (size_t i = 0; i < std::min<size_t>(Length(*answers), aggregation::kMaxAnswers + 1); ++i)
      spec.answers.push_back(ReadAnswer((*answers)[i], Indexed("answers", i), issues));
  }
  if (const auto wins = fields.List("wins", false)) spec.wins = ReadWins(*wins, issues);
  if (const auto raters = fields.List("raters", false)) {
    for (size_t i = 0; i < std::min<size_t>(Length(*raters), aggregation::kMaxRaters + 1); ++i)
      spec.raters.push_back(ReadRater((*raters)[i], Indexed("raters", i), issues));
  }
  if (const auto rules = fields.List("rules", true)) {
    for (size_t i = 0; i < std::min<size_t>(Length(*rules), aggregation::kMaxRules + 1); ++i)
      spec.rules.push_back(ReadRule((*rules)[i], i, issues));
  }
  return spec;
}

std::optional<aggregation::Scenario> ReadScenario(const val& document, Issues& issues) {
  const auto spec = ReadDocument(document, issues);
  return spec ? Validate(*spec, issues) : std::nullopt;
}
