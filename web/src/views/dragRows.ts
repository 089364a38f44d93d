// SPDX-License-Identifier: MIT
// Dragging a row of a list by its handle: the row changes places with a neighbour as the pointer passes its middle.

interface Moves {
  /** Where the dragged row is now. */
  indexOf(): number;
  move(from: number, to: number): void;
  end(): void;
}

/** Follows the pointer that went down until it is up again. The rows are the children of `list`. */
export function dragRows(down: PointerEvent, list: HTMLElement, moves: Moves): void {
  if (down.button !== 0) return;
  const ended = new AbortController();
  const { signal } = ended;

  const middle = (index: number): number | null => {
    const box = list.children[index]?.getBoundingClientRect();
    return box ? (box.top + box.bottom) / 2 : null;
  };
  const follow = ({ pointerId, clientY }: PointerEvent) => {
    if (pointerId !== down.pointerId) return;
    const index = moves.indexOf();
    const above = middle(index - 1);
    const below = middle(index + 1);
    if (above !== null && clientY < above) moves.move(index, index - 1);
    else if (below !== null && clientY > below) moves.move(index, index + 1);
  };
  const finish = ({ pointerId }: PointerEvent) => {
    if (pointerId !== down.pointerId) return;
    ended.abort();
    moves.end();
  };
  // On the window, for the row itself moves in the document under the pointer and would lose a capture.
  window.addEventListener("pointermove", follow, { signal });
  window.addEventListener("pointerup", finish, { signal });
  window.addEventListener("pointercancel", finish, { signal });
}
