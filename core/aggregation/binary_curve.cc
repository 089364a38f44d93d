// SPDX-License-Identifier: MIT
#include "aggregation/binary_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "aggregation/root.h"

namespace aggregation {
namespace {

/// The curve is followed from logit p = −kFarthest to kFarthest; beyond, one answer has less than 1e-150.
constexpr double kFarthest = 345;
/// Places are asinh(logit p): equal steps there are equal steps of logit p near 0, and of its logarithm far out.
const double kLastPlace = std::asinh(kFarthest);
/// Steps with which the search for pieces and folds begins; a power of 2, so that all curves halve to the same places.
constexpr int kFirstSteps = 64;
/// Steps are not halved further.
constexpr double kShortestStep = 1e-9;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Points with a rarer reference are left out: ρ would leave the range of doubles.
constexpr double kFarthestReference = 690;
/// P that changes by no more over the last part of the way is taken to have a limit at the vertex.
constexpr double kLimitTolerance = 1e-6;
constexpr double kLastPart = 15;  // of logit p
/// Weight of logits beside ρ and p in a point's distance to the next, and how far they count: to about 1e-9.
constexpr double kLogitWeight = 0.01;
constexpr double kLogitRange = 21;
/// Points along which p stays at 0 or 1 to rounding.
constexpr int kTailPoints = 40;

double LogitAt(double place) { return std::sinh(place); }
double Counted(double logit) { return std::clamp(logit, -kLogitRange, kLogitRange); }

/// Follows the curve of one β.
class CurveTracer {
 public:
  CurveTracer(BinaryEquation& equation, double beta) : equation_(equation), penalty_(equation.penalty()), beta_(beta) {}

  BinaryCurve Trace(int points) {
    FindPieces();
    Refine(static_cast<size_t>(points));
    BinaryCurve curve;
    curve.beta = beta_;
    for (const Piece& piece : pieces_) AddPiece(piece, curve);
    curve.folds = folds_;
    AddBoundary(curve);
    curve.bound = Bound();
    std::sort(curve.at_zero.begin(), curve.at_zero.end());
    std::sort(curve.at_one.begin(), curve.at_one.end());
    return curve;
  }

 private:
  struct Sample : BinaryPoint {
    double place;
  };
  using Piece = std::vector<Sample>;

  Sample At(double place) { return {equation_.At(LogitAt(place), beta_), place}; }

  void FindPieces() {
    std::optional<Sample> before;
    for (int i = 0; i <= kFirstSteps; ++i) {
      const Sample sample = At(kLastPlace * (2.0 * i / kFirstSteps - 1));
      const bool continues = before && before->Exists();
      if (sample.Exists() && !continues) {
        pieces_.emplace_back();
        if (before) pieces_.back().push_back(End(*before, sample));
      }
      if (!sample.Exists() && continues) pieces_.back().push_back(End(sample, *before));
      if (sample.Exists()) pieces_.back().push_back(sample);
      (i == 0 ? first_ : last_) = sample;
      before = sample;
    }
  }

  /// Where ρ reaches 0 or 1, between a place without a point and one with it.
  Sample End(const Sample& without, const Sample& with) {
    const bool is_at_zero = without.above >= 0;
    const auto excess = [&](const Sample& sample) { return is_at_zero ? sample.above : sample.below; };
    const SignChange change = Narrow([&](double place) { return excess(At(place)); },
                                     {{without.place, excess(without)}, {with.place, excess(with)}}, 0);
    Sample end = with;
    end.place = change.to.x;
    end.logit = LogitAt(end.place);
    end.reference_logit = is_at_zero ? -kInfinity : kInfinity;
    return end;
  }

  static double Distance(const Sample& a, const Sample& b) {
    const double across = Share(b.reference_logit) - Share(a.reference_logit), up = Share(b.logit) - Share(a.logit);
    return std::hypot(across, up) + kLogitWeight * (std::abs(Counted(b.reference_logit) - Counted(a.reference_logit)) +
                                                    std::abs(Counted(b.logit) - Counted(a.logit)));
  }

