// SPDX-License-Identifier: MIT
#include "aggregation/reward_panels.h"

#include <algorithm>
#include <cmath>

namespace aggregation {
namespace {

constexpr double kPi = 3.14159265358979323846;

const ChebyshevRule& FineRule() {
  static const ChebyshevRule rule(kPanelPoints);
  return rule;
}

const ChebyshevRule& OnePoint() {
  static const ChebyshevRule rule(1);
  return rule;
}

/// l_i at `offset` above the anchor, for each point of a panel with a rule: the barycentric formula, whose sum is 1 to
/// rounding.
void LagrangeWeights(const Panel& panel, double offset, double* weight) {
  const ChebyshevRule& rule = *panel.rule;
  const auto size = rule.node.size();
  const double x = panel.length > 0 ? 2 * (offset / panel.length) - 1 : 0;
  double sum = 0;
  for (size_t i = 0; i < size; ++i) {
    const double distance = x - rule.node[i];
    if (distance == 0) {
      std::fill(weight, weight + size, 0.0);
      weight[i] = 1;
      return;
    }
    weight[i] = rule.weight[i] / distance;
    sum += weight[i];
  }
  for (size_t i = 0; i < size; ++i) weight[i] /= sum;
}

double ValueAt(const Panel& panel, double offset) {
  double weight[kPanelPoints];
  LagrangeWeights(panel, offset, weight);
  double value = 0;
  for (Eigen::Index i = 0; i < panel.points(); ++i) value += weight[i] * panel.value[i];
  return value;
}

}  // namespace

ChebyshevRule::ChebyshevRule(int points) {
  for (int i = 0; i < points; ++i) {
    const double angle = kPi * (i + 0.5) / points;
    node.push_back(std::cos(angle));
    weight.push_back(i % 2 == 0 ? std::sin(angle) : -std::sin(angle));
  }
}

RewardPanels::RewardPanels(const std::vector<double>& position, const double* charge)
    : position_(&position), charge_(charge) {
  if (!position.empty()) panels_.push_back(Make(0, static_cast<Eigen::Index>(position.size()), FineRule()));
}

RewardPanels RewardPanels::Sketch(const std::vector<double>& position, const double* charge, double mass,
                                  double length) {
  RewardPanels sketch(position, charge);
  sketch.panels_.clear();
  const auto size = static_cast<Eigen::Index>(position.size());
  for (Eigen::Index first = 0, last; first < size; first = last) {
    double sum = charge[first];
    for (last = first + 1; last < size; ++last) {
      if (sum + charge[last] > mass || position[last] - position[first] > length) break;
      sum += charge[last];
    }
    sketch.panels_.push_back(sketch.Make(first, last, OnePoint()));
  }
  return sketch;
}

Eigen::Index RewardPanels::points() const {
  Eigen::Index sum = 0;
  for (const Panel& panel : panels_) sum += panel.points();
  return sum;
}

void RewardPanels::AddValues(double* out) const {
  for (const Panel& panel : panels_) {
    for (Eigen::Index k = panel.first; k < panel.last; ++k)
      out[k] += panel.rule ? ValueAt(panel, (*position_)[k] - panel.anchor) : panel.value[k - panel.first];
  }
}

Matrix RewardPanels::Interpolate(const Matrix& at_points) const {
  Matrix result(position_->size(), at_points.cols());
  double weight[kPanelPoints];
  Eigen::Index start = 0;
  for (const Panel& panel : panels_) {
    if (panel.rule) {
      Matrix lagrange(panel.last - panel.first, panel.points());
      for (Eigen::Index k = panel.first; k < panel.last; ++k) {
        LagrangeWeights(panel, (*position_)[k] - panel.anchor, weight);
        for (Eigen::Index i = 0; i < panel.points(); ++i) lagrange(k - panel.first, i) = weight[i];
      }
      result.middleRows(panel.first, lagrange.rows()).noalias() =
          lagrange * at_points.middleRows(start, panel.points());
    } else {
      result.middleRows(panel.first, panel.points()) = at_points.middleRows(start, panel.points());
    }
    start += panel.points();
  }
  return result;
}

/// The first reward of the upper half: both halves have some.
Eigen::Index RewardPanels::Middle(const Panel& panel) const {
  const auto begin = position_->begin();
  const auto in_lower_half = [&](double position) { return position - panel.anchor <= 0.5 * panel.length; };
  return std::partition_point(begin + panel.first, begin + panel.last, in_lower_half) - begin;
}

Panel RewardPanels::Child(const Panel& parent, Eigen::Index first, Eigen::Index last) const {
  Panel child = Make(first, last, FineRule());
  const double shift = child.anchor - parent.anchor;
  for (Eigen::Index i = 0; i < child.points(); ++i) child.value[i] = ValueAt(parent, shift + child.offset[i]);
  return child;
}

Panel RewardPanels::Make(Eigen::Index first, Eigen::Index last, const ChebyshevRule& rule) const {
  const std::vector<double>& position = *position_;
  const double anchor = position[first];
  Panel panel{first, last, anchor, position[last - 1] - anchor, 0, nullptr, {}, {}, {}};
  const auto points = static_cast<Eigen::Index>(rule.node.size());
  for (Eigen::Index k = first; k < last; ++k) panel.mass += charge_[k];
  if (last - first <= points) {
    for (Eigen::Index k = first; k < last; ++k) panel.offset.push_back(position[k] - anchor);
    panel.charge.assign(charge_ + first, charge_ + last);
  } else {
    panel.rule = &rule;
    for (const double node : rule.node) panel.offset.push_back(0.5 * panel.length * (1 + node));
    panel.charge.assign(points, 0);
    double weight[kPanelPoints];
    for (Eigen::Index k = first; k < last; ++k) {
      LagrangeWeights(panel, position[k] - anchor, weight);
      for (Eigen::Index i = 0; i < points; ++i) panel.charge[i] += charge_[k] * weight[i];
    }
  }
  panel.value.assign(panel.offset.size(), 0);
  return panel;
}

}  // namespace aggregation
