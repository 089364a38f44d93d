// SPDX-License-Identifier: MIT
#include "aggregation/group_walk.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "aggregation/vector_math.h"

namespace aggregation {
namespace {

/// Nodes whose share in P is below e^{−kDecades} are left out.
constexpr double kDecades = 41;
/// The same for the Jacobian.
constexpr double kSlopeDecades = 28;
/// w beyond reach is below e^{−kFar} and taken for 0. Where the mass there is q, that changes M^{G−1} by at most
/// (G−1) q (1 − q)^{G−2} e^{−kFar} < e^{−kFar}, whatever G.
constexpr double kFar = 36;
/// Largest |v| of an atom is this × √(1/a).
constexpr double kLargestPull = 0.43;
/// Nodes of one block: neighbours, so that few points are near.
constexpr Eigen::Index kBlockNodes = 48;
/// Largest (G−1)·mass·(1 − w) over a panel: interpolation rounds w − 1 at 1e-16 of its largest value in the panel, and
/// the power G − 1 multiplies that.
constexpr double kPanelExponent = 400;

}  // namespace

double BlockTable::Reach(const Scale& scale, double spread) { return std::sqrt(kFar * spread / scale.a); }

void BlockTable::Fill(const std::vector<RewardPanels>& panels, const Scale& scale, double anchor, const double* offset,
                      Eigen::Index size) {
  near_.clear();
  offset_ = offset;
  anchor_ = anchor;
  scale_ = &scale;
  size_ = size;
  rows_ = 0;
  for (size_t layer = 0; layer < panels.size(); ++layer) {
    const std::vector<Panel>& all = panels[layer].panels();
    const double reach = Reach(scale, scale.Spread(sources_.layers()[layer]));
    const double low = anchor + (offset[0] - reach), high = anchor + (offset[size - 1] + reach);
    const auto ends_before = [&](const Panel& panel) { return panel.anchor + panel.length < low; };
    auto panel = std::partition_point(all.begin(), all.end(), ends_before);
    for (; panel != all.end() && panel->anchor <= high; ++panel) {
      near_.push_back({layer, static_cast<size_t>(panel - all.begin()), rows_});
      rows_ += panel->points();
    }
  }
  excess_.resize(rows_ * size);
  double* out = excess_.data();
  for (const Near& near : near_) {
    const Panel& panel = panels[near.layer].panels()[near.panel];
    const double noise = scale.Spread(sources_.layers()[near.layer]) - 1;
    const double factor = scale.a / (1 + noise), shift = 0.5 * std::log1p(noise);
    for (const double point : panel.offset) {
      const double position = (panel.anchor - anchor) + point;
      for (Eigen::Index j = 0; j < size; ++j) {
        const double distance = position - offset[j];
        *out++ = -factor * distance * distance - shift;
      }
    }
  }
  ExpMinusOne(excess_.data(), rows_ * size);
}

double BlockTable::Pull(const std::vector<RewardPanels>& panels, const Near& near, Eigen::Index i,
                        const double* weight) const {
  const Panel& panel = panels[near.layer].panels()[near.panel];
  const double position = (panel.anchor - anchor_) + panel.offset[i];
  const double* excess = Excess(near.row + i);
  double sum = 0;
  for (Eigen::Index j = 0; j < size_; ++j) sum += weight[j] * (1 + excess[j]) * (position - offset_[j]);
  return sum / scale_->Spread(sources_.layers()[near.layer]);
}

EqualOthers::EqualOthers(const RewardSources& sources, const GroupShape& shape, const Vector& charges, double decades) {
  if (!shape.first_is_outside || sources.layers().front().sd > 0) return;
  const double least = std::exp(-decades / shape.factors);
  const std::vector<double>& position = sources.layers().front().position;
  for (size_t k = 0; k < position.size(); ++k) {
    if (charges[k] < least) continue;
    position_.push_back(position[k]);
    source_.push_back(static_cast<Eigen::Index>(k));
  }
}

GroupWalk::GroupWalk(const RewardSources& sources, const GroupShape& shape, const std::vector<Scale>& scales,
                     const Vector& charges)
    : sources_(sources),
      shape_(shape),
      scales_(scales),
      charges_(charges),
      table_(sources),
      outside_bound_(scales.empty() ? 0 : std::log(1 + scales.back().t * RewardRange(sources))),
      equal_others_(sources, shape, charges, kDecades + outside_bound_) {
  for (const SourceLayer& layer : sources.layers()) panels_.emplace_back(layer.position, charges.data() + layer.start);
}

void GroupWalk::Run(NodeRecord* record) {
  record_ = record;
  if (scales_.empty()) return;
  stretches_ = {WidestStretch(sources_, shape_, scales_.front(), kDecades)};
  for (size_t scale = 0; scale < scales_.size() && !stretches_.empty(); ++scale) {
    RefinePanels(scales_[scale]);
    SumMasses();
    std::vector<Stretch> next;
    for (const Stretch& stretch : stretches_) {
      if (!IsSilent(sources_, shape_, scales_[scale], stretch)) WalkStretch(scale, stretch, next);
    }
    stretches_ = std::move(next);
  }
}

/// Splits the panels near the centres that are left until the scale's Gaussians are smooth over each.
void GroupWalk::RefinePanels(const Scale& scale) {
  for (size_t layer = 0; layer < panels_.size(); ++layer) {
    const double spread = scale.Spread(sources_.layers()[layer]);
    const double reach = BlockTable::Reach(scale, spread);
    const double longest = kPanelWidths * std::sqrt(spread / scale.a);
    panels_[layer].Refine([&](const Panel& panel) {
      const double exponent = shape_.factors * scale.a / spread * panel.length * panel.length * panel.mass;
      if (panel.length <= longest && exponent <= kPanelExponent) return false;
      const auto ends_before = [&](const Stretch& s) { return s.anchor + (s.high + reach) < panel.anchor; };
      const auto stretch = std::partition_point(stretches_.begin(), stretches_.end(), ends_before);
      return stretch != stretches_.end() && stretch->anchor + (stretch->low - reach) <= panel.anchor + panel.length;
    });
  }
}

void GroupWalk::SumMasses() {
  masses_.assign(panels_.size(), {});
  for (size_t layer = 0; layer < panels_.size(); ++layer) {
    const std::vector<Panel>& panels = panels_[layer].panels();
    auto& [before, from] = masses_[layer];
    before.assign(panels.size() + 1, 0);
    from.assign(panels.size() + 1, 0);
    for (size_t i = 0; i < panels.size(); ++i) before[i + 1] = before[i] + panels[i].mass;
    for (size_t i = panels.size(); i-- > 0;) from[i] = from[i + 1] + panels[i].mass;
  }
}

/// Mass of the sources whose w is 0 in the table's block: 0 exactly where all are near.
double GroupWalk::MassBeyond() const {
  double mass = 0;
  size_t i = 0;
  const auto& near = table_.near();
  for (size_t layer = 0; layer < panels_.size(); ++layer) {
    if (i == near.size() || near[i].layer != layer) {
      mass += masses_[layer].from.front();
      continue;
    }
    mass += masses_[layer].before[near[i].panel];
    while (i + 1 < near.size() && near[i + 1].layer == layer) ++i;
    mass += masses_[layer].from[near[i].panel + 1];
    ++i;
  }
  return mass;
}

void GroupWalk::WalkStretch(size_t scale, const Stretch& stretch, std::vector<Stretch>& next) {
  const Centres centres = PlaceCentres(sources_, scales_[scale], stretch);
  const auto size = static_cast<Eigen::Index>(centres.offset.size());
  std::vector<char> kept(size);
  for (Eigen::Index start = 0; start < size; start += kBlockNodes)
    AddBlock(scale, stretch, centres, start, std::min(kBlockNodes, size - start), kept.data() + start);
  AddKept(sources_, stretch, centres, kept, next);
}

/// M − 1 = Σ q (w − 1) keeps the digits of log M where M is near 1, M = Σ q w where it is not.
void GroupWalk::FindLogMeans(Eigen::Index size) {
  log_mean_.assign(size, -MassBeyond());
  AddMeans(0, log_mean_);
  if (*std::min_element(log_mean_.begin(), log_mean_.end()) > -0.5) {
    for (double& mean : log_mean_) mean = std::log1p(mean);
    return;
  }
  mean_.assign(size, 0);
  AddMeans(1, mean_);
  for (Eigen::Index j = 0; j < size; ++j)
    log_mean_[j] = log_mean_[j] > -0.5 ? std::log1p(log_mean_[j]) : std::log(std::max(mean_[j], 1e-300));
}

/// Σ q (w − 1 + shift) over the near points.
void GroupWalk::AddMeans(double shift, std::vector<double>& sums) const {
  const auto size = static_cast<Eigen::Index>(sums.size());
  for (const BlockTable::Near& near : table_.near()) {
    const Panel& panel = panels_[near.layer].panels()[near.panel];
    for (Eigen::Index i = 0; i < panel.points(); ++i) {
      const double charge = panel.charge[i];
      if (charge == 0) continue;
      const double* excess = table_.Excess(near.row + i);
      for (Eigen::Index j = 0; j < size; ++j) sums[j] += charge * (shift + excess[j]);
    }
  }
}

void GroupWalk::AddBlock(size_t number, const Stretch& stretch, const Centres& centres, Eigen::Index start,
                         Eigen::Index size, char* kept) {
  const Scale& scale = scales_[number];
  const double* offset = centres.offset.data() + start;
  table_.Fill(panels_, scale, stretch.anchor, offset, size);
  entries_ += static_cast<double>(table_.rows() * size);
  FindLogMeans(size);
  // A node's share in P is at most weight × M^{G−1} × the largest |v|; beside the std, where v is not bounded, × the
  // distance to any reward, at the largest t that is still to come.
  const double spread = scale.Spread(sources_.layers().front());
  double bound = std::log(scale.weight * kLargestPull / (scale.a * spread * std::sqrt(shape_.members)));
  if (shape_.first_is_outside) bound = outside_bound_;
  weight_.assign(size, 0);
  product_.assign(size, 0);
  bool any = false;
  for (Eigen::Index j = 0; j < size; ++j) {
    const double log_product = shape_.factors * log_mean_[j];
    kept[j] = log_product + bound > -kDecades;
    if (!kept[j]) continue;
    any = true;
    weight_[j] = scale.weight * centres.weight[start + j];
    product_[j] = weight_[j] * std::exp(log_product);
  }
  if (!any) return;
  if (record_) Record(number, stretch.anchor, offset, size, bound);
  if (shape_.first_is_outside) {
    AddOutside(scale, stretch.anchor, offset, size);
    return;
  }
  for (const BlockTable::Near& near : table_.near()) {
    Panel& panel = panels_[near.layer].panels()[near.panel];
    for (Eigen::Index i = 0; i < panel.points(); ++i) panel.value[i] += table_.Pull(panels_, near, i, product_.data());
  }
}

/// The part of the block that the Jacobian needs: it has fewer digits than P.
void GroupWalk::Record(size_t scale, double anchor, const double* offset, Eigen::Index size, double bound) {
  const auto counts = [&](Eigen::Index j) { return shape_.factors * log_mean_[j] + bound > -kSlopeDecades; };
  Eigen::Index first = 0, last = size;
  while (first < last && !counts(first)) ++first;
  while (last > first && !counts(last - 1)) --last;
  if (first == last) return;
  record_->blocks.push_back({scale, anchor, static_cast<Eigen::Index>(record_->offset.size()), last - first});
  record_->offset.insert(record_->offset.end(), offset + first, offset + last);
  record_->weight.insert(record_->weight.end(), weight_.begin() + first, weight_.begin() + last);
  for (Eigen::Index j = first; j < last; ++j)
    record_->growth.push_back(product_[j] > 0 ? shape_.factors * product_[j] * std::exp(-log_mean_[j]) : 0);
}

/// Others that all have one reward are taken out: the caller counts them by themselves.
void GroupWalk::AddOutside(const Scale& scale, double anchor, const double* offset, Eigen::Index size) {
  for (const double product : product_) outside_.gross += product;
  equal_others_.ForEach(scale, anchor, offset, size, [&](Eigen::Index k, Eigen::Index j, double w) {
    product_[j] -= weight_[j] * std::pow(charges_[k], shape_.factors) * w;
  });
  for (Eigen::Index j = 0; j < size; ++j) {
    outside_.inverse += product_[j];
    outside_.centre += product_[j] * (anchor + offset[j]);
  }
}

}  // namespace aggregation
