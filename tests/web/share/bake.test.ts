// SPDX-License-Identifier: MIT
// A scenario in the one-file page: whatever its words, they come back as they were and never become markup.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bake } from "../../../web/src/share/bake";
import { decodeFragment, encodeFragment } from "../../../web/src/state/fragment";
import { Dice, randomState } from "../state/random-states";

const template = readFileSync(new URL("../../../web/one-file/template.html", import.meta.url), "utf8");

/** The data that start.js would read, by the rule that a browser ends a script at. */
function bakedIn(page: string): unknown {
  const [, data] = /<script type="application\/json" data-part="baked">([\s\S]*?)<\/script/i.exec(page)!;
  return JSON.parse(data!);
}

const hostile = ["</script><script>alert(1)</script>", "<!--<script>", "$& $1 $` $$", '"}\u2028\\', "&lt;b&gt;", ""];

describe("bake", () => {
  it.each(hostile)("carries %j as it is", (text) => {
    const baked = { link: `v=1&title=${text}`, home: "https://example.org/a?b=<c>" };
    const page = bake(template, baked, text);
    expect(bakedIn(page)).toEqual(baked);
    expect(page.match(/<script/g)).toHaveLength(template.match(/<script/g)!.length);
    expect(page.match(/<\/title>/g)).toHaveLength(1);
  });

  it("replaces what was baked before, and nothing else", () => {
    const once = bake(template, { link: "v=1&r=<1>", home: null }, "First <b>");
    expect(bake(once, { link: "", home: null }, "GRPO Playground")).toBe(
      bake(template, { link: "", home: null }, "GRPO Playground"),
    );
    expect(bakedIn(bake(once, { link: "v=2", home: null }, "Second"))).toEqual({ link: "v=2", home: null });
  });

  it("brings 10,000 random states back as they were", () => {
    const dice = new Dice(2);
    for (let trial = 0; trial < 10_000; ++trial) {
      const state = randomState(dice);
      const { link } = bakedIn(bake(template, { link: encodeFragment(state), home: null }, state.title)) as {
        link: string;
      };
      const opened = decodeFragment(link);
      if (JSON.stringify(opened) !== JSON.stringify({ state, notices: [] })) {
        expect(opened, link).toEqual({ state, notices: [] });
      }
    }
  }, 60_000);

  it("refuses a text that is not the one-file page, such as a server's page for what it has not got", () => {
    expect(() => bake("<!doctype html><title>Not found</title>", { link: "", home: null }, "")).toThrow();
  });
});
