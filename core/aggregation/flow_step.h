// SPDX-License-Identifier: MIT
// The mean-field flow of softmax logits under a penalty, and one step along it (mathematics §6):
//     θ'(o) = π(o)[(P(o) − E_π P) − β(s(o) − E_π s)],  s = f'(π/π_ref),  π = softmax θ
// Answers of small probability move slowly, each at a rate of its own: the equation is stiff, and its step is that of
// Rosenbrock's method of order 2 with an estimate of order 3 (Shampine and Reichelt's ode23s).
#ifndef AGGREGATION_FLOW_STEP_H_
#define AGGREGATION_FLOW_STEP_H_

#include "aggregation/penalty.h"
#include "aggregation/preference.h"

namespace aggregation {

/// What one rule makes of one question, answer by answer.
struct FlowField {
  const PreferenceModel& model;
  const Penalty& penalty;
  const Vector& reference;  ///< N
  double beta;
};

/// A place on the way, N answers.
struct FlowState {
  Vector logits;
  Vector policy;
  Vector gain;       // P − βs less its mean: what moves each answer
  Vector velocity;   // θ'
  double scale = 0;  // max |P|
};

/// `linear`, if any: ∂θ'/∂θ at the same place, N×N.
FlowState FlowAt(const FlowField& field, const Vector& logits, Matrix* linear);

struct FlowStep {
  FlowState to;
  double error;  ///< of log π, max over answers; NaN where P or the penalty has left its domain
};

/// A step of length `time`; `linear`: ∂θ'/∂θ at its start.
FlowStep TryStep(const FlowField& field, const FlowState& from, Matrix linear, double time);

/// Σ policy·values.
double Mean(const Vector& policy, const Vector& values);
/// max |values|; NaN if any is.
double Largest(const Vector& values);
/// from + time·step.
Vector Along(const Vector& from, double time, const Vector& step);
/// log π of logits.
Vector LogSoftmax(const Vector& logits);

}  // namespace aggregation

#endif  // AGGREGATION_FLOW_STEP_H_
