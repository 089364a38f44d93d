// SPDX-License-Identifier: MIT
#include "aggregation/group_expectation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "aggregation/table_products.h"
#include "aggregation/vector_math.h"

namespace aggregation {
namespace {

/// Smallest level mass that is told from 0: keeps n/q finite in the slope, where q^n then decides.
constexpr double kSmallestMass = 1e-300;
/// How far rounding may leave a sum of masses from 1.
constexpr double kMassRounding = 1e-12;

/// factors(n, j) with Π_j factors(n_j, j) = (G−1)!/Π n_j! · Π q_j^{n_j} for Σ n_j = G − 1. `share`: (G−1)!^{1/(G−1)}, a
/// member's part of the factorial, so that no factor overflows.
Matrix MultinomialFactors(const Vector& level_mass, int others, double share) {
  Matrix factors(others + 1, level_mass.size());
  for (Eigen::Index j = 0; j < level_mass.size(); ++j) {
    const double scaled = std::max(level_mass[j], kSmallestMass) * share;
    factors(0, j) = 1;
    for (int n = 1; n <= others; ++n) factors(n, j) = factors(n - 1, j) * (scaled / n);
  }
  return factors;
}

/// Probabilities of all compositions, in the order in which TabulateFrom visits them.
class ProbabilityWriter {
 public:
  ProbabilityWriter(const Matrix& factors, double* out) : factors_(factors), out_(out) {}

  void Write(Eigen::Index level, Eigen::Index remaining, double product) {
    const double* factor = factors_.col(level).data();
    if (level + 1 == factors_.cols()) {
      *out_++ = product * factor[remaining];
    } else if (level + 2 == factors_.cols()) {
      const double* rest = factors_.col(level + 1).data() + remaining;
      for (Eigen::Index n = 0; n <= remaining; ++n) out_[n] = product * factor[n] * rest[-n];
      out_ += remaining + 1;
    } else {
      for (Eigen::Index n = 0; n <= remaining; ++n) Write(level + 1, remaining - n, product * factor[n]);
    }
  }

