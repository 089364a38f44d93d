// SPDX-License-Identifier: MIT
// Which control of the board a change belongs to: a student may use those that are open, and no other.

import type { Issue } from "grpo-playground";
import { complain } from "./checks";
import { keysOf } from "./paths";
import type { BoardOptions, Change, ControlName } from "./types";

/** The controls that a path takes; none can reach a path without one. */
export function controlsOf(path: string): ControlName[] {
  const [name, , field, part] = keysOf(path) ?? [];
  if (name === "wins") return ["wins"];
  if (name === "answers") {
    if (field === undefined) return ["references", "rewards", "names"];
    return field === "reference" ? ["references"] : field === "reward" ? ["rewards"] : ["names"];
  }
  if (name !== "rules") return [];
  if (field === "beta") return ["beta"];
  if (field === "penalty") return ["penalty"];
  // Where a win matrix replaces the rewards, the groups become pairs.
  if (field === "preference") return part === "groupSize" ? ["group-size"] : ["wins"];
  return ["rules"];
}

/** What a change does that the board does not let a student do. */
export function forbidden(change: Change, board: BoardOptions | undefined, field = "change"): Issue[] {
  const issues: Issue[] = [];
  for (const [path, value] of Object.entries(change)) {
    const controls = controlsOf(path);
    const closed = controls.filter((name) => board?.controls[name] !== "open");
    if (controls.length === 0 || closed.length > 0)
      complain(
        issues,
        `${field}.${path}`,
        value,
        `is moved by an open control${closed.length > 0 ? `: ${closed.join(", ")}` : ""}`,
      );
  }
  return issues;
}
