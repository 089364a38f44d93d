// SPDX-License-Identifier: MIT
// What leaves the page with texts that are markup, code or formulas in them: in every format they are text.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import temml from "temml";
import { describe, expect, it } from "vitest";
import { embedCode } from "../../../web/src/embed/code";
import { initialOptions } from "../../../web/src/embed/options";
import { bake } from "../../../web/src/share/bake";
import { pictureAsSvg } from "../../../web/src/share/export-svg";
import { boardPicture, type Exported, exportForms } from "../../../web/src/share/exports";
import { decodeFragment, encodeFragment } from "../../../web/src/state/fragment";
import { escapeText } from "../../../web/src/state/link-text";
import { solved } from "./solved";

const texts = JSON.parse(
  readFileSync(new URL("../../e2e/hostile-texts.json", import.meta.url), "utf8"),
) as readonly string[];
const template = readFileSync(new URL("../../../web/one-file/template.html", import.meta.url), "utf8");

const columns = `ref=${texts.map(() => 1)}&r=${texts.map((_, i) => Number(i < 2))}&a=${texts.map(escapeText)}`;
const { state, notices } = decodeFragment(`v=1&${columns}&beta=1&G=4&rules=rlhf&title=${escapeText(texts[4]!)}`);
const colours = { ink: "#111111", soft: "#555555", line: "#dddddd", background: "#ffffff", font: "sans-serif" };
const link = `https://example.org/#${encodeFragment(state)}`;
const what: Exported = { picture: solved(state), choices: {}, title: texts[5]!, link, ink: { ...colours, rule: () => "#c2480a" } }; // prettier-ignore
const text = (name: string) => exportForms.find((form) => form.name === name)!.text(what);

it("all of them are names of answers", () => {
  expect(notices).toEqual([]);
  expect(state.answers.map(({ label }) => label)).toEqual(texts);
});

describe("with hostile texts in it", () => {
  it("an SVG file has no script, no way out and no handler, and is whole", () => {
    const svg = pictureAsSvg(boardPicture(what));
    const tags = new Set([...svg.matchAll(/<\/?([\w:-]+)/g)].map(([, tag]) => tag));
    for (const tag of tags) expect(tag).toMatch(/^(svg|title|desc|defs|pattern|g|rect|line|path|text|tspan|circle|style)$/); // prettier-ignore
    for (const [tag] of svg.matchAll(/<[^>]*>/g)) expect(tag).not.toMatch(/\s(on\w+|href|xlink:href|src)=/i);
    execFileSync("rsvg-convert", ["--format=png"], { input: svg });
  });

  it("a CSV file has no formula, wherever its cells are thought to end", () => {
    const csv = text("CSV");
    const rows: string[][] = parse(csv, { bom: true });
    expect(rows.slice(1).map(([name]) => name!.replace(/^'(?=\s*[=+\-@])/, ""))).toEqual(texts);
    for (const delimiter of [",", ";", "\t"]) {
      const read: string[][] = parse(csv, { bom: true, delimiter, relax_column_count: true, relax_quotes: true });
      for (const cell of read.flat()) expect(cell, delimiter).not.toMatch(/^\s*([=+@＝＋－＠]|-\D)/);
    }
  });

  it("a Python program prints them and does nothing else", () => {
    const output = execFileSync(process.env["PYTHON"] ?? "/usr/bin/python3", ["-"], { input: text("Python"), encoding: "utf8" }); // prettier-ignore
    const names = output.split("\n").flatMap((line) => (line.startsWith("RLHF\t1\t") ? [JSON.parse(line.split("\t")[5]!)] : [])); // prettier-ignore
    expect(names).toEqual(texts);
    expect(existsSync("canary")).toBe(false);
  });

  it("LaTeX has no command of theirs", () => {
    const commands = new Set([...text("LaTeX").matchAll(/\\([a-zA-Z]+)/g)].map(([, name]) => name));
    for (const command of commands) expect(command).toMatch(/^(text|quad|pi|mathrm|beta|frac|infty|times|begin|end|hline|textbackslash|textasciitilde|textasciicircum)$/); // prettier-ignore
    for (const [, formula] of text("LaTeX").matchAll(/^\\\[\n([\s\S]*?)\n\\\]$/gm))
      expect(() => temml.renderToString(formula!, { throwOnError: true })).not.toThrow();
  });

  it("the page as one file has them as data, and each of them as its title", () => {
    const tags = (page: string) => page.match(/<(?:[a-z!/])/gi)!.length;
    for (const title of texts) {
      const page = bake(template, { link: encodeFragment(state) + title, home: title }, title);
      expect(tags(page), title).toBe(tags(template));
      const [, data] = /<script type="application\/json" data-part="baked">([\s\S]*?)<\/script/i.exec(page)!;
      expect(JSON.parse(data!)).toEqual({ link: encodeFragment(state) + title, home: title });
    }
  });

  it("the code that embeds the page is one frame", () => {
    for (const title of texts) {
      const code = embedCode(link, initialOptions, { width: 600, height: 400 }, title);
      expect(code.match(/[<>]/g), title).toHaveLength(4);
    }
  });
});