 private:
  const Matrix& factors_;
  double* out_;
};

}  // namespace

double EnumerationTerms(int group_size, int levels) {
  double compositions = 1;  // C(G−1+K−1, K−1), built from the smaller side
  const int smaller = std::min(group_size - 1, levels - 1);
  for (int i = 1; i <= smaller; ++i) compositions *= (group_size + levels - 2.0 - smaller + i) / i;
  return std::round(compositions) * levels;
}

GroupExpectation::GroupExpectation(std::vector<double> levels, int group_size, AdvantageConvention convention)
    : levels_(std::move(levels)),
      group_size_(group_size),
      convention_(convention),
      factorial_share_(std::exp(std::lgamma(static_cast<double>(group_size)) / (group_size - 1))) {
  Tabulate();
}

void GroupExpectation::Tabulate() {
  const auto compositions =
      static_cast<Eigen::Index>(EnumerationTerms(group_size_, static_cast<int>(levels())) / levels());
  counts_.resize(compositions, levels());
  advantages_.resize(compositions, levels());
  current_.assign(levels_.size(), 0);
  TabulateFrom(0, group_size_ - 1);
}

void GroupExpectation::TabulateFrom(size_t level, int remaining) {
  if (level + 1 < levels_.size()) {
    for (int n = 0; n <= remaining; ++n) {
      current_[level] = n;
      TabulateFrom(level + 1, remaining - n);
    }
    return;
  }
  current_[level] = remaining;
  TabulateRow();
  ++row_;
}

/// A₁ of a first member with each level beside the current composition. Everything is taken from differences to the
/// commonest reward, and the first member is added to the others' squares (Welford): sums of what is positive, so that
/// neither a common offset nor nearly equal rewards cost digits, and an all-equal group is 0/0 ≡ 0 exactly.
void GroupExpectation::TabulateRow() {
  const double others = group_size_ - 1;
  const double pivot = levels_[std::max_element(current_.begin(), current_.end()) - current_.begin()];
  double mean = 0;
  for (size_t j = 0; j < levels_.size(); ++j) mean += current_[j] * (levels_[j] - pivot);
  mean /= others;
  double squares = 0;
  for (size_t j = 0; j < levels_.size(); ++j) {
    const double deviation = levels_[j] - pivot - mean;
    squares += current_[j] * deviation * deviation;
  }
  for (size_t l = 0; l < levels_.size(); ++l) {
    counts_(row_, l) = current_[l];
    advantages_(row_, l) = Advantage(levels_[l] - pivot - mean, squares);
  }
}

/// `lead`: the first member's reward above the others' mean. `squares`: the others' about it, summed.
double GroupExpectation::Advantage(double lead, double squares) const {
  const double others = group_size_ - 1;
  if (convention_.std == StdConvention::kLeaveOneOut)
    return squares == 0 ? lead : lead / (std::sqrt(squares / (others - 1)) + convention_.epsilon);
  const double all = squares + lead * lead * (others / group_size_);
  if (all == 0) return 0;
  const double freedom = convention_.std == StdConvention::kPopulation ? group_size_ : others;
  return lead * (others / group_size_) / (std::sqrt(all / freedom) + convention_.epsilon);
}

Vector GroupExpectation::Probabilities(const Vector& level_mass) const {
  const Matrix factors = MultinomialFactors(level_mass, group_size_ - 1, factorial_share_);
  Vector probabilities(counts_.rows());
  ProbabilityWriter(factors, probabilities.data()).Write(0, group_size_ - 1, 1);
  // Powers magnify by G what rounding leaves of Σq = 1.
  return probabilities * (1 / Sum(probabilities.data(), probabilities.size()));
}

Vector GroupExpectation::Value(const Vector& level_mass) const {
  Vector value = Project(advantages_, Probabilities(level_mass));
  if (convention_.silent_groups == SilentGroups::kResample)
    ConditionOnLoudGroups(level_mass, group_size_, &value, nullptr);
  return value;
}

void GroupExpectation::ValueAndSlope(const Vector& level_mass, Vector* value, Matrix* slope) const {
  const Vector probabilities = Probabilities(level_mass);
  *value = Project(advantages_, probabilities);
  // ∂(q^n)/∂q_j = n_j q^n / q_j, composition by composition.
  *slope = WeightedProduct(advantages_, probabilities, counts_);
  slope->array().rowwise() /= level_mass.cwiseMax(kSmallestMass).transpose().array();
  if (convention_.silent_groups == SilentGroups::kResample)
    ConditionOnLoudGroups(level_mass, group_size_, value, slope);
}

double GroupExpectation::ErrorEstimate(const Vector& level_mass) const {
  constexpr double kFewRoundings = 8;
  const Vector probabilities = Probabilities(level_mass);
  Vector spread(levels());
  for (Eigen::Index l = 0; l < levels(); ++l) spread[l] = advantages_.col(l).cwiseAbs().dot(probabilities);
  if (convention_.silent_groups == SilentGroups::kResample)
    ConditionOnLoudGroups(level_mass, group_size_, &spread, nullptr);
  return (group_size_ + kFewRoundings) * std::numeric_limits<double>::epsilon() * spread.maxCoeff();
}

double LoudProbability(const Vector& level_mass, int group_size) {
  if (level_mass.size() == 0) return 1;
  Eigen::Index most;
  level_mass.maxCoeff(&most);
  const double never_equal = 1 - level_mass.sum();  // normal rewards; rounding, where there are none
  double others = never_equal > kMassRounding ? never_equal : 0;
  for (Eigen::Index j = 0; j < level_mass.size(); ++j)
    if (j != most) others += level_mass[j];
  // 1 − q^G of the commonest level from the others' mass: no cancellation near a vertex.
  double loud = -std::expm1(group_size * std::log1p(-others));
  for (Eigen::Index j = 0; j < level_mass.size(); ++j)
    if (j != most) loud -= std::pow(level_mass[j], group_size);
  return loud;
}

void ConditionOnLoudGroups(const Vector& level_mass, int group_size, Vector* value, Matrix* slope) {
  const double loud = LoudProbability(level_mass, group_size);
  if (!(loud > 0)) return;
  if (slope) {
    const Vector silence_slope = group_size * level_mass.array().pow(group_size - 1);
    *slope = *slope / loud + *value * silence_slope.transpose() / (loud * loud);
  }
  *value /= loud;
}

}  // namespace aggregation
