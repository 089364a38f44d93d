// SPDX-License-Identifier: MIT
// The headline: one computed sentence on what each rule makes of the question, true to the digits that are shown.

import type { Choices, Picture } from "../charts/picture";
import type { PlaygroundState } from "../state/types";
import { percentText, readTheSame } from "./format";
import { favourites, type Outcome, outcomes, readsAs, referencePolicy } from "./outcomes";
import { answerName, inWords, joined, listed, type Part, ruleName, type Segment, sentence } from "./sentence";

/** A third kind of outcome is still read; a fourth is not. */
const mostGroups = 3;

export function headline(picture: Picture, choices: Choices = {}): Segment[] {
  const all = outcomes(picture, choices);
  if (all.length === 0) return [];
  const open = all.filter((outcome) => outcome.open);
  const approximate = all.filter((outcome) => outcome.approximate);
  const caution = sentence(
    "the numbers of ",
    listed(names(approximate)),
    " are approximate: the solver stopped early.",
  );
  const told = open.length > 0 ? unfinished(picture, all, open) : story(picture.state, all);
  return joined([...told, ...(approximate.length > 0 ? [caution] : [])]);
}

/** While some rules are open, what is known of the others is told, and nothing of all. */
function unfinished({ state, others }: Picture, all: readonly Outcome[], open: readonly Outcome[]): Segment[][] {
  const reference = referencePolicy(state);
  const known = byFavourite(all.filter((outcome) => !outcome.open)).slice(0, mostGroups);
  return [
    ...known.map((group) => {
      const subject = group.length <= 2 ? listed(names(group)) : [`${inWords(group.length)} rules`];
      return sentence(subject, does(state, group, reference), ".");
    }),
    others === "sought"
      ? sentence("looking for a stationary policy of ", listed(names(open)), "…")
      : sentence("whether there is a stationary policy of ", listed(names(open)), " is not known."),
  ];
}

function story(state: PlaygroundState, all: readonly Outcome[]): Segment[][] {
  if (state.answers.length === 1) return [sentence("there is only one answer, so every policy always gives it.")];
  const reference = referencePolicy(state);
  if (all.every(({ policy }) => policy && readsAs(policy, reference))) return [unchanged(state, all)];
  if (all.length === 1) return [alone(state, all[0]!, reference)];
  const groups = byFavourite(all);
  if (groups.length === 1) return [together(state, groups[0]!, reference)];
  return groups.slice(0, mostGroups).map((group, index) => {
    const rest = index > 0 && index === groups.length - 1 ? "the other " : "";
    const subject = group.length <= 2 ? listed(names(group)) : [`${rest}${inWords(group.length)} rules`];
    return sentence(subject, does(state, group, reference), ".");
  });
}

function names(group: readonly Outcome[]): Segment[] {
  return group.map(({ rule }) => ruleName(rule));
}

function label(state: PlaygroundState, index: number): Segment {
  return answerName(state.answers[index]!.label);
}

/** Rules with the same favourite, in the order of their first. */
function byFavourite(all: readonly Outcome[]): Outcome[][] {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of all) {
    const key = outcome.turning ?? `${outcome.boundary} ${outcome.favourites.join()}`;
    groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return [...groups.values()];
}

function unchanged(state: PlaygroundState, all: readonly Outcome[]): Segment[] {
  const subject = all.length <= 2 ? listed(names(all)) : [`all ${inWords(all.length)} rules`];
  const verb = all.length === 1 ? "gives" : "give";
  const nothingToLearn = state.wins
    ? state.wins.every((row) => row.every((win) => win === 0.5))
    : state.answers.every(({ reward }) => reward === state.answers[0]!.reward);
  if (!nothingToLearn) return sentence(subject, ` ${verb} back the reference, to the digits shown.`);
  const cause = state.wins ? "no answer is preferred to another" : "all rewards are equal";
  return sentence(`${cause}: nothing to learn, so `, subject, ` ${verb} back the reference.`);
}

