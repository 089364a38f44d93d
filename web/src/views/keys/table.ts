// SPDX-License-Identifier: MIT
// Every key that the page gives a meaning: this one table binds them, fills the help dialog, and is what the tests press.

export interface KeyCommand {
  /** As `KeyboardEvent.key` names them, with `Ctrl+` (which is also ⌘) and `Shift+` before. */
  keys: readonly string[];
  /** What they do, as the help says it. */
  does: string;
  /** So many steps onwards; infinitely many lead to the end. */
  by?: number;
  /** To the right or the left: on an axis that runs from large to small that is less or more. */
  across?: true;
  /** The corner of a triangle that a step leads towards, or away from where `by` is negative. */
  corner?: "right" | "top";
  act?: "help" | "undo" | "redo" | "take" | "discard" | "shut";
  /** The browser acts on these keys too, or alone. */
  native?: true;
}

export interface KeyScope {
  title: string;
  commands: readonly KeyCommand[];
}

/** Steps that a page key takes at once. */
const many = 10;

/** By the name that elements bear as `data-keys`; `page` is everywhere, `slider` and `dialog` are the browser's own. */
export const keyTable = {
  page: {
    title: "Everywhere",
    commands: [
      { keys: ["?"], does: "Shows these keys", act: "help" },
      { keys: ["Ctrl+Z"], does: "Undoes the last change", act: "undo" },
      { keys: ["Ctrl+Shift+Z", "Ctrl+Y"], does: "Does it again", act: "redo" },
    ],
  },
  slider: {
    title: "On a slider: reward, β, group size, steps of a run",
    commands: [
      { keys: ["ArrowRight", "ArrowUp"], does: "One step more", by: 1, native: true },
      { keys: ["ArrowLeft", "ArrowDown"], does: "One step less", by: -1, native: true },
      { keys: ["PageUp"], does: "Many steps more", by: many, native: true },
      { keys: ["PageDown"], does: "Many steps less", by: -many, native: true },
      { keys: ["Home"], does: "The least", by: -Infinity, native: true },
      { keys: ["End"], does: "The most", by: Infinity, native: true },
    ],
  },
  value: {
    title: "On a reference, a point of a picture, a cell of a matrix, a bar you predict",
    commands: [
      { keys: ["ArrowRight"], does: "One step to the right", by: 1, across: true },
      { keys: ["ArrowLeft"], does: "One step to the left", by: -1, across: true },
      { keys: ["ArrowUp"], does: "One step more: of a probability, 1%", by: 1 },
      { keys: ["ArrowDown"], does: "One step less", by: -1 },
      { keys: ["PageUp"], does: "Ten steps more", by: many },
      { keys: ["PageDown"], does: "Ten steps less", by: -many },
      { keys: ["Home"], does: "The least", by: -Infinity },
      { keys: ["End"], does: "The most", by: Infinity },
    ],
  },
  triangle: {
    title: "On a point in a triangle",
    commands: [
      { keys: ["ArrowRight"], does: "1% towards the right corner", by: 1, corner: "right" },
      { keys: ["ArrowLeft"], does: "1% towards the left corner", by: -1, corner: "right" },
      { keys: ["ArrowUp"], does: "1% towards the top", by: 1, corner: "top" },
      { keys: ["ArrowDown"], does: "1% away from the top", by: -1, corner: "top" },
      { keys: ["Shift+ArrowRight"], does: "10% towards the right corner", by: many, corner: "right" },
      { keys: ["Shift+ArrowLeft"], does: "10% towards the left corner", by: -many, corner: "right" },
      { keys: ["Shift+ArrowUp"], does: "10% towards the top", by: many, corner: "top" },
      { keys: ["Shift+ArrowDown"], does: "10% away from the top", by: -many, corner: "top" },
    ],
  },
  bars: {
    title: "On a policy’s bar",
    commands: [
      { keys: ["ArrowDown", "ArrowRight"], does: "The next bar, with its equation", by: 1 },
      { keys: ["ArrowUp", "ArrowLeft"], does: "The bar before", by: -1 },
      { keys: ["Home"], does: "The first bar", by: -Infinity },
      { keys: ["End"], does: "The last bar", by: Infinity },
    ],
  },
  row: {
    title: "On the dots of a row",
    commands: [
      { keys: ["ArrowDown"], does: "Moves it down", by: 1 },
      { keys: ["ArrowUp"], does: "Moves it up", by: -1 },
    ],
  },
  field: {
    title: "In a field for a number or a name",
    commands: [
      { keys: ["Enter"], does: "Takes what is typed", act: "take", native: true },
      { keys: ["Escape"], does: "Drops what is no number", act: "discard", native: true },
    ],
  },
  menu: {
    title: "In the list of presets",
    commands: [{ keys: ["Escape"], does: "Shuts it", act: "shut", native: true }],
  },
  dialog: {
    title: "In a dialog",
    commands: [{ keys: ["Escape"], does: "Shuts it", native: true }],
  },
} as const satisfies Record<string, KeyScope>;

export type KeyScopeName = keyof typeof keyTable;

/** The command of a key in a scope. Shift alone changes nothing where it has no meaning of its own. */
export function commandFor(scope: string, event: KeyboardEvent): KeyCommand | null {
  if (event.altKey) return null;
  const { commands } = (keyTable as Record<string, KeyScope>)[scope] ?? { commands: [] };
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const shifted = event.shiftKey && (control || event.key.length > 1) ? `Shift+${key}` : key;
  const find = (name: string) => commands.find(({ keys }) => keys.includes((control ? "Ctrl+" : "") + name));
  return find(shifted) ?? (control ? null : find(key)) ?? null;
}
