// SPDX-License-Identifier: MIT
// The HTML that embeds the page: a frame and, where the embedding page's origin is given, a script that fits its height.

import { type EmbedOptions, writeOptions } from "./options";
import { protocol } from "./protocol";

export interface EmbedSize {
  /** Pixels, or the whole width where null. */
  width: number | null;
  height: number;
}

/** The address of the embedded page; `link` is the whole address that opens the state. */
export function embedAddress(link: string, options: EmbedOptions): string {
  const at = link.indexOf("#");
  return link.slice(0, at).replace(/\?.*$/s, "") + writeOptions(options) + link.slice(at);
}

export function embedCode(link: string, options: EmbedOptions, { width, height }: EmbedSize, title: string): string {
  const frame = [
    "<iframe",
    ` src="${escapedAttribute(embedAddress(link, options))}"`,
    ` title="${escapedAttribute(title)}"`,
    ` width="${width ?? "100%"}" height="${height}"`,
    ` style="border: 0; max-width: 100%" loading="lazy"></iframe>`,
  ].join("");
  return options.origin === null ? `${frame}\n` : `${frame}\n${fittingScript(new URL(link).origin)}\n`;
}

/** Finds its frame by who speaks, so that any number of frames and copies of it can stand on one page. */
function fittingScript(playground: string): string {
  return `<script>
  addEventListener("message", ({ data, origin, source }) => {
    if (origin !== ${JSON.stringify(playground)} || data?.protocol !== "${protocol}" || !(data.height > 0)) return;
    for (const frame of document.querySelectorAll("iframe"))
      if (frame.contentWindow === source) frame.height = Math.ceil(data.height);
  });
</script>`;
}

function escapedAttribute(text: string): string {
  const named: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => named[character]!);
}
