// SPDX-License-Identifier: MIT
// The call that trains: a part of a run, and what the next part goes on from.
#include "aggregation/training.h"

#include "fields.h"
#include "views.h"

using aggregation::TrainingMetrics;
using aggregation::TrainingOptions;
using aggregation::TrainingRun;
using aggregation::Vector;
using emscripten::val;

namespace {

/// Samples that one call draws at most: a second or two.
constexpr double kMaxSamples = 4e7;
constexpr int kMaxSteps = 1'000'000;
constexpr int kMaxEpochs = 100;
constexpr int kMaxGroups = 1'000'000;
constexpr double kMaxLearningRate = 1000;

TrainingOptions ReadOptions(const val& request, Subject& subject) {
  TrainingOptions options;
  options.groups_per_step = subject.Integer("groupsPerStep", options.groups_per_step, 1, kMaxGroups);
  options.epochs = subject.Integer("epochs", options.epochs, 1, kMaxEpochs);
  const auto read = [&](const char* name, double by_default, double low, double high, const char* constraint) {
    if (!subject.Has(name)) return by_default;
    const double number = request[name].as<double>();
    if (!(number >= low && number <= high)) subject.issues().Add(name, number, constraint);
    return number;
  };
  options.clip_low = read("clipLow", options.clip_low, 0, 1, "is between 0 and 1");
  options.clip_high = read("clipHigh", options.clip_high, 0, 1e6, "is between 0 and 1e6");
  if (subject.Has("dualClip")) options.dual_clip = read("dualClip", 3, 1, 1e6, "is between 1 and 1e6");
  options.learning_rate =
      read("learningRate", options.learning_rate, 1e-12, kMaxLearningRate, "is between 1e-12 and 1000");
  if (subject.Has("optimiser")) {
    const auto name = request["optimiser"].as<std::string>();
    const auto choice = ChoiceNamed(aggregation::kOptimiserNames, name);
    if (!choice) subject.issues().Add("optimiser", name, aggregation::OneOf(aggregation::kOptimiserNames));
    options.optimiser = choice.value_or(options.optimiser);
  }
  return options;
}

/// The logs of a run, a line for every so many steps.
struct Log {
  std::vector<int> steps;
  std::vector<double> policies, reward, kl, silent, clipped, entropy;

  void Add(int step, const Vector& policy, const TrainingMetrics& sum, double count) {
    steps.push_back(step);
    policies.insert(policies.end(), policy.begin(), policy.end());
    reward.push_back(sum.reward / count);
    kl.push_back(sum.kl / count);
    silent.push_back(sum.silent / count);
    clipped.push_back(sum.clipped / count);
    entropy.push_back(sum.entropy / count);
  }
};

Log Follow(TrainingRun& run, int steps, int every) {
  Log log;
  TrainingMetrics sum;
  int since = 0;
  for (int i = 1; i <= steps; ++i) {
    const TrainingMetrics metrics = run.Step();
    sum.reward += metrics.reward;
    sum.kl += metrics.kl;
    sum.silent += metrics.silent;
    sum.clipped += metrics.clipped;
    sum.entropy += metrics.entropy;
    ++since;
    if (run.steps() % every != 0 && i < steps) continue;
    log.Add(run.steps(), run.Policy(), sum, since);
    sum = {};
    since = 0;
  }
  return log;
}

}  // namespace

val Training(const val& document, const val& request) {
  Subject subject(document, request);
  if (!subject.is_valid()) return subject.Invalid();
  CheckTrained(subject.scenario(), subject.rule(), subject.rule_path(), subject.issues());
  const TrainingOptions options = ReadOptions(request, subject);
  const int steps = subject.Integer("steps", 1, 1, kMaxSteps), every = subject.Integer("every", 1, 1, kMaxSteps);
  if (!subject.is_valid()) return subject.Invalid();
  const double samples = steps * subject.rule().preference.group_size.size * options.groups_per_step;
  if (samples > kMaxSamples)
    subject.issues().Add("steps", static_cast<double>(steps), "draws at most 4e7 samples in one call");
  const Vector start = subject.Has("start") ? ToVector(request["start"]) : subject.scenario().reference_policy;
  for (Eigen::Index i = 0; i < start.size(); ++i)
    if (!(start[i] > 0))
      subject.issues().Add(aggregation::Indexed("start", static_cast<size_t>(i)), start[i], "is > 0");
  if (!subject.is_valid()) return subject.Invalid();
  const std::vector<double> state = subject.Has("resume")
                                        ? emscripten::convertJSArrayToNumberVector<double>(request["resume"])
                                        : std::vector<double>();
  std::optional<TrainingRun> run = subject.Has("resume")
                                       ? TrainingRun::Restored(subject.scenario(), subject.rule(), options, state)
                                       : TrainingRun(subject.scenario(), subject.rule(), start, options,
                                                     static_cast<uint64_t>(request["seed"].as<double>()));
  if (!run) {
    subject.issues().Add("resume", std::string("[…]"), "is what a run of this question returned");
    return subject.Invalid();
  }
  const Log log = Follow(*run, steps, every);
  val result = OkResult();
  Put(result, "steps", ToInt32Array(log.steps));
  Put(result, "policies", ToFloat64Array(log.policies));
  Put(result, "reward", ToFloat64Array(log.reward));
  Put(result, "kl", ToFloat64Array(log.kl));
  Put(result, "silent", ToFloat64Array(log.silent));
  Put(result, "clipped", ToFloat64Array(log.clipped));
  Put(result, "entropy", ToFloat64Array(log.entropy));
  Put(result, "resume", ToFloat64Array(run->State()));
  return result;
}
