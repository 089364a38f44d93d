// SPDX-License-Identifier: MIT
// Looks for a question on which GRPO with KL(π_ref‖π) has a second stationary policy although rewards are exact.
//
//     second_policy [--seed 1] [--evaluations 100000] [--noisy]
//
// A policy π is stationary for π_ref(o) = π(o)(1 − P(o|π)/β), whatever π, as long as β > max P. At finite G the signs
// of det(∂π_ref/∂π) sum to 1 over all π with the same π_ref, so a second one exists exactly where some π makes it
// negative: where S = diag P + diag π · DP, on directions that sum to 0, has a real eigenvalue above max P, and β is
// chosen between the two. β and π_ref are thus out of the search: it climbs the excess (largest real eigenvalue of
// S)/max P − 1 over π and the rewards, from random starts, for N = 3…6 and G = 3…12. The excess rises to 0 wherever the
// answer with the largest P becomes rare or ties with another, since S then has that P for an eigenvalue; divided by
// the answer's probability and by the lead of its reward it does not.
//
// With --noisy, two answers with random rewards are searched instead, where second policies are known: the control.
// A candidate counts only if long double confirms its sign and the solver finds more than one policy.
// Exit status 1: one was found, or the control found none.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <random>
#include <string>

#include "aggregation/stationary.h"
#include "group_gradient.h"

namespace aggregation::search {
namespace {

/// Excesses below this are rounding: no doubles tell them from 0.
constexpr double kRounding = 1e-9;
constexpr double kLeastProbability = 1e-6;
constexpr double kLeastGap = 1e-4;  // between rewards, of the largest
constexpr double kSmallestStep = 1e-3;
constexpr double kLowest = std::numeric_limits<double>::lowest();

/// Where the search stands: logits of the policy and of the answers' laws, and logarithms of the gaps between rewards.
struct Candidate {
  Vector logits;      // N
  Vector log_gaps;    // K − 1
  Matrix law_logits;  // N×K; empty: answer k has reward k

  Vector Policy() const {
    const Vector weights = (logits.array() - logits.maxCoeff()).exp().max(kLeastProbability);
    return weights / weights.sum();
  }
  Vector Rewards() const {
    Vector gaps = (log_gaps.array() - log_gaps.maxCoeff()).exp().max(kLeastGap);
    gaps /= gaps.sum();
    Vector reward = Vector::Zero(gaps.size() + 1);
    for (Eigen::Index k = 0; k < gaps.size(); ++k) reward[k + 1] = reward[k] + gaps[k];
    return reward;
  }
  double Lead() const {
    const Vector reward = Rewards();
    return law_logits.size() == 0 ? reward[reward.size() - 1] - reward[reward.size() - 2] : 1;
  }
  Matrix Laws() const {
    if (law_logits.size() == 0) return Matrix::Identity(logits.size(), logits.size());
    const Matrix weights = law_logits.array().exp();
    return weights.array().colwise() / weights.rowwise().sum().array();
  }
};

template <typename Real>
struct Spectrum {
  Real largest_preference;
  Real largest_eigenvalue;  // real ones alone
  VectorOf<Real> preference;
  Real best_probability;  // of the answer with the largest P
  Real lead;              // of its reward over the others', where rewards are exact; otherwise 1
  Real Excess() const { return largest_eigenvalue / largest_preference - 1; }
  Real Height() const { return Excess() / (best_probability * lead); }
};

/// S of the head comment in the coordinates dπ/√π, where its directions are those orthogonal to √π.
template <typename Real>
Spectrum<Real> SpectrumOf(const Compositions& groups, const Candidate& candidate) {
  const VectorOf<Real> policy = candidate.Policy().cast<Real>();
  const MatrixOf<Real> laws = candidate.Laws().cast<Real>();
  const LevelPreference<Real> level(groups, candidate.Rewards().cast<Real>(), laws.transpose() * policy);
  Spectrum<Real> spectrum;
  spectrum.preference = laws * level.value;
  Eigen::Index best;
  spectrum.largest_preference = spectrum.preference.maxCoeff(&best);
  spectrum.best_probability = policy[best];
  spectrum.lead = candidate.Lead();
  const VectorOf<Real> root = policy.cwiseSqrt();
  MatrixOf<Real> scaled = root.asDiagonal() * (laws * level.slope * laws.transpose()) * root.asDiagonal();
  scaled.diagonal() += spectrum.preference;
  const MatrixOf<Real> frame = Eigen::HouseholderQR<MatrixOf<Real>>(root).householderQ();
  const MatrixOf<Real> tangent = frame.rightCols(policy.size() - 1);
  const Eigen::EigenSolver<MatrixOf<Real>> solver(tangent.transpose() * scaled * tangent, false);
  spectrum.largest_eigenvalue = -std::numeric_limits<Real>::infinity();
  for (const auto& value : solver.eigenvalues())
    if (value.imag() == 0) spectrum.largest_eigenvalue = std::max(spectrum.largest_eigenvalue, value.real());
  return spectrum;
}

class Search {
 public:
  Search(std::uint64_t seed, bool noisy) : generator_(seed), noisy_(noisy) {}

  /// Climbs from one random start; the number of evaluations. `confirmed`: whether it ended at a second policy.
  long ClimbOnce(bool* confirmed) {
    const int answers = noisy_ ? 2 : Integer(3, 6);
    const int levels = noisy_ ? Integer(3, 4) : answers;
    const Compositions groups(Integer(3, 12), levels);
    Candidate best = RandomStart(answers, levels);
    double height = Height(groups, best);
    long evaluations = 1;
    for (double step = 1; step > kSmallestStep; ++evaluations) {
      const Candidate next = Moved(best, step);
      const double next_height = Height(groups, next);
      step *= next_height > height ? 1.5 : 0.93;
      if (next_height <= height) continue;
      height = next_height;
      best = next;
    }
    *confirmed = height > 0 && IsConfirmed(groups, best);
    Remember(height, best, groups.group_size);
    return evaluations;
  }

