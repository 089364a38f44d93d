// SPDX-License-Identifier: MIT
// The calls about choice: what comparisons say without any rule, and what would make an answer win under one.
#include "aggregation/counterfactual.h"
#include "aggregation/tournament.h"
#include "views.h"

using aggregation::Matrix;
using aggregation::Vector;
using emscripten::val;

val Tournament(const val& document, const val& request) {
  Subject subject(document, request);
  if (!subject.is_valid()) return subject.Invalid();
  if (subject.scenario().size() > aggregation::kMaxTournamentAnswers)
    subject.issues().Add("answers", static_cast<double>(subject.scenario().size()),
                         "has at most " + std::to_string(aggregation::kMaxTournamentAnswers) +
                             " answers where they are compared with each other");
  if (!subject.is_valid()) return subject.Invalid();
  const Matrix margins = aggregation::Margins(subject.scenario());
  const Vector borda = aggregation::BordaScores(margins), lottery = aggregation::MaximalLottery(margins);
  std::vector<Vector> rows;
  for (Eigen::Index i = 0; i < margins.rows(); ++i) rows.push_back(margins.row(i).transpose());
  std::vector<double> exploitability;
  if (subject.Has("policies"))
    for (const Vector& policy : ToVectors(request["policies"]))
      exploitability.push_back(aggregation::Exploitability(margins, policy));
  val result = OkResult();
  Put(result, "margins", ToList(rows));
  Put(result, "condorcet", OrNull(aggregation::CondorcetWinner(margins)));
  Put(result, "borda", ToFloat64Array(borda));
  Put(result, "bordaWinners", ToInt32Array(aggregation::Highest(borda)));
  Put(result, "lottery", ToFloat64Array(lottery));
  Put(result, "lotteryExploitability", val(aggregation::Exploitability(margins, lottery)));
  Put(result, "exploitability", ToFloat64Array(exploitability));
  return result;
}

val ToWin(const val& document, const val& request) {
  Subject subject(document, request);
  if (!subject.is_valid()) return subject.Invalid();
  const int answer = request["answer"].as<int>();
  const aggregation::ChangesToWin changes = WhatMakesWin(subject.scenario(), subject.rule(), answer);
  val result = OkResult();
  Put(result, "wins", val(aggregation::Wins(subject.scenario(), subject.rule(), answer)));
  Put(result, "beta", OrNull(changes.beta));
  Put(result, "reward", OrNull(changes.reward));
  Put(result, "reference", OrNull(changes.reference));
  return result;
}
