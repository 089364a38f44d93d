// SPDX-License-Identifier: MIT
// The exported Python program, run by python3 with NumPy: it finds the numbers of the page, to ten digits.
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Picture } from "../../../web/src/charts/picture";
import { pictureAsPython } from "../../../web/src/share/export-python";
import { decodeFragment } from "../../../web/src/state/fragment";
import { presets } from "../../../web/src/state/presets";
import type { PlaygroundState } from "../../../web/src/state/types";
import { referencePolicy } from "../../../web/src/story/outcomes";
import { solved } from "./solved";

/** Debian's own, where NumPy is a package: another python3 may come first in the path. */
const python = process.env["PYTHON"] ?? "/usr/bin/python3";

/** Rows of the program's output: rule, number of the policy, π_ref, π, P, answer. */
function run(program: string): string[][] {
  const output = execFileSync(python, ["-"], { input: program, encoding: "utf8" });
  const lines = output.trimEnd().split("\n");
  expect(lines[0]).toBe("rule\tpolicy\tpi_ref\tpi\tP\tanswer");
  return lines.filter((line, index) => index > 0 && !line.startsWith("#")).map((line) => line.split("\t"));
}

function expectedRows({ state, results }: Picture): [string, string, number, number, number, string][] {
  const reference = referencePolicy(state);
  return results.flatMap(({ label, stationary }) =>
    stationary.flatMap(({ policy, preference }, k) =>
      state.answers.map((answer, o): [string, string, number, number, number, string] => {
        return [label, String(k + 1), reference[o]!, policy[o]!, preference[o]!, answer.label];
      }),
    ),
  );
}

function compare(state: PlaygroundState): void {
  const picture = solved(state);
  const program = pictureAsPython(picture, "https://example.org/#v=1");
  expect(program).not.toContain("@DATA@");
  const rows = run(program);
  const expected = expectedRows(picture);
  expect(rows).toHaveLength(expected.length);
  expected.forEach(([label, number, reference, policy, preference, answer], index) => {
    const row = rows[index]!;
    expect([row[0], row[1], JSON.parse(row[5]!)]).toEqual([label, number, answer]);
    expect(Math.abs(Number(row[2]) - reference)).toBeLessThan(1e-15);
    expect(Math.abs(Number(row[3]) - policy), `π, row ${index}`).toBeLessThan(Math.min(1e-10, 1e-8 * policy + 1e-300));
    const scale = Math.max(1, Math.abs(preference));
    expect(Math.abs(Number(row[4]) - preference), `P, row ${index}`).toBeLessThan(1e-9 * scale);
  });
}

describe("the program finds every stationary policy of", () => {
  it.each(presets.map(({ id, state }) => [id, state] as const))("preset %s", (_, state) => compare(state), 60_000);

  const links: [string, string][] = [
    [
      "all rules, a large group",
      "ref=0.2,0.5,0.3&r=1,0.3,0&G=10000&beta=0.5&rules=grpo,rlhf,nlhf,grpo-direct-kl,shift-only,shift-only-direct-kl",
    ],
    ["a weak pull", "ref=0.001,0.6,0.399&r=1,0.9,0&G=16&beta=0.01&rules=grpo,rlhf"],
    ["a win matrix", "ref=1,2,1&w=0.5,0.7,0.2;0.3,0.5,0.8;0.8,0.2,0.5&beta=0.4&rules=grpo,nlhf,grpo-direct-kl"],
    [
      "names of every kind",
      `ref=1,1&r=1,0&a=${encodeURIComponent(`"""\\');import os;#\\`)},${encodeURIComponent("答え 🎲\n\t\\u0022")}`,
    ],
  ];
  it.each(links)("%s", (_, link) => compare(decodeFragment(link).state), 60_000);
});
