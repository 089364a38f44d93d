// SPDX-License-Identifier: MIT
// P_G(o | π) and its derivative by enumeration in any floating-point type, apart from the core's: what a candidate of
// the search is confirmed with in long double.
#ifndef TESTS_SEARCH_GROUP_GRADIENT_H_
#define TESTS_SEARCH_GROUP_GRADIENT_H_

#include <Eigen/Dense>
#include <cmath>
#include <vector>

namespace aggregation::search {

template <typename Real>
using VectorOf = Eigen::Matrix<Real, Eigen::Dynamic, 1>;
template <typename Real>
using MatrixOf = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;

/// How many of the other G − 1 members have each of K rewards: one row for each possibility.
struct Compositions {
  int group_size;
  int levels;
  std::vector<std::vector<int>> counts;
  std::vector<double> orders;  ///< in how many orders: exact in a double for G ≤ 12, K ≤ 6

  Compositions(int group_size, int levels) : group_size(group_size), levels(levels) {
    std::vector<int> current(levels, 0);
    Add(current, 0, group_size - 1, 1);
  }

 private:
  void Add(std::vector<int>& current, int level, int left, double ways) {
    if (level == levels - 1) {
      current[level] = left;
      counts.push_back(current);
      orders.push_back(ways);
      return;
    }
    double choices = 1;  // C(left, count)
    for (int count = 0; count <= left; ++count) {
      current[level] = count;
      Add(current, level + 1, left - count, ways * choices);
      choices = choices * (left - count) / (count + 1);
    }
  }
};

/// E[A₁ | r₁ = level] and its derivative by the levels' masses q, population std, ε = 0.
template <typename Real>
struct LevelPreference {
  VectorOf<Real> value;  // K
  MatrixOf<Real> slope;  // K×K

  LevelPreference(const Compositions& groups, const VectorOf<Real>& reward, const VectorOf<Real>& mass)
      : value(VectorOf<Real>::Zero(groups.levels)), slope(MatrixOf<Real>::Zero(groups.levels, groups.levels)) {
    MatrixOf<Real> power = MatrixOf<Real>::Ones(groups.levels, groups.group_size);  // mass^count
    for (int n = 1; n < groups.group_size; ++n) power.col(n) = power.col(n - 1).cwiseProduct(mass);
    for (size_t row = 0; row < groups.counts.size(); ++row) AddGroup(groups, row, reward, power);
  }

 private:
  void AddGroup(const Compositions& groups, size_t row, const VectorOf<Real>& reward, const MatrixOf<Real>& power) {
    const auto& count = groups.counts[row];
    Real probability = groups.orders[row];
    for (int k = 0; k < groups.levels; ++k) probability *= power(k, count[k]);
    VectorOf<Real> derivative = VectorOf<Real>::Zero(groups.levels);
    for (int k = 0; k < groups.levels; ++k) {
      if (count[k] == 0) continue;
      derivative[k] = groups.orders[row] * count[k];
      for (int j = 0; j < groups.levels; ++j) derivative[k] *= power(j, count[j] - (j == k));
    }
    for (int first = 0; first < groups.levels; ++first) {
      const Real advantage = Advantage(groups, count, reward, first);
      value[first] += probability * advantage;
      slope.row(first) += advantage * derivative.transpose();
    }
  }

  /// A₁ of the group that has these others.
  static Real Advantage(const Compositions& groups, const std::vector<int>& count, const VectorOf<Real>& reward,
                        int first) {
    if (count[first] == groups.group_size - 1) return 0;
    Real mean = 0, variance = 0;
    for (int k = 0; k < groups.levels; ++k) mean += (count[k] + (k == first)) * (reward[k] - reward[first]);
    mean /= groups.group_size;  // from r₁
    for (int k = 0; k < groups.levels; ++k) {
      const Real deviation = reward[k] - reward[first] - mean;
      variance += (count[k] + (k == first)) * deviation * deviation;
    }
    using std::sqrt;
    return -mean / sqrt(variance / groups.group_size);
  }
};

}  // namespace aggregation::search

#endif  // TESTS_SEARCH_GROUP_GRADIENT_H_