/** One rule is shown: it is told against the reference. */
function alone(state: PlaygroundState, outcome: Outcome, reference: readonly number[]): Segment[] {
  const [favourite, ...ties] = outcome.favourites;
  const name = ruleName(outcome.rule);
  if (favourite === undefined || ties.length > 0 || outcome.boundary || outcome.turning) {
    return sentence(name, does(state, [outcome], reference), ".");
  }
  const verb = keeps([favourite], reference) ? " keeps " : " makes ";
  return sentence(name, verb, label(state, favourite), ` the favourite: ${change(outcome, reference[favourite]!)}.`);
}

/** `63.4%, up from 20%`, or `still 20%` where no digit that is shown has changed. */
function change(outcome: Outcome, before: number): string {
  const now = outcome.policy![outcome.favourites[0]!]!;
  if (readTheSame(now, before) && outcome.interior.length <= 1) return `still ${percentText(now)}`;
  return `${share(outcome)}, ${now > before ? "up" : "down"} from ${percentText(before)}`;
}

/** All rules have the same favourite, or none has one. */
function together(state: PlaygroundState, group: readonly Outcome[], reference: readonly number[]): Segment[] {
  const subject = group.length === 2 ? "both" : `all ${inWords(group.length)} rules`;
  const [favourite, ...ties] = group[0]!.favourites;
  if (favourite === undefined || ties.length > 0 || group[0]!.boundary || group[0]!.turning) {
    return sentence(subject, does(state, group, reference), ".");
  }
  const verb = keeps([favourite], reference) ? " keep " : " make ";
  return sentence(subject, verb, label(state, favourite), " the favourite", shares(group), ".");
}

/** How much each rule of the group gives the common favourite. */
function shares(group: readonly Outcome[]): Part[] {
  const most = (outcome: Outcome) => Math.max(...outcome.policy!);
  const ascending = [...group].sort((a, b) => most(a) - most(b));
  const low = ascending[0]!;
  const high = ascending.at(-1)!;
  if (readTheSame(most(low), most(high)) && group.every(({ interior }) => interior.length <= 1)) {
    return [`, at ${percentText(most(low))}`];
  }
  if (group.length > 2) {
    return [`: from ${share(low)} with `, ruleName(low.rule), ` to ${share(high)} with `, ruleName(high.rule)];
  }
  const [first, second] = group as [Outcome, Outcome];
  return [": ", ruleName(first.rule), ` gives it ${share(first)}, `, ruleName(second.rule), ` ${share(second)}`];
}

/** The drawn policy's share of its favourite, and what the other stationary policies give the same answer. */
function share({ policy, favourites: [favourite], interior, boundary }: Outcome): string {
  const drawn = percentText(policy![favourite!]!);
  const others = boundary ? [] : interior.map((other) => percentText(other[favourite!]!));
  return [...new Set([drawn, ...others])].join(" or ");
}

function keeps(favourite: readonly number[], reference: readonly number[]): boolean {
  return favourites(reference).join() === favourite.join();
}

/** What the rules of a group do, as the rest of a sentence. */
function does(state: PlaygroundState, group: readonly Outcome[], reference: readonly number[]): Part[] {
  const verb = (one: string, many: string) => ` ${group.length === 1 ? one : many} `;
  const first = group[0]!;
  const [favourite, second, ...more] = first.favourites;
  if (favourite === undefined) return [verb("has", "have"), "no stationary policy here"];
  if (first.turning) return [group.length === 1 ? " does" : " do", ` not settle: ${first.turning}`];
  if (first.boundary && second === undefined) return [verb("runs", "run"), "away to ", label(state, favourite)];
  const figures = group.length > 2 ? "" : `, ${[...new Set(group.map(share))].join(" and ")}`;
  if (more.length > 0) return [verb("leaves", "leave"), `${inWords(more.length + 2)} answers level${figures}`];
  if (second !== undefined) {
    return [verb("leaves", "leave"), label(state, favourite), " and ", label(state, second), ` level${figures}`];
  }
  if (keeps([favourite], reference)) return [verb("stays", "stay"), "with ", label(state, favourite), figures];
  return [verb("makes", "make"), label(state, favourite), " the favourite", figures];
}
