// SPDX-License-Identifier: MIT
// The width of a picture and the root's font size, for pictures whose height depends on how their panels stand.

export class Measure {
  /** In pixels; until it is measured, the window's. */
  width = $state(innerWidth);
  /** In pixels, so that a change of the root's font size is seen. */
  height = $state(0);
  /** The root's font size: it grows with the window and in projector mode, and this element's height in rem with it. */
  readonly rem = $derived.by(() => {
    void this.width;
    void this.height;
    return parseFloat(getComputedStyle(document.documentElement).fontSize);
  });
}