  /// Halves the longest steps until there are enough points, then adds the folds.
  void Refine(size_t points) {
    double total = 0;
    for (const Piece& piece : pieces_)
      for (size_t i = 1; i < piece.size(); ++i) total += Distance(piece[i - 1], piece[i]);
    constexpr int kMostRounds = 40;
    double longest = 2 * total / static_cast<double>(points);
    for (int round = 0; round < kMostRounds && total > 0; ++round, longest *= 0.8) {
      size_t count = 0;
      for (Piece& piece : pieces_) {
        piece = Halved(piece, longest);
        count += piece.size() - static_cast<size_t>(piece.front().IsEnd()) - static_cast<size_t>(piece.back().IsEnd());
      }
      if (count >= points) break;
    }
    for (Piece& piece : pieces_) piece = WithFolds(piece);
  }

  Piece Halved(const Piece& piece, double longest) {
    Piece halved{piece.front()};
    for (size_t i = 1; i < piece.size(); ++i) {
      AddBetween(halved.back(), piece[i], longest, halved);
      halved.push_back(piece[i]);
    }
    return halved;
  }

  void AddBetween(Sample from, const Sample& to, double longest, Piece& out) {
    if (Distance(from, to) <= longest || to.place - from.place < kShortestStep) return;
    const Sample middle = At(0.5 * (from.place + to.place));
    if (!middle.Exists()) return;  // nearer to an end than rounding tells
    AddBetween(from, middle, longest, out);
    out.push_back(middle);
    AddBetween(middle, to, longest, out);
  }

  Piece WithFolds(const Piece& piece) {
    Piece folded;
    for (const Sample& sample : piece) {
      if (!folded.empty() && !folded.back().IsEnd() && !sample.IsEnd() &&
          (folded.back().drift < 0) != (sample.drift < 0)) {
        const SignChange change = Narrow([&](double place) { return At(place).drift; },
                                         {{folded.back().place, folded.back().drift}, {sample.place, sample.drift}}, 0);
        Sample fold = At(change.from.value >= 0 ? change.from.x : change.to.x);
        folds_.push_back({Share(fold.reference_logit), Share(fold.logit)});
        if (fold.place != folded.back().place && fold.place != sample.place) folded.push_back(fold);
      }
      folded.push_back(sample);
    }
    return folded;
  }

  void AddPiece(const Piece& piece, BinaryCurve& curve) {
    curve.pieces.push_back(static_cast<int>(curve.policy.size()));
    if (piece.front().place == first_.place) AddTail(piece.front(), curve);
    for (const Sample& sample : piece)
      if (!sample.IsEnd() && std::abs(sample.reference_logit) < kFarthestReference)
        AddPoint(sample.reference_logit, Share(sample.logit), sample.drift < 0, curve);
    if (piece.back().place == last_.place) AddTail(piece.back(), curve);
    AddLimit(piece.front(), curve);
    AddLimit(piece.back(), curve);
    if (curve.policy.size() == static_cast<size_t>(curve.pieces.back())) curve.pieces.pop_back();
  }

  bool IsOutermost(const Sample& sample) const { return sample.place == first_.place || sample.place == last_.place; }
  static bool IsTowardsFirstAnswer(const Sample& sample) { return sample.place > 0; }

  /// Whether the policy goes on towards the vertex beyond the outermost place, for references that lie beyond too.
  bool HasTail(const Sample& outermost) {
    if (penalty_.ReachesZero()) return false;
    const double last_part = std::copysign(kFarthest - kLastPart, outermost.place);
    const double gap = equation_.Gap(outermost.logit), before = equation_.Gap(last_part);
    const bool has_limit = std::abs(gap - before) <= kLimitTolerance * (1 + std::abs(gap));
    const double t = outermost.reference_logit;
    return has_limit && (IsTowardsFirstAnswer(outermost) ? t < kLogitRange : t > -kLogitRange);
  }

