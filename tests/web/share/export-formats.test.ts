// SPDX-License-Identifier: MIT
// Exports as other programs read them: SVG by rsvg-convert, CSV by csv-parse, BibTeX by bibtex-parse, LaTeX by Temml.
import { execFileSync } from "node:child_process";
import { entries } from "bibtex-parse";
import { parse } from "csv-parse/sync";
import temml from "temml";
import { describe, expect, it } from "vitest";
import { presets } from "../../../web/src/state/presets";
import { boardPicture, type Exported, exportForms } from "../../../web/src/share/exports";
import { pictureAsSvg } from "../../../web/src/share/export-svg";
import { pictureTable } from "../../../web/src/share/picture-table";
import { withTexts } from "../../../web/src/share/png-texts";
import { hardLink, hardNames, solved, solvedLink, version } from "./solved";

const colours = { ink: "#111111", soft: "#555555", line: "#dddddd", background: "#ffffff", font: "sans-serif" };

function whatOf(picture: Exported["picture"], part: Partial<Exported> = {}): Exported {
  const link = "https://example.org/play/#v=1&ref=0.5,0.5&title=50%25_x";
  return { picture, choices: {}, title: "A_title & 50% {", link, ink: { ...colours, rule: () => "#c2480a" }, ...part };
}

function text(name: string, what: Exported): string {
  if (name === "SVG") return pictureAsSvg(boardPicture(what));
  return exportForms.find((form) => form.name === name)!.text(what);
}

const hard = whatOf(solvedLink(hardLink));
const all = [...presets.map(({ id, state }) => [id, whatOf(solved(state))] as const), ["hard names", hard] as const];

describe.each(all)("of %s", (_, what) => {
  const { state, rules, results } = what.picture;

  it("rsvg-convert draws the SVG, in the size that it says", () => {
    const png = execFileSync("rsvg-convert", ["--format=png"], { input: text("SVG", what) });
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    const { width, height } = boardPicture(what);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width + 24, height + 24]);
  });

  it("a CSV library reads every number of the CSV, to the last digit", () => {
    const rows: string[][] = parse(text("CSV", what), { bom: true });
    const { columns, rows: cells } = pictureTable(what.picture, what.choices);
    expect(rows[0]).toEqual(columns);
    expect(rows).toHaveLength(1 + cells.length);
    const policy = columns.indexOf(`${results[0]!.label}, π(o)`);
    state.answers.forEach((answer, o) => {
      expect(rows[o + 1]![0]!.replace(/^'/, "")).toBe(answer.label);
      expect(Number(rows[o + 1]![policy])).toBe(results[0]!.stationary[0]?.policy[o] ?? 0);
    });
  });

  it("JSON has the document and everything that was found", () => {
    const read = JSON.parse(text("JSON", what));
    expect(read).toMatchObject({ format: "grpo-playground/result", version: 1, link: what.link, complete: true });
    expect(read.document.answers).toHaveLength(state.answers.length);
    expect(read.rules.map(({ label }: { label: string }) => label)).toEqual(results.map(({ label }) => label));
    const numbers = read.rules.map((rule: { stationary: { policy: number[] }[] }) =>
      rule.stationary.map(({ policy }) => policy),
    );
    expect(numbers).toEqual(results.map(({ stationary }) => stationary.map(({ policy }) => [...policy])));
  });

  it("Temml typesets every formula of the LaTeX, with the numbers", () => {
    const formulas = [...text("LaTeX", what).matchAll(/\\\[\n([^]*?)\n\\\]/g)].map(([, formula]) => formula!);
    expect(formulas.length).toBeGreaterThanOrEqual(rules.length);
    const typeset = formulas.map((tex) => temml.renderToString(tex, { throwOnError: true, displayMode: true }));
    expect(typeset.join()).toContain(
      `<mn>${Number(results[0]!.stationary[0]!.policy[0]!.toPrecision(6))}`.split("e")[0],
    );
  });

  it("Markdown is a table of as many columns in every row", () => {
    const lines = text("Markdown", what).trimEnd().split("\n").slice(2);
    const cells = lines.map((line) => line.replace(/\\./g, "").split("|").length);
    expect(lines).toHaveLength(2 + state.answers.length);
    expect(new Set(cells).size).toBe(1);
  });
});

it("a BibTeX parser reads the paper and this software, with the version that is built and the link", () => {
  const read = entries(text("BibTeX", hard));
  expect(read.map(({ key }) => key)).toEqual(["vojnovic2025alignment", "grpo-playground"]);
  expect(read[0]).toMatchObject({ EPRINT: "2502.18548", AUTHOR: "Vojnovic, Milan and Yun, Se-Young" });
  expect(read[1]!["URL"]).toBe(hard.link);
  expect(read[1]!["NOTE"]).toContain(`Version ${version}`);
});

it("names stay text in every format", () => {
  expect(text("SVG", hard)).toContain("&lt;b&gt;&amp;amp;&lt;/b&gt;");
  expect(text("LaTeX", hard)).toContain(
    "\\text{\\_\\$x\\textasciicircum{}2\\$\\textasciitilde{}\\textbackslash{}\\{\\%\\#}",
  );
  expect(text("CSV", hard)).toContain("'=1+1");
  expect(text("Markdown", hard)).toContain("\\| \\[y\\](z) \\`");
  expect(JSON.parse(text("JSON", hard)).document.answers.map(({ label }: { label: string }) => label)).toEqual(
    hardNames,
  );
});

it("the drawn policy is the chosen one, in the table and in the LaTeX", () => {
  const picture = solved(presets.find(({ id }) => id === "two-or-none")!.state);
  const first = pictureTable(picture, {}).rows[0]!;
  const second = pictureTable(picture, { "grpo-direct-kl": 1 }).rows[0]!;
  expect(second.at(-2)).toBe(picture.results[1]!.stationary[1]!.policy[0]);
  expect(second.at(-2)).not.toBe(first.at(-2));
  expect(text("LaTeX", whatOf(picture, { choices: { "grpo-direct-kl": 1 } }))).not.toBe(text("LaTeX", whatOf(picture)));
});

it("a PNG carries title and link as texts, and stays whole", () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4" fill="red"/></svg>';
  const png = execFileSync("rsvg-convert", ["--format=png"], { input: svg });
  const marked = Buffer.from(withTexts(png, { Title: "Größe", Source: "https://example.org/#v=1" }));
  expect(marked.includes(Buffer.from("iTXtTitle\0\0\0\0\0Größe"))).toBe(true);
  expect(marked.includes("iTXtSource")).toBe(true);
  // Another program checks every chunk's checksum before it draws.
  const image = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="4" height="4"><image width="4" height="4" xlink:href="data:image/png;base64,`;
  const redrawn = (bytes: Buffer) =>
    execFileSync("rsvg-convert", ["--format=png"], { input: `${image}${bytes.toString("base64")}"/></svg>` });
  expect(redrawn(marked).equals(redrawn(png))).toBe(true);
});
