// SPDX-License-Identifier: MIT
// The calls about single policies: curves of two answers, the one-step map, the pooling function.
#include <string>

#include "aggregation/binary_curve.h"
#include "aggregation/response.h"
#include "fields.h"
#include "views.h"

using aggregation::BinaryCurve;
using aggregation::Matrix;
using aggregation::Rule;
using aggregation::Vector;
using emscripten::val;

namespace {

constexpr size_t kMaxBetas = 100;
constexpr size_t kMaxPolicies = 20'000;
constexpr size_t kMaxMarginals = 100'000;

val ToList(const std::vector<bool>& flags) {
  val list = val::array();
  for (const bool flag : flags) list.call<void>("push", val(flag));
  return list;
}

val BoundOf(const BinaryCurve& curve) {
  if (!curve.bound) return val::null();
  val bound = val::object();
  Put(bound, "name", val(std::string(curve.bound->is_large_group ? "1/(1+β²)" : "1 − β/γ")));
  Put(bound, "answer", val(curve.bound->answer));
  Put(bound, "value", val(curve.bound->value));
  return bound;
}

val ToObject(const BinaryCurve& curve) {
  val object = val::object();
  Put(object, "beta", val(curve.beta));
  Put(object, "reference", ToFloat64Array(curve.reference));
  Put(object, "policy", ToFloat64Array(curve.policy));
  Put(object, "stable", ToList(curve.stable));
  Put(object, "pieces", ToInt32Array(curve.pieces));
  val limits = val::object();
  Put(limits, "atZero", ToFloat64Array(curve.at_zero));
  Put(limits, "atOne", ToFloat64Array(curve.at_one));
  Put(object, "limits", limits);
  val folds = val::array();
  for (const auto& [reference, policy] : curve.folds) {
    val fold = val::object();
    Put(fold, "reference", val(reference));
    Put(fold, "policy", val(policy));
    folds.call<void>("push", fold);
  }
  Put(object, "folds", folds);
  val boundary = val::array();
  for (const auto& [policy, from, to] : curve.boundary) {
    val range = val::object();
    Put(range, "policy", val(policy));
    Put(range, "from", val(from));
    Put(range, "to", val(to));
    boundary.call<void>("push", range);
  }
  Put(object, "boundary", boundary);
  Put(object, "bound", BoundOf(curve));
  return object;
}

/// Whether P compares two answers by their margin alone, so that another margin can stand in.
bool ComparesByMargin(const aggregation::PreferenceSpec& preference) {
  if (preference.model == aggregation::ModelKind::kPairwise) return true;
  return preference.model == aggregation::ModelKind::kGroup && !preference.group_size.infinite &&
         preference.group_size.size == 2 && preference.std == aggregation::StdConvention::kPopulation &&
         preference.epsilon == 0 && preference.silent_groups == aggregation::SilentGroups::kZero;
}

/// Puts the request's confidence margin in the place of the document's.
void ApplyMargin(const val& request, Subject& subject) {
  if (!subject.Has("margin") || !subject.is_valid()) return;
  const double margin = request["margin"].as<double>();
  if (!(margin >= -1 && margin <= 1)) return subject.issues().Add("margin", margin, "is between -1 and 1");
  aggregation::PreferenceSpec& preference = subject.rule().preference;
  if (!ComparesByMargin(preference))
    return subject.issues().Add("margin", margin, "is given only where the rule is pairwise, or groups of 2 are");
  preference.model = aggregation::ModelKind::kPairwise;
  Matrix margins(2, 2);
  margins << 0, margin, -margin, 0;
  subject.scenario().margin = margins;
}

}  // namespace

val Curve(const val& document, const val& request) {
  Subject subject(document, request);
  subject.NeedAnswers(2);
  subject.NeedPenalty();
  const int points = subject.Integer("points", aggregation::kDefaultCurvePoints, 2, aggregation::kMaxCurvePoints);
  const Vector betas = ToVector(request["betas"]);
  subject.NeedAtMost("betas", static_cast<size_t>(betas.size()), kMaxBetas);
  for (Eigen::Index i = 0; i < betas.size(); ++i) {
    if (!(betas[i] >= aggregation::kMinBeta && betas[i] <= aggregation::kMaxBeta))
      subject.issues().Add(aggregation::Indexed("betas", static_cast<size_t>(i)), betas[i], "is between 1e-6 and 1e6");
  }
  ApplyMargin(request, subject);
  if (!subject.is_valid()) return subject.Invalid();
  const Rule rule(subject.scenario(), subject.rule());
  aggregation::BinaryCurves tracer(rule);
  val curves = val::array();
  for (const double beta : betas) curves.call<void>("push", ToObject(tracer.Trace(beta, points)));
  val result = OkResult();
  Put(result, "curves", curves);
  return result;
}

val Response(const val& document, const val& request) {
  Subject subject(document, request);
  subject.NeedPenalty();
  subject.NeedAtMost("policies", Length(request["policies"]), kMaxPolicies);
  if (!subject.is_valid()) return subject.Invalid();
  const Rule rule(subject.scenario(), subject.rule());
  std::vector<Vector> responses;
  std::vector<double> gaps;
  for (const Vector& policy : ToVectors(request["policies"])) {
    responses.push_back(ResponseTo(rule, policy));
    if (policy.size() == 2) gaps.push_back(StationarityGap(rule, policy));
  }
  val result = OkResult();
  Put(result, "responses", ToList(responses));
  Put(result, "gap", rule.reference().size() == 2 ? ToFloat64Array(gaps) : val::null());
  return result;
}

val Pooling(const val& document, const val& request) {
  Subject subject(document, request);
  subject.NeedPenalty();
  const Vector marginals = ToVector(request["marginals"]);
  subject.NeedAtMost("marginals", static_cast<size_t>(marginals.size()), kMaxMarginals);
  if (!subject.is_valid()) return subject.Invalid();
  const Rule rule(subject.scenario(), subject.rule());
  const aggregation::Penalty& penalty = *rule.penalty();
  std::vector<double> ratios;
  std::vector<bool> defined;
  for (const double marginal : marginals) {
    const std::optional<double> ratio = PooledRatio(penalty, marginal);
    ratios.push_back(ratio.value_or(0));
    defined.push_back(ratio.has_value());
  }
  const auto finite = [](double end) { return OrNull(std::isfinite(end) ? std::optional<double>(end) : std::nullopt); };
  val range = val::object();
  Put(range, "lower", finite(penalty.Range().lower));
  Put(range, "upper", finite(penalty.Range().upper));
  val result = OkResult();
  Put(result, "ratios", ToFloat64Array(ratios));
  Put(result, "defined", ToList(defined));
  Put(result, "range", range);
  Put(result, "marginalAtOne", val(penalty.Marginal(1)));
  return result;
}
