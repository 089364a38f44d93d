// SPDX-License-Identifier: MIT
// Every choice a rule can make, with the name it has in the scenario document: the one table of
// each.
#ifndef AGGREGATION_NAMES_H_
#define AGGREGATION_NAMES_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace aggregation {

/// The preference model P(o | π) (mathematics §2).
enum class ModelKind { kGroup, kShift, kLeaveOneOut, kReward, kPairwise };
/// The penalty D(π, π_ref), by argument order (mathematics §3).
enum class Divergence { kKlRefToPolicy, kKlPolicyToRef, kChiSquared, kJensenShannon, kHellinger, kAlpha, kNone };
/// An estimator of the KL divergence and where the training loop puts it.
enum class KlTerm {
  kK3InLoss,
  kK3TimesRatioInLoss,
  kK2InLoss,
  kK1InLoss,
  kK1InRewardBeforeNormalising,
  kK1InRewardAfterNormalising
};
/// Which standard deviation scales a group's advantages.
enum class StdConvention { kPopulation, kSample, kLeaveOneOut };
/// What a group with equal rewards does: counts with advantage 0, or is drawn again.
enum class SilentGroups { kZero, kResample };
/// How the search for a stationary policy ended.
enum class Termination { kConverged, kStalled, kBoundary };
/// Whether theory says that a rule with a penalty has exactly one stationary policy.
enum class Uniqueness { kProved, kUnproved };
/// Where the mean-field flow from π_ref ends: at rest inside, on the boundary, going round, or not within the steps
/// that are granted.
enum class FlowEnd { kStationary, kBoundary, kCycle, kUnresolved };

/// A choice and its name in documents and results.
template <typename Choice>
struct Name {
  Choice choice;
  const char* name;
};

inline constexpr std::array<Name<ModelKind>, 5> kModelNames{{{ModelKind::kGroup, "group"},
                                                             {ModelKind::kShift, "shift"},
                                                             {ModelKind::kLeaveOneOut, "leave-one-out"},
                                                             {ModelKind::kReward, "reward"},
                                                             {ModelKind::kPairwise, "pairwise"}}};
inline constexpr std::array<Name<Divergence>, 7> kDivergenceNames{{{Divergence::kKlRefToPolicy, "kl-ref-to-policy"},
                                                                   {Divergence::kKlPolicyToRef, "kl-policy-to-ref"},
                                                                   {Divergence::kChiSquared, "chi-squared"},
                                                                   {Divergence::kJensenShannon, "jensen-shannon"},
                                                                   {Divergence::kHellinger, "hellinger"},
                                                                   {Divergence::kAlpha, "alpha"},
                                                                   {Divergence::kNone, "none"}}};
inline constexpr std::array<Name<KlTerm>, 6> kKlTermNames{
    {{KlTerm::kK3InLoss, "k3-in-loss"},
     {KlTerm::kK3TimesRatioInLoss, "k3-times-ratio-in-loss"},
     {KlTerm::kK2InLoss, "k2-in-loss"},
     {KlTerm::kK1InLoss, "k1-in-loss"},
     {KlTerm::kK1InRewardBeforeNormalising, "k1-in-reward-before-normalising"},
     {KlTerm::kK1InRewardAfterNormalising, "k1-in-reward-after-normalising"}}};
inline constexpr std::array<Name<StdConvention>, 3> kStdNames{{{StdConvention::kPopulation, "population"},
                                                               {StdConvention::kSample, "sample"},
                                                               {StdConvention::kLeaveOneOut, "leave-one-out"}}};
inline constexpr std::array<Name<SilentGroups>, 2> kSilentGroupNames{
    {{SilentGroups::kZero, "zero"}, {SilentGroups::kResample, "resample"}}};
inline constexpr std::array<Name<Termination>, 3> kTerminationNames{
    {{Termination::kConverged, "converged"}, {Termination::kStalled, "stalled"}, {Termination::kBoundary, "boundary"}}};
inline constexpr std::array<Name<Uniqueness>, 2> kUniquenessNames{
    {{Uniqueness::kProved, "proved"}, {Uniqueness::kUnproved, "unproved"}}};
inline constexpr std::array<Name<FlowEnd>, 4> kFlowEndNames{{{FlowEnd::kStationary, "stationary"},
                                                             {FlowEnd::kBoundary, "boundary"},
                                                             {FlowEnd::kCycle, "cycle"},
                                                             {FlowEnd::kUnresolved, "unresolved"}}};

/// The table row of a choice; every choice has one.
template <typename Choice, size_t size>
constexpr const Name<Choice>& Named(const std::array<Name<Choice>, size>& table, Choice choice) {
  for (const auto& row : table)
    if (row.choice == choice) return row;
  return table.front();
}

/// The choice that carries this name, if any.
template <typename Choice, size_t size>
constexpr std::optional<Choice> ChoiceNamed(const std::array<Name<Choice>, size>& table, std::string_view name) {
  for (const auto& row : table)
    if (name == row.name) return row.choice;
  return std::nullopt;
}

/// "is one of a, b, c": the constraint that an unknown name breaks.
template <typename Choice, size_t size>
std::string OneOf(const std::array<Name<Choice>, size>& table) {
  std::string text = "is one of ";
  for (size_t i = 0; i < size; ++i) text += (i ? ", " : "") + std::string(table[i].name);
  return text;
}

}  // namespace aggregation

#endif  // AGGREGATION_NAMES_H_
