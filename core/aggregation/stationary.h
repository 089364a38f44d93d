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

#include "aggregation/equations.h"
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
};

/// The eigenvalues of the flow cost N³. Above this many answers `stable` is told from the determinant instead: it
/// misses pairs of unstable directions.
inline constexpr int kMaxEigenvalueAnswers = 200;

/// One rule of one scenario, ready to solve.
class Rule {
 public:
  Rule(const Scenario& scenario, const RuleSpec& spec);

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
  std::unique_ptr<PreferenceModel> model_;
  std::unique_ptr<Penalty> penalty_;
  double beta_;
  Problem problem_;
};

/// max_o |P(o|π) − β f'(u(o)) − λ| with the λ that makes it smallest, in the units of P: how far a
/// policy is from being stationary (VY (11)). `log_policy`: N finite logarithms of a policy.
double StationarityResidual(const Rule& rule, const Vector& log_policy);

/// The rule's stationary policies, the reference branch's first. Empty where none exists;
/// attracting boundary points come last.
std::vector<StationaryPolicy> SolveStationary(const Rule& rule, const SolveOptions& options = {});

}  // namespace aggregation

#endif  // AGGREGATION_STATIONARY_H_
