// SPDX-License-Identifier: MIT
// Packed texts of absurd sizes: what is too long is not decoded, and what unpacks to far too much is stopped on the way.
import { deflateSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { lessonFormat } from "../../../web/src/lessons/types";
import { openLessonLink } from "../../../web/src/lessons/links";
import { mostCharacters } from "../../../web/src/lessons/read";
import { sha256 } from "../../../web/src/lessons/sha256";
import { base32, readCode } from "../../../web/src/lessons/sheet-code";
import { openLink } from "../../../web/src/state/packed-link";
import { base64url, longestPacked, packBytes, packText, unpackBytes, unpackText } from "../../../web/src/state/packing";

/** As browsers unpack: all that they are given at once. */
class Eager {
  static unpacked = 0;
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  constructor() {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        const most = 1032 * bytes.length;
        Eager.unpacked += most;
        for (let at = 0; at < most; at += 65_536) controller.enqueue(new Uint8Array(Math.min(65_536, most - at)));
      },
    });
    [this.readable, this.writable] = [readable, writable];
  }
}

afterEach(() => vi.unstubAllGlobals());

const bomb = (bytes: number) => new Uint8Array(deflateSync(Buffer.alloc(bytes), { level: 9 }));

describe("what unpacks to far more than it may", () => {
  it("is unpacked to the limit and hardly further, though a browser unpacks all that it is given", async () => {
    vi.stubGlobal("DecompressionStream", Eager);
    Eager.unpacked = 0;
    const bytes = await unpackBytes(new Uint8Array(100_000), 1_000_000);
    expect(bytes!.length).toBeGreaterThan(1_000_000);
    expect(Eager.unpacked).toBeLessThan(5_000_000); // all of it would be a hundred million
  });

  it("is refused as a link, as a lesson and as an answer code", async () => {
    const packed = base64url(bomb(100_000_000));
    expect((await openLink(`z=${packed}`)).notices).toMatchObject([
      { field: "link", rule: expect.stringMatching(/at most/) },
    ]);
    expect(await openLessonLink(`#lesson=z${packed}`)).toMatchObject({
      issues: [{ constraint: `has at most ${mostCharacters} characters once it is unpacked` }],
    });
    const payload = `Z.${base32(bomb(20_000_000))}`;
    const check = base32(Buffer.from(sha256(payload).slice(0, 8), "hex")).slice(0, 6);
    expect(await readCode(`GRPO1${payload}.${check}.`)).toMatchObject({
      issues: [{ constraint: "is a packed answer sheet" }],
    });
  });
});

describe("what is longer than it may be", () => {
  const long = "A".repeat(20_000_000);

  it("is refused before a letter of it is decoded", async () => {
    const decode = vi.fn(atob);
    vi.stubGlobal("atob", decode);
    expect(await unpackText(long, 1_000_000)).toBeNull();
    expect((await openLink(`z=${long}`)).notices[0]).toMatchObject({ field: "link" });
    for (const kind of ["z", "j"])
      expect(await openLessonLink(`#lesson=${kind}${long}`)).toMatchObject({ issues: [{ field: "lesson" }] });
    expect(await readCode(`GRPO1Z.${long}.ABCDEF.`)).toMatchObject({
      issues: [{ constraint: expect.stringMatching(/^has at most \d+ characters$/) }],
    });
    expect(decode).not.toHaveBeenCalled();
  });
});

it("what fits is never refused for the length of its packed form, however little it packs", async () => {
  const noise = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i * 2654435761) >>> 13);
  const packed = base64url((await packBytes(noise))!);
  expect(packed.length).toBeLessThanOrEqual(longestPacked(noise.length));
  const text = String.fromCodePoint(...noise.slice(0, 20_000));
  expect(await unpackText((await packText(text))!, 40_000)).toBe(text);
  const lesson = JSON.stringify({ format: lessonFormat, text: "ä".repeat(1_500_000) });
  expect(await openLessonLink(`#lesson=z${await packText(lesson)}`)).not.toMatchObject({
    issues: [{ constraint: expect.stringMatching(/characters|whole/) }],
  });
});
