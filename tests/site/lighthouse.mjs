// SPDX-License-Identifier: MIT
// Lighthouse over the built site, on a phone and on a desktop: prints the scores, and fails where accessibility or best practices are under 100,
// naming what they lack. The site is served from here; the browser is the one that the other tests use.
//   node tests/site/lighthouse.mjs
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { chromium } from "@playwright/test";
import lighthouse from "lighthouse";
import { site } from "./parts.mjs";

const categories = ["accessibility", "best-practices", "performance", "seo"];
/** The others depend on the machine, or on where the site is published. */
const mustBe100 = ["accessibility", "best-practices"];

/**
 * On a phone the dials stay in sight at the screen's lower edge, over the controls that are scrolled beneath them.
 * Lighthouse takes a control that is covered in part for one that is too small, so its score hangs on the height.
 */
const screens = [
  ["phone", 360, 740],
  ["desktop", 1280, 800],
];

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

async function serve() {
  const server = createServer(async ({ url }, response) => {
    const name = normalize(new URL(url, "http://localhost").pathname);
    const file = join(site, name === "/" ? "index.html" : name);
    const content = await readFile(file).catch(() => null);
    response.writeHead(content ? 200 : 404, { "Content-Type": types[extname(file)] ?? "text/plain" });
    response.end(content);
  });
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  return server;
}

/** What of a category is not perfect, a line each, with the elements it is about. */
function shortcomings({ audits }, { auditRefs }) {
  return auditRefs.flatMap(({ id, weight }) => {
    const { score, title, details } = audits[id];
    if (weight === 0 || score === null || score === 1) return [];
    const places = (details?.items ?? []).map((item) =>
      [item.node?.snippet, item.node?.explanation, item.source, item.description].filter(Boolean).join(" "),
    );
    return [`  ${id}: ${title}`, ...places.filter(Boolean).map((place) => `    ${place.replace(/\s+/g, " ")}`)];
  });
}

const server = await serve();
const port = 9200 + (process.pid % 700);
const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", `--remote-debugging-port=${port}`],
});
/** The page on one screen: its scores, and whether they suffice. */
async function measure([name, width, height]) {
  const mobile = name === "phone";
  const { lhr } = await lighthouse(`http://localhost:${server.address().port}/`, {
    port,
    onlyCategories: categories,
    formFactor: mobile ? "mobile" : "desktop",
    screenEmulation: { mobile, width, height, deviceScaleFactor: mobile ? 2 : 1, disabled: false },
    throttlingMethod: "simulate",
    logLevel: "error",
    output: "json",
  });
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  console.log(`${name}, ${width} × ${height}`);
  for (const id of categories) {
    const score = Math.round(100 * (lhr.categories[id].score ?? NaN));
    console.log(`${String(score).padStart(4)}  ${lhr.categories[id].title}`);
    const fails = mustBe100.includes(id) && score !== 100;
    if (fails) process.exitCode = 1;
    if (fails || process.argv.includes("--all")) console.log(shortcomings(lhr, lhr.categories[id]).join("\n"));
  }
}

try {
  for (const screen of screens) await measure(screen);
} finally {
  await browser.close();
  server.close();
}
