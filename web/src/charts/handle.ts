// SPDX-License-Identifier: MIT
// What steps do to a value that is dragged.

export interface HandleRange {
  least: number;
  most: number;
  /** One step, in the units of the value; on a logarithmic axis a factor. */
  step: number;
  logarithmic?: boolean;
  /** The axis runs from large to small: a step to the right is one less. */
  falling?: boolean;
}

/** The value so many steps on; infinitely many lead to the end. */
export function steppedValue(value: number, steps: number, { least, most, step, logarithmic }: HandleRange): number {
  if (!Number.isFinite(steps)) return steps < 0 ? least : most;
  const moved = logarithmic ? step ** onGrid(Math.log(value) / Math.log(step), 1, steps) : onGrid(value, step, steps);
  return Math.min(most, Math.max(least, tidy(moved)));
}

/** From between two steps to the next one; from a step to its neighbour. */
function onGrid(value: number, step: number, steps: number): number {
  const place = value / step;
  const nearest = Math.round(place);
  if (Math.abs(place - nearest) < 1e-6) return (nearest + steps) * step;
  return (steps > 0 ? Math.floor(place) + steps : Math.ceil(place) + steps) * step;
}

/** Without the noise of binary fractions. */
export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** A dragged value with as many digits as a pixel tells apart: `perPixel` is the change of one. */
export function roundedToPixel(value: number, perPixel: number): number {
  const decimals = Math.ceil(-Math.log10(Math.abs(perPixel)));
  return Number.isFinite(decimals) ? Number(value.toFixed(Math.min(15, Math.max(0, decimals)))) : value;
}
