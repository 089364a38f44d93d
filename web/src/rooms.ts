// SPDX-License-Identifier: MIT
// The rooms behind one address: its fragment says whether it leads to the playground or to another room.

/** A room of the classroom, or the self-test, and what stands behind its `=`. */
export const classroom = /^#?(learn|lesson|textbook|make|teach|poll|selftest)(?:=(.*))?$/s;

export function isClassroom(fragment: string): boolean {
  return classroom.test(fragment);
}
