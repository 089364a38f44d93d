// SPDX-License-Identifier: MIT
// Messages to an embedded page: from whom and in which shape it hears them, and what it leaves unheard without a word.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expectNoIntruders, hostileTexts, setCanary } from "./intruders";
import { expect, test } from "./playground";

const two = "v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=0.5&G=8&rules=grpo,rlhf";

/** The page around writes down what it hears; its heard and its frame are there for tests. */
const around = (frame: string) => `<!doctype html><meta charset="utf-8"><title>Around</title>
<iframe src="${frame.replaceAll("&", "&amp;")}" width="900" height="700"></iframe>
<script>
  var heard = [];
  addEventListener("message", ({ data }) => heard.push(data));
</script>`;

let server: Server;
let html = "";
test.beforeAll(async () => {
  server = createServer((_, response) => response.setHeader("Content-Type", "text/html").end(html));
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
});
test.afterAll(() => void server.close());

const origin = () => `http://localhost:${(server.address() as AddressInfo).port}`;

interface Around {
  heard: { type: string; id?: unknown; link?: string; message?: string }[];
}

async function open(page: Page, baseURL: string, heardOrigin = origin()): Promise<void> {
  html = around(`${baseURL}?embed&show=headline,board&controls=rules,dials,answers&origin=${heardOrigin}#${two}`);
  await page.goto(origin());
  await expect(page.frameLocator("iframe").locator("main")).toHaveAttribute("data-state", "ready");
}

const heard = (page: Page) => page.evaluate(() => (globalThis as unknown as Around).heard);

/** Says something to the frame, from the page around or from beside it. */
const say = (page: Page, data: unknown) =>
  page.evaluate((message) => document.querySelector("iframe")!.contentWindow!.postMessage(message, "*"), data);

/** Once this is answered, everything that was said before has been heard. */
async function answered(page: Page, id: string): Promise<Around["heard"]> {
  await say(page, { protocol: "grpo-playground", version: 1, type: "get", id });
  await expect.poll(async () => (await heard(page)).some((message) => message.id === id)).toBe(true);
  return heard(page);
}

const request = { protocol: "grpo-playground", version: 1 };
const other = "v=1&ref=0.5,0.5&r=1,0&a=Other,Question";

test("what is no message of the protocol is left unheard, without an answer and without an error", async ({
  playground: _,
  page,
  baseURL,
}) => {
  await open(page, baseURL!);
  const strange = [null, 0, "", "set", [], [request], {}, { type: "set", link: other }, { ...request, protocol: "Grpo" }, true, { data: request }]; // prettier-ignore
  for (const message of strange) await say(page, message);
  await page.evaluate(() => {
    const frame = document.querySelector("iframe")!.contentWindow!;
    const round: { self?: unknown } = {};
    round.self = round;
    for (const message of [
      round,
      new Map([["protocol", "grpo-playground"]]),
      new Date(NaN),
      10n,
      new ArrayBuffer(8),
      new Error("x"),
      /x/,
    ])
      // prettier-ignore
      frame.postMessage(message, "*");
    const { port1, port2 } = new MessageChannel();
    frame.postMessage({ protocol: "x" }, "*", [port1]);
    port2.close();
  });
  const said = await answered(page, "end");
  expect(said.filter(({ type }) => type !== "ready" && type !== "resize")).toMatchObject([
    { type: "state", id: "end" },
  ]);
  expect(said.at(-1)!.link).toContain("a=Right,Wrong");
});

test("a message of the protocol in a wrong shape is answered with what is wrong, and changes nothing", async ({
  playground: _,
  page,
  baseURL,
}) => {
  await open(page, baseURL!);
  const wrong = [
    { ...request, version: 2, type: "get", id: "a" },
    { ...request, type: "run", id: "b" },
    { ...request, type: "set", id: "c" },
    { ...request, type: "set", id: "d", link: 5 },
    { ...request, type: "set", id: "e", link: other, document: {} },
    { ...request, type: "set", id: "f", document: null },
    { ...request, type: "set", id: "g", document: { format: "grpo-playground/scenario", version: 1, answers: [] } },
  ];
  for (const message of wrong) await say(page, message);
  await page.evaluate((request) => {
    const round: { self?: unknown } = {};
    round.self = round;
    const document = { format: "grpo-playground/scenario", version: 1, answers: [{ label: round }] };
    const endless = { ...document, answers: new Array(4_000_000_000) };
    const frame = globalThis.document.querySelector("iframe")!.contentWindow!;
    frame.postMessage({ ...request, type: "set", id: "h", document }, "*");
    frame.postMessage({ ...request, type: "set", id: "i", document: endless }, "*");
  }, request);
  const said = await answered(page, "end");
  const errors = said.filter(({ type }) => type === "error");
  expect(errors.map(({ id }) => id)).toEqual(["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
  for (const { message } of errors) expect(message).toMatch(/\w+ \w+ \w+/);
  expect(said.at(-1)!.link).toContain("a=Right,Wrong");
});

test.describe("from others", () => {
  test.use({ expectedErrors: [/does not match the recipient window's origin/] }); // it speaks to that other origin alone

  test("whoever is not the page around, or not of the origin in the address, is not heard", async ({
    playground: _,
    page,
    baseURL,
  }) => {
    await open(page, baseURL!, "http://school.example");
    const set = { ...request, type: "set", id: "s", link: other };
    await say(page, set);
    const frame = page.frames()[1]!;
    await expect.poll(() => frame.evaluate(() => document.querySelectorAll("[data-answer]").length)).toBe(2);
    expect(await heard(page)).toEqual([]);
    await open(page, baseURL!);
    // A frame beside it, and the frame itself, of the right origin each, are not the page around.
    await page.evaluate((message) => {
      const beside = document.createElement("iframe");
      document.body.append(beside);
      const script = beside.contentDocument!.createElement("script");
      script.textContent = `parent.frames[0].postMessage(${JSON.stringify(message)}, "*")`;
      beside.contentDocument!.body.append(script);
    }, set);
    await page.frames()[1]!.evaluate((message) => postMessage(message, "*"), set);
    const said = await answered(page, "end");
    expect(said.filter(({ id }) => id === "s")).toEqual([]);
    expect(said.at(-1)!.link).toContain("a=Right,Wrong");
  });
});

test("hostile texts in a message are shown as they are, and a link of 30 MB is refused", async ({
  playground: _,
  page,
  baseURL,
}) => {
  await setCanary(page);
  await open(page, baseURL!);
  const answers = hostileTexts.map((label, i) => ({ label, reference: 1, reward: Number(i < 2) }));
  const document = { format: "grpo-playground/scenario", version: 1, title: hostileTexts[4], answers, rules: [{}], [hostileTexts[5]!]: 1 }; // prettier-ignore
  await say(page, { ...request, type: "set", id: "texts", document });
  const frame = page.frames()[1]!;
  const labels = frame.locator("[data-answer] textarea");
  await expect(labels).toHaveCount(hostileTexts.length);
  expect(await labels.evaluateAll((fields) => fields.map((field) => (field as HTMLTextAreaElement).value))).toEqual(hostileTexts); // prettier-ignore
  await expectNoIntruders(frame);
  await page.evaluate((request) => {
    const link = `z=${"A".repeat(30_000_000)}`;
    globalThis.document.querySelector("iframe")!.contentWindow!.postMessage({ ...request, type: "set", id: "long", link }, "*"); // prettier-ignore
  }, request);
  const said = await answered(page, "end");
  expect(said.find(({ id }) => id === "long")).toMatchObject({ notices: [{ field: "link" }] });
});
