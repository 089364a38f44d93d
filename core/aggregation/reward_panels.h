// SPDX-License-Identifier: MIT
// Thousands of rewards seen from afar: panels of neighbours, each replaced by a few Chebyshev points.
//
// A function that is smooth over a panel is the polynomial through its values at the panel's points, f(r) = Σ_i l_i(r)
// f(x_i). So Σ_k q_k f(r_k) = Σ_i (Σ_k q_k l_i(r_k)) f(x_i): the rewards' charges move to the points, and values that
// are summed up at the points move back to the rewards. A panel is split as soon as somebody looks closer; one with no
// more rewards than points holds the rewards themselves and nothing is approximated.
#ifndef AGGREGATION_REWARD_PANELS_H_
#define AGGREGATION_REWARD_PANELS_H_

#include <utility>
#include <vector>

#include "aggregation/simplex.h"

namespace aggregation {

/// Chebyshev's points of one degree on [−1, 1] with their barycentric weights.
struct ChebyshevRule {
  explicit ChebyshevRule(int points);
  std::vector<double> node, weight;
};

/// Points of a panel: over a length of 2.25 widths, e^{−(r−c)²} and its derivative are then met to 1e-14.
inline constexpr int kPanelPoints = 24;
inline constexpr double kPanelWidths = 2.25;

/// Consecutive rewards and the points that stand for them. Points lie at anchor + offset: rewards within 1e-9 of each
/// other need points that sums would round.
struct Panel {
  Eigen::Index first, last;    ///< rewards first … last − 1
  double anchor;               ///< the lowest of them
  double length;               ///< from it to the highest
  double mass;                 ///< Σ of their charges
  const ChebyshevRule* rule;   ///< null: the rewards themselves are the points
  std::vector<double> offset;  ///< of each point
  std::vector<double> charge;  ///< at each point
  std::vector<double> value;   ///< at each point, summed up by the user

  Eigen::Index points() const { return static_cast<Eigen::Index>(offset.size()); }
};

/// The panels over a list of rewards, for charges on them.
class RewardPanels {
 public:
  /// `position`: K rewards, increasing; `charge`: K numbers ≥ 0. Both must outlive the panels. One panel at first.
  RewardPanels(const std::vector<double>& position, const double* charge);
  /// Panels of at most `mass`, except single rewards, and of at most `length`, with one point each: a sketch.
  static RewardPanels Sketch(const std::vector<double>& position, const double* charge, double mass, double length);

  std::vector<Panel>& panels() { return panels_; }
  const std::vector<Panel>& panels() const { return panels_; }
  Eigen::Index points() const;

  /// Splits panels until none that has more rewards than points is `too_coarse`. Values move along.
  template <typename Predicate>
  void Refine(const Predicate& too_coarse) {
    if (!AnyOf(too_coarse)) return;
    std::vector<Panel> fine;
    for (Panel& panel : panels_) Descend(std::move(panel), too_coarse, fine);
    panels_ = std::move(fine);
  }

  /// Adds to each reward's entry the interpolated values at the points: K entries.
  void AddValues(double* out) const;
  /// The rows of `at_points` (points×k), interpolated to the rewards: K×k.
  Matrix Interpolate(const Matrix& at_points) const;

 private:
  template <typename Predicate>
  bool AnyOf(const Predicate& too_coarse) const {
    for (const Panel& panel : panels_)
      if (panel.rule && too_coarse(panel)) return true;
    return false;
  }
  template <typename Predicate>
  void Descend(Panel panel, const Predicate& too_coarse, std::vector<Panel>& fine) const {
    if (!panel.rule || !too_coarse(panel)) {
      fine.push_back(std::move(panel));
      return;
    }
    const Eigen::Index cut = Middle(panel);
    Descend(Child(panel, panel.first, cut), too_coarse, fine);
    Descend(Child(panel, cut, panel.last), too_coarse, fine);
  }
  Eigen::Index Middle(const Panel& panel) const;
  Panel Child(const Panel& parent, Eigen::Index first, Eigen::Index last) const;
  Panel Make(Eigen::Index first, Eigen::Index last, const ChebyshevRule& rule) const;

  const std::vector<double>* position_;
  const double* charge_;
  std::vector<Panel> panels_;
};

}  // namespace aggregation

#endif  // AGGREGATION_REWARD_PANELS_H_
