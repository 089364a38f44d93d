// SPDX-License-Identifier: MIT
// Pasted text that outlives a change of rooms and a reload, in this tab alone: it holds students' names.

const keyOf = (name: string) => `grpo-playground/pasted/${name}`;

export function readText(name: string): string {
  try {
    return sessionStorage.getItem(keyOf(name)) ?? "";
  } catch {
    return "";
  }
}

export function writeText(name: string, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(keyOf(name));
    else sessionStorage.setItem(keyOf(name), text);
  } catch {
    // No room or no permission: it stays as long as the page does.
  }
}