  void Print() const {
    std::printf("highest point %.3e, at N = %d, G = %d, smallest probability %.1e\n", height_,
                static_cast<int>(where_.logits.size()), group_size_, where_.Policy().minCoeff());
  }

 private:
  int Integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(generator_); }
  double Normal() { return std::normal_distribution<double>()(generator_); }
  Vector Normals(Eigen::Index size, double scale) {
    return Vector::NullaryExpr(size, [&](Eigen::Index) { return scale * Normal(); });
  }

  Candidate RandomStart(int answers, int levels) {
    const double spread = Integer(1, 6), gap_spread = Integer(0, 4);
    Candidate start{Normals(answers, spread), Normals(levels - 1, gap_spread), Matrix()};
    if (noisy_) start.law_logits = Normals(answers * levels, 2).reshaped(answers, levels);
    return start;
  }

  Candidate Moved(Candidate candidate, double step) {
    candidate.logits += Normals(candidate.logits.size(), step);
    candidate.log_gaps += Normals(candidate.log_gaps.size(), step);
    if (noisy_)
      candidate.law_logits += Normals(candidate.law_logits.size(), step).reshaped(2, candidate.law_logits.cols());
    return candidate;
  }

  static double Height(const Compositions& groups, const Candidate& candidate) {
    const double height = SpectrumOf<double>(groups, candidate).Height();
    return std::isfinite(height) ? height : kLowest;
  }

  void Remember(double height, const Candidate& candidate, int group_size) {
    if (height <= height_) return;
    height_ = height;
    where_ = candidate;
    group_size_ = group_size;
  }

  bool IsConfirmed(const Compositions& groups, const Candidate& candidate) const;

  std::mt19937_64 generator_;
  bool noisy_;
  double height_ = kLowest;
  Candidate where_;
  int group_size_ = 0;
};

/// The question for which the candidate's policy is stationary at that β.
ScenarioSpec QuestionOf(const Candidate& candidate, const Vector& preference, double beta, int group_size) {
  const Vector policy = candidate.Policy(), reward = candidate.Rewards();
  const Matrix laws = candidate.Laws();
  ScenarioSpec question;
  for (Eigen::Index o = 0; o < policy.size(); ++o) {
    std::vector<RewardComponent> law;
    for (Eigen::Index k = 0; k < reward.size(); ++k)
      if (laws(o, k) > 0) law.push_back({laws(o, k), reward[k], 0});
    question.answers.push_back({std::to_string(o), policy[o] * (1 - preference[o] / beta), law});
  }
  RuleSpec rule;
  rule.preference.group_size.size = group_size;
  rule.beta = beta;
  question.rules = {rule};
  return question;
}

bool Search::IsConfirmed(const Compositions& groups, const Candidate& candidate) const {
  const auto precise = SpectrumOf<long double>(groups, candidate);
  if (!(precise.Excess() > kRounding)) return false;
  const auto beta = static_cast<double>((precise.largest_eigenvalue + precise.largest_preference) / 2);
  const ScenarioSpec question = QuestionOf(candidate, precise.preference.cast<double>(), beta, groups.group_size);
  Issues issues;
  const auto scenario = Validate(question, issues);
  if (!scenario) return false;
  const auto policies = SolveStationary(Rule(*scenario, scenario->rules[0]));
  if (policies.size() < 2) {
    std::printf("excess %.3Le in long double, but the solver finds one policy\n", precise.Excess());
    return false;
  }
  std::printf("%zu stationary policies: excess %.3Le in long double, G = %d, beta = %.17g\n", policies.size(),
              precise.Excess(), groups.group_size, beta);
  for (const auto& answer : question.answers) {
    std::printf("  reference %.17g, reward", answer.reference);
    for (const auto& part : *answer.reward) std::printf(" %.17g (%.17g)", part.mean, part.weight);
    std::printf("\n");
  }
  return true;
}

int Run(std::uint64_t seed, long budget, bool noisy) {
  Search search(seed, noisy);
  long evaluations = 0, starts = 0;
  bool found = false;
  for (; evaluations < budget && !found; ++starts) evaluations += search.ClimbOnce(&found);
  std::printf("%ld evaluations from %ld starts, seed %llu: %s second stationary policy\n", evaluations, starts,
              static_cast<unsigned long long>(seed), found ? "a" : "no");
  search.Print();
  return found == noisy ? 0 : 1;
}

}  // namespace
}  // namespace aggregation::search

int main(int count, char** arguments) {
  std::uint64_t seed = 1;
  long evaluations = 100'000;
  bool noisy = false;
  for (int i = 1; i < count; ++i) {
    const std::string option = arguments[i];
    if (option == "--noisy") {
      noisy = true;
    } else if (option == "--seed" && i + 1 < count) {
      seed = std::stoull(arguments[++i]);
    } else if (option == "--evaluations" && i + 1 < count) {
      evaluations = std::stol(arguments[++i]);
    } else {
      std::fprintf(stderr, "usage: second_policy [--seed 1] [--evaluations 100000] [--noisy]\n");
      return 2;
    }
  }
  return aggregation::search::Run(seed, evaluations, noisy);
}
