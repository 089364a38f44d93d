// SPDX-License-Identifier: MIT
#include "aggregation/group_nodes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "aggregation/legendre.h"
#include "aggregation/order.h"

namespace aggregation {
namespace {

constexpr double kPi = 3.14159265358979323846;
/// Products below e^{−kDecades} are left out: 9e-17 of the largest.
constexpr double kDecades = 37;
/// Step of the trapezoid in x: error e^{−π²/(2 step)} = 2e-13.
constexpr double kStepInX = 0.17;
/// Where t has fallen to 3e-15 of 1/range.
constexpr double kLowestX = -3.4;
/// Step of the trapezoid in c, in units of 1/t: error e^{−π²/step²} = 1e-16.
constexpr double kStepInC = 0.52;
/// With normal rewards the t-integral ends like a power of t, at least its square: 1e-13 beyond this many inverse
/// scales.
constexpr double kAlgebraicTail = 3e6;
/// Panels of this length, in widths of the narrowest product, need the 16 Legendre nodes for 1e-14.
constexpr double kPanel = 3.2;
/// Beyond this many decades a single member's w is lost beside the others' in double precision.
constexpr double kReach = kDecades + 2;

/// An interval of centres, from an anchor: the lowest reward whose window it holds.
struct Interval {
  double anchor;
  double low;
  double high;
};

/// Everything about the centres c at one t.
class CentreRule {
 public:
  CentreRule(const std::vector<RewardComponent>& components, const GroupShape& shape, double t)
      : components_(components), shape_(shape), a_(t * t / shape.members) {}

  /// Where some component's w^{G−1} exceeds e^{−kDecades}: disjoint, increasing.
  std::vector<Interval> Windows() const {
    std::vector<Interval> disjoint;
    for (const auto& component : components_) {
      const double spread = Spread(component);
      const double room = kDecades / shape_.factors - 0.5 * std::log(spread);
      if (room <= 0) continue;
      const double half = std::sqrt(room * spread / a_);
      Insert({component.mean, -half, half}, disjoint);
    }
    return disjoint;
  }

  /// Standard width of the narrowest Gaussian that a product of all members can be, times √2.
  double NarrowestProduct() const {
    double smallest_spread = Spread(components_.front());
    for (const auto& component : components_) smallest_spread = std::min(smallest_spread, Spread(component));
    return std::sqrt(smallest_spread / (a_ * shape_.members));
  }

  /// Whether all components have the same width, as where all are atoms.
  bool IsEvenlyNarrow() const {
    return std::all_of(components_.begin(), components_.end(),
                       [&](const RewardComponent& component) { return component.sd == components_.front().sd; });
  }

  /// Whether at most one atom is near enough to matter: groups around it are then all equal, and silent. Elsewhere
  /// their std is so large that e^{−t²σ²} is below e^{−kDecades}.
  bool IsSilent(const Interval& window) const {
    const double reach = std::sqrt(kDecades / ((shape_.members - 1) * a_ / shape_.members));
    const RewardComponent* only = nullptr;
    for (const auto& component : components_) {
      if (component.sd > 0) return false;
      const double offset = component.mean - window.anchor;
      if (offset < window.low - reach || offset > window.high + reach) continue;
      if (only && component.mean != only->mean) return false;
      only = &component;
    }
    return true;
  }

  /// End of the panel that starts `low` above the anchor: short beside a component's centre, growing with the distance.
  double PanelEnd(const Interval& window, double low) const {
    double length = window.high - low;
    for (const auto& component : components_) {
      const double spread = Spread(component);
      const double ahead = (component.mean - window.anchor) - low;
      const double distance = std::abs(ahead);
      const double reach = std::sqrt(kReach * spread / a_);
      if (distance > reach) {  // does not matter here, but its centre must not be stepped over
        if (ahead > 0) length = std::min(length, std::max(ahead - reach, 0.5 * reach));
        continue;
      }
      const double narrowest = std::sqrt(spread / (a_ * shape_.members));
      length = std::min(length, std::max(kPanel * narrowest, 0.45 * distance));
    }
    return low + length;
  }

 private:
  /// Joins the window to those it overlaps. Components come sorted by mean, so windows almost do: those that a wide one
  /// reaches back over are swallowed.
  static void Insert(Interval window, std::vector<Interval>& disjoint) {
    while (!disjoint.empty()) {
      const Interval& last = disjoint.back();
      const double between = window.anchor - last.anchor;
      if (last.high < between + window.low) break;
      window = {last.anchor, std::min(last.low, between + window.low), std::max(last.high, between + window.high)};
      disjoint.pop_back();
    }
    disjoint.push_back(window);
  }

  /// 1 + 2as²: how much wider than an atom's the component's Gaussian is, squared.
  double Spread(const RewardComponent& component) const { return 1 + 2 * a_ * component.sd * component.sd; }

