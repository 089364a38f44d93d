// SPDX-License-Identifier: MIT
// Hands keys on as the commands of the table: to the element in focus, by its `data-keys`, or to the page.
import { commandFor, type KeyCommand } from "./table";

/** What the page does itself; null where it has no history here. */
export interface PageKeys {
  help: (() => void) | null;
  history: { undo(): void; redo(): void } | null;
}

/** Fields into which letters are typed. */
const typing = "textarea, select, [contenteditable], input:not([type=range], [type=radio], [type=checkbox])";

export function handOn(event: KeyboardEvent, page: PageKeys): void {
  const { target } = event;
  if (event.defaultPrevented || !(target instanceof Element)) return;
  const owner = target.closest<HTMLElement | SVGElement>("[data-keys]");
  const command = owner && commandFor(owner.dataset["keys"]!, event);
  if (owner && command) {
    if (!command.native) event.preventDefault();
    owner.dispatchEvent(new CustomEvent<KeyCommand>("keycommand", { detail: command }));
  } else actForPage(event, target, page);
}

function actForPage(event: KeyboardEvent, target: Element, { help, history }: PageKeys): void {
  const act = commandFor("page", event)?.act;
  const run = act === "undo" ? history?.undo : act === "redo" ? history?.redo : act === "help" ? help : null;
  if (!run || (act === "help" && target.matches(typing))) return;
  event.preventDefault();
  run();
}
