// SPDX-License-Identifier: MIT
// A small prompt as a question for the board, which draws rewards that are numbers: of a random one it gets the mean.
import type { ScenarioDocument } from "grpo-playground";
import { freeLabel, maxAnswers } from "../state/fields";
import { shortText } from "./names";
import { mean, problemOf, type Setting } from "./problem";
import type { PromptData } from "./types";

export const fitsBoard = ({ answers }: PromptData) => answers.length <= maxAnswers;

export const hasRandomRewards = ({ laws }: PromptData) => laws.some(({ values }) => values.length > 1);

export function boardDocument(prompt: PromptData, setting: Setting): ScenarioDocument {
  const labels: string[] = [];
  for (const answer of prompt.answers) labels.push(freeLabel(shortText(answer, 180), labels));
  const answers = labels.map((label, k) => ({
    label,
    reference: prompt.reference[k]!,
    reward: mean(prompt.laws[prompt.lawOf[k]!]!),
  }));
  return { ...problemOf(prompt, setting, setting.rules), title: shortText(prompt.prompt, 200), answers };
}
