// SPDX-License-Identifier: MIT
// The content security policy: what it says in the page, in the embedded page and in the one file, and that it holds there.
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "./playground";

const file = fileURLToPath(new URL("../../web/dist/playground.html", import.meta.url));

/** Directive → sources. */
function policyOf(html: string): Record<string, string[]> {
  const [, content] = /<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html) ?? [];
  const directives = content!.split(";").map((directive) => directive.trim().split(/\s+/));
  return Object.fromEntries(directives.map(([name, ...sources]) => [name!, sources]));
}

const site = {
  "default-src": ["'none'"],
  "script-src": ["'self'", "'wasm-unsafe-eval'"],
  "style-src": ["'self'"],
  "img-src": ["'self'", "data:"],
  "worker-src": ["'self'"],
  "connect-src": ["'self'"],
  "manifest-src": ["'self'"],
  "frame-src": ["'self'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
};

/** Tries all that a policy is there to forbid; what has worked. Nothing here asks beyond this machine. */
async function broken(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const worked: string[] = [];
    const directives = ["connect-src", "frame-src", "object-src", "base-uri"];
    const elsewhere = "http://127.0.0.1:9/x";
    const make = (tag: string, set: object) => {
      const element = Object.assign(document.createElement(tag), set);
      document.body.append(element);
      return element;
    };
    const globals = globalThis as unknown as Record<string, unknown>;
    make("script", { textContent: "globalThis.inlineRan = true" });
    make("img", { src: elsewhere, onload: null }).setAttribute("onerror", "globalThis.handlerRan = true");
    make("style", { textContent: ":root { --inline-style: 1 }" });
    make("p", {}).setAttribute("style", "--attribute: 1");
    make("script", { src: "data:text/javascript,globalThis.dataRan = true" });
    const forbidden = new Promise<string[]>((resolve) => {
      const seen = new Set<string>();
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
        seen.add(effectiveDirective);
        if (directives.every((name) => seen.has(name))) resolve([...seen]);
      });
      setTimeout(() => resolve([...seen]), 5000); // something was not forbidden
      void fetch(elsewhere).catch(() => {});
      make("iframe", { src: elsewhere });
      make("object", { data: elsewhere });
      make("base", { href: elsewhere });
    });
    // Not in here: what a debugger runs may use eval, whatever the policy.
    await new Promise<void>((resolve) =>
      setTimeout(() => {
        try {
          (0, eval)("globalThis.evalRan = true");
        } catch {
          /* as it should be */
        }
        resolve();
      }),
    );
    const seen = await forbidden;
    for (const name of ["inlineRan", "handlerRan", "dataRan", "evalRan"]) if (globals[name]) worked.push(name);
    if (getComputedStyle(document.documentElement).getPropertyValue("--inline-style")) worked.push("inline style");
    worked.push(...directives.filter((name) => !seen.includes(name)));
    return worked;
  });
}

test.describe("what the policy forbids", () => {
  test.use({ expectedErrors: [/Content Security Policy|violates|Refused to|blocked|127\.0\.0\.1:9/] });

  for (const [name, address] of [
    ["the page", "./"],
    ["the embedded page", "./?embed#v=1&ref=0.5,0.5&r=1,0"],
  ] as const) {
    test(`does not happen in ${name}: no inline script or style, no code from strings, nothing from elsewhere`, async ({
      playground,
      page,
    }) => {
      await page.goto(address);
      await playground.settled("ready");
      expect(policyOf(await page.content())).toEqual(site);
      expect(await broken(page)).toEqual([]);
    });
  }
});

test("the one file's policy names its scripts and its style by hash, and lets nothing reach any network", async ({
  page,
}) => {
  const policy = policyOf(readFileSync(file, "utf8"));
  const { "script-src": scripts, "style-src": styles, ...others } = policy;
  expect(scripts!.filter((source) => !/^'sha256-[\w+/]+='$/.test(source))).toEqual(["'wasm-unsafe-eval'"]);
  for (const source of styles!) expect(source).toMatch(/^'sha256-[\w+/]+='$/);
  expect(others).toEqual({
    "default-src": ["'none'"],
    "img-src": ["data:", "blob:"],
    "worker-src": ["blob:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
  });
  await page.goto(pathToFileURL(file).href);
  await expect(page.locator("main")).toHaveAttribute("data-state", "ready");
  expect(await broken(page)).toEqual([]);
});
