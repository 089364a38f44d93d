// SPDX-License-Identifier: MIT
// Text that ends where its room ends.
import { textWidth } from "./frame";

/** The text, or as much of it as fits into this many pixels with an ellipsis; two characters at least. */
export function clipped(text: string, room: number, size: number): string {
  if (textWidth(text, size) <= room) return text;
  const characters = [...text];
  let kept = characters.length - 1;
  while (kept > 1 && textWidth(`${characters.slice(0, kept).join("")}…`, size) > room) --kept;
  return `${characters.slice(0, kept).join("").trimEnd()}…`;
}

/** The text in one line, or broken once between its words; the second line ends where its room ends. */
export function brokenText(text: string, room: number, size: number): string[] {
  if (textWidth(text, size) <= room) return [text];
  const words = text.split(" ");
  let kept = words.length - 1;
  while (kept > 1 && textWidth(words.slice(0, kept).join(" "), size) > room) --kept;
  const lines = [words.slice(0, kept).join(" "), words.slice(kept).join(" ")];
  return lines.filter(Boolean).map((line) => clipped(line, room, size));
}