  /// There p is 0 or 1 to rounding.
  void AddTail(const Sample& outermost, BinaryCurve& curve) {
    if (!HasTail(outermost)) return;
    const double first =
        IsTowardsFirstAnswer(outermost) ? std::max(outermost.reference_logit, -kLogitRange) : -kLogitRange;
    const double last =
        IsTowardsFirstAnswer(outermost) ? kLogitRange : std::min(outermost.reference_logit, kLogitRange);
    for (int i = 0; i <= kTailPoints; ++i)
      AddPoint(first + (last - first) * i / kTailPoints, Share(outermost.logit), true, curve);
  }

  /// p where the piece meets ρ → 0 or ρ → 1, if it does.
  void AddLimit(const Sample& end, BinaryCurve& curve) {
    std::vector<double>& at_own_end = IsTowardsFirstAnswer(end) ? curve.at_one : curve.at_zero;
    const double t = end.reference_logit;
    if (end.IsEnd()) {
      (t < 0 ? curve.at_zero : curve.at_one).push_back(Share(end.logit));
    } else if (IsOutermost(end)) {
      const double vertex = IsTowardsFirstAnswer(end) ? 1 : 0;
      if (HasTail(end) || penalty_.ReachesZero()) {
        at_own_end.push_back(vertex);
      } else if (std::abs(t) > kLogitRange) {
        (t < 0 ? curve.at_zero : curve.at_one).push_back(vertex);
      }
    }
  }

  void AddBoundary(BinaryCurve& curve) const {
    const std::vector<int>& class_of = equation_.rule().model().classes().class_of;
    const std::optional<VertexPull> pull = equation_.rule().model().PullToVertex();
    for (const Sample& end : {first_, last_}) {
      const int answer = IsTowardsFirstAnswer(end) ? 0 : 1;
      const bool is_pulled = pull && class_of[0] != class_of[1] && pull->class_at_vertex == class_of[answer];
      const double vertex = 1 - answer;
      const BoundaryRange beyond = answer == 0 ? BoundaryRange{vertex, Share(end.reference_logit), 1}
                                               : BoundaryRange{vertex, 0, Share(end.reference_logit)};
      const bool is_too_strong = answer == 0 ? end.above >= 0 : end.below >= 0;
      const bool has_range = end.Exists() && beyond.to - beyond.from > Share(-kLogitRange);
      if (is_pulled && (pull->order > penalty_.PoleOrder() || (pull->order == penalty_.PoleOrder() && is_too_strong))) {
        curve.boundary.push_back({vertex, 0, 1});
      } else if (has_range && (penalty_.ReachesZero() || (is_pulled && pull->order == penalty_.PoleOrder()))) {
        curve.boundary.push_back(beyond);
      }
    }
  }

  /// VY's bounds, as the certificate of a policy has them.
  std::optional<CurveBound> Bound() {
    const PreferenceModel& model = equation_.rule().model();
    const double gap = equation_.Gap(0);
    if (!penalty_.IsKlRefToPolicy() || gap == 0 || !(model.IsMonotone() || model.IsStandardised())) return std::nullopt;
    const bool is_large_group = !model.IsMonotone();
    const double value = is_large_group ? 1 / (1 + beta_ * beta_) : 1 - beta_ / std::abs(gap);
    if (value <= 0) return std::nullopt;
    return CurveBound{is_large_group, gap > 0 ? 0 : 1, value};
  }

  BinaryEquation& equation_;
  const Penalty& penalty_;
  double beta_;
  std::vector<Piece> pieces_;
  std::vector<CurveFold> folds_;
  Sample first_{}, last_{};  // at the outermost places

  static void AddPoint(double reference_logit, double policy, bool stable, BinaryCurve& curve) {
    curve.reference.push_back(Share(reference_logit));
    curve.policy.push_back(policy);
    curve.stable.push_back(stable);
  }
};

}  // namespace

BinaryCurve BinaryCurves::Trace(double beta, int points) { return CurveTracer(equation_, beta).Trace(points); }

}  // namespace aggregation
