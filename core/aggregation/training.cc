// SPDX-License-Identifier: MIT
#include "aggregation/training.h"

#include <cmath>
#include <utility>

namespace aggregation {
namespace {

/// DAPO's trainers give up drawing a silent group again after some ten batches.
constexpr int kMostTrainingRedraws = 100;
/// Adam's own defaults.
constexpr double kFirstDecay = 0.9;
constexpr double kSecondDecay = 0.999;
constexpr double kAdamEpsilon = 1e-8;

/// The term that stands in the loop for a rule's penalty; none for a divergence that no term amounts to.
std::optional<KlTerm> TermOf(const PenaltySpec& penalty) {
  if (penalty.kl_term) return penalty.kl_term;
  if (penalty.divergence == Divergence::kKlRefToPolicy) return KlTerm::kK3InLoss;
  if (penalty.divergence == Divergence::kKlPolicyToRef) return KlTerm::kK2InLoss;
  if (penalty.divergence == Divergence::kNone) return KlTerm::kK1InLoss;
  return std::nullopt;
}

bool HasPenalty(const PenaltySpec& penalty) { return penalty.kl_term || penalty.divergence != Divergence::kNone; }

/// Halves of 64-bit words: a double holds 32 bits exactly.
void Append(const Random& random, std::vector<double>& numbers) {
  for (const uint64_t word : random.state()) {
    numbers.push_back(static_cast<double>(word >> 32));
    numbers.push_back(static_cast<double>(word & 0xffffffff));
  }
}

constexpr size_t kRandomNumbers = 8;

std::optional<Random> ReadRandom(const double* numbers) {
  std::array<uint64_t, kRandomNumbers / 2> state{};
  for (size_t i = 0; i < kRandomNumbers; ++i) {
    const double half = numbers[i];
    if (!(half >= 0 && half <= 0xffffffff && half == std::floor(half))) return std::nullopt;
    state[i / 2] = (state[i / 2] << 32) | static_cast<uint64_t>(half);
  }
  return Random(state);
}

}  // namespace

/// The samples of one step: a sum over groups says as much as the groups, for the ratio and u depend on the answer
/// alone.
struct TrainingRun::Batch {
  Vector log_policy;     // N, of the policy that was drawn from
  Vector count;          // N, samples of each answer
  Vector gain, loss;     // N, sums of the positive and of the negative advantages
  Vector gains, losses;  // N, how many there are
  double samples = 0;
  TrainingMetrics metrics;
};

void CheckTrained(const Scenario& scenario, const RuleSpec& rule, const std::string& path, Issues& issues) {
  RuleSpec drawn = rule;
  drawn.penalty.kl_term.reset();
  CheckSampled(scenario, drawn, path, issues);
  if (!TermOf(rule.penalty))
    issues.Add(path + ".penalty.divergence", std::string(Named(kDivergenceNames, rule.penalty.divergence).name),
               "is kl-ref-to-policy, kl-policy-to-ref or none, or a klTerm, where the rule is trained");
}

TrainingRun::TrainingRun(const Scenario& scenario, const RuleSpec& rule, const Vector& logits,
                         const TrainingOptions& options, const Random& random)
    : options_(options),
      kl_term_(*TermOf(rule.penalty)),
      beta_(HasPenalty(rule.penalty) ? rule.beta : 0),
      log_reference_(scenario.reference_policy.array().log()),
      sampler_(scenario, rule, scenario.reference_policy, random),
      logits_(logits),
      first_moment_(Vector::Zero(logits.size())),
      second_moment_(Vector::Zero(logits.size())) {
  sampler_.set_most_redraws(kMostTrainingRedraws);
}

TrainingRun::TrainingRun(const Scenario& scenario, const RuleSpec& rule, const Vector& start,
                         const TrainingOptions& options, uint64_t seed)
    : TrainingRun(scenario, rule, Vector(start.array().log()), options, Random(seed)) {}

std::optional<TrainingRun> TrainingRun::Restored(const Scenario& scenario, const RuleSpec& rule,
                                                 const TrainingOptions& options, const std::vector<double>& state) {
  const auto size = static_cast<size_t>(scenario.size());
  if (state.size() != 2 + 3 * size + kRandomNumbers) return std::nullopt;
  const Eigen::Map<const Vector> numbers(state.data(), static_cast<Eigen::Index>(state.size()));
  const std::optional<Random> random = ReadRandom(state.data() + 2 + 3 * size);
  if (!random || !numbers.allFinite()) return std::nullopt;
  const auto part = [&](Eigen::Index i) { return numbers.segment(2 + i * scenario.size(), scenario.size()); };
  TrainingRun run(scenario, rule, part(0), options, *random);
  run.first_moment_ = part(1);
  run.second_moment_ = part(2);
  run.steps_ = static_cast<int>(numbers[0]);
  run.ascents_ = static_cast<int>(numbers[1]);
  return run;
}

std::vector<double> TrainingRun::State() const {
  std::vector<double> state{static_cast<double>(steps_), static_cast<double>(ascents_)};
  for (const Vector* part : {&logits_, &first_moment_, &second_moment_})
    state.insert(state.end(), part->begin(), part->end());
  Append(sampler_.random(), state);
  return state;
}

Vector TrainingRun::LogPolicy() const {
  const double most = logits_.maxCoeff();
  return logits_.array() - most - std::log((logits_.array() - most).exp().sum());
}

Vector TrainingRun::Policy() const { return LogPolicy().array().exp(); }

TrainingRun::Batch TrainingRun::DrawBatch(const Vector& log_policy) {
  const Vector zero = Vector::Zero(log_policy.size());
  Batch batch{log_policy, zero, zero, zero, zero, zero, 0, {}};
  const Vector policy = log_policy.array().exp(), u = log_policy - log_reference_;
  const bool in_reward = kl_term_ == KlTerm::kK1InRewardBeforeNormalising;
  const bool after = kl_term_ == KlTerm::kK1InRewardAfterNormalising;
  sampler_.SetPolicy(policy, in_reward ? Vector(-beta_ * u) : Vector());
  double silent = 0, drawn = 0;
  for (int g = 0; g < options_.groups_per_step; ++g) {
    const SampledGroup& group = sampler_.Draw();
    silent += group.redrawn + (group.std == 0 ? 1 : 0);
    drawn += group.redrawn + 1;
    for (size_t i = 0; i < group.answer.size(); ++i) {
      const int o = group.answer[i];
      const double advantage = group.advantage[i] - (after ? beta_ * u[o] : 0);
      (advantage > 0 ? batch.gain : batch.loss)[o] += advantage;
      (advantage > 0 ? batch.gains : batch.losses)[o] += advantage == 0 ? 0 : 1;
      ++batch.count[o];
      batch.metrics.reward += group.reward[i];
      batch.metrics.kl += std::exp(-u[o]) - 1 + u[o];
    }
    batch.samples += static_cast<double>(group.answer.size());
  }
  batch.metrics.reward /= batch.samples;
  batch.metrics.kl /= batch.samples;
  batch.metrics.silent = silent / drawn;
  // An answer that has vanished takes nothing from the entropy.
  batch.metrics.entropy = -(policy.array() > 0).select(policy.array() * log_policy.array(), 0.0).sum();
  return batch;
}

double TrainingRun::KlSlope(double log_ratio_to_reference, double ratio_to_old) const {
  switch (kl_term_) {
    case KlTerm::kK3InLoss:
      return -std::expm1(-log_ratio_to_reference);
    case KlTerm::kK3TimesRatioInLoss:
      return ratio_to_old * log_ratio_to_reference;
    case KlTerm::kK2InLoss:
      return log_ratio_to_reference;
    case KlTerm::kK1InLoss:
      return 1;
    default:  // part of the advantages already
      return 0;
  }
}

/// Of L, by the logits. Where the clip holds, the sample's term is constant: for A > 0 beyond 1 + ε_high, for A < 0
/// below 1 − ε_low and beyond the dual clip.
Vector TrainingRun::Gradient(const Batch& batch, TrainingMetrics& metrics) const {
  const Vector log_policy = LogPolicy();
  Vector pull = Vector::Zero(log_policy.size());
  double clipped = 0;
  for (Eigen::Index o = 0; o < pull.size(); ++o) {
    if (batch.count[o] == 0) continue;
    const double ratio = std::exp(log_policy[o] - batch.log_policy[o]);
    const bool gains = ratio <= 1 + options_.clip_high;
    const bool loses = ratio >= 1 - options_.clip_low && !(options_.dual_clip && ratio > *options_.dual_clip);
    if (gains) pull[o] += ratio * batch.gain[o];
    if (loses) pull[o] += ratio * batch.loss[o];
    clipped += (gains ? 0 : batch.gains[o]) + (loses ? 0 : batch.losses[o]);
    pull[o] -= beta_ * batch.count[o] * KlSlope(log_policy[o] - log_reference_[o], ratio);
  }
  metrics.clipped += clipped / batch.samples / options_.epochs;
  pull /= batch.samples;
  const Vector policy = log_policy.array().exp();
  return pull - pull.sum() * policy;
}

void TrainingRun::Ascend(const Vector& gradient) {
  ++ascents_;
  if (options_.optimiser == Optimiser::kSgd) {
    logits_ += options_.learning_rate * gradient;
    return;
  }
  first_moment_ = kFirstDecay * first_moment_ + (1 - kFirstDecay) * gradient;
  second_moment_ = kSecondDecay * second_moment_ + (1 - kSecondDecay) * gradient.cwiseAbs2();
  const double first = 1 - std::pow(kFirstDecay, ascents_), second = 1 - std::pow(kSecondDecay, ascents_);
  logits_.array() += options_.learning_rate * (first_moment_.array() / first) /
                     ((second_moment_.array() / second).sqrt() + kAdamEpsilon);
}

TrainingMetrics TrainingRun::Step() {
  const Batch batch = DrawBatch(LogPolicy());
  TrainingMetrics metrics = batch.metrics;
  for (int epoch = 0; epoch < options_.epochs; ++epoch) Ascend(Gradient(batch, metrics));
  ++steps_;
  return metrics;
}

}  // namespace aggregation
