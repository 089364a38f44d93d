// SPDX-License-Identifier: MIT
// The equations and the numbers as LaTeX: plain displayed mathematics with arrays, for any class, without packages but amsmath.
import type { Rule, StationaryPolicy } from "grpo-playground";
import { type Choices, drawnPolicy, type Picture } from "../charts/picture";
import { toDocument } from "../state/document";
import { groupSizeText } from "../story/format";
import { referencePolicy } from "../story/outcomes";

/** As many as a table in a paper shows; the CSV has them all. */
const figures = 6;

export function pictureAsLatex(picture: Picture, choices: Choices, link: string): string {
  const { rules } = toDocument(picture.state);
  const parts = rules.map((rule, index) =>
    rulePart(picture, rule, drawnPolicy(picture, picture.rules[index]!, choices), index),
  );
  return [`% ${link}`, "% needs amsmath", ...parts].join("\n");
}

function rulePart(picture: Picture, rule: Rule, drawn: StationaryPolicy | null, index: number): string {
  const name = `\\text{${escapedLatex(rule.label ?? `Rule ${index + 1}`)}}`;
  if (!drawn) return displayed(`${name}: \\text{no stationary policy}`);
  return [displayed(`${name}: \\quad ${equation(rule, drawn)}`), displayed(numbers(picture, drawn))].join("");
}

const displayed = (formula: string) => `\\[\n${formula}\n\\]\n`;

/** The stationarity condition, solved for the policy, with β and the constant of this one. */
function equation({ preference, penalty, beta = 1 }: Rule, { multiplier, boundary }: StationaryPolicy): string {
  const size = preference?.groupSize;
  const settings = [`\\beta = ${number(beta)}`, ...(size === undefined ? [] : [`G = ${latexSize(size)}`])];
  if (boundary) return ["\\text{a corner of the simplex}", ...settings].join(",\\; ");
  if (penalty?.divergence === "kl-policy-to-ref") {
    const formula = "\\pi(o) = \\pi_{\\mathrm{ref}}(o)\\, e^{(P(o) - c)/\\beta}";
    return [formula, ...settings, `c = ${number((multiplier ?? 0) + beta)}`].join(",\\; ");
  }
  return ["\\pi(o) = \\frac{\\pi_{\\mathrm{ref}}(o)}{1 - P(o)/\\beta}", ...settings].join(",\\; ");
}

function latexSize(size: number | "inf"): string {
  return size === "inf" ? "\\infty" : groupSizeText(size);
}

function numbers({ state }: Picture, drawn: StationaryPolicy): string {
  const reference = referencePolicy(state);
  const rewards = state.wins === null;
  const rows = state.answers.map(({ label, reward }, o) =>
    [
      `\\text{${escapedLatex(label)}}`,
      ...(rewards ? [number(reward)] : []),
      number(reference[o]!),
      number(drawn.preference[o]!),
      number(drawn.policy[o]!),
    ].join(" & "),
  );
  const heads = ["o", ...(rewards ? ["r(o)"] : []), "\\pi_{\\mathrm{ref}}(o)", "P(o)", "\\pi(o)"].join(" & ");
  return [
    `\\begin{array}{l${"r".repeat(rewards ? 4 : 3)}}`,
    `${heads} \\\\ \\hline`,
    rows.join(" \\\\\n"),
    "\\end{array}",
  ].join("\n");
}

/** Six figures, and a power of ten where it is needed. */
function number(value: number): string {
  const [mantissa, exponent] = String(Number(value.toPrecision(figures))).split("e") as [string, string?];
  return exponent === undefined ? mantissa : `${mantissa} \\times 10^{${Number(exponent)}}`;
}

const special: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

/** Text as LaTeX prints it, whatever stands in it. */
export function escapedLatex(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(/[\\{}$&#_%~^]/g, (character) => special[character] ?? `\\${character}`);
}
