// SPDX-License-Identifier: MIT
// Files of a picture: SVG that stands alone, numbers to the last digit, names that any file system takes.
import { describe, expect, it } from "vitest";
import { fileName } from "../../../web/src/share/download";
import { tableAsCsv } from "../../../web/src/share/export-csv";
import { type DrawnNode, pictureAsSvg } from "../../../web/src/share/export-svg";

const inherited = { fill: "rgb(0, 0, 0)", "font-size": "13px", "font-family": "system-ui", stroke: "none" };

function node(tag: string, part: Partial<DrawnNode> = {}): DrawnNode {
  return { tag, attributes: {}, children: [], ...part, style: { ...inherited, ...part.style } };
}

function picture(root: DrawnNode, part: object = {}): string {
  return pictureAsSvg({
    root,
    definitions: [],
    width: 300,
    height: 200,
    title: "Two answers",
    summary: "It jumps.",
    link: "https://example.org/#v=1&ref=0.5,0.5",
    background: "#fff",
    ...part,
  });
}

describe("an SVG file", () => {
  it("carries its size, its title, its meaning and the link that opens it", () => {
    const svg = picture(node("svg"));
    expect(svg).toContain('<svg xmlns="http://www.w3.org/2000/svg" width="324" height="224" viewBox="-12 -12 324 224"');
    expect(svg).toContain("<title>Two answers</title>");
    expect(svg).toContain("<desc>It jumps. https://example.org/#v=1&amp;ref=0.5,0.5</desc>");
    expect(svg).toContain('<rect x="-12" y="-12" width="324" height="224" fill="#fff"/>');
  });

  it("writes the styles of the page as attributes, each where it changes", () => {
    const path = node("path", { attributes: { d: "M0,0L1,1" }, style: { fill: "none", stroke: "rgb(1, 2, 3)" } });
    const group = node("g", { children: [path, node("text", { children: ["π"] })] });
    const svg = picture(node("svg", { children: [group] }));
    expect(svg).toContain(' fill="rgb(0, 0, 0)" font-family="system-ui" font-size="13px">\n<title>');
    expect(svg).toContain("<g><path");
    expect(svg).toContain('<path d="M0,0L1,1" fill="none" stroke="rgb(1, 2, 3)"/><text>π</text></g>');
  });

  it("leaves out what is hidden, and what means something on the page alone", () => {
    const hidden = node("g", { style: { display: "none" }, children: ["secret"] });
    const attributes = {
      class: "s1",
      "data-rule": "grpo",
      "aria-label": "x",
      tabindex: "0",
      role: "slider",
      id: "a",
      r: "4",
    };
    const svg = picture(node("svg", { children: [hidden, node("circle", { attributes })] }));
    expect(svg).not.toMatch(/secret|class|data-|aria-|tabindex|role|id=/);
    expect(svg).toContain('<circle r="4"');
  });

  it("brings the patterns along that it refers to, with their ids", () => {
    const pattern = node("pattern", { attributes: { id: "fill-grpo", width: "8" } });
    expect(picture(node("svg"), { definitions: [pattern] })).toContain('<defs><pattern id="fill-grpo" width="8"');
  });

  it("names the type that it has inside before the page's own, once", () => {
    const fonts = '@font-face{font-family:Inter;src:url(data:font/woff2;base64,AA==) format("woff2")}';
    const svg = picture(node("svg", { children: [node("text", { children: ["π"] })] }), { fonts });
    expect(svg.match(/font-family="Inter, system-ui"/g)).toHaveLength(1);
    expect(svg).toContain("<style>@font-face{");
    expect(svg).toContain("<text>π</text>");
  });

  it("takes text as text: no name can become markup, and no character breaks the file", () => {
    const svg = picture(node("svg", { children: [node("text", { children: ['<script>"&\u0000\uD800'] })] }), {
      title: "</title><script>",
    });
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;&quot;&amp;</text>");
    expect(svg).toContain("<title>&lt;/title&gt;&lt;script&gt;</title>");
  });
});

describe("a CSV file", () => {
  const csv = (...rows: (string | number | null)[][]) => tableAsCsv({ caption: "", columns: ["Answer", "π"], rows });

  it("keeps every digit, and reads as UTF-8 everywhere", () => {
    expect(csv(["Ä", 0.1 + 0.2], ["B", 1e-9])).toBe("\uFEFFAnswer,π\r\nÄ,0.30000000000000004\r\nB,1e-9\r\n");
  });

  it("quotes commas, quotes and line breaks; nothing is empty", () => {
    expect(csv(['a,"b"\n', null])).toContain('"a,""b""\n",\r\n');
  });

  it("hands no formula to a spreadsheet, and leaves negative numbers numbers", () => {
    expect(csv(["=HYPERLINK(1)", -0.5])).toContain("'=HYPERLINK(1),-0.5\r\n");
    for (const sign of ["+", "-", "@", "\t", "\n", " =", "＝", "＋", "－", "＠"])
      expect(csv([`${sign}1`, 0])).toContain(`'${sign}1`);
  });

  it("a semicolon or a tab in a name, where the cells of some spreadsheets end, stands in quotes", () => {
    expect(csv(["a;=HYPERLINK(1)", 0])).toContain('"a;=HYPERLINK(1)",0\r\n');
    expect(csv(["a\t=1", 0])).toContain('"a\t=1",0\r\n');
  });
});

it("a file's name is made of the letters and digits of its title", () => {
  expect(fileName("Two answers, pinned", "svg")).toBe("two-answers-pinned.svg");
  expect(fileName("../../Größe: 答え", "csv")).toBe("größe-答え.csv");
  expect(fileName("///", "png")).toBe("picture.png");
});
