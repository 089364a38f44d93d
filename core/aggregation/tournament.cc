// SPDX-License-Identifier: MIT
#include "aggregation/tournament.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "aggregation/preference_models.h"

namespace aggregation {
namespace {

/// Scores that differ by rounding alone are the same.
constexpr double kScoreTolerance = 1e-12;
/// What counts as 0 in the linear program's table, whose entries are of order 1.
constexpr double kPivotTolerance = 1e-12;

/// The simplex method for: maximise Σ x subject to (margins + 2) x ≤ 1, x ≥ 0. A game and the same with 2 added to
/// every payoff have the same optimal strategies, and with payoffs from 1 to 3 the program is bounded, its origin
/// feasible. Bland's rule keeps it from going round where answers tie.
class LotteryProgram {
 public:
  explicit LotteryProgram(const Matrix& margins)
      : size_(margins.rows()), table_(size_ + 1, size_ + 1), basis_(size_), outside_(size_) {
    table_.topLeftCorner(size_, size_) = margins.array() + 2;
    table_.col(size_).setOnes();  // the constraints' right sides
    table_.row(size_).setOnes();  // what each variable adds to the objective
    table_(size_, size_) = 0;
    std::iota(outside_.begin(), outside_.end(), Eigen::Index{0});
    std::iota(basis_.begin(), basis_.end(), size_);  // slacks
  }

  Vector Solve() {
    const Eigen::Index most_pivots = 100 * size_ + 1000;
    bool progresses = true;
    for (Eigen::Index i = 0; i < most_pivots; ++i) {
      const Eigen::Index column = progresses ? Steepest() : Foremost();
      if (column < 0) break;
      const Eigen::Index row = Leaving(column);
      progresses = table_(row, size_) > kPivotTolerance * table_(row, column);
      Pivot(row, column);
    }
    Vector solution = Vector::Zero(size_);
    for (Eigen::Index row = 0; row < size_; ++row)
      if (basis_[row] < size_) solution[basis_[row]] = std::max(0.0, table_(row, size_));
    return solution / solution.sum();
  }

 private:
  /// The column that adds most to the objective, Dantzig's choice; −1 where none adds.
  Eigen::Index Steepest() const {
    Eigen::Index best = -1;
    for (Eigen::Index j = 0; j < size_; ++j)
      if (table_(size_, j) > (best < 0 ? kPivotTolerance : table_(size_, best))) best = j;
    return best;
  }

  /// The column of the variable of lowest number that adds to the objective, Bland's choice; −1 where none adds.
  Eigen::Index Foremost() const {
    Eigen::Index best = -1;
    for (Eigen::Index j = 0; j < size_; ++j)
      if (table_(size_, j) > kPivotTolerance && (best < 0 || outside_[j] < outside_[best])) best = j;
    return best;
  }

  Eigen::Index Leaving(Eigen::Index column) const {
    Eigen::Index best = -1;
    double least = 0;
    for (Eigen::Index row = 0; row < size_; ++row) {
      if (table_(row, column) <= kPivotTolerance) continue;
      const double ratio = table_(row, size_) / table_(row, column);
      const bool ties = best >= 0 && std::abs(ratio - least) <= kPivotTolerance * std::abs(least);
      if (best >= 0 && (ties ? basis_[row] > basis_[best] : ratio > least)) continue;
      best = row;
      least = ratio;
    }
    return best;
  }

  void Pivot(Eigen::Index row, Eigen::Index column) {
    const double pivot = table_(row, column);
    const Vector leaving = table_.col(column);
    table_.col(column).setZero();
    table_(row, column) = 1;
    table_.row(row) /= pivot;
    for (Eigen::Index i = 0; i <= size_; ++i)
      if (i != row) table_.row(i) -= leaving[i] * table_.row(row);
    std::swap(basis_[row], outside_[column]);
  }

  Eigen::Index size_;
  Matrix table_;                       // constraints, objective last; variables outside the basis, right side last
  std::vector<Eigen::Index> basis_;    // the variable of each row
  std::vector<Eigen::Index> outside_;  // the variable of each column
};

}  // namespace

Matrix Margins(const Scenario& scenario) {
  if (scenario.margin) return *scenario.margin;
  Matrix margins = Matrix::Zero(scenario.size(), scenario.size());
  for (const Rater& rater : scenario.raters) margins += rater.weight * MarginMatrix(rater.reward);
  return margins;
}

std::optional<int> CondorcetWinner(const Matrix& margins) {
  for (Eigen::Index i = 0; i < margins.rows(); ++i)
    if ((margins.row(i).array() > 0).count() == margins.rows() - 1) return static_cast<int>(i);
  return std::nullopt;
}

Vector BordaScores(const Matrix& margins) {
  const double others = std::max<double>(1, static_cast<double>(margins.rows()) - 1);
  return 0.5 + 0.5 * margins.rowwise().sum().array() / others;
}

std::vector<int> Highest(const Vector& scores) {
  std::vector<int> highest;
  for (Eigen::Index i = 0; i < scores.size(); ++i)
    if (scores[i] >= scores.maxCoeff() - kScoreTolerance) highest.push_back(static_cast<int>(i));
  return highest;
}

double Exploitability(const Matrix& margins, const Vector& policy) {
  return std::max(0.0, (margins * policy).maxCoeff());
}

Vector MaximalLottery(const Matrix& margins) { return LotteryProgram(margins).Solve(); }

}  // namespace aggregation
