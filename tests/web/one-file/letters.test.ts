// SPDX-License-Identifier: MIT
// Bytes as letters and back: whatever the bytes, and whatever white space is changed on the way.
import { describe, expect, it } from "vitest";
import { bytesOf, lettersOf } from "../../../web/one-file/letters";
import { Dice } from "../state/random-states";

const dice = new Dice(92);
const randomBytes = (length: number) => Uint8Array.from({ length }, () => dice.below(256));

/** Equal by value, without the time that an assertion on each byte takes. */
function comesBack(bytes: Uint8Array, text = lettersOf(bytes)): boolean {
  return Buffer.compare(bytesOf(text), bytes) === 0;
}

describe("letters", () => {
  it("bring back every byte, alone and before and after every other", () => {
    for (let first = 0; first < 256; ++first) {
      expect(comesBack(Uint8Array.of(first)), `${first}`).toBe(true);
      for (let second = 0; second < 256; ++second)
        if (!comesBack(Uint8Array.of(first, second))) expect.fail(`${first}, ${second} do not come back`);
    }
  });

  it("bring back random bytes of every length to 2,000, with any last bits", () => {
    for (let length = 0; length <= 2_000; ++length)
      if (!comesBack(randomBytes(length))) expect.fail(`${length} bytes do not come back`);
  });

  it("bring back a long run of each byte", () => {
    for (let byte = 0; byte < 256; ++byte)
      if (!comesBack(new Uint8Array(1_001).fill(byte))) expect.fail(`a run of ${byte} does not come back`);
  });

  it("take at most 1.235 bytes a byte, and are visible ASCII without & and <, in lines of 998 at most", () => {
    for (const bytes of [randomBytes(300_000), new Uint8Array(300_000).fill(255), new Uint8Array(300_000)]) {
      const text = lettersOf(bytes);
      expect(text.length).toBeLessThan(1.235 * bytes.length);
      for (const line of text.split("\n")) expect(line).toMatch(/^[!-%'-;=-~]{0,998}$/);
    }
  });

  it("say the same with other line endings, other breaks, indented, or with white space around", () => {
    const bytes = randomBytes(10_000);
    const text = lettersOf(bytes);
    const bare = text.replaceAll("\n", "");
    const changed = [
      text.replaceAll("\n", "\r\n"),
      bare,
      bare.replace(/.{76}/g, "$&\n"),
      text.replaceAll("\n", "\n      "),
      `\ufeff\n  ${text} \n`,
    ];
    for (const other of changed) expect(comesBack(bytes, other)).toBe(true);
  });

  it("bring back some bytes of a text that is none of theirs, instead of failing or running on", () => {
    for (const text of ["<!doctype html>", "&&&&&", "ü\u{1f600}\0", "~".repeat(1_000)])
      expect(bytesOf(text).length).toBeLessThanOrEqual(text.length);
  });
});
