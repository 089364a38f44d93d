// SPDX-License-Identifier: MIT
// Texts that are markup or code somewhere, in every field and from every side: the page shows them, and nothing runs.
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { readFileSync } from "node:fs";
import { lessonFragment } from "../../web/src/lessons/links";
import { makeSheet, type StepWork } from "../../web/src/lessons/sheet";
import type { Lesson } from "../../web/src/lessons/types";
import { toDocument } from "../../web/src/state/document";
import { decodeFragment } from "../../web/src/state/fragment";
import { escapeText } from "../../web/src/state/link-text";
import { courseLesson } from "./classroom";
import { expectNoIntruders, hostileTexts, setCanary } from "./intruders";
import { expect, test } from "./playground";

test.beforeEach(({ page }) => setCanary(page));

const note = hostileTexts.join("\n").slice(0, 2000);

/** A question whose every answer has a name of the list; few different rewards, so that it is solved at once. */
function question(names: readonly string[], more = ""): string {
  const columns = [
    `ref=${names.map(() => 1)}`,
    `r=${names.map((_, i) => Number(i < 2))}`,
    `a=${names.map(escapeText)}`,
  ];
  return `v=1&${columns.join("&")}&beta=1&G=4&rules=grpo,rlhf&title=${escapeText(names[0]!)}&note=${escapeText(note)}${more}`;
}

/** As an address may not hold what it holds here: from within the page. */
async function follow(page: Page, fragment: string): Promise<void> {
  await page.evaluate((text) => (location.hash = text), fragment);
}

async function dropped(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text!], name!));
    return data;
  }, [name, text]); // prettier-ignore
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

test("names of answers, title and note from a link are shown as they are, on the board and in every dialog", async ({
  playground,
  page,
}) => {
  await playground.open(question(hostileTexts));
  await playground.settled("ready");
  expect(await playground.labels()).toEqual(hostileTexts);
  await playground.table();
  const cells = page.locator("table").first().locator("tbody th");
  expect(new Set(await cells.allTextContents())).toEqual(new Set(hostileTexts));
  await playground.rows.nth(4).locator(".policy-bar").first().hover();
  await expect(page.getByRole("region", { name: /^Why/ })).toContainText(hostileTexts[4]!);
  await expectNoIntruders(page);
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByRole("dialog", { name: "Share" })).toBeVisible();
  await expectNoIntruders(page);
  await page.getByRole("button", { name: "Embed in a page…" }).click();
  const preview = page.getByRole("dialog", { name: "Embed" }).frameLocator("iframe").locator("main");
  await expect(preview).toHaveAttribute("data-state", "ready");
  await expectNoIntruders(page);
  for (const frame of page.frames().slice(1)) await expectNoIntruders(frame);
});

test("names of answers from a link are shown as they are in every closer look", async ({ playground, page }) => {
  const looks: [names: readonly string[], ids: string][] = [
    [hostileTexts.slice(4, 7), "pooling,path,size,why,simplex,groups,pairwise,training,trainers"],
    [hostileTexts.slice(7, 9), "binary,starts"],
  ];
  for (const [names, ids] of looks) {
    await playground.open(question(names, `&view=${ids}`));
    for (const id of ids.split(",")) {
      const look = await playground.drawnLook(id);
      for (const table of await look.getByRole("button", { name: "Table" }).all()) await table.click();
      await expectNoIntruders(page);
    }
  }
});

test("keys and values of a link that are none are told as they are", async ({ playground, page }) => {
  await playground.open();
  for (let at = 0; at < hostileTexts.length; at += 6) {
    const some = hostileTexts.slice(at, at + 6).map(escapeText);
    await follow(page, `v=1&ref=1,1&r=1,0&${some.map((text) => `${text}=${text}`).join("&")}`);
    await expect(page.getByRole("alert")).toContainText(some[0]!.slice(0, 30));
    await expectNoIntruders(page);
    for (const key of ["beta", "rules", "view", "draw", "pin", "penalty", "G", "w"])
      await follow(page, `v=1&ref=1,1&r=1,0&${key}=${some[0]}`);
    await expectNoIntruders(page);
  }
});

