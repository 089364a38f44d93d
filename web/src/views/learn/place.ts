// SPDX-License-Identifier: MIT
// The classroom's addresses: which room a fragment leads to, and what it asks for there.

import { classroom } from "../../rooms";

export type RoomName = "learn" | "lesson" | "textbook" | "make" | "teach" | "poll" | "selftest";

export interface Place {
  room: RoomName;
  /** What stands behind the `=`, decoded: a lesson's id, a packed lesson, a page's number; empty where nothing does. */
  subject: string;
  /** The exercise behind the lesson, or empty. */
  exercise: string;
  /** Whether the subject is itself a lesson, and not the name of one of the course. */
  inLink: boolean;
}

/** Null for a fragment that does not lead into the classroom. */
export function placeOf(fragment: string): Place | null {
  const [, room, text = ""] = classroom.exec(fragment) ?? [];
  if (!room) return null;
  const [subject = "", exercise = ""] = text.split("/").map(decoded);
  // A lesson of the course stands under its name, one in the link under its text: both are played in the same room.
  if (room === "learn") return { room: subject ? "lesson" : "learn", subject, exercise, inLink: false };
  return { room: room as RoomName, subject, exercise, inLink: room === "lesson" };
}

/** The same lesson at another exercise. */
export function lessonFragmentAt({ subject, inLink }: Place, exercise: string): string {
  return `#${inLink ? "lesson" : "learn"}=${subject}${exercise && `/${exercise}`}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
