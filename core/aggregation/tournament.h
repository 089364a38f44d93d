// SPDX-License-Identifier: MIT
// What social choice says of the same comparisons: the Condorcet winner, Borda's scores and the maximal lottery.
//
// Margins are W(o,o') − W(o',o). A maximal lottery is an optimal strategy of the game that they are: no answer has a
// positive expected margin against it. GRPO's stationary policy at G = 2 tends to one as β → 0 (mathematics §6).
#ifndef AGGREGATION_TOURNAMENT_H_
#define AGGREGATION_TOURNAMENT_H_

#include <optional>
#include <vector>

#include "aggregation/scenario.h"

namespace aggregation {

/// The lottery's linear program is solved in a dense table: more answers would take seconds.
inline constexpr int kMaxTournamentAnswers = 200;

/// W − Wᵀ, N×N: the win matrix's where the scenario has one, otherwise the raters' rewards compared draw by draw.
Matrix Margins(const Scenario& scenario);

/// The answer that beats every other; none where there is none.
std::optional<int> CondorcetWinner(const Matrix& margins);

/// Mean of W(o, o') over the other answers o': N numbers in [0, 1]; ½ where there are no others.
Vector BordaScores(const Matrix& margins);

/// The answers with the highest score, to rounding.
std::vector<int> Highest(const Vector& scores);

/// max_o Σ_o' policy(o')·margins(o, o') ≥ 0, in margins: what the best answer wins against the policy.
double Exploitability(const Matrix& margins, const Vector& policy);

/// A policy of exploitability 0, to rounding; one of them where there are several. Precondition: margins are
/// antisymmetric, N ≤ kMaxTournamentAnswers.
Vector MaximalLottery(const Matrix& margins);

}  // namespace aggregation

#endif  // AGGREGATION_TOURNAMENT_H_
