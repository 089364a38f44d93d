// SPDX-License-Identifier: MIT
#include "document.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

using aggregation::Indexed;
using aggregation::Issues;
using aggregation::IssueValue;
using emscripten::val;

namespace {

/// Laws nest only through mixtures; nobody needs more.
constexpr int kDeepestMixture = 4;

bool IsAbsent(const val& value) { return value.isUndefined(); }
bool IsObject(const val& value) {
  return value.typeOf().as<std::string>() == "object" && !value.isNull() && !value.isArray();
}

IssueValue Shown(const val& value) {
  if (value.isUndefined() || value.isNull()) return std::monostate();
  if (value.isNumber()) return value.as<double>();
  if (value.isString()) return value.as<std::string>();
  if (value.isTrue() || value.isFalse()) return value.isTrue();
  return std::string(value.isArray() ? "[…]" : "{…}");
}

size_t Length(const val& list) { return list["length"].as<size_t>(); }

/// One object of the document: its fields by name, each unknown one an issue.
class Fields {
 public:
  Fields(const val& object, std::string path, std::initializer_list<const char*> known, Issues& issues)
      : object_(object), path_(std::move(path)), issues_(issues) {
    const val keys = val::global("Object").call<val>("keys", object);
    for (size_t i = 0; i < Length(keys); ++i) {
      const auto key = keys[i].as<std::string>();
      if (std::find(known.begin(), known.end(), key) == known.end())
        issues_.Add(Path(key), Shown(object[key]), "is no field of the format");
    }
  }

  std::string Path(const std::string& name) const { return path_.empty() ? name : path_ + "." + name; }
  val Get(const char* name) const { return object_[name]; }
  bool Has(const char* name) const { return !IsAbsent(Get(name)); }

  void Read(const char* name, double* number) const {
    if (!Has(name)) return;
    if (Get(name).isNumber()) {
      *number = Get(name).as<double>();
    } else {
      Wrong(name, "is a number");
    }
  }
  void Read(const char* name, std::string* text) const {
    if (!Has(name)) return;
    if (Get(name).isString()) {
      *text = Get(name).as<std::string>();
    } else {
      Wrong(name, "is text");
    }
  }
  template <typename Choice, size_t size>
  void Read(const char* name, const std::array<aggregation::Name<Choice>, size>& table, Choice* choice) const {
    if (!Has(name)) return;
    const auto found = Get(name).isString() ? ChoiceNamed(table, Get(name).as<std::string>()) : std::nullopt;
    if (!found) return Wrong(name, OneOf(table));
    *choice = *found;
  }
  /// The list of that name, or an issue and none. An absent list is an issue where it is required.
  std::optional<val> List(const char* name, bool required) const {
    if (!Has(name) && !required) return std::nullopt;
    if (Get(name).isArray()) return Get(name);
    Wrong(name, "is a list");
    return std::nullopt;
  }
  /// The object of that name, or an issue and none; absent is none.
  std::optional<val> Object(const char* name) const {
    if (!Has(name)) return std::nullopt;
    if (IsObject(Get(name))) return Get(name);
    Wrong(name, "is an object");
    return std::nullopt;
  }
  void Require(const char* name, const char* constraint) const {
    if (!Has(name)) Wrong(name, constraint);
  }
  void Wrong(const char* name, const std::string& constraint) const {
    issues_.Add(Path(name), Shown(Get(name)), constraint);
  }

 private:
  val object_;
  std::string path_;
  Issues& issues_;
};

/// Numbers of a list; entries that are none become issues.
std::vector<double> ReadNumbers(const val& list, const std::string& field, Issues& issues) {
  std::vector<double> numbers;
  for (size_t i = 0; i < Length(list); ++i) {
    const val entry = list[i];
    if (!entry.isNumber()) issues.Add(Indexed(field, i), Shown(entry), "is a number");
    numbers.push_back(entry.isNumber() ? entry.as<double>() : 0);
  }
  return numbers;
}

using Law = std::vector<aggregation::RewardComponent>;
std::optional<Law> ReadReward(const val& reward, const std::string& field, int depth, Issues& issues);

std::optional<Law> ReadDiscrete(const val& values, const val& probabilities, const std::string& field, Issues& issues) {
  if (!values.isArray() || !probabilities.isArray() || Length(values) != Length(probabilities) || Length(values) == 0) {
    issues.Add(field, std::string("{…}"), "has values and probabilities, lists of the same length");
    return std::nullopt;
  }
  const auto value = ReadNumbers(values, field + ".values", issues);
  const auto probability = ReadNumbers(probabilities, field + ".probabilities", issues);
  Law law;
  for (size_t i = 0; i < value.size(); ++i) law.push_back({probability[i], value[i], 0});
  return law;
}

std::optional<Law> ReadMixture(const val& parts, const std::string& field, int depth, Issues& issues) {
  if (!parts.isArray() || Length(parts) == 0 || depth >= kDeepestMixture) {
    issues.Add(field, Shown(parts), "is a list of laws with weights, nested at most 4 deep");
    return std::nullopt;
  }
  Law law;
  double total = 0;
  for (size_t i = 0; i < Length(parts); ++i) {
    const std::string path = Indexed(field, i);
    const val weight = IsObject(parts[i]) ? parts[i]["weight"] : val::undefined();
    if (!weight.isNumber() || !(weight.as<double>() > 0)) {
      issues.Add(path + ".weight", Shown(weight), "is a number > 0");
      return std::nullopt;
    }
    const auto part = ReadReward(parts[i], path, depth + 1, issues);
    if (!part) return std::nullopt;
    for (auto component : *part) {
      component.weight *= weight.as<double>();
      law.push_back(component);
    }
    total += weight.as<double>();
  }
  for (auto& component : law) component.weight /= total;
  return law;
}

std::optional<Law> ReadReward(const val& reward, const std::string& field, int depth, Issues& issues) {
  if (reward.isNumber()) return Law{{1, reward.as<double>(), 0}};
  if (!IsObject(reward)) {
    issues.Add(field, Shown(reward), "is a number, {values, probabilities}, {mean, sd} or {mixture}");
    return std::nullopt;
  }
  const bool discrete = !IsAbsent(reward["values"]), normal = !IsAbsent(reward["mean"]);
  if (discrete) {
    Fields(reward, field, {"values", "probabilities", depth ? "weight" : "values"}, issues);
    return ReadDiscrete(reward["values"], reward["probabilities"], field, issues);
  }
  if (normal) {
    const Fields fields(reward, field, {"mean", "sd", depth ? "weight" : "mean"}, issues);
    aggregation::RewardComponent component{1, 0, 0};
    fields.Require("sd", "is a number");
    fields.Read("mean", &component.mean);
    fields.Read("sd", &component.sd);
    return Law{component};
  }
  Fields(reward, field, {"mixture", depth ? "weight" : "mixture"}, issues);
  return ReadMixture(reward["mixture"], field + ".mixture", depth, issues);
}

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
    spec.reward = ReadReward(fields.Get("reward"), fields.Path("reward"), 0, issues);
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
      spec.rewards.push_back(ReadReward((*rewards)[i], field, 0, issues).value_or(Law{{1, 0, 0}}));
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