  const std::vector<RewardComponent>& components_;
  const GroupShape& shape_;
  double a_;
};

/// Smallest difference between two atoms or smallest sd: what the largest t must resolve.
double SmallestScale(const std::vector<RewardComponent>& sorted) {
  double scale = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i].sd > 0) scale = std::min(scale, sorted[i].sd);
    if (i > 0 && sorted[i].mean > sorted[i - 1].mean) scale = std::min(scale, sorted[i].mean - sorted[i - 1].mean);
  }
  return scale;
}

double LargestT(const GroupShape& shape, double smallest_scale, bool discrete) {
  // One member that differs by the smallest gap: σ = gap √(members − 1)/members.
  if (discrete) return std::sqrt(kDecades) * shape.members / (std::sqrt(shape.members - 1) * smallest_scale);
  const bool cut_by_epsilon = shape.first_is_outside && shape.epsilon > 0;
  return kAlgebraicTail * std::sqrt(shape.members) /
         (cut_by_epsilon ? std::min(smallest_scale, shape.epsilon) : smallest_scale);
}

void Add(double anchor, double offset, double weight, NodeRow& row) {
  row.anchor.push_back(anchor);
  row.offset.push_back(offset);
  row.weight.push_back(weight);
}

void AddTrapezoid(const Interval& window, double step, double weight, NodeRow& row) {
  const auto first = static_cast<long long>(std::ceil(window.low / step));
  const auto last = static_cast<long long>(std::floor(window.high / step));
  for (long long j = first; j <= last; ++j) Add(window.anchor, static_cast<double>(j) * step, weight * step, row);
}

void AddPanels(const CentreRule& rule, const Interval& window, double weight, NodeRow& row) {
  const Legendre16& legendre = Legendre16::Rule();
  for (double low = window.low; low < window.high;) {
    const double high = rule.PanelEnd(window, low);
    for (int i = 0; i < Legendre16::kNodes; ++i) {
      const double offset = 0.5 * ((high + low) + (high - low) * legendre.node[i]);
      Add(window.anchor, offset, weight * 0.5 * (high - low) * legendre.weight[i], row);
    }
    low = high;
  }
}

/// The rule with fewer nodes: the trapezoid, whose step the narrowest product dictates everywhere, or panels. `weight`:
/// of dc.
void AddCentres(const CentreRule& rule, double weight, NodeRow& row) {
  std::vector<Interval> windows = rule.Windows();
  std::erase_if(windows, [&](const Interval& window) { return rule.IsSilent(window); });
  const double step = kStepInC * rule.NarrowestProduct();
  double trapezoid_nodes = 0;
  for (const Interval& window : windows) trapezoid_nodes += (window.high - window.low) / step;
  if (rule.IsEvenlyNarrow()) trapezoid_nodes = 0;  // panels cannot have fewer
  NodeRow panels{row.t, row.coarse, {}, {}, {}};
  for (const Interval& window : windows) {
    if (static_cast<double>(panels.size()) < trapezoid_nodes) AddPanels(rule, window, weight, panels);
  }
  if (static_cast<double>(panels.size()) < trapezoid_nodes) {
    row = std::move(panels);
  } else {
    for (const Interval& window : windows) AddTrapezoid(window, step, weight, row);
  }
}

}  // namespace

size_t CountNodes(const GroupNodes& nodes) {
  size_t count = 0;
  for (const NodeRow& row : nodes) count += row.size();
  return count;
}

GroupNodes MakeGroupNodes(const std::vector<RewardComponent>& components, const GroupShape& shape) {
  const std::vector<RewardComponent> sorted = Sorted(components);
  const bool discrete = std::all_of(sorted.begin(), sorted.end(), [](const auto& c) { return c.sd == 0; });
  const double smallest_scale = SmallestScale(sorted);
  if (!std::isfinite(smallest_scale)) return {};
  double range = sorted.back().mean - sorted.front().mean;
  for (const auto& component : sorted) range = std::max(range, component.sd);

  GroupNodes nodes;
  const double largest_t = LargestT(shape, smallest_scale, discrete);
  for (int i = static_cast<int>(kLowestX / kStepInX);; ++i) {
    const double x = i * kStepInX;
    const double t = std::exp(x - std::exp(-x)) / range;
    if (t > largest_t) return nodes;
    const double slope = t * (1 + std::exp(-x));  // dt/dx
    const double weight = 2 / kPi * t * slope * kStepInX * EpsilonWeight(t, shape.epsilon);
    nodes.push_back({t, i % 2 == 0, {}, {}, {}});
    AddCentres(CentreRule(sorted, shape, t), weight, nodes.back());
  }
}

double EpsilonWeight(double t, double epsilon) {
  const double x = epsilon * t;
  if (x < 6) return 1 - std::sqrt(kPi) * x * std::exp(x * x) * std::erfc(x);
  // The asymptotic series of the difference: Σ_{k≥1} (−1)^{k+1} (2k−1)!!/(2x²)^k, whose terms fall until k ≈ x².
  double term = 1, sum = 0;
  for (int k = 1; k <= 30; ++k) {
    term *= -(2 * k - 1) / (2 * x * x);
    sum -= term;
  }
  return sum;
}

}  // namespace aggregation
