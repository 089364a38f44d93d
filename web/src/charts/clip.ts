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
