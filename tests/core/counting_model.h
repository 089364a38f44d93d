// SPDX-License-Identifier: MIT
// A preference model that counts how often it is evaluated: what a solver costs, on any machine.
#ifndef TESTS_CORE_COUNTING_MODEL_H_
#define TESTS_CORE_COUNTING_MODEL_H_

#include <memory>
#include <utility>

#include "aggregation/stationary.h"

namespace aggregation::testing {

class CountingModel final : public PreferenceModel {
 public:
  explicit CountingModel(std::shared_ptr<const PreferenceModel> model)
      : PreferenceModel(model->classes()), model_(std::move(model)) {}
  Vector Value(const Vector& policy) const override {
    ++values;
    return model_->Value(policy);
  }
  void ValueAndJacobian(const Vector& policy, Vector* value, FactoredJacobian* jacobian) const override {
    ++jacobians;
    model_->ValueAndJacobian(policy, value, jacobian);
  }
  double offset() const override { return model_->offset(); }
  bool IsMonotone() const override { return model_->IsMonotone(); }
  std::optional<VertexPull> PullToVertex() const override { return model_->PullToVertex(); }

  mutable int values = 0;     ///< calls of Value
  mutable int jacobians = 0;  ///< calls of ValueAndJacobian

 private:
  std::shared_ptr<const PreferenceModel> model_;
};

/// A scenario's first rule on a model that counts.
struct CountedRule {
  explicit CountedRule(const Scenario& scenario)
      : model(std::make_shared<CountingModel>(
            MakePreferenceModel(scenario, EffectivePreference(scenario.rules.front())))),
        rule(scenario, scenario.rules.front(), model) {}

  std::shared_ptr<CountingModel> model;
  Rule rule;
};

/// Answer i of `answers` has reference 1/(i+1) and reward i(i+1)/N²: distinct, and no two gaps are equal. GRPO.
inline ScenarioSpec StaggeredQuestion(int answers, double group_size, Divergence divergence, double beta) {
  ScenarioSpec spec;
  for (int i = 0; i < answers; ++i) {
    const double reward = i * (i + 1.0) / (answers * answers);
    spec.answers.push_back({"answer " + std::to_string(i), 1 / (i + 1.0), {{{1, reward, 0}}}});
  }
  RuleSpec rule;
  rule.preference.group_size = {group_size};
  rule.penalty.divergence = divergence;
  rule.beta = beta;
  spec.rules = {rule};
  return spec;
}

}  // namespace aggregation::testing

#endif  // TESTS_CORE_COUNTING_MODEL_H_
