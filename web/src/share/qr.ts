// SPDX-License-Identifier: MIT
// A link as a QR code: one path in a box of so many modules, quiet zone included.
import { encode } from "uqr";

export interface QrCode {
  /** Modules from edge to edge. */
  size: number;
  /** The dark modules, as path data in units of modules. */
  path: string;
}

/** What the largest code holds with the least redundancy, in bytes. */
const mostBytes = 2953;
/** Up to here a code is still coarse enough with more redundancy, which a projector and a crooked phone need. */
const fewBytes = 600;
/** The quiet zone that scanners ask for. */
const border = 4;

/** Null where the link is longer than any code. Links are ASCII: a character is a byte. */
export function qrCode(link: string): QrCode | null {
  if (link.length > mostBytes) return null;
  const { size, data } = encode(link, { ecc: link.length <= fewBytes ? "M" : "L", border });
  const path = data.flatMap((row, y) => runs(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`)).join("");
  return { size, path };
}

/** Where each run of dark modules begins, and how long it is. */
function runs(row: readonly boolean[]): [number, number][] {
  const found: [number, number][] = [];
  row.forEach((dark, x) => {
    if (!dark) return;
    if (row[x - 1]) found.at(-1)![1] += 1;
    else found.push([x, 1]);
  });
  return found;
}

/** A file of its own: black on white, with the link as its description. */
export function qrAsSvg({ size, path }: QrCode, link: string): string {
  const text = link.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${8 * size}" height="${8 * size}">`,
    `<title>${text}</title>`,
    `<path d="M0 0h${size}v${size}h-${size}z" fill="#fff"/><path d="${path}" shape-rendering="crispEdges"/>`,
    "</svg>\n",
  ].join("\n");
}
