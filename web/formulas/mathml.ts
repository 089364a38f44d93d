// SPDX-License-Identifier: MIT
// The shape a formula has after the build: MathML as plain data, with slots for live numbers.

/** A MathML element. With `slot`, its text is the live number or name of that slot. */
export interface MathNode {
  tag: string;
  attributes: Record<string, string>;
  slot: string | null;
  children: (MathNode | string)[];
}
