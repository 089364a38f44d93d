// SPDX-License-Identifier: MIT
// Stationary policies of an aggregation rule: all that are found, each with its residual and its
// stability.
//
//   paper                              code
//   π*                                 StationaryPolicy::policy
//   P_G(o | π*)                        StationaryPolicy::preference
//   λ, in P − β f'(π/π_ref) = λ        StationaryPolicy::multiplier
//   the fixed point (11)               Residual() ≤ tolerance
#ifndef AGGREGATION_STATIONARY_H_
#define AGGREGATION_STATIONARY_H_

#include <memory>
#include <optional>
#include <vector>

#include "aggregation/certificate.h"
#include "aggregation/newton.h"
#include "aggregation/reference_flow.h"
#include "aggregation/scenario.h"

namespace aggregation {

enum class Search {
  kBranch,  ///< the first policy that the branch from π_ref meets on the way down from β → ∞
  kAll      ///< every one found: that branch with its folds, and other branches from many starts
};

struct SolveOptions {
  Search search = Search::kAll;
  /// Tested: max_o |P(o|π) − β f'(u(o)) − λ| ≤ tolerance · max_o |P(o|π)|.
  /// Doubles reach about 1e-15; the rest is room for the rounding of P itself.
  double tolerance = 1e-12;
  /// Starts for branches that do not reach π_ref; 0 searches the reference branch alone.
  int other_starts = 48;
  /// log π, N entries: where to look first if exactly one policy exists; without it, at the reference.
  std::optional<Vector> near = std::nullopt;
};

struct StationaryPolicy {
  Vector policy;                     ///< N, sums to 1; 0 where it underflows, or on the boundary
  Vector log_policy;                 ///< N, finite in the interior
  Vector preference;                 ///< N, units of the model
  std::optional<double> multiplier;  ///< λ; none on the boundary
  std::optional<double> residual;    ///< units of P; none on the boundary
  Termination termination = Termination::kStalled;
  bool stable = false;                ///< whether the mean-field flow returns after a small push
  std::optional<Vector> eigenvalues;  ///< N − 1 real parts, largest first; none if N > kMaxEigenvalueAnswers
  bool on_reference_branch = false;
  bool boundary = false;
  /// How far `preference` may be from the exact P, max over answers, in its units: by rounding, and by the quadrature
  /// where groups are integrated. 1e-10 is aimed at; rewards of 1e7 and more in reward units leave no room for it.
  double preference_error = 0;
  Certificate certificate;
};

/// One rule's stationary policies, and what is known of them together.
struct RuleReport {
  std::vector<StationaryPolicy> stationary;     ///< as SolveStationary gives them
  std::optional<Uniqueness> uniqueness;         ///< none without a penalty
  std::optional<bool> count_consistent;         ///< CountIsConsistent; none with Search::kBranch
  std::optional<ReferenceFlow> reference_flow;  ///< none where it was not followed: see SolveRule
};

/// The eigenvalues of the flow cost N³. Above this many answers `stable` is told from the determinant instead: it
/// misses pairs of unstable directions.
inline constexpr int kMaxEigenvalueAnswers = 200;

/// One rule of one scenario, ready to solve.
class Rule {
 public:
  Rule(const Scenario& scenario, const RuleSpec& spec);
  /// With a model made before: MakePreferenceModel's for the same raters and EffectivePreference(spec).
  Rule(const Scenario& scenario, const RuleSpec& spec, std::shared_ptr<const PreferenceModel> model);

  const PreferenceModel& model() const { return *model_; }
  /// Null where nothing pulls the policy towards the reference.
  const Penalty* penalty() const { return penalty_.get(); }
  const Vector& reference() const { return reference_; }  ///< N
  double beta() const { return beta_; }
  const Problem& problem() const { return problem_; }

  /// P(o | policy), N entries. `policy`: N entries ≥ 0 that sum to 1.
  Vector Preference(const Vector& policy) const;

 private:
  Vector reference_;
  std::shared_ptr<const PreferenceModel> model_;
  std::unique_ptr<Penalty> penalty_;
  double beta_;
  Problem problem_;
};

/// The preference whose stationary policies the rule has: its own, except that with k1 inside the reward that is
/// normalised P = 0 for every answer makes r − β log(π/π_ref) constant, which is logarithmic pooling of the rewards,
/// whatever normalises them.
PreferenceSpec EffectivePreference(const RuleSpec& rule);

/// A solution of the rule's equations, with what certifies it. `beta`: what it was found for, which along a path is not
/// the rule's; the equations know its logarithm alone.
StationaryPolicy Report(const Rule& rule, double beta, const Solution& solution, double tolerance);

/// max_o |P(o|π) − β f'(u(o)) − λ| with the λ that makes it smallest, in the units of P: how far a
/// policy is from being stationary (VY (11)). `log_policy`: N finite logarithms of a policy.
double StationarityResidual(const Rule& rule, const Vector& log_policy);

/// The rule's stationary policies, the reference branch's first. Empty where none exists;
/// attracting boundary points come last.
std::vector<StationaryPolicy> SolveStationary(const Rule& rule, const SolveOptions& options = {});

/// The same with what theory says of their number, and with Search::kAll, where CanFollow, the flow from
/// π_ref. It is not followed where the policy is proved unique and is stable: that is no proof that the flow ends
/// there, so nothing is said.
RuleReport SolveRule(const Rule& rule, const SolveOptions& options = {});

}  // namespace aggregation

#endif  // AGGREGATION_STATIONARY_H_
