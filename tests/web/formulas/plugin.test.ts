// SPDX-License-Identifier: MIT
// Formulas at build time: what TeX becomes, where its slots are, and that no inline style comes along.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { MathNode } from "../../../web/formulas/mathml";
import { formulas, parseMathML } from "../../../web/formulas/plugin";

function compiled(name: string): MathNode {
  const path = fileURLToPath(new URL(`../../../web/formulas/${name}.tex`, import.meta.url));
  const load = formulas().load as (id: string) => string;
  return JSON.parse(load(path).replace(/^export default (.*);$/s, "$1")) as MathNode;
}

function nodes(node: MathNode): MathNode[] {
  return [node, ...node.children.flatMap((child) => (typeof child === "string" ? [] : nodes(child)))];
}

const text = (node: MathNode): string => node.children.map((c) => (typeof c === "string" ? c : text(c))).join("");

describe("a formula", () => {
  it("is MathML with the paper's symbols", () => {
    const formula = compiled("rational-tilt");
    expect(formula.tag).toBe("math");
    expect(text(formula)).toBe("π(o)=πref(o)1−P(o)/β");
    expect(nodes(formula).some(({ tag }) => tag === "mfrac")).toBe(true);
  });

  it.each([
    ["rational-tilt-numbers", ["reference", "preferenceOperand", "beta", "policy"]],
    ["exponential-tilt", ["preferenceSymbol", "betaSymbol"]],
    ["exponential-tilt-numbers", ["reference", "preference", "constantOperand", "beta", "policy"]],
  ])("has the slots that the page fills: %s", (name, slots) => {
    const found = nodes(compiled(name)).flatMap(({ slot }) => (slot === null ? [] : [slot]));
    expect(found.sort()).toEqual([...slots].sort());
  });

  it("carries no inline style, which the page's security policy would refuse", () => {
    for (const name of ["rational-tilt", "exponential-tilt", "kl-ref-to-policy", "kl-policy-to-ref"]) {
      for (const { attributes } of nodes(compiled(name))) expect(Object.keys(attributes)).not.toContain("style");
    }
  });
});

describe("reading MathML", () => {
  it("keeps escaped characters as text", () => {
    expect(parseMathML("<math><mo>&lt;</mo><mtext>&amp;lt;</mtext></math>").children).toEqual([
      { tag: "mo", attributes: {}, slot: null, children: ["<"] },
      { tag: "mtext", attributes: {}, slot: null, children: ["&lt;"] },
    ]);
  });

  it("refuses what is no formula", () => {
    expect(() => parseMathML("x")).toThrow(/no MathML/);
    expect(() => parseMathML("<math><mi>x</mi>")).toThrow(/no MathML/);
  });
});
