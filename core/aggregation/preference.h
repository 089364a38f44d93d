// SPDX-License-Identifier: MIT
// Preference models P(o | π): what a rule would gain by giving an answer more often (mathematics
// §2).
//
//   model            P(o given π)                                        units
//   reward           E[r(o)]                                             reward
//   shift            (1 − 1/G)(E[r(o)] − E_π[r])                         reward
//   leave-one-out    E[r(o)] − E_π[r]                                    reward
//   group, finite G  E[A₁ | o₁ = o, o₂…o_G iid π], A = (r − mean)/std    standard deviations
//   group, G → ∞     (E[r(o)] − E_π[r]) / (sd_π(r) + ε)                  standard deviations
//   pairwise         Σ_o' π(o')(W(o,o') − W(o',o))                       probability
//
// Answers that a model cannot tell apart form one class. A model maps the C class masses to C
// values, so its cost does not grow with the number of answers that share a reward.
#ifndef AGGREGATION_PREFERENCE_H_
#define AGGREGATION_PREFERENCE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aggregation/scenario.h"

namespace aggregation {

/// A partition of N answers into C classes.
struct AnswerClasses {
  std::vector<int> class_of;  ///< N entries in 0 … C − 1
  int count = 0;              ///< C

  /// Sums per class: N answers → C classes.
  Vector Sum(const Vector& per_answer) const;
  /// Repeats the class's value: C classes → N answers.
  Vector Spread(const Vector& per_class) const;
};

/// ∂P(c)/∂π(c') = Σ_k left(c, k) right(c', k): most models have rank k far below C. Only its action
/// on directions that keep Σπ = 1 has meaning.
struct FactoredJacobian {
  Matrix left;   ///< C×k
  Matrix right;  ///< C×k
};

/// A vertex near which P of every other class falls like −ε^{−order}, ε being the mass that is not at the vertex: it
/// attracts the mean-field flow against any penalty whose marginal grows more slowly.
struct VertexPull {
  int class_at_vertex;
  double order;  ///< > 0
};

/// The game under a P that compares two answers at a time: payoff(c) = Σ_c' π(c')(W(c,c') − W(c',c)), in margins, and
/// payoff(c) ≤ scale·P(c) + slack. A sample std has scale √2; ε makes P fall short of the game by up to `slack`.
struct PairwiseGame {
  Vector payoff;  ///< C
  double scale;   ///< margins per unit of P
  double slack;   ///< margins
};

/// P as a function of the class masses. Immutable, so it may be shared.
class PreferenceModel {
 public:
  virtual ~PreferenceModel() = default;
  const AnswerClasses& classes() const { return classes_; }

  /// P of each class. `policy`: C masses ≥ 0 that sum to 1; zeros are allowed.
  virtual Vector Value(const Vector& policy) const = 0;
  /// Value and Jacobian together, for no more than the Jacobian's cost.
  virtual void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const = 0;

  /// A constant that Value leaves out of P because it cancels in every policy; reports add it.
  /// Reward units.
  virtual double offset() const { return 0; }
  /// Whether −P is a monotone operator for every policy: then each strictly convex penalty has
  /// exactly one stationary policy (mathematics §6).
  virtual bool IsMonotone() const = 0;
  /// Where the other classes' P falls without bound, if anywhere.
  virtual std::optional<VertexPull> PullToVertex() const { return std::nullopt; }
  /// Whether KL(π_ref‖π) is proved to have exactly one stationary policy, whatever β (mathematics §6).
  virtual bool IsUniqueWithKlRefToPolicy() const { return IsMonotone(); }
  /// Whether P is continuous on the whole simplex, its boundary included.
  virtual bool IsContinuous() const { return true; }
  /// Whether P has mean 0 and standard deviation 1 under every policy that mixes rewards: G → ∞ without noise and ε.
  virtual bool IsStandardised() const { return false; }
  /// The game that P plays at `policy`; none where P compares more than two answers.
  virtual std::optional<PairwiseGame> GameAt(const Vector& /*policy*/) const { return std::nullopt; }
  /// How far Value(policy), which is `value`, may be from the exact P, max over classes: here the rounding of a sum
  /// over the classes.
  virtual double ErrorEstimate(const Vector& policy, const Vector& value) const;
  /// Multiplications that one Value costs, in order of magnitude.
  virtual double Work() const { return static_cast<double>(classes_.count); }
  /// The size of the tables that it holds, in bytes, where they are large.
  virtual size_t TableBytes() const { return 0; }

 protected:
  explicit PreferenceModel(AnswerClasses classes) : classes_(std::move(classes)) {}

 private:
  AnswerClasses classes_;
};

/// Adds the issues of a rule that this scenario cannot have or that is out of reach; `path` names the rule.
void CheckComputable(const Scenario& scenario, const RuleSpec& rule, const std::string& path, Issues& issues);

/// The rule's model; null where the program is linked without its part (parts.h). Precondition: CheckComputable finds
/// no issue.
std::unique_ptr<PreferenceModel> MakePreferenceModel(const Scenario& scenario, const PreferenceSpec& preference);

}  // namespace aggregation

#endif  // AGGREGATION_PREFERENCE_H_
