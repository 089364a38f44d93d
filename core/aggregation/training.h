// SPDX-License-Identifier: MIT
// The training algorithm itself, sampled: what the stationary policies are the end of (VY (1), (2); DeepSeekMath's
// Algorithm 1 for one question).
//
//   π(o) ∝ e^{θ(o)}, θ tabular. Each step draws groups from π_old = π, and takes gradient steps (epochs) of
//   L(θ) = mean over samples of [min(ρA, clip(ρ, 1 − ε_low, 1 + ε_high) A) − β·k], ρ = π/π_old,
//
// with A and k as the rule has them. With u = log(π/π_ref), what one sample adds to the gradient is a number times
// ∇ log π(o) = e_o − π:
//
//   k1 in the loss           1                     nothing on average
//   k2 in the loss           u                     KL(π‖π_ref)
//   k3 in the loss           1 − e^{−u}            KL(π_ref‖π)
//   k3 × ρ in the loss       ρ u                   KL(π‖π_ref)
//   k1 in the reward         r − β u before A is made of it, or A − β u after
#ifndef AGGREGATION_TRAINING_H_
#define AGGREGATION_TRAINING_H_

#include <optional>
#include <vector>

#include "aggregation/sampling.h"

namespace aggregation {

enum class Optimiser { kSgd, kAdam };

inline constexpr std::array<Name<Optimiser>, 2> kOptimiserNames{{{Optimiser::kSgd, "sgd"}, {Optimiser::kAdam, "adam"}}};

struct TrainingOptions {
  int groups_per_step = 8;          ///< ≥ 1
  int epochs = 1;                   ///< ≥ 1, gradient steps on the samples of one step
  double clip_low = 0.2;            ///< ε_low, 0 … 1
  double clip_high = 0.2;           ///< ε_high, ≥ 0
  std::optional<double> dual_clip;  ///< > 1: samples with A < 0 count no more once ρ exceeds it
  double learning_rate = 0.05;      ///< > 0
  Optimiser optimiser = Optimiser::kSgd;
};

/// What trainers log, over the samples of one step or the mean over several.
struct TrainingMetrics {
  double reward = 0;   ///< mean, reward units
  double kl = 0;       ///< mean of k3 = e^{−u} − 1 + u at the policy that was drawn from
  double silent = 0;   ///< share of groups whose rewards are all equal, those drawn again included
  double clipped = 0;  ///< share of samples that the clip keeps from the gradient, mean over the epochs
  double entropy = 0;  ///< of the policy that was drawn from, nats
};

/// Adds an issue where no training loop has the rule: groups as CheckSampled wants them, and a penalty that is a KL
/// term or a divergence that one of them amounts to (k3 in the loss for KL(π_ref‖π), k2 for KL(π‖π_ref), or none).
void CheckTrained(const Scenario& scenario, const RuleSpec& rule, const std::string& path, Issues& issues);

/// One run. The same seed gives the same run, to the last bit, however it is cut into parts.
class TrainingRun {
 public:
  /// `start`: N entries > 0 that sum to 1. Precondition: CheckTrained finds no issue. Keeps a reference to the
  /// scenario.
  TrainingRun(const Scenario& scenario, const RuleSpec& rule, const Vector& start, const TrainingOptions& options,
              uint64_t seed);
  /// Goes on where the run with that State() stopped; none where it is no state of such a run.
  static std::optional<TrainingRun> Restored(const Scenario& scenario, const RuleSpec& rule,
                                             const TrainingOptions& options, const std::vector<double>& state);

  /// Draws groups, then improves the policy by them.
  TrainingMetrics Step();

  int steps() const { return steps_; }
  Vector Policy() const;
  std::vector<double> State() const;

 private:
  struct Batch;
  TrainingRun(const Scenario& scenario, const RuleSpec& rule, const Vector& logits, const TrainingOptions& options,
              const Random& random);

  Vector LogPolicy() const;
  Batch DrawBatch(const Vector& log_policy);
  Vector Gradient(const Batch& batch, TrainingMetrics& metrics) const;
  double KlSlope(double log_ratio_to_reference, double ratio_to_old) const;
  void Ascend(const Vector& gradient);

  TrainingOptions options_;
  KlTerm kl_term_;
  double beta_;
  Vector log_reference_;
  GroupSampler sampler_;
  Vector logits_;
  Vector first_moment_, second_moment_;  // Adam's
  int steps_ = 0;
  int ascents_ = 0;
};

}  // namespace aggregation

#endif  // AGGREGATION_TRAINING_H_
