// SPDX-License-Identifier: MIT
// The question as a file: the scenario document that the page, the package and its command line all read.
import { toDocument } from "../state/document";
import type { PlaygroundState } from "../state/types";

export function scenarioAsJson(state: PlaygroundState): string {
  return `${JSON.stringify(toDocument(state), null, 2)}\n`;
}
