// SPDX-License-Identifier: MIT
// What opens over the page closes again: by Escape, by a press elsewhere, when focus leaves it.
import type { Attachment } from "svelte/attachments";

/** `escape` may also give focus back; `leave` must not, for the user has gone elsewhere. */
export function dismissable(isOpen: () => boolean, leave: () => void, escape: () => void): Attachment<HTMLElement> {
  return (element) => {
    const inside = (target: EventTarget | null) => target instanceof Node && element.contains(target);
    const listening = new AbortController();
    const { signal } = listening;
    element.dataset["keys"] = "menu";
    element.addEventListener("keycommand", () => isOpen() && escape(), { signal });
    element.addEventListener("focusout", (event) => event.relatedTarget && !inside(event.relatedTarget) && leave(), {
      signal,
    });
    document.addEventListener("pointerdown", (event) => isOpen() && !inside(event.target) && leave(), { signal });
    return () => listening.abort();
  };
}
