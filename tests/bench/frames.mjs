// SPDX-License-Identifier: MIT
// Frames drawn while something is dragged against those of an empty page, in the same browser and run, of the built
// site: four rules, ten different rewards, G = 64. Both pages get the same moves of the pointer, in turns.
//   node tests/bench/frames.mjs [seconds a turn] [turns]
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [seconds = 3, turns = 3] = process.argv.slice(2).map(Number);
/** What the drag's frames must be of the empty page's. */
const wanted = 0.95;

const ten = Array.from({ length: 10 }, (_, k) => k);
const question = [
  "v=1",
  `ref=${ten.map((k) => k + 1).join()}`,
  `r=${ten.map((k) => Number((k / 9).toFixed(3))).join()}`,
  "beta=0.5&G=64&rules=grpo,rlhf,nlhf,grpo-direct-kl",
].join("&");

const beta = (page) => page.getByRole("slider", { name: /Pull of the reference/ });
const corner = (page) => page.locator('[data-view="simplex"] [role="slider"] .knob');

/** Each: what is dragged, in which scenario; it moves round its place, and the slider to and fro. */
const cases = [
  { name: "β, the board alone", link: question, grip: beta, across: 220, down: 0 },
  { name: "β, the simplex open", link: `${question}&view=simplex`, grip: beta, across: 220, down: 0 },
  { name: "the simplex of three of ten", link: `${question}&view=simplex`, grip: corner, across: 60, down: 60 },
  { name: "the simplex of all ten", link: `${question}&view=simplex;top=0`, grip: corner, across: 60, down: 60 },
];

const site = fileURLToPath(new URL("../../web/dist/site/", import.meta.url));
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };

function serve() {
  const server = createServer(({ url }, response) => {
    const path = normalize(new URL(url, "http://localhost").pathname).replace(/\/$/, "/index.html");
    const file = join(site, path);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
    response.end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const installed = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function launch() {
  const executablePath = installed.find((path) => path && existsSync(path));
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
}

/** Counts callbacks while the pointer is dragged; gives them per second, and the longest time between two. */
async function framesWhileDragging(page, { x, y }, { across, down }) {
  await page.bringToFront();
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.evaluate(() => {
    const counted = { frames: 0, longest: 0, from: performance.now(), last: performance.now(), on: true };
    const count = (now) => {
      if (!counted.on) return;
      counted.frames += 1;
      counted.longest = Math.max(counted.longest, now - counted.last);
      counted.last = now;
      requestAnimationFrame(count);
    };
    globalThis.counted = counted;
    requestAnimationFrame(count);
  });
  const began = performance.now();
  for (let now = 0; now < seconds; now = (performance.now() - began) / 1000) {
    const angle = 2 * Math.PI * now;
    await page.mouse.move(x + across * Math.sin(angle), y + down * (Math.cos(angle) - 1));
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  const counted = await page.evaluate(() => {
    const { counted } = globalThis;
    counted.on = false;
    return { rate: (1000 * counted.frames) / (performance.now() - counted.from), longest: counted.longest };
  });
  await page.mouse.move(x, y);
  await page.mouse.up();
  return counted;
}

async function centreOf(locator) {
  await locator.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

async function opened(browser, url, { link }) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${url}#${link}`);
  await page.locator('main[data-state="ready"]').waitFor({ timeout: 60_000 });
  if (link.includes("view=")) {
    await page.locator('[data-view="simplex"]').scrollIntoViewIfNeeded(); // a look is loaded when it is seen
    await page.locator('figure[data-waiting="false"][data-computing="false"]').waitFor();
  }
  return page;
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

async function measured(browser, url, one) {
  const empty = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const page = await opened(browser, url, one);
  const place = await centreOf(one.grip(page));
  const drawn = [];
  const possible = [];
  for (let turn = 0; turn < turns; ++turn) {
    possible.push(await framesWhileDragging(empty, { x: 640, y: 450 }, one));
    drawn.push(await framesWhileDragging(page, place, one));
  }
  await Promise.all([empty.close(), page.close()]);
  const rate = mean(drawn.map((turn) => turn.rate));
  const emptyRate = mean(possible.map((turn) => turn.rate));
  return { rate, emptyRate, longest: Math.max(...drawn.map((turn) => turn.longest)) };
}

const server = await serve();
const browser = await launch();
try {
  console.log("dragged                        frames/s   of an empty page's   ratio   longest, ms");
  for (const one of cases) {
    const { rate, emptyRate, longest } = await measured(browser, `http://127.0.0.1:${server.address().port}/`, one);
    const ratio = rate / emptyRate;
    if (ratio < wanted) process.exitCode = 1;
    const figures = [rate.toFixed(1).padStart(9), emptyRate.toFixed(1).padStart(20), ratio.toFixed(3).padStart(8)];
    console.log(`${one.name.padEnd(30)}${figures.join("")}${longest.toFixed(0).padStart(13)}`);
  }
} finally {
  await browser.close();
  server.close();
}
