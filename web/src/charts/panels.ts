// SPDX-License-Identifier: MIT
// Several small plots in one picture: their places in rows of equal panels.

export interface Panel {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How many panels of at least this width stand side by side, the gap between them counted in. */
export function panelColumns(count: number, width: number, least: number): number {
  return Math.max(1, Math.min(count, Math.floor(width / least)));
}

/** `count` panels in rows from the left, all of the same size; what is too small for a gap has none. */
export function panels(
  count: number,
  columns: number,
  size: { width: number; height: number },
  wishedGap: number,
): Panel[] {
  const rows = Math.ceil(count / columns);
  const gap = Math.min(wishedGap, size.width / (4 * columns));
  const width = (size.width - gap * (columns - 1)) / columns;
  const height = (size.height - gap * (rows - 1)) / Math.max(1, rows);
  return Array.from({ length: count }, (_, k) => ({
    x: (k % columns) * (width + gap),
    y: Math.floor(k / columns) * (height + gap),
    width,
    height,
  }));
}
