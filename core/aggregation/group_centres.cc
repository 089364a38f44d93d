// SPDX-License-Identifier: MIT
#include "aggregation/group_centres.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "aggregation/legendre.h"

namespace aggregation {
namespace {

constexpr double kPi = 3.14159265358979323846;
/// Step of the trapezoid in x, t = e^{x − e^{−x}}/range, and where t has fallen to e^{−37} of 1/range.
constexpr double kStepInX = 0.15;
constexpr double kLowestX = -3.6;
/// Step of the trapezoid in c, in widths of the narrowest product: error e^{−π²/step²} = 7e-18.
constexpr double kStepInC = 0.5;
/// Groups whose std is so large that e^{−t²σ²} is below e^{−kDecades} are left out.
constexpr double kDecades = 38;
/// With normal rewards the t-integral ends like a power of t (group_nodes.cc).
constexpr double kAlgebraicTail = 3e6;
/// Panels of this length, in widths of the narrowest product, need the 16 Legendre nodes for 1e-14.
constexpr double kPanel = 3.2;
constexpr double kReach = 40;

/// Smallest difference within a layer or smallest sd: what the largest t must resolve.
double SmallestScale(const RewardSources& sources) {
  double scale = std::numeric_limits<double>::infinity();
  for (const SourceLayer& layer : sources.layers()) {
    if (layer.sd > 0) scale = std::min(scale, layer.sd);
    if (layer.sd > 0) continue;
    for (size_t k = 1; k < layer.position.size(); ++k)
      scale = std::min(scale, layer.position[k] - layer.position[k - 1]);
  }
  return scale;
}

/// End of the panel that starts at `low`: short beside a source, growing with the distance from it.
double PanelEnd(const RewardSources& sources, const Scale& scale, double members, const Stretch& stretch, double low) {
  double length = stretch.high - low;
  const double start = stretch.anchor + low;
  for (const SourceLayer& layer : sources.layers()) {
    const double spread = scale.Spread(layer);
    const double reach = std::sqrt(kReach * spread / scale.a);
    const double narrowest = kPanel * std::sqrt(spread / (scale.a * members));
    const auto next = std::lower_bound(layer.position.begin(), layer.position.end(), start);
    if (next != layer.position.begin()) {
      const double behind = low - (*(next - 1) - stretch.anchor);
      if (behind <= reach) length = std::min(length, std::max(narrowest, 0.45 * behind));
    }
    if (next != layer.position.end()) {
      const double ahead = (*next - stretch.anchor) - low;
      length =
          std::min(length, ahead <= reach ? std::max(narrowest, 0.45 * ahead) : std::max(ahead - reach, 0.5 * reach));
    }
  }
  return low + length;
}

Centres Trapezoid(const Stretch& stretch, double step) {
  Centres centres;
  const auto first = static_cast<long long>(std::ceil(stretch.low / step));
  const auto last = static_cast<long long>(std::floor(stretch.high / step));
  for (long long j = first; j <= last; ++j) centres.offset.push_back(static_cast<double>(j) * step);
  centres.weight.assign(centres.offset.size(), step);
  return centres;
}

/// The mean of the layer that is nearest to `reward`.
double Nearest(const SourceLayer& layer, double reward) {
  const auto above = std::lower_bound(layer.position.begin(), layer.position.end(), reward);
  if (above == layer.position.begin()) return *above;
  if (above == layer.position.end() || reward - *(above - 1) < *above - reward) return *(above - 1);
  return *above;
}

Stretch Reanchored(const RewardSources& sources, const Stretch& stretch) {
  const double middle = stretch.anchor + 0.5 * (stretch.low + stretch.high);
  double anchor = stretch.anchor;
  for (const SourceLayer& layer : sources.layers()) {
    const double nearest = Nearest(layer, middle);
    if (std::abs(nearest - middle) < std::abs(anchor - middle)) anchor = nearest;
  }
  const double shift = anchor - stretch.anchor;
  return {anchor, stretch.low - shift, stretch.high - shift};
}

}  // namespace

double RewardRange(const RewardSources& sources) {
  double low = std::numeric_limits<double>::infinity(), high = -low, range = 0;
  for (const SourceLayer& layer : sources.layers()) {
    low = std::min(low, layer.position.front());
    high = std::max(high, layer.position.back());
    range = std::max(range, layer.sd);
  }
  return std::max(range, high - low);
}

std::vector<Scale> MakeScales(const RewardSources& sources, const GroupShape& shape) {
  const double smallest = SmallestScale(sources), range = RewardRange(sources);
  if (!std::isfinite(smallest)) return {};
  double largest_t = std::sqrt(kDecades) * shape.members / (std::sqrt(shape.members - 1) * smallest);
  if (!sources.IsDiscrete()) {
    const bool cut_by_epsilon = shape.first_is_outside && shape.epsilon > 0;
    largest_t =
        kAlgebraicTail * std::sqrt(shape.members) / (cut_by_epsilon ? std::min(smallest, shape.epsilon) : smallest);
  }
  std::vector<Scale> scales;
  for (int i = static_cast<int>(kLowestX / kStepInX);; ++i) {
    const double x = i * kStepInX;
    const double t = std::exp(x - std::exp(-x)) / range;
    if (t > largest_t) return scales;
    const double slope = t * (1 + std::exp(-x));  // dt/dx
    scales.push_back({t, 2 / kPi * t * slope * kStepInX * EpsilonWeight(t, shape.epsilon), t * t / shape.members});
  }
}

Stretch WidestStretch(const RewardSources& sources, const GroupShape& shape, const Scale& scale, double decades) {
  double low = std::numeric_limits<double>::infinity(), high = -low, half = 0;
  for (const SourceLayer& layer : sources.layers()) {
    low = std::min(low, layer.position.front());
    high = std::max(high, layer.position.back());
    half = std::max(half, std::sqrt(decades / shape.factors * scale.Spread(layer) / scale.a));
  }
  return {low, -half, high - low + half};
}

Centres PlaceCentres(const RewardSources& sources, const Scale& scale, const Stretch& stretch) {
  const double members = scale.t * scale.t / scale.a;
  const double narrowest = scale.Spread(sources.layers().front());  // layers come by rising sd
  const double step = kStepInC * std::sqrt(narrowest / (scale.a * members));
  if (sources.layers().size() == 1) return Trapezoid(stretch, step);
  const double trapezoid_nodes = (stretch.high - stretch.low) / step;
  const Legendre16& legendre = Legendre16::Rule();
  Centres panels;
  for (double low = stretch.low; low < stretch.high;) {
    const double high = PanelEnd(sources, scale, members, stretch, low);
    for (int i = 0; i < Legendre16::kNodes; ++i) {
      panels.offset.push_back(0.5 * ((high + low) + (high - low) * legendre.node[i]));
      panels.weight.push_back(0.5 * (high - low) * legendre.weight[i]);
    }
    if (static_cast<double>(panels.offset.size()) > trapezoid_nodes) return Trapezoid(stretch, step);
    low = high;
  }
  return panels;
}

void AddKept(const RewardSources& sources, const Stretch& stretch, const Centres& centres,
             const std::vector<char>& kept, std::vector<Stretch>& out) {
  const size_t size = kept.size();
  for (size_t first = 0; first < size; ++first) {
    if (!kept[first]) continue;
    size_t last = first;  // of a run; runs that all but touch are one, or their ends would overlap
    for (size_t next = first + 1; next < size && next <= last + 2; ++next)
      if (kept[next]) last = next;
    const double low = first > 0 ? centres.offset[first - 1] : stretch.low;
    const double high = last + 1 < size ? centres.offset[last + 1] : stretch.high;
    out.push_back(Reanchored(sources, {stretch.anchor, low, high}));
    first = last;
  }
}

bool IsSilent(const RewardSources& sources, const GroupShape& shape, const Scale& scale, const Stretch& stretch) {
  if (!sources.IsDiscrete()) return false;
  const std::vector<double>& position = sources.layers().front().position;
  const double loud = std::sqrt(kDecades) * shape.members / (std::sqrt(shape.members - 1) * scale.t);
  const auto first = std::lower_bound(position.begin(), position.end(), stretch.anchor + (stretch.low - loud));
  const auto last = std::upper_bound(first, position.end(), stretch.anchor + (stretch.high + loud));
  return last - first <= 1;
}

}  // namespace aggregation
