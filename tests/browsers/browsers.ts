// SPDX-License-Identifier: MIT
// Starts Debian's Chromium, Firefox and WebKit, each with a home and a folder of downloads of its own, and ends them.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { type Send, sessionOverHttp, sessionOverMarionette } from "./webdriver";

export const browserNames = ["chromium", "firefox", "webkit"] as const;
export type BrowserName = (typeof browserNames)[number];

/** `no-vectors`: WebAssembly without SIMD; `no-wasm`: none at all. What a browser cannot be told to go without is absent. */
export type Ability = "full" | "no-vectors" | "no-wasm";
export const abilities: Record<BrowserName, readonly Ability[]> = {
  chromium: ["full", "no-vectors"],
  firefox: ["full", "no-wasm"],
  webkit: ["full", "no-vectors", "no-wasm"],
};

export interface Browser {
  send: Send;
  downloads: string;
  close(): Promise<void>;
}

/** The programs that may be meant, and the package of Debian that brings the first. */
const programs = {
  chromedriver: [["chromedriver"], "chromium-driver"],
  chromium: [[process.env["CHROMIUM"], "chromium", "chromium-browser", "google-chrome"], "chromium"],
  firefox: [["firefox-esr", "firefox"], "firefox-esr"],
  webkit: [["WebKitWebDriver"], "webkit2gtk-driver"],
  display: [["Xvfb"], "xvfb"],
} as const;

function program(name: keyof typeof programs): string {
  const [names, from] = programs[name];
  for (const one of names) {
    if (!one) continue;
    try {
      return execFileSync("sh", ["-c", 'command -v "$0"', one], { encoding: "utf8" }).trim();
    } catch {
      // the next one
    }
  }
  throw new Error(`${names.at(-1)} is missing: apt-get install --no-install-recommends ${from}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** The processes of one browser, in a home of their own. */
class Household {
  readonly home = mkdtempSync(join(tmpdir(), "browser-"));
  readonly downloads = join(this.home, "Downloads");
  readonly #children: ChildProcess[] = [];

  constructor() {
    mkdirSync(this.downloads);
  }

  start(command: string, parameters: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    const env = { ...process.env, HOME: this.home, ...environment };
    const child = spawn(command, parameters, { env, detached: true, stdio: ["ignore", "ignore", "ignore", "pipe"] });
    this.#children.push(child);
    return child;
  }

  /** Each is ended with those that it has started. */
  async end(): Promise<void> {
    for (const child of this.#children.reverse()) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      const runs = child.exitCode === null && child.signalCode === null;
      try {
        process.kill(-child.pid!, "SIGKILL");
      } catch {
        continue; // all have ended
      }
      if (runs) await ended;
    }
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function startChromium(household: Household, ability: Ability): Promise<Send> {
  const port = await freePort();
  household.start(program("chromedriver"), [`--port=${port}`]);
  const args = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--touch-events=enabled",
  ];
  // Its vectors need these instructions of the processor, so without them it has none.
  if (ability === "no-vectors") args.push("--js-flags=--no-enable-sse4-1");
  const prefs = { "download.default_directory": household.downloads };
  return sessionOverHttp(port, { "goog:chromeOptions": { binary: program("chromium"), args, prefs } });
}

async function startFirefox(household: Household, ability: Ability): Promise<Send> {
  const preferences = {
    "marionette.port": 0, // it writes the one that it takes into a file
    "browser.download.folderList": 2,
    "browser.download.dir": household.downloads,
    "dom.w3c_touch_events.enabled": 1,
    "datareporting.policy.dataSubmissionEnabled": false,
    ...(ability === "no-wasm" && { "javascript.options.wasm": false }),
  };
  const lines = Object.entries(preferences).map((entry) => `user_pref(${entry.map((x) => JSON.stringify(x)).join()});`);
  writeFileSync(join(household.home, "user.js"), lines.join("\n"));
  household.start(program("firefox"), ["--marionette", "--headless", "--no-remote", "--profile", household.home]);
  const portFile = join(household.home, "MarionetteActivePort");
  const port = () => (existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : 0);
  await expect.poll(port, { timeout: 30_000 }).toBeGreaterThan(0);
  return sessionOverMarionette(port());
}

/** The number of a display that is free, as Xvfb says it. */
function startDisplay(household: Household): Promise<string> {
  const display = household.start(program("display"), ["-displayfd", "3", "-screen", "0", "2400x1600x24"]);
  return new Promise((resolve, reject) => {
    display.stdio[3]!.once("data", (number: Buffer) => resolve(`:${number.toString().trim()}`));
    display.once("exit", () => reject(new Error("Xvfb has ended")));
  });
}

/** It has no headless mode, so it is given a display that nobody sees. */
async function startWebKit(household: Household, ability: Ability): Promise<Send> {
  const environment = {
    DISPLAY: await startDisplay(household),
    ...(ability === "no-vectors" && { JSC_useWasmSIMD: "0" }),
    ...(ability === "no-wasm" && { JSC_useWasm: "0" }),
  };
  mkdirSync(join(household.home, ".config"));
  writeFileSync(join(household.home, ".config/user-dirs.dirs"), 'XDG_DOWNLOAD_DIR="$HOME/Downloads"\n');
  const port = await freePort();
  household.start(program("webkit"), [`--port=${port}`], environment);
  return sessionOverHttp(port, {});
}

const start = { chromium: startChromium, firefox: startFirefox, webkit: startWebKit };

export async function startBrowser(name: BrowserName, ability: Ability = "full"): Promise<Browser> {
  const household = new Household();
  try {
    const send = await start[name](household, ability);
    const close = async () => {
      await send("quit", { flags: ["eForceQuit"] }).catch(() => {}); // it may be gone already
      await household.end();
    };
    return { send, downloads: household.downloads, close };
  } catch (error) {
    await household.end();
    throw error;
  }
}
