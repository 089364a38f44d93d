// SPDX-License-Identifier: MIT
// What theory promises of a stationary policy, in numbers that anyone can check (mathematics §6, §7), and of how many
// there are. Whatever does not apply to a rule is absent.
//
//   paper                                         code
//   P_G(o) < E_π P_G + β where π(o) > 0 (11)      Certificate::preference_slack > 0
//   max_o P_2(o|π) < β                            exploitability < exploitability_bound
//   p ≥ max(1 − β/γ, ρ) (14), G = 2               Certificate::lower_bound
//   p ≥ max(1/(1 + β²), ρ) (15), G → ∞            Certificate::lower_bound
#ifndef AGGREGATION_CERTIFICATE_H_
#define AGGREGATION_CERTIFICATE_H_

#include <optional>
#include <vector>

#include "aggregation/equations.h"

namespace aggregation {

/// policy[answer] ≥ bound.
struct LowerBound {
  int answer;
  double bound;
};

struct Certificate {
  /// max_o Σ_o' π(o')(W(o,o') − W(o',o)), in margins, 0 to 1: what the best answer would win against the policy. Only
  /// where P compares two answers at a time: pairwise models, and groups of 2 that are not drawn again.
  std::optional<double> exploitability;
  /// What exploitability stays below with KL(π_ref‖π), in margins. It is β where P is the game's own margin; a sample
  /// std and ε scale P, and the bound with it. The policy is then an approximate maximal lottery, whatever π_ref.
  std::optional<double> exploitability_bound;
  /// β − max_o (P(o|π) − E_π P), units of P: positive, to rounding, at every stationary policy of KL(π_ref‖π).
  std::optional<double> preference_slack;
  /// Two answers and KL(π_ref‖π): what the better one gets at least.
  std::optional<LowerBound> lower_bound;
};

/// `reference`, `policy`, `preference`: N answers. `is_interior`: the policy is stationary inside the simplex.
Certificate Certify(const PreferenceModel& model, const Penalty* penalty, const Vector& reference, double beta,
                    const Vector& policy, const Vector& preference, bool is_interior);

/// What mathematics §6 proves: any strictly convex penalty where −P is monotone; KL(π_ref‖π) at G → ∞ for one rater,
/// and with two levels of reward.
Uniqueness UniquenessOf(const PreferenceModel& model, const Penalty& penalty);

/// Whether the signs of det(βD'' − ∂P/∂π) over all interior solutions sum to 1, as they must where P is continuous on
/// the closed simplex and the penalty keeps every answer: if not, one is missing. None where that is not so.
std::optional<bool> CountIsConsistent(const PreferenceModel& model, const Penalty& penalty,
                                      const std::vector<Evaluation>& solutions);

}  // namespace aggregation

#endif  // AGGREGATION_CERTIFICATE_H_
