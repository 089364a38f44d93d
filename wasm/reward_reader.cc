// SPDX-License-Identifier: MIT
#include "reward_reader.h"

#include "fields.h"

using aggregation::Indexed;
using aggregation::Issues;
using emscripten::val;

namespace {

/// Laws nest only through mixtures; nobody needs more.
constexpr int kDeepestMixture = 4;

using Law = std::vector<aggregation::RewardComponent>;
std::optional<Law> ReadLaw(const val& reward, const std::string& field, int depth, Issues& issues);

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
    const auto part = ReadLaw(parts[i], path, depth + 1, issues);
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

std::optional<Law> ReadLaw(const val& reward, const std::string& field, int depth, Issues& issues) {
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

}  // namespace

std::optional<std::vector<aggregation::RewardComponent>> ReadReward(const val& reward, const std::string& field,
                                                                    Issues& issues) {
  return ReadLaw(reward, field, 0, issues);
}
