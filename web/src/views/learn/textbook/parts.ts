// SPDX-License-Identifier: MIT
// A page of the textbook, taken apart: texts, and the live pictures between them.

import type { Figure } from "../../../lessons/course";
import { isRecord } from "../../../state/json";
import { isViewId } from "../../../state/view-fields";

export type Part = { text: string } | { figure: Figure } | { fault: string };

const fence = /^```figure[ \t]*\n([\s\S]*?)\n```[ \t]*$/gm;

export function partsOf(page: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of page.matchAll(fence)) {
    parts.push({ text: page.slice(from, match.index) }, figureOf(match[1]!));
    from = match.index + match[0].length;
  }
  parts.push({ text: page.slice(from) });
  return parts.filter((part) => !("text" in part) || part.text.trim() !== "");
}

function figureOf(json: string): Part {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { fault: "it is no JSON" };
  }
  if (!isRecord(value)) return { fault: "it is no record" };
  const { link, look, caption = "" } = value;
  if (typeof link !== "string" || link === "") return { fault: "it has no link" };
  if (typeof look !== "string" || !(look === "board" || isViewId(look)))
    return { fault: "its look is neither the board nor a closer look" };
  return { figure: { link, look, caption: String(caption) } };
}
