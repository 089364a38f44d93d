// SPDX-License-Identifier: MIT
// The work of a student as an answer sheet has it.

import type { Work as SheetWork } from "../../../lessons/sheet";
import type { Work } from "./work.svelte";

/** Of steps that were never looked at nothing is said; a solution that was shown is no response. */
export function sheetWork(work: Work): SheetWork {
  const all = work.exercises.map(({ id, steps }) => {
    const looked = steps.flatMap((step) => {
      const { response, score, tries, hints, gaveUp } = work.of(id, step.id);
      const seconds = Math.round(work.secondsOf(id, step.id));
      if (response === undefined && tries === 0 && hints === 0) return [];
      const given = gaveUp ? null : (response ?? null);
      return [[step.id, { response: given, score: given === null ? null : score, tries, hints, seconds }] as const];
    });
    return [id, Object.fromEntries(looked)] as const;
  });
  return Object.fromEntries(all.filter(([, steps]) => Object.keys(steps).length > 0));
}
