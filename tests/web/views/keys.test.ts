// SPDX-License-Identifier: MIT
// The table of keys: each key has one meaning where it has one, and nothing on the page listens to keys beside it.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandFor, type KeyScope, keyTable } from "../../../web/src/views/keys/table";

const scopes = Object.entries<KeyScope>(keyTable);
const source = new URL("../../../web/src/", import.meta.url);

function pressed(name: string, more: Partial<KeyboardEvent> = {}): KeyboardEvent {
  const parts = name.split("+");
  const key = parts.at(-1)!;
  return { key, ctrlKey: parts.includes("Ctrl"), shiftKey: parts.includes("Shift"), ...more } as KeyboardEvent;
}

describe.each(scopes)("the keys of “%s”", (scope, { commands }) => {
  it("are each given once", () => {
    const keys = commands.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("lead to their own command", () => {
    for (const command of commands)
      for (const key of command.keys) expect(commandFor(scope, pressed(key))).toBe(command);
  });

  it("mean nothing with Alt, which is the browser's", () => {
    for (const { keys } of commands)
      for (const key of keys) expect(commandFor(scope, pressed(key, { altKey: true }))).toBeNull();
  });
});

it("Ctrl is ⌘ as well, and a letter is the same in both cases", () => {
  expect(commandFor("page", pressed("z", { metaKey: true }))?.act).toBe("undo");
  expect(commandFor("page", pressed("Z", { metaKey: true, shiftKey: true }))?.act).toBe("redo");
});

it("Shift changes an arrow only where it has a meaning of its own", () => {
  expect(commandFor("value", pressed("Shift+ArrowRight"))?.by).toBe(1);
  expect(commandFor("triangle", pressed("Shift+ArrowRight"))?.by).toBe(10);
});

it("a key without a meaning has none", () => {
  expect(commandFor("value", pressed("a"))).toBeNull();
  expect(commandFor("value", pressed("Ctrl+ArrowRight"))).toBeNull();
  expect(commandFor("nowhere", pressed("Enter"))).toBeNull();
});

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(svelte|ts)$/.test(path) && !/\.d\.ts$/.test(path))
  .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(new URL(path, source), "utf8") }));

it("no other file listens to keys; a name's field alone keeps Enter from breaking its line", () => {
  const listening = files.filter(({ text }) =>
    /onkey(down|up|press)=(?!\{onrelease\})|"key(down|up|press)"/.test(text),
  );
  expect(listening.map(({ path }) => path).sort()).toEqual(["views/NameField.svelte", "views/keys/Keys.svelte"]);
});

it("every scope that the page binds is bound somewhere, and no other", () => {
  const bound = files.flatMap(({ text }) => [...text.matchAll(/(?:data-keys=|dataset\["keys"\] = )"(\w+)"/g)]);
  const native = scopes.filter(([, { commands }]) => commands.every(({ native, act }) => native && !act));
  const names = scopes.map(([name]) => name).filter((name) => name !== "page" && !native.some(([n]) => n === name));
  expect([...new Set(bound.map(([, name]) => name))].sort()).toEqual(names.sort());
});
