// SPDX-License-Identifier: MIT
// Files from the page, opened by other programs: every picture by rsvg-convert, every table by a CSV library.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { expect, type PlaygroundPage, test } from "./playground";

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare%20%3C%26%3E,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf";
const two = "v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=0.5&G=8&rules=grpo,rlhf";

async function saved(page: Page, button: Locator): Promise<{ name: string; content: Buffer }> {
  const download = page.waitForEvent("download");
  await button.click();
  const file = await download;
  return { name: file.suggestedFilename(), content: readFileSync(await file.path()) };
}

/** Width and height of what rsvg-convert draws; it fails where a file is none. */
function drawn(svg: Buffer): { width: number; height: number; colours: number } {
  const png = execFileSync("rsvg-convert", ["--format=png"], { input: svg, maxBuffer: 1 << 26 });
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), colours: png.length };
}

async function exportGroup(playground: PlaygroundPage, fragment: string): Promise<Locator> {
  await playground.open(fragment);
  await playground.settled("ready");
  await playground.page.getByRole("button", { name: "Share" }).click();
  return playground.page.getByRole("group", { name: "Save as" });
}

test("the board in every format, with its numbers to the last digit and its link", async ({ playground, page }) => {
  const files = await exportGroup(playground, `${three}&title=Three%20%26%20more`);
  const file = (name: string) => saved(page, files.getByRole("button", { name, exact: true }));
  const link = await page.getByLabel("Link", { exact: true }).inputValue();

  const svg = await file("SVG");
  expect(svg.name).toBe("three-more.svg");
  expect(svg.content.toString()).toContain(link.replaceAll("&", "&amp;"));
  expect(drawn(svg.content).width).toBe(744);
  expect(svg.content.toString()).toContain("@font-face{font-family:Inter;font-weight:400");
  const png = await file("PNG");
  expect([png.name, png.content.readUInt32BE(16)]).toEqual(["three-more.png", 2 * 744]);
  expect(png.content.includes(`iTXtSource\0\0\0\0\0${link}`)).toBe(true);

  const json = JSON.parse((await file("JSON")).content.toString());
  expect(json.link).toBe(link);
  const rows: string[][] = parse((await file("CSV")).content, { bom: true });
  expect(rows.map(([name]) => name)).toEqual(["Answer", "Rare <&>", "Popular", "Wrong"]);
  expect(rows.slice(1).map((row) => Number(row[3]))).toEqual(json.rules[0].stationary[0].policy);

  const python = await file("Python");
  const output = execFileSync(process.env["PYTHON"] ?? "/usr/bin/python3", ["-"], { input: python.content });
  const found = output.toString().split("\n")[1]!.split("\t");
  expect(Number(found[3])).toBeCloseTo(json.rules[0].stationary[0].policy[0], 11);
  expect((await file("LaTeX")).content.toString()).toContain("\\pi_{\\mathrm{ref}}");
  expect((await file("BibTeX")).content.toString()).toContain(`url = {${link}}`);
  expect((await file("Markdown")).content.toString()).toContain("| Rare \\<\\&\\> |");
});

test("what is pasted is what is saved", async ({ playground, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const files = await exportGroup(playground, three);
  for (const name of ["Markdown", "LaTeX", "Python", "BibTeX"]) {
    const { content } = await saved(page, files.getByRole("button", { name, exact: true }));
    await page.getByRole("button", { name: `Copy ${name}` }).click();
    await expect(page.getByText(`Copy ${name}: copied`)).toBeAttached();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(content.toString());
  }
});

const looks: [id: string, fragment: string][] = [
  ["binary", two],
  ["pooling", three],
  ["path", three],
  ["size", two],
  ["why", three],
  ["simplex", three],
  ["groups", three],
  ["starts", two],
  ["pairwise", three],
];

for (const [id, fragment] of looks) {
  test(`every picture of ${id}, as SVG that rsvg-convert draws, and every table as CSV`, async ({
    playground,
    page,
  }) => {
    await playground.open(`${fragment}&view=${id}`);
    const look = await playground.drawnLook(id);
    for (const figure of await look.locator("figure").all()) {
      const svg = await saved(page, figure.getByRole("button", { name: "SVG" }));
      expect(svg.content.toString()).toContain(`&amp;view=${id}`);
      const { width, height, colours } = drawn(svg.content);
      expect(Math.min(width, height)).toBeGreaterThan(100);
      expect(colours).toBeGreaterThan(2000); // of bytes: not an empty sheet
      const png = await saved(page, figure.getByRole("button", { name: "PNG" }));
      expect(png.content.readUInt32BE(16)).toBe(2 * width);
      expect(png.content.includes("iTXtSource")).toBe(true);
      const rows: string[][] = parse((await saved(page, figure.getByRole("button", { name: "CSV" }))).content, {
        bom: true,
      });
      expect(rows.length).toBeGreaterThan(1);
      const markdown = await saved(page, figure.getByRole("button", { name: "Markdown" }));
      expect(markdown.content.toString().trimEnd().split("\n")).toHaveLength(rows.length + 3);
    }
  });
}
