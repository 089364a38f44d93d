// SPDX-License-Identifier: MIT
// The page as an app: after one visit it works with no network, under any path, and says when a new version is there.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type PlaygroundPage, test } from "./playground";
import { serveFolder, type StaticServer } from "./static-server";

const site = fileURLToPath(new URL("../../web/dist/site", import.meta.url));

test.use({ serviceWorkers: "allow" });

let folder: string;
let server: StaticServer;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "playground-"));
  cpSync(site, folder, { recursive: true });
  server = await serveFolder(folder, "/some/school/");
});

test.afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function visit(playground: PlaygroundPage, address = ""): Promise<void> {
  await playground.page.goto(server.url + address);
  await playground.settled("ready");
}

/** The whole site is in the browser once its service worker is active. */
async function kept(playground: PlaygroundPage): Promise<void> {
  await playground.page.evaluate(async () => void (await navigator.serviceWorker.ready));
}

test.describe("with the network cut after one visit", () => {
  test.use({ expectedErrors: [/ERR_CONNECTION_REFUSED|error occurred when fetching the script/] });

  test("the page opens, solves, and draws a closer look that was never opened before", async ({ playground, page }) => {
    await visit(playground);
    await kept(playground);
    await server.stop();
    await page.reload();
    await playground.settled("ready");
    const before = await playground.shares("grpo");
    await playground.type("rules[0].beta", "0.37");
    expect(await playground.shares("grpo")).not.toEqual(before);
    await playground.openLook("path");
    await playground.table();
  });

  test("a link opens with its question, whatever stands after its question mark", async ({ playground, page }) => {
    await visit(playground);
    await kept(playground);
    await server.stop();
    await page.goto("about:blank");
    await visit(playground, "?from=mail#v=1&ref=0.5,0.5&r=1,0&a=Yes,No&beta=2&G=4&rules=grpo");
    expect(await playground.labels()).toEqual(["Yes", "No"]);
  });
});

test("only the modules that this browser runs are kept", async ({ playground, page }) => {
  await visit(playground);
  await kept(playground);
  const names = await page.evaluate(async () => {
    const caches = await window.caches.keys();
    const requests = await Promise.all(caches.map(async (name) => (await window.caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname.split("/").pop()!);
  });
  const modules = names.filter((name) => name.endsWith(".wasm")).map((name) => name.replace(/-[^.]+/, ""));
  expect(modules.sort()).toEqual(["first.wasm", "module.wasm"]);
  expect(names.some((name) => name.includes("-scalar-"))).toBe(false);
});

test("a new version is told of, and loaded when asked, with the work kept", async ({ playground, page }) => {
  await visit(playground);
  await kept(playground);
  await playground.type("rules[0].beta", "0.37");
  const index = join(folder, "index.html");
  const worker = join(folder, "sw.js");
  writeFileSync(index, readFileSync(index, "utf8").replace("<body>", '<body data-version="new">'));
  const old = readFileSync(worker, "utf8");
  const text = old.replace(/("?index\.html[`"],\s*"?revision"?:[`"])[0-9a-f]+/, "$1newer");
  expect(text).not.toBe(old);
  writeFileSync(worker, text);

  await page.reload();
  await playground.settled("ready");
  await expect(page.getByText("A new version of the playground is there")).toBeVisible();
  await expect(page.locator("body[data-version]")).toHaveCount(0); // nothing changes under a user's hands
  await page.getByRole("button", { name: "Load it" }).click();
  await expect(page.locator("body[data-version=new]")).toHaveCount(1);
  await playground.settled("ready");
  await expect(playground.field("rules[0].beta")).toHaveValue("0.37");
  await expect(page.getByText("A new version of the playground is there")).toHaveCount(0);
});

test("the browser finds nothing that keeps the page from being installed", async ({ playground, page, context }) => {
  await visit(playground);
  await kept(playground);
  const session = await context.newCDPSession(page);
  const manifest = await session.send("Page.getAppManifest");
  expect(manifest.errors).toEqual([]);
  expect(JSON.parse(manifest.data!).name).toBe("GRPO Playground");
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A test's context is a private window, where no page is installable for that reason alone.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
});
