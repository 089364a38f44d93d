// SPDX-License-Identifier: MIT
// The whole result as JSON: the document that was solved, and everything that the engine found, as `solve` gives it.
import type { Picture } from "../charts/picture";
import { toDocument } from "../state/document";

export function pictureAsJson(picture: Picture, link: string): string {
  const result = {
    format: "grpo-playground/result",
    version: 1,
    link,
    /** Whether all stationary policies are here, or the one reached from the reference alone. */
    complete: picture.others === "known",
    document: toDocument(picture.state),
    rules: picture.results,
  };
  return `${JSON.stringify(result, plainArrays, 2)}\n`;
}

function plainArrays(_key: string, value: unknown): unknown {
  return value instanceof Float64Array ? Array.from(value) : value;
}
