// SPDX-License-Identifier: MIT
// The preference models themselves, each a small final class; preference.h has their formulas side
// by side.
#ifndef AGGREGATION_PREFERENCE_MODELS_H_
#define AGGREGATION_PREFERENCE_MODELS_H_

#include <memory>
#include <vector>

#include "aggregation/preference.h"

namespace aggregation {

/// P(o) = E[r(o)]: RLHF (VY (3)). Does not depend on the policy.
class RewardModel final : public PreferenceModel {
 public:
  /// `laws`: C reward laws with `offset` already subtracted.
  RewardModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, double offset);
  Vector Value(const Vector& policy) const override;
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override;
  double offset() const override { return offset_; }
  bool IsMonotone() const override { return true; }

 private:
  Vector mean_;
  double offset_;
};

/// P(o) = factor·(E[r(o)] − E_π[r]): Dr. GRPO with factor 1 − 1/G (VY §3), RLOO with factor 1.
class ShiftModel final : public PreferenceModel {
 public:
  ShiftModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, double factor);
  Vector Value(const Vector& policy) const override;
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override;
  bool IsMonotone() const override { return true; }

 private:
  Vector mean_;
  double factor_;
};

/// P(o) = Σ π(o') margin(o, o') with an antisymmetric margin: pairwise comparison (VY §2.1), NLHF
/// (VY (5)).
class PairwiseModel final : public PreferenceModel {
 public:
  PairwiseModel(AnswerClasses classes, Matrix margin);
  Vector Value(const Vector& policy) const override;
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override;
  bool IsMonotone() const override { return true; }
  std::optional<PairwiseGame> GameAt(const Vector& policy) const override { return PairwiseGame{Value(policy), 1, 0}; }
  double Work() const override { return static_cast<double>(margin_.size()); }
  size_t TableBytes() const override { return sizeof(double) * static_cast<size_t>(margin_.size()); }

 private:
  Matrix margin_;
};

/// P(o) = (E[r(o)] − E_π[r])/(sd_π(r) + ε), 0 where the sd is 0: GRPO as G → ∞ (VY §2.1).
class LargeGroupModel final : public PreferenceModel {
 public:
  LargeGroupModel(AnswerClasses classes, const std::vector<RewardLaw>& laws, double epsilon);
  Vector Value(const Vector& policy) const override;
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override;
  bool IsMonotone() const override { return mean_.size() <= 1; }
  std::optional<VertexPull> PullToVertex() const override;
  bool IsUniqueWithKlRefToPolicy() const override { return true; }
  bool IsContinuous() const override { return epsilon_ > 0 || variance_.minCoeff() > 0; }
  bool IsStandardised() const override { return epsilon_ == 0 && variance_.maxCoeff() == 0; }

 private:
  struct Moments {
    Vector deviation;  // E[r(c)] − E_π[r]
    double sd;         // sd_π(r), reward noise included
  };
  Moments MomentsAt(const Vector& policy) const;

  Vector mean_;
  Vector variance_;
  double epsilon_;
};

/// P(o) = Σ_k w_k P^(k)(o): one rater per group, drawn by weight.
class WeightedModel final : public PreferenceModel {
 public:
  struct Part {
    double weight;
    std::unique_ptr<PreferenceModel> model;  ///< over the same classes
  };
  WeightedModel(AnswerClasses classes, std::vector<Part> parts);
  Vector Value(const Vector& policy) const override;
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override;
  double offset() const override;
  bool IsMonotone() const override;
  bool IsContinuous() const override;
  std::optional<PairwiseGame> GameAt(const Vector& policy) const override;
  double ErrorEstimate(const Vector& policy, const Vector& value) const override;
  double Work() const override;
  size_t TableBytes() const override;

 private:
  std::vector<Part> parts_;
};

/// Margin(laws[i], laws[j]) for all pairs: C×C.
Matrix MarginMatrix(const std::vector<RewardLaw>& laws);

}  // namespace aggregation

#endif  // AGGREGATION_PREFERENCE_MODELS_H_
