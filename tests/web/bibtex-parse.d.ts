// SPDX-License-Identifier: MIT
// What the tests use of bibtex-parse, which comes without types.

declare module "bibtex-parse" {
  /** Entries with their fields in capitals, and `key` and `type`. */
  export function entries(bibtex: string): Record<string, string>[];
}
