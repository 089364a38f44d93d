// SPDX-License-Identifier: MIT
// In the page as one file: no fonts. A picture saved from it is set in its reader's own type.
export async function fontsFor(): Promise<string> {
  return "";
}
