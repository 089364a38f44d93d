// SPDX-License-Identifier: MIT
// The textbook: its pictures and links open as they are written, its formulas can be drawn, its claims in words hold.

import temml from "temml";
import { describe, expect, it } from "vitest";
import { course, type Figure, textbook } from "../../../web/src/lessons/course";
import { decodeFragment } from "../../../web/src/state/fragment";
import { toDocument } from "../../../web/src/state/document";
import { isViewId } from "../../../web/src/state/view-fields";
import { viewRows } from "../../../web/src/views/closer/registry";
import { engine } from "./lessons";

const pages = await Promise.all(textbook.map(async ({ title, load }) => ({ title, text: await load() })));
const lessons = await Promise.all(course.map(async ({ id, load }) => ({ title: id, text: textsOf(await load()) })));

function textsOf(part: unknown): string {
  if (typeof part === "string") return /^\$\w+$/.test(part) ? "" : part; // a variable is no text
  return typeof part === "object" && part !== null ? Object.values(part).map(textsOf).join("\n\n") : "";
}

const figuresOf = (text: string) =>
  [...text.matchAll(/^```figure\n(.*?)\n```$/gms)].map(([, json]) => JSON.parse(json!) as Figure);
const linksOf = (text: string) => [...text.matchAll(/\]\(#(v=1&[^)\s]*)\)/g)].map(([, link]) => link!);

describe.each(pages)("“$title”", ({ title, text }) => {
  it("begins with its title and has 450 to 900 words", () => {
    expect(text.startsWith(`# ${title}\n`)).toBe(true);
    const words = text.replace(/```[^`]*```/g, "").split(/\s+/).length;
    expect(words).toBeGreaterThanOrEqual(450);
    expect(words).toBeLessThanOrEqual(900);
  });

  it("has live pictures whose links open without a notice and suit the question", () => {
    const figures = figuresOf(text);
    expect(figures.length).toBeGreaterThanOrEqual(2);
    expect(figures).toHaveLength(text.match(/```figure/g)!.length);
    for (const figure of figures) {
      expect(Object.keys(figure).sort()).toEqual(["caption", "link", "look"]);
      const { state, notices } = decodeFragment(figure.link);
      expect(notices, figure.link).toEqual([]);
      expect(engine.solve(toDocument(state)).issues).toEqual([]);
      expect(figure.caption).toMatch(/[.]$/);
      if (figure.look === "board") continue;
      expect(isViewId(figure.look), figure.look).toBe(true);
      expect(viewRows.find(({ id }) => id === figure.look)!.unavailable(state), figure.link).toBeNull();
      expect(Object.keys(state.views), figure.link).toEqual([figure.look]);
    }
  });

  it("has links into the playground that open without a notice", () => {
    const links = linksOf(text);
    expect(links).toHaveLength(text.match(/\]\(#/g)?.length ?? 0);
    for (const link of links) {
      const { state, notices } = decodeFragment(link);
      expect(notices, link).toEqual([]);
      expect(engine.solve(toDocument(state)).issues).toEqual([]);
    }
  });
});

it("every page leads into the playground, and they cite the equations and sections of the paper", () => {
  const all = pages.map(({ text }) => text).join("\n");
  expect(pages.filter(({ text }) => linksOf(text).length === 0)).toEqual([]);
  for (const cited of ["(2)", "(3)", "(4)", "(5)", "(6)", "(7) to (10)", "(11)", "(14)", "(15)", "§2.1", "§2.3", "§3"])
    expect(all).toContain(cited);
  for (const cited of ["Appendix A", "Appendix B.2", "Figure 1", "Figure 2", "Figure 3"]) expect(all).toContain(cited);
});

describe.each([...pages, ...lessons])("the formulas of “$title”", ({ text }) => {
  const plain = text.replace(/(```|~~~)[\s\S]*?\1|`[^`\n]*`/g, "");
  const formulas = [...plain.matchAll(/\$\$([^$]+)\$\$|\$(?![\s$])((?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)/gs)];

  it("are TeX that Temml knows, and leave no dollar sign over", () => {
    expect(formulas.length).toBeGreaterThan(5);
    for (const [, display, inline] of formulas)
      expect(() => temml.renderToString(display ?? inline!, { throwOnError: true }), display ?? inline).not.toThrow();
    expect(formulas.reduce((rest, [whole]) => rest.replace(whole, ""), plain)).not.toContain("$");
  });
});

describe("what the textbook says", () => {
  const policyOf = (link: string, rule = 0) => {
    const solved = engine.solve(toDocument(decodeFragment(link).state));
    return Array.from(solved.rules[rule]!.stationary[0]!.policy);
  };

  it("rewards times ten are β divided by ten, under RLHF", () => {
    const times = policyOf("v=1&ref=0.2,0.5,0.3&r=10,3,0&beta=1&G=8&rules=rlhf");
    const divided = policyOf("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&beta=0.1&G=8&rules=rlhf");
    times.forEach((share, i) => expect(share).toBeCloseTo(divided[i]!, 9));
  });

  it("only the rule that divides by the std tells near ties apart", () => {
    const { link } = figuresOf(pages[3]!.text)[0]!;
    const [grpo, rlhf, shift] = [0, 1, 2].map((rule) => policyOf(link, rule)[0]!);
    expect(grpo).toBeGreaterThan(0.6);
    expect(rlhf).toBeCloseTo(0.3, 3);
    expect(shift).toBeCloseTo(0.3, 3);
  });

  it("between its folds the direct penalty with groups of 64 has three policies, two of them stable", () => {
    const { link } = figuresOf(pages[4]!.text).find(({ look }) => look === "path")!;
    const { stationary } = engine.solve(toDocument(decodeFragment(link).state)).rules[0]!;
    expect(stationary.map(({ stable, boundary }) => stable && !boundary)).toEqual([true, false, true]);
  });

  it("sample std at β is population std at β√(G/(G − 1))", () => {
    const { state } = decodeFragment("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&beta=1&G=4&rules=grpo");
    const document = toDocument(state);
    const withStd = (std: "sample" | "population", beta: number) =>
      engine.solve({
        ...document,
        rules: document.rules.map((rule) => ({ ...rule, beta, preference: { ...rule.preference, std } })),
      }).rules[0]!.stationary[0]!.policy[0]!;
    expect(withStd("sample", 1)).toBeCloseTo(withStd("population", Math.sqrt(4 / 3)), 9);
  });

  it("nobody is preferred to GRPO’s policy by β or more", () => {
    const { link } = figuresOf(pages[1]!.text).find(({ look }) => look === "pairwise")!;
    const document = toDocument(decodeFragment(link).state);
    const { preference } = engine.solve(document).rules[0]!.stationary[0]!;
    expect(Math.max(...preference)).toBeLessThan(0.1);
  });
});
