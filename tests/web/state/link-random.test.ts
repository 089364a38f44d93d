// SPDX-License-Identifier: MIT
// Links against chance: random states come back from theirs unchanged, and random damage is never passed over in silence.
import { beforeAll, describe, expect, it } from "vitest";
import { maxAnswers } from "../../../web/src/state/fields";
import { decodeFragment, encodeFragment, isPacked, longestReadable } from "../../../web/src/state/fragment";
import { openLink, packed } from "../../../web/src/state/packed-link";
import { presets } from "../../../web/src/state/presets";
import type { PlaygroundState } from "../../../web/src/state/types";
import { fieldsOf, type ViewId, viewIds } from "../../../web/src/state/view-fields";
import { damaged, Dice, nonsense, randomState } from "./random-states";

/** What the address bar holds for a state. */
async function linkOf(state: PlaygroundState): Promise<string> {
  const fragment = encodeFragment(state);
  return fragment.length <= longestReadable ? fragment : packed(fragment);
}

it("10,000 random states come back from their links, packed or not, as the very same documents and looks", async () => {
  const dice = new Dice(1);
  let packedLinks = 0;
  for (let trial = 0; trial < 10_000; ++trial) {
    const state = randomState(dice);
    const link = await linkOf(state);
    if (isPacked(link)) packedLinks += 1;
    const opened = await openLink(link);
    if (JSON.stringify(opened) !== JSON.stringify({ state, notices: [] })) {
      expect(opened, link).toEqual({ state, notices: [] });
    }
  }
  expect(packedLinks).toBeGreaterThan(300);
}, 60_000);

/**
 * What a fragment says, read without the page's decoder: every key, with each value in one spelling, defaults left out.
 * Two fragments that say the same open as the same state; null where it is no list of keys and values.
 */
