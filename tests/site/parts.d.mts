// SPDX-License-Identifier: MIT
// Types of parts.mjs for the tests in TypeScript.

export interface Part {
  /** Path in the site. */
  file: string;
  raw: number;
  compressed: number;
}

export interface Budgets {
  firstView: { bytes: number; requests: number; nodes: number };
  oneFile: number;
  otherParts: number;
  laterParts: Record<string, number>;
}

export const budgets: Budgets;
export function partName(file: string): string;
export function siteParts(): { first: Part[]; later: Part[] };
