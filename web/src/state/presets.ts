// SPDX-License-Identifier: MIT
// The presets: each a title, a sentence, a source and the state that opens.

import { fields, initialRules } from "./fields";
import { type PresetRecipe, presetRecipes } from "./preset-recipes";
import type { PlaygroundState } from "./types";

export interface Preset {
  id: string;
  title: string;
  state: PlaygroundState;
}

export const presets: readonly Preset[] = presetRecipes.map(toPreset);

/** What opens where nothing else is asked for. */
export const defaultPreset: Preset = presets[0]!;

function toPreset({ id, title, ...recipe }: PresetRecipe): Preset {
  const state: PlaygroundState = {
    preset: id,
    title,
    note: "",
    answers: recipe.answers.map(([label, reference, reward], index) => ({ id: index, label, reference, reward })),
    wins: recipe.wins ?? null,
    beta: recipe.beta ?? fields.beta.initial,
    groupSize: recipe.groupSize ?? fields.groupSize.initial,
    divergence: fields.divergence.initial,
    rules: recipe.rules ?? initialRules,
    choices: {},
    views: {},
    pin: null,
    projector: false,
    drafts: {},
  };
  return { id, title, state };
}
