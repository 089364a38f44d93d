// SPDX-License-Identifier: MIT
// How a rule's stationary policies move with β, π(β), and with the group size, π(G).
//
// In β they form curves: the branch that starts at π_ref, followed down through its folds, and others, found by
// Newton's method from many starts at a few β and each followed from end to end. A fold is where two policies meet and
// vanish: dβ/ds = 0 along the curve's own length s. In G, which is whole, there is a list of policies for each value,
// and a fold is where their number changes.
//
// Both are pulled: a caller takes a point, or a group size, at a time, and may stop after any. State() is all that a
// path knows of its way, as numbers: a path restored from it goes on exactly as this one would have.
#ifndef AGGREGATION_PATH_H_
#define AGGREGATION_PATH_H_

#include <deque>
#include <optional>
#include <vector>

#include "aggregation/curve.h"
#include "aggregation/stationary.h"

namespace aggregation {

struct PathPoint {
  int curve = 0;            ///< which curve, numbered as they are found; its points come in order
  double beta = 0;          ///< no meaning along group sizes
  bool fold = false;        ///< whether the number of policies changes here
  StationaryPolicy policy;  ///< a fold's is not stable: one of its eigenvalues is 0
};

struct BetaPathOptions {
  double low = 0.01;  ///< β, 0 < low < high
  double high = 100;  ///< β
  Search search = Search::kAll;
  /// Longest step between points, in the Fisher metric of policies plus 0.3 times log β: straight lines between points
  /// then look smooth.
  double longest_step = 0.1;
  /// As SolveOptions::tolerance.
  double tolerance = 1e-12;
  /// Starts for other branches at each β where they are looked for.
  int other_starts = 24;
};

/// π(β) for low ≤ β ≤ high: the reference branch from high downwards, then the other branches. A curve that leaves the
/// range ends there; where the reference branch comes back, it is a curve of its own.
class BetaPath {
 public:
  /// `rule` is not owned. Its β does not matter; its penalty must be there: without one no policy is stationary inside.
  BetaPath(const Rule& rule, const BetaPathOptions& options);
  /// The next point; none after the last.
  std::optional<PathPoint> Next();

  std::vector<double> State() const;
  /// The path that had this State(); none where the numbers are no state of such a path.
  static std::optional<BetaPath> Restored(const Rule& rule, const BetaPathOptions& options,
                                          const std::vector<double>& state);

 private:
  enum class Stage { kReference, kSearch, kOthers, kDone };
  struct Waiting {
    Solution solution;
    int curve;
    bool on_reference_branch;
    bool fold;
  };

  void Advance();
  void BeginReference();
  void SearchLevel();
  void BeginOther();
  void Begin(const Station& start, bool on_reference_branch);
  void Step();
  bool Cross(const Crossing& crossing);
  bool LeadsToMet(const Solution& seed) const;
  std::optional<Station> EndOf(const Solution& seed) const;
  bool IsMet(const Point& point) const;
  bool IsInside(double log_beta) const { return log_beta >= levels_[0] && log_beta <= levels_[1]; }
  void Emit(const Solution& solution, bool fold);
  StepOptions Steps() const;
  PathPoint Describe(const Waiting& waiting) const;

  const Rule& rule_;
  BetaPathOptions options_;
  /// log β of the two ends, of values between and beside folds: other branches are looked for there.
  std::vector<double> levels_;
  std::vector<double> beside_folds_;  // the last of these, as long as the reference branch is followed
  Stage stage_ = Stage::kReference;
  size_t level_ = 0;  // where to look next
  int curve_ = -1;
  int steps_ = 0;  // on this curve
  bool inside_ = false;
  bool on_reference_branch_ = false;
  std::optional<CurveTracer> tracer_;
  std::deque<Waiting> waiting_;  // found and not yet taken
  std::vector<Point> met_;       // every crossing of a level so far, on every curve
  size_t first_met_ = 0;         // this curve's first among them
  std::vector<Point> seeds_;     // solutions that may lie on curves yet to be followed
};

/// π(G): one list of policies for each group size.
class GroupSizePath {
 public:
  explicit GroupSizePath(const SolveOptions& options) : options_(options) {}
  /// The rule's policies at its group size, the reference branch's first, as curve 0; each other on the curve
  /// whose policy at the size before is nearest, or on a new one. A fold is marked on the first policy of a size that
  /// has more or fewer than the size before.
  std::vector<PathPoint> Add(const Rule& rule);

  std::vector<double> State() const;
  /// As BetaPath's, for `size` answers.
  static std::optional<GroupSizePath> Restored(const SolveOptions& options, const std::vector<double>& state,
                                               Eigen::Index size);

 private:
  struct Last {
    int curve;
    Vector log_policy;
  };

  int CurveNear(const Vector& log_policy, std::vector<Last>& candidates);

  SolveOptions options_;
  bool began_ = false;
  int curves_ = 1;
  std::vector<Last> last_;  // at the size before
};

}  // namespace aggregation

#endif  // AGGREGATION_PATH_H_
