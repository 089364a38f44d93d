// SPDX-License-Identifier: MIT
// What a training run is asked for: the question and its rule, the start, and the parts that the run is cut into.
import type { Rule, ScenarioDocument, TrainingRequest } from "grpo-playground";
import { ruleRecipe } from "../state/rules";
import type { Start, TrainingSettings } from "../state/training-fields";
import type { PlaygroundState } from "../state/types";
import { exactText } from "../story/format";
import { type Chosen, drawsGroups, ruleAt, trainerOf } from "../trainers/trainers";
import { referenceShares } from "./shares";

/** The question with the trained rule alone. A run does not depend on names: without them a new name starts none. */
export function trainingDocument(
  state: PlaygroundState,
  settings: Pick<TrainingSettings, "rule" | "term" | "trainer">,
): ScenarioDocument {
  return {
    format: "grpo-playground/scenario",
    version: 1,
    answers: state.answers.map(({ reference, reward }, k) => ({ label: String(k + 1), reference, reward })),
    rules: [trainedRule(state, settings)],
  };
}

/** The trainer of a text if it can be trained; null for the page's own rules. */
export function trainedTrainer(text: string): Chosen | null {
  const trainer = trainerOf(text);
  return trainer && drawsGroups(trainer) ? trainer : null;
}

/** A trainer's rule at the board's G and β; the page's own where none is chosen, or none of that name is known. */
function trainedRule(
  state: PlaygroundState,
  { rule, term, trainer }: Pick<TrainingSettings, "rule" | "term" | "trainer">,
): Rule {
  const chosen = trainedTrainer(trainer);
  if (chosen) return ruleAt({ ...chosen, name: "trained" }, state.groupSize, state.beta);
  const { toRule, betaFactor } = ruleRecipe(rule);
  const own = toRule(state);
  return { ...own, penalty: term === "own" ? own.penalty! : { klTerm: term }, beta: betaFactor * state.beta };
}

/** The answer that has most at the start, as an index; one beyond the last is the last. */
export function startAnswer(start: Start, count: number): number | null {
  return typeof start === "number" ? Math.min(start, count) - 1 : null;
}

/** Where the run begins; null while the references cannot be normalised. With one answer there is one policy. */
export function startPolicy(
  state: PlaygroundState,
  { start, share }: Pick<TrainingSettings, "start" | "share">,
): number[] | null {
  const reference = referenceShares(state.answers.map(({ reference }) => reference));
  const chosen = startAnswer(start, state.answers.length);
  if (!reference || start === "reference" || reference.length === 1) return reference;
  if (chosen === null) return reference.map(() => 1 / reference.length);
  const rest = reference.reduce((sum, part, k) => (k === chosen ? sum : sum + part), 0);
  return reference.map((part, k) => (k === chosen ? share : ((1 - share) * part) / rest));
}

/** What the engine takes in one call, what one picture should take, and what one part may before it lets others in. */
const mostInStep = 4e6;
const mostInRun = 1e9;
const mostInPart = 5e5;

type Extent = Pick<TrainingSettings, "steps" | "seeds" | "groups">;

/** Why this much is not drawn, as a sentence with what would help; null where it is. */
export function tooMuch({ steps, seeds, groups }: Extent, groupSize: number): string | null {
  const inStep = groups * groupSize;
  if (inStep > mostInStep)
    return `A step would draw ${exactText(inStep)} answers; at most ${exactText(mostInStep)} are drawn: take fewer groups, or smaller ones.`;
  const inRun = inStep * steps * seeds;
  if (inRun > mostInRun)
    return `The runs would draw ${exactText(inRun)} answers; at most ${exactText(mostInRun)} are drawn: take fewer steps, seeds or groups.`;
  return null;
}

/** Lines of the log that a picture has, at most, and parts in which it grows: fewer where each is a call for many runs. */
const mostLines = 400;
const parts = { least: 20, most: 60, calls: 400 } as const;

export interface TrainingPlan {
  steps: number;
  /** A line of the log for every so many steps. */
  every: number;
  /** Steps of one part: whole lines, so that the log does not depend on how the run is cut. */
  part: number;
}

export function trainingPlan({ steps, seeds, groups }: Extent, groupSize: number): TrainingPlan {
  let every = 1;
  for (let k = 0; steps / every > mostLines; ++k) every = [1, 2, 5][k % 3]! * 10 ** Math.floor(k / 3);
  const lines = Math.ceil(steps / every);
  const wished = Math.max(parts.least, Math.min(parts.most, Math.floor(parts.calls / seeds)));
  const fitting = Math.floor(mostInPart / (every * groups * groupSize * seeds));
  return { steps, every, part: every * Math.max(1, Math.min(Math.ceil(lines / wished), fitting)) };
}

/** How many steps come next: to the next line of the log, or the part's, and never beyond the last. */
export function nextSteps({ steps, every, part }: TrainingPlan, done: number, one: boolean): number {
  return Math.min(one ? every : part, steps - done);
}

/** Everything of a request that is the same for all seeds and parts. */
export function trainingRequest(settings: TrainingSettings, start: readonly number[]): Omit<TrainingRequest, "seed"> {
  const { groups, epochs, clipLow, clipHigh, dualClip, rate, optimiser } = settings;
  return {
    rule: 0,
    steps: 1,
    start: [...start],
    groupsPerStep: groups,
    epochs,
    clipLow,
    clipHigh,
    ...(dualClip !== null && { dualClip }),
    learningRate: rate,
    optimiser,
  };
}

export function seedsOf({ seed, seeds }: Pick<TrainingSettings, "seed" | "seeds">): number[] {
  return Array.from({ length: seeds }, (_, k) => seed + k);
}
