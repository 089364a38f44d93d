// SPDX-License-Identifier: MIT
// The page as one file: its bytes by part, and how long after it is opened from disk, without network, its first picture
// is there, in turn with other files that are named. Usage: node tests/bench/one-file.mjs [ROUNDS [FILE…]]
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";

const [rounds = "9", ...others] = process.argv.slice(2);
const files = [fileURLToPath(new URL("../../web/dist/playground.html", import.meta.url)), ...others];

function printParts(file) {
  const page = readFileSync(file, "latin1"); // a letter is a byte
  const parts = [...page.matchAll(/<script[^>]* data-part="(\w+)"[^>]*>([^<]*)/g)];
  const rows = parts.map(([, name, content]) => [name, content.length]);
  const carried = rows.reduce((sum, [, bytes]) => sum + bytes, 0);
  rows.push(["the rest", page.length - carried], ["in all", page.length]);
  console.log(file);
  for (const [name, bytes] of rows) console.log(`${String(bytes).padStart(8)}  ${name}`);
}

/** Runs in the page: keeps the time at which the board has its first answer. */
function watch() {
  const observer = new MutationObserver(() => {
    if (document.querySelector("main")?.dataset.state !== "ready") return;
    observer.disconnect();
    requestAnimationFrame(() => (globalThis.firstPicture = performance.now()));
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
}

/** Milliseconds from the start of the navigation, in a browser that has nothing of the page yet. */
async function timeToPicture(browser, file) {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(pathToFileURL(file).href);
  const time = await page.waitForFunction(() => globalThis.firstPicture).then((handle) => handle.jsonValue());
  await context.close();
  return time;
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const times = files.map(() => []);
for (let round = 0; round < Number(rounds); ++round) {
  for (const [i, file] of files.entries()) times[i].push(await timeToPicture(browser, file));
}
await browser.close();

for (const [i, file] of files.entries()) {
  printParts(file);
  const [least, median] = [0, times[i].length >> 1].map((place) => times[i].sort((a, b) => a - b)[place].toFixed(0));
  console.log(`first picture after ${median} ms, median of ${rounds}; ${least} ms at best\n`);
}