test("names of a file, of its fields and of what is in it are shown as they are, and kept so", async ({
  playground,
  page,
}) => {
  await playground.open();
  const { state } = decodeFragment(question(hostileTexts));
  const document = { ...toDocument(state), ...Object.fromEntries(hostileTexts.map((text) => [text, text])) };
  const text = JSON.stringify(document).replace("{", '{"__proto__":{"polluted":true},');
  await dropped(page, `${hostileTexts[4]}.json`, text);
  await expect(playground.rows).toHaveCount(hostileTexts.length);
  expect(await playground.labels()).toEqual(hostileTexts);
  await expect(page.getByRole("alert")).toContainText("__proto__");
  await expectNoIntruders(page);

  const { state: few } = decodeFragment(question(hostileTexts.slice(0, 2)));
  const scenarios = hostileTexts.map((title) => ({ document: { ...toDocument(few), title } }));
  await dropped(page, `${hostileTexts[7]}.json`, JSON.stringify({ format: "grpo-playground/scenarios", version: 1, scenarios })); // prettier-ignore
  const files = page.getByRole("dialog");
  await expect(files).toContainText(`${hostileTexts.length} scenarios of “${hostileTexts[7]}.json”`);
  await expect(files.getByRole("list", { name: "Kept scenarios" })).toContainText(hostileTexts.at(-1)!);
  await expectNoIntruders(page);
});

