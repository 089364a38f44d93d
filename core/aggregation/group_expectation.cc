// SPDX-License-Identifier: MIT
#include "aggregation/group_expectation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "aggregation/table_products.h"

namespace aggregation {
namespace {

/// Smallest level mass that is told from 0: keeps n/q finite in the slope, where q^n then decides.
constexpr double kSmallestMass = 1e-300;
/// How far rounding may leave a sum of masses from 1.
constexpr double kMassRounding = 1e-12;

/// weights(j, n) with Π_j weights(j, n_j) = (G−1)!/Π n_j! · Π q_j^{n_j} for Σ n_j = G − 1: the
/// factorial is shared out evenly among the members, so that no factor overflows.
Matrix MultinomialFactors(const Vector& level_mass, int others) {
  const double share = std::exp(std::lgamma(others + 1.0) / others);
  Matrix factors(level_mass.size(), others + 1);
  for (Eigen::Index j = 0; j < level_mass.size(); ++j) {
    const double scaled = std::max(level_mass[j], kSmallestMass) * share;
    factors(j, 0) = 1;
    for (int n = 1; n <= others; ++n) factors(j, n) = factors(j, n - 1) * (scaled / n);
  }
  return factors;
}

/// Probabilities of all compositions, in the order in which TabulateFrom visits them.
class ProbabilityWriter {
 public:
  ProbabilityWriter(const Matrix& factors, double* out) : factors_(factors), out_(out) {}
  void Write(Eigen::Index level, int remaining, double product) {
    if (level + 1 == factors_.rows()) {
      *out_++ = product * factors_(level, remaining);
      return;
    }
    for (int n = 0; n <= remaining; ++n) Write(level + 1, remaining - n, product * factors_(level, n));
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
    : levels_(std::move(levels)), group_size_(group_size), convention_(convention) {
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
  for (size_t l = 0; l < levels_.size(); ++l) {
    counts_(row_, l) = current_[l];
    advantages_(row_, l) = Advantage(l);
  }
  ++row_;
}

/// A₁ of a first member with `level` beside the current composition. Everything is taken from differences to a reward
/// inside the std: neither a common offset nor nearly equal rewards cost digits, and an all-equal group is 0/0 ≡ 0
/// exactly.
double GroupExpectation::Advantage(size_t level) const {
  const bool without_first = convention_.std == StdConvention::kLeaveOneOut;
  const auto common = std::max_element(current_.begin(), current_.end()) - current_.begin();
  const bool equal_others = current_[common] == group_size_ - 1;
  const double pivot = levels_[common];
  const double first = levels_[level] - pivot;
  const double members = without_first ? group_size_ - 1 : group_size_;
  double mean = without_first ? 0 : first;
  for (size_t j = 0; j < levels_.size(); ++j) mean += current_[j] * (levels_[j] - pivot);
  mean /= members;
  if (equal_others && (without_first || first == 0)) return without_first ? first - mean : 0;

  double squares = without_first ? 0 : (first - mean) * (first - mean);
  for (size_t j = 0; j < levels_.size(); ++j) {
    const double deviation = levels_[j] - pivot - mean;
    squares += current_[j] * deviation * deviation;
  }
  const double freedom = convention_.std == StdConvention::kPopulation ? members : members - 1;
  return (first - mean) / (std::sqrt(squares / freedom) + convention_.epsilon);
}

Vector GroupExpectation::Probabilities(const Vector& level_mass) const {
  const Matrix factors = MultinomialFactors(level_mass, group_size_ - 1);
  Vector probabilities(counts_.rows());
  ProbabilityWriter(factors, probabilities.data()).Write(0, group_size_ - 1, 1);
  // Powers magnify by G what rounding leaves of Σq = 1.
  return probabilities / probabilities.sum();
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
