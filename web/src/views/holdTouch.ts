// SPDX-License-Identifier: MIT
// A finger on a handle drags it and does not scroll the page. Chromium heeds `touch-action` on an svg as a whole only, and
// there it would hold the page fast for a finger that merely scrolls past.

/** To be attached to the handle. */
export function holdTouch(handle: Element): () => void {
  const hold = (event: Event) => event.preventDefault();
  handle.addEventListener("touchstart", hold, { passive: false });
  return () => handle.removeEventListener("touchstart", hold);
}