test("every text of a lesson from a link is Markdown or text to its reader, and no more", async ({
  playground: _,
  page,
}) => {
  // In braces stand the names of numbers: a lesson with others is refused, with a sentence.
  const all = hostileTexts.filter((text) => !/\{[A-Za-z][\w-]*\}/.test(text)).join("\n\n");
  const exercise = courseLesson("policy").exercises[0]!;
  const lesson: Lesson = {
    ...courseLesson("policy"),
    title: hostileTexts[4]!,
    goal: hostileTexts.join(" ").slice(0, 1000),
    exercises: [
      {
        ...exercise,
        title: hostileTexts[5]!,
        goal: hostileTexts.slice(9, 15).join(" "),
        text: all,
        scenario: { ...toDocument(decodeFragment(question(hostileTexts.slice(0, 3))).state) },
        variables: undefined as never,
        numbers: undefined as never,
        teacher: { note: all, mistakes: hostileTexts.slice(0, 20) },
        steps: [
          { id: "choose", kind: "predict", text: all, hints: hostileTexts.slice(0, 10), reveal: all, input: { type: "choice", options: hostileTexts.slice(0, 20).map((text, i) => ({ text, right: i === 0, feedback: text })) } }, // prettier-ignore
          { id: "explain", kind: "explain", text: all, model: all },
          { id: "read", kind: "read", text: all },
        ],
      },
    ],
  };
  const plain = JSON.parse(JSON.stringify(lesson)) as Lesson;
  await page.goto(`./#${await lessonFragment(plain)}`);
  const step = page.locator('[data-step="choose"]');
  await expect(step).toContainText("canary(4)");
  await expectNoIntruders(page);
  while ((await step.getByRole("button", { name: /hint/i }).count()) > 0) await step.getByRole("button", { name: /hint/i }).first().click(); // prettier-ignore
  await step.getByRole("radio").nth(3).check();
  await step.getByRole("button", { name: "Commit to this" }).click();
  await expect(step.locator("[role=status][data-score]")).toBeVisible();
  await expectNoIntruders(page);
  const hrefs = await page.locator(".markdown a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href")!)); // prettier-ignore
  expect(hrefs.filter((href) => !/^(https?:|mailto:|#)/.test(href))).toEqual([]);
});

test("what is typed in the lesson editor is seen in its preview as it was typed", async ({ playground: _, page }) => {
  await page.goto("./#make");
  const text = page.locator('[data-path="exercises[0].text"]');
  const preview = page.getByRole("group", { name: /^(Text|Introduction|The text).*as it is seen/ }).first();
  await text.waitFor();
  for (const hostile of hostileTexts) {
    await text.fill(hostile);
    await expect(text).toHaveValue(hostile);
    const isMarkdown = /[`*_[\]$\\{}]|&[#\w]+;|^\W*#|@/.test(hostile) || !/[#>|]/.test(hostile);
    if (!isMarkdown && !hostile.startsWith("<javascript")) await expect(preview).toHaveText(hostile);
  }
  await expectNoIntruders(page);
  const fields = page.locator("main :is(input[type=text], textarea)[data-path]");
  for (const [i, field] of (await fields.filter({ visible: true }).all()).entries()) await field.fill(hostileTexts[(7 * i + 4) % 40]!); // prettier-ignore
  await expectNoIntruders(page);
});

test("pasted tables of rewards and configurations are shown as they are", async ({ playground, page }) => {
  await playground.open("v=1&ref=0.2,0.5,0.3&r=1,0.3,0&beta=1&G=4&rules=grpo,rlhf&view=trainers");
  const look = await playground.drawnLook("trainers");
  await look.getByRole("button", { name: "Read or write a configuration" }).click();
  const field = look.getByLabel(/^A call of GRPOConfig/);
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const lines = hostileTexts.map((text) => text.replace(/[\s\u2028\u2029]+/g, " "));
  await field.fill(`grpo:\n  num_generations_per_prompt: ${quoted(lines[4]!)}\n${lines.map((line) => `  ${quoted(line)}: ${quoted(line)}`).join("\n")}\n`); // prettier-ignore
  await expect(look).toContainText(lines[4]!);
  await expectNoIntruders(page);
  await field.fill(`GRPOConfig(\n${lines.map((line) => `  ${line},`).join("\n")}\n)`);
  await expectNoIntruders(page);
  await field.fill(`python3 -m verl.trainer.main_ppo ${lines.map((line) => `actor_rollout_ref.rollout.n='${line}' ${line}`).join(" ")}`); // prettier-ignore
  await expectNoIntruders(page);

  await page.getByRole("button", { name: /^Files/ }).click();
  await page.getByRole("button", { name: "Bring your own rewards…" }).click();
  const dialog = page.getByRole("dialog", { name: "Bring your own rewards" });
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const table = hostileTexts.map((text, i) => [cell(text), cell(text), i % 2, i === 5 ? cell(text) : 1].join());
  await page.getByLabel("Paste a table").fill(`prompt,answer,reward,${cell(hostileTexts[6]!)}\n${table.join("\n")}\n`);
  await expect(dialog).toContainText(hostileTexts[4]!);
  await expectNoIntruders(page);
  await expect(dialog.locator("[data-solving]")).toHaveAttribute("data-solving", "rest", { timeout: 60_000 });
  await expectNoIntruders(page);
});

test("names, seeds and words of answer sheets are shown to a teacher as they are, and pasted codes too", async ({
  playground: _,
  page,
}) => {
  const lesson = courseLesson("policy");
  const explain = lesson.exercises.flatMap(({ id, steps }) => steps.map((step) => ({ id, step }))).find(({ step }) => step.kind === "explain")!; // prettier-ignore
  const done = (response: string): StepWork => ({ response, score: null, tries: 1, hints: 0, seconds: 1 });
  const sheets = hostileTexts.map(
    (text) =>
    makeSheet(lesson, { name: text, seed: text }, { started: "2026-01-12T09:00:00Z", seconds: 1, work: { [explain.id]: { [explain.step.id]: done(text) } } }), // prettier-ignore
  );
  await page.goto("./#teach");
  const buffer = Buffer.from(JSON.stringify(lesson));
  await page.getByLabel("Lesson file").setInputFiles({ name: `${hostileTexts[4]}.json`, mimeType: "application/json", buffer }); // prettier-ignore
  await expect(page.getByText("Sheets are graded by")).toBeVisible();
  const paste = page.getByLabel(/paste answer codes/);
  await paste.fill(JSON.stringify(sheets));
  const rows = page.getByRole("table", { name: "Students and steps" }).locator("tbody tr");
  const names = new Set(hostileTexts.map((text) => text.trim()));
  await expect(rows).toHaveCount(names.size);
  expect(new Set(await rows.getByRole("rowheader").allTextContents())).toEqual(names);
  await expectNoIntruders(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /CSV/ }).click();
  const csv: string[][] = parse(readFileSync(await (await download).path()), { bom: true });
  for (const row of csv) for (const text of row) expect(text).not.toMatch(/^\s*[=+@＝＋－＠]|^\s*-\D/);
  await paste.fill(hostileTexts.map((text) => `GRPO1Z.${text}.ABCDEF.`).join("\n"));
  await expect(page.getByRole("list", { name: "Not graded" })).toBeVisible();
  await expectNoIntruders(page);
});

test("a script of somebody's text that ran would be seen", async ({ page }) => {
  const heard: string[] = [];
  page.on("console", (message) => heard.push(message.text()));
  await page.setContent("<main></main>");
  await page.evaluate((html) => (document.querySelector("main")!.innerHTML = html), hostileTexts.join("</table>"));
  await expect.poll(() => heard.some((text) => text.includes("has run"))).toBe(true);
  await expect(expectNoIntruders(page)).rejects.toThrow(/onerror/);
});
