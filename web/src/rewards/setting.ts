// SPDX-License-Identifier: MIT
// The rules as the board has them, where it has values that the core takes.
import { fields } from "../state/fields";
import type { PlaygroundState } from "../state/types";
import type { Setting } from "./problem";

export function settingOf({ rules, beta, groupSize, divergence }: PlaygroundState): Setting {
  return {
    rules,
    beta: fields.beta.broken(beta) === null ? beta : fields.beta.initial,
    groupSize: fields.groupSize.broken(groupSize) === null ? groupSize : fields.groupSize.initial,
    divergence,
  };
}
