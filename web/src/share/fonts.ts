// SPDX-License-Identifier: MIT
// The type inside a picture's file, so that it looks the same everywhere: only the parts of Inter that its texts need.
import greek400 from "@fontsource/inter/files/inter-greek-400-normal.woff2?url";
import greek600 from "@fontsource/inter/files/inter-greek-600-normal.woff2?url";
import latin400 from "@fontsource/inter/files/inter-latin-400-normal.woff2?url";
import latin600 from "@fontsource/inter/files/inter-latin-600-normal.woff2?url";
import type { DrawnNode } from "./export-svg";

interface Face {
  url: string;
  weight: 400 | 600;
  letters: RegExp;
  range: string;
}

const latin = { letters: /[\u0020-\u00ff\u2010-\u2030\u2212]/, range: "U+0-FF,U+131,U+152-153,U+2000-206F,U+2212" };
const greek = { letters: /[\u0370-\u03ff]/, range: "U+370-3FF" };

const faces: readonly Face[] = [
  { url: latin400, weight: 400, ...latin },
  { url: latin600, weight: 600, ...latin },
  { url: greek400, weight: 400, ...greek },
  { url: greek600, weight: 600, ...greek },
];

/** From here on the bolder of the two is nearer. */
const bold = 500;

/** `@font-face` rules with the fonts inside; without one that cannot be read, a reader's own type takes its place. */
export async function fontsFor(root: DrawnNode): Promise<string> {
  const texts = { 400: "", 600: "" };
  collect(root, 400, texts);
  const needed = faces.filter(({ weight, letters }) => letters.test(texts[weight]));
  return (await Promise.all(needed.map((face) => rule(face).catch(() => "")))).join("");
}

function collect({ style, children }: DrawnNode, inherited: number, texts: Record<400 | 600, string>): void {
  const weight = style["font-weight"] === undefined ? inherited : Number(style["font-weight"]);
  for (const child of children) {
    if (typeof child === "string") texts[weight > bold ? 600 : 400] += child;
    else collect(child, weight, texts);
  }
}

async function rule({ url, weight, range }: Face): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`no font: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let characters = "";
  for (const byte of bytes) characters += String.fromCharCode(byte);
  const source = `url(data:font/woff2;base64,${btoa(characters)}) format("woff2")`;
  return `@font-face{font-family:Inter;font-weight:${weight};unicode-range:${range};src:${source}}`;
}
