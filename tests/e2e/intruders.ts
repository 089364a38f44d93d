// SPDX-License-Identifier: MIT
// Finds what somebody's text has become that is no text: a script that ran, an element or attribute that text has made.
import { readFileSync } from "node:fs";
import { expect, type Frame, type Page } from "@playwright/test";

/** Texts that are markup, code or formulas somewhere; each that runs calls `canary`. */
export const hostileTexts = JSON.parse(
  readFileSync(new URL("hostile-texts.json", import.meta.url), "utf8"),
) as readonly string[];

/** Before the page is loaded: any call of `canary`, in any frame, is an error on the console, which fails a test. */
export async function setCanary(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const sing = (which: unknown) => console.error(`a script of somebody's text has run: ${which}`);
    Object.assign(globalThis, { canary: sing, alert: sing });
  });
}

/** Elements that the page itself has nowhere, attributes that run code, addresses that are code, and what every object has. */
function findIntruders(): string[] {
  const strange = new Set(
    "script style iframe object embed base link meta img image video audio source template mglyph foreignObject animate set marquee frame frameset applet xmp plaintext".split(" "), // prettier-ignore
  );
  const own = (element: Element) =>
    (element.matches("head > :is(script[src], link, meta)") && !/evil/.test(element.outerHTML)) ||
    element.matches("dialog iframe[title='Preview of the embedded page']");
  const isCode = (value: string) => /^(javascript|vbscript|data):/i.test(value.replace(/[\u0000-\u0020]/g, ""));
  const found: string[] = [];
  for (const element of document.querySelectorAll("*")) {
    if (strange.has(element.localName) && !own(element)) found.push(`<${element.localName}>`);
    for (const { name, value } of element.attributes) {
      const isAddress = /^(href|xlink:href|src|srcset|action|formaction|data|background|poster|srcdoc)$/.test(name);
      const isIcon = element.matches("link[rel=icon]");
      if (/^on/i.test(name)) found.push(`${element.localName}.${name}`);
      if (isAddress && (isCode(value) || name === "srcdoc") && !isIcon) found.push(`${element.localName}.${name}=${value}`); // prettier-ignore
    }
  }
  const plain = "__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf"; // prettier-ignore
  const names = Object.getOwnPropertyNames(Object.prototype).sort().join(" ");
  if (names !== plain) found.push(`Object.prototype has ${names}`);
  return found;
}

export async function expectNoIntruders(place: Page | Frame): Promise<void> {
  expect(await place.evaluate(findIntruders)).toEqual([]);
}
