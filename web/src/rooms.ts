// SPDX-License-Identifier: MIT
// The rooms behind one address: its fragment says whether it leads to the playground or into the classroom.

/** A room of the classroom, and what stands behind its `=`. */
export const classroom = /^#?(learn|lesson|textbook|make|teach|poll)(?:=(.*))?$/s;

export function isClassroom(fragment: string): boolean {
  return classroom.test(fragment);
}
