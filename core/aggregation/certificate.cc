// SPDX-License-Identifier: MIT
#include "aggregation/certificate.h"

#include <algorithm>

namespace aggregation {
namespace {

/// Both bounds follow from π(a)π(b)(P(a) − P(b)) = β(π(a) − π_ref(a)), which is β π(a) at most: P(a) − P(b) is the
/// margin γ whatever the policy in a game of two (and wherever −P is monotone), and 1/√(π(a)π(b)) where P is
/// standardised.
std::optional<LowerBound> BoundOfTwo(const PreferenceModel& model, const Vector& reference, double beta,
                                     const Vector& preference) {
  if (reference.size() != 2 || preference[0] == preference[1]) return std::nullopt;
  const int better = preference[0] > preference[1] ? 0 : 1;
  const double margin = preference[better] - preference[1 - better];
  if (model.IsMonotone()) return LowerBound{better, std::max(1 - beta / margin, reference[better])};
  if (model.IsStandardised()) return LowerBound{better, std::max(1 / (1 + beta * beta), reference[better])};
  return std::nullopt;
}

}  // namespace

Certificate Certify(const PreferenceModel& model, const Penalty* penalty, const Vector& reference, double beta,
                    const Vector& policy, const Vector& preference, bool is_interior) {
  Certificate certificate;
  const bool has_bounds = is_interior && penalty && penalty->IsKlRefToPolicy();
  if (const std::optional<PairwiseGame> game = model.GameAt(model.classes().Sum(policy))) {
    certificate.exploitability = std::max(0.0, game->payoff.maxCoeff());
    if (has_bounds) certificate.exploitability_bound = game->scale * beta + game->slack;
  }
  if (!has_bounds) return certificate;
  certificate.preference_slack = beta - (preference.array() - policy.dot(preference)).maxCoeff();
  certificate.lower_bound = BoundOfTwo(model, reference, beta, preference);
  return certificate;
}

Uniqueness UniquenessOf(const PreferenceModel& model, const Penalty& penalty) {
  const bool proved = model.IsMonotone() || (penalty.IsKlRefToPolicy() && model.IsUniqueWithKlRefToPolicy());
  return proved ? Uniqueness::kProved : Uniqueness::kUnproved;
}

std::optional<bool> CountIsConsistent(const PreferenceModel& model, const Penalty& penalty,
                                      const std::vector<Evaluation>& solutions) {
  if (UniquenessOf(model, penalty) == Uniqueness::kProved) return solutions.size() == 1;
  // Poincaré and Hopf: P − βf' points inwards all along the boundary, f'(0) = −∞ against a bounded P.
  if (!model.IsContinuous() || penalty.ReachesZero()) return std::nullopt;
  int sum = 0;
  for (const Evaluation& at : solutions) sum += IsOrientedLikeReference(at) ? 1 : -1;
  return sum == 1;
}

}  // namespace aggregation
