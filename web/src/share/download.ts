// SPDX-License-Identifier: MIT
// Saves a file that was made on the page.

/** Long enough for every browser to have begun; then its memory is given back. In milliseconds. */
const keptFor = 10_000;

export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptFor);
}

/** A title as part of a file's name: letters and digits of any script, and hyphens. */
export function fileName(title: string, extension: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return `${[...plain].slice(0, 60).join("") || "picture"}.${extension}`;
}
