// SPDX-License-Identifier: MIT
// What is shared in words: a title, what the picture shows in a sentence or two, as plain text and as Markdown.
import type { Choices, Picture } from "../charts/picture";
import { presets } from "../state/presets";
import type { PlaygroundState } from "../state/types";
import { exactText, groupSizeText } from "../story/format";
import { headline } from "../story/headline";
import { plainText } from "../story/sentence";

/** The question's name: its own, the preset's, or its answers. */
export function sharedTitle(state: PlaygroundState): string {
  const named = state.title || presets.find(({ id }) => id === state.preset)?.title;
  if (named) return named;
  const labels = state.answers.slice(0, 3).map(({ label }) => label);
  return labels.join(", ") + (state.answers.length > labels.length ? ", …" : "");
}

/** `GRPO makes “Rare but right” the favourite, 63.4%; … β = 1, G = 8.` */
export function sharedSummary(picture: Picture, choices: Choices): string {
  const { beta, groupSize, wins } = picture.state;
  const size = wins ? "win matrix" : `G = ${groupSizeText(groupSize)}`;
  return `${plainText(headline(picture, choices))} (β = ${exactText(beta)}, ${size}.)`;
}

export function asText(title: string, summary: string, link: string): string {
  return [title, summary, link].filter(Boolean).join("\n");
}

export function asMarkdown(title: string, summary: string, link: string): string {
  return `[${escapedMarkdown(title)}](${link})${summary && `\n\n> ${escapedMarkdown(summary)}`}\n`;
}

/** Text that Markdown shows as it is; a line break would end the block that it stands in. */
export function escapedMarkdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|~#&!$]/g, "\\$&");
}
