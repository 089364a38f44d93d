// SPDX-License-Identifier: MIT
// Links of version 1 open for ever: each of links-of-version-1.ndjson as what it said when it was written. Lines may be
// added to that file, none may be changed; what a state has gained since is not compared.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { isPacked } from "../../../web/src/state/fragment";
import { openLink } from "../../../web/src/state/packed-link";

interface OldLink {
  link: string;
  opens: object;
}

const lines = readFileSync(new URL("links-of-version-1.ndjson", import.meta.url), "utf8")
  .trimEnd()
  .split("\n");
const corpus = lines.map((line) => JSON.parse(line) as OldLink);

it("has plain and packed links, with every field, setting of a view and rule", () => {
  expect(corpus.length).toBeGreaterThanOrEqual(50);
  expect(corpus.filter(({ link }) => isPacked(link)).length).toBeGreaterThanOrEqual(2);
  for (const key of ["a", "w", "penalty", "title", "note", "view", "pin", "draw", "projector"])
    expect(corpus.some(({ link }) => link.includes(`&${key}=`))).toBe(true);
});

it.each(corpus.map(({ link, opens }) => [link.length > 80 ? `${link.slice(0, 79)}…` : link, link, opens] as const))(
  "%s",
  async (_, link, opens) => {
    const { state, notices } = await openLink(link);
    expect(notices).toEqual([]);
    expect(state).toMatchObject(opens);
  },
);