function meaning(fragment: string): string | null {
  const said: Record<string, unknown> = {};
  for (const part of fragment.replace(/^#/, "").split("&").filter(Boolean)) {
    const end = part.includes("=") ? part.indexOf("=") : part.length;
    const [key, raw] = [part.slice(0, end), part.slice(end + 1)];
    if (key in said) return null;
    said[key] = spelled(key, raw);
  }
  const defaults: Record<string, unknown> = { v: "1", beta: 1, G: 8, penalty: "kl-ref-to-policy" };
  for (const [key, value] of Object.entries(defaults)) said[key] ??= value;
  if ("w" in said) said["r"] ??= (said["ref"] as number[] | undefined)?.map(() => 0); // unused beside a win matrix
  said["rules"] ??= "grpo,rlhf";
  const kept = Object.entries(said).filter(([, value]) => value !== "" && JSON.stringify(value) !== "[]");
  return JSON.stringify(kept.sort());
}

function spelled(key: string, raw: string): unknown {
  const plain = decoded(raw);
  const percent = (text: string) => (/%\s*$/.test(text) ? Number(text.replace(/%\s*$/, "e-2")) : number(text));
  if (key === "ref") return plain.split(",").map(percent);
  if (key === "r") return plain.split(",").map(number);
  if (key === "w") return plain.split(";").map((row) => row.split(",").map(percent));
  if (key === "beta") return number(plain);
  if (key === "projector") return plain === "0" ? "" : plain;
  if (key === "G") return /inf|∞/i.test(plain) ? "inf" : number(plain);
  if (key === "rules") return [...new Set(plain.split(","))].sort().join();
  if (key === "draw")
    return plain
      .split(",")
      .filter((one) => one !== "" && !/:0*1$/.test(one))
      .map((one) => one.replace(/:0+/, ":"))
      .sort();
  if (key === "view") return plain.split(",").filter(Boolean).map(viewSpelled).sort();
  if (key === "pin") return plain === "" ? "" : meaning(plain);
  // The letters A, B, …, which no link needs to say.
  if (key === "a") {
    const labels = raw.split(",").map(decoded);
    return labels.every((label, i) => label === String.fromCharCode(65 + i)) ? "" : labels;
  }
  return plain;
}

/** A percentage typed by hand, as in 20%, need not be escaped. */
function decoded(raw: string): string {
  try {
    return decodeURIComponent(raw).replace(/\p{Surrogate}/gu, "\uFFFD");
  } catch {
    return raw;
  }
}

const number = (text: string) => Number(text.trim().replace("\u2212", "-")) + 0;

/** Every setting of a view, with its default where the link says nothing. */
function viewSpelled(text: string): string {
  const [view, ...settings] = text.split(";");
  if (!viewIds.some((id) => id === view)) return text;
  const said = new Map(fieldsOf(view as ViewId).map(([, { key, initial, format }]) => [key, format(initial)]));
  for (const setting of settings) said.set(...(setting.split(/=(.*)/s).slice(0, 2) as [string, string]));
  const value = (one: string) => (Number.isNaN(number(one)) ? one.split("~").sort().join("~") : String(number(one)));
  return `${view} ${[...said].map(([key, one]) => `${key}=${value(one ?? "")}`).sort()}`;
}

function hasSaid(fragment: string, { state, notices }: ReturnType<typeof decodeFragment>): boolean {
  return notices.length > 0 || meaning(fragment) === meaning(encodeFragment(state));
}

function withinLimits(state: PlaygroundState): boolean {
  const { answers, beta, groupSize, rules, wins } = state;
  return (
    answers.length >= 1 &&
    answers.length <= maxAnswers &&
    answers.every(
      ({ reference, reward, label }) => reference > 0 && reference < Infinity && Math.abs(reward) <= 1e9 && label,
    ) &&
    new Set(answers.map(({ label }) => label)).size === answers.length &&
    beta >= 1e-6 &&
    beta <= 1e6 &&
    (groupSize === "inf" || (Number.isInteger(groupSize) && groupSize >= 2 && groupSize <= 1e6)) &&
    rules.length > 0 &&
    (wins === null || wins.every((row) => row.length === answers.length && row.every((win) => win >= 0 && win <= 1)))
  );
}

describe("100,000 mutated or random fragments", () => {
  const seeds: string[] = [];
  beforeAll(() => {
    const dice = new Dice(2);
    seeds.push(...presets.map(({ state }) => encodeFragment(state)));
    while (seeds.length < 400) {
      const fragment = encodeFragment(randomState(dice));
      if (fragment.length < longestReadable) seeds.push(fragment);
    }
  });

  it("open without exception within the limits, with a notice whenever something was changed", () => {
    const dice = new Dice(3);
    let changed = 0;
    for (let trial = 0; trial < 95_000; ++trial) {
      const fragment = dice.chance(0.85) ? damaged(dice.one(seeds), dice) : nonsense(dice);
      if (fragment.replaceAll(/[#&]/g, "") === "") continue; // no link: the default scenario
      const opened = decodeFragment(fragment);
      if (!withinLimits(opened.state)) expect.fail(`beyond the limits: ${fragment}`);
      if (!hasSaid(fragment, opened)) expect.fail(`silently changed: ${fragment}\n${encodeFragment(opened.state)}`);
      if (opened.notices.length > 0) changed += 1;
    }
    expect(changed).toBeGreaterThan(50_000);
  }, 60_000);

  it("packed ones too: no damage to a packed link opens as something else without a word", async () => {
    const dice = new Dice(4);
    const links = await Promise.all(seeds.map(packed));
    let changed = 0;
    for (let trial = 0; trial < 5_000; ++trial) {
      const whole = dice.below(links.length);
      const link = damaged(links[whole]!, dice);
      const opened = await openLink(link);
      if (!withinLimits(opened.state)) expect.fail(`beyond the limits: ${link}`);
      const same = encodeFragment(opened.state) === seeds[whole];
      if (isPacked(link) && !same && opened.notices.length === 0) expect.fail(`silently changed: ${link}`);
      if (opened.notices.length > 0) changed += 1;
    }
    expect(changed).toBeGreaterThan(4_000);
  }, 60_000);
});
