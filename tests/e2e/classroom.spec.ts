// SPDX-License-Identifier: MIT
// The classroom: ways in and out, work that is kept, lessons in links, answer sheets, paper, the textbook.
import { readdirSync, readFileSync } from "node:fs";
import { lessonFragment } from "../../web/src/lessons/links";
import { scoreStep } from "../../web/src/lessons/score";
import { readSheet } from "../../web/src/lessons/sheet";
import { readCode } from "../../web/src/lessons/sheet-code";
import { solutionOf } from "../../web/src/lessons/solve";
import type { Find, Lesson } from "../../web/src/lessons/types";
import { ask, ClassroomPage, courseIds, courseLesson, exerciseOf } from "./classroom";
import { expect, test } from "./playground";

const policy = courseLesson("policy");

test("the playground leads into the classroom and back, and neither loses what was done there", async ({
  playground,
  page,
}) => {
  await playground.open();
  await playground.type("rules[0].beta", "0.37");
  await page.getByRole("link", { name: "Learn" }).click(); // sooner than the address settles
  await expect(page.getByRole("heading", { level: 1, name: "Lessons" })).toBeVisible();
  await page.getByRole("link", { name: policy.title }).click();
  const room = new ClassroomPage(page);
  await expect(room.exercise("policy")).toBeVisible();
  await expect(page).toHaveTitle(/A policy, a reward, a pull/);
  await expect(page).toHaveURL(/#learn=policy$/);
  await room.step("shares").getByRole("slider").first().fill("0.7");
  await page.getByRole("link", { name: "Back to the playground" }).click();
  await playground.settled("ready");
  await expect(playground.field("rules[0].beta")).toHaveValue("0.37");
  await expect(page).toHaveTitle("GRPO Playground");
  await page.goBack();
  await expect(room.exercise("policy")).toBeVisible();
  await expect(room.step("shares").getByRole("slider").first()).toHaveValue("0.7");
});

test("a fragment of the classroom is never read as a link of the playground", async ({ playground, page }) => {
  await playground.open("v=1&ref=0.5,0.5&r=1,0&a=Yes,No&beta=2&G=4&rules=grpo");
  await page.evaluate(() => (location.hash = "#learn=policy/pull"));
  await expect(new ClassroomPage(page).exercise("pull")).toBeVisible();
  await expect(page).toHaveURL(/#learn=policy\/pull$/);
  await page.evaluate(() => (location.hash = "#v=1&ref=0.5,0.5&r=1,0&a=Ja,Nein&beta=3&G=4&rules=grpo"));
  await playground.settled("ready");
  expect(await playground.labels()).toEqual(["Ja", "Nein"]);
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a reload in the middle keeps responses, what is typed, hints and the place", async ({ playground: { page } }) => {
  const room = new ClassroomPage(page);
  const exercise = exerciseOf(policy, "policy");
  await room.openExercise("policy", "policy");
  const [first, second] = exercise.steps as [(typeof exercise.steps)[0], (typeof exercise.steps)[0]];
  await room.respond(first, (await solutionOf(exercise, first, ask))!);
  expect(await room.scored(first.id)).toBe(1);
  await room.continue(first.id);
  await room.step(second.id).getByRole("button", { name: /hint/i }).click();
  await room.step(second.id).getByRole("textbox").fill("0.3x");
  await page.reload();
  expect(await room.scored(first.id)).toBe(1);
  await expect(room.step(second.id).getByRole("textbox")).toHaveValue("0.3x");
  await expect(room.step(second.id).getByText("Imagine all")).toBeVisible();
  await expect(room.step(second.id)).toContainText("“0.3x”: it must be a number");
  await expect(room.step(second.id).getByRole("button", { name: "Commit to this" })).toBeDisabled();
});

test("what was tried on the board is there again after a reload, with its tries", async ({ playground: { page } }) => {
  const room = new ClassroomPage(page);
  const exercise = exerciseOf(policy, "order");
  await room.openExercise("policy", "order");
  for (const step of exercise.steps.slice(0, -1)) {
    await room.respond(step, (await solutionOf(exercise, step, ask))!);
    await room.scored(step.id);
    await room.continue(step.id);
  }
  const beta = page.locator('[data-path="rules[0].beta"]');
  await beta.fill("0.4");
  const kept = () => page.evaluate(() => Object.values(localStorage).join().includes('"draft":{"rules[0].beta":0.4}'));
  await expect.poll(kept).toBe(true); // once the board holds still
  await page.reload();
  await expect(beta).toHaveValue("0.4");
  await expect(room.score(exercise.steps.at(-1)!.id)).toHaveCount(0);
});

test("one step can be tried again, and all of a lesson after a question", async ({ playground: { page } }) => {
  const room = new ClassroomPage(page);
  await room.openExercise("policy", "policy");
  await room.step("shares").getByRole("button", { name: "Commit to this" }).click();
  expect(await room.scored("shares")).toBeLessThan(1);
  await room.tryAgain("shares");
  await expect(room.score("shares")).toHaveCount(0);
  await room.step("shares").getByRole("button", { name: "Commit to this" }).click();
  await room.scored("shares");
  await page.getByRole("button", { name: "Results" }).click();
  const row = page.getByRole("row").filter({ hasText: "1. Prediction" }).first();
  await expect(row).toContainText(/of 100\s*2/); // two tries
  await page.getByRole("button", { name: /Start the lesson again/ }).click();
  await page.getByRole("button", { name: "Forget them and start again" }).click();
  await expect(room.step("shares").getByRole("button", { name: "Commit to this" })).toBeVisible();
  await page.reload();
  await expect(room.score("shares")).toHaveCount(0);
});

test("another name has numbers and work of its own; the first name’s come back with it", async ({
  playground: { page },
}) => {
  const room = new ClassroomPage(page);
  const name = page.getByLabel("Your name or number");
  const times = page.locator('[data-live="asked"]').first();
  await room.openExercise("policy", "policy");
  for (const student of ["Ada", "Émilie"]) {
    await name.fill(student);
    await name.press("Enter");
    const { values } = exerciseOf(policy, "policy", student);
    await expect(times).toHaveText(String(values["right"]! + values["close"]! + values["wrong"]!));
    await expect(room.score("shares")).toHaveCount(0);
    await room
      .step("shares")
      .getByRole("slider")
      .first()
      .fill(student === "Ada" ? "0.9" : "0.1");
  }
  await name.fill("ada ");
  await name.press("Enter");
  await expect(room.step("shares").getByRole("slider").first()).toHaveValue("0.9");
  await page.reload();
  await expect(name).toHaveValue("ada");
});

test("hints come one at a time; then a solution may be shown, which earns nothing", async ({
  playground: { page },
}) => {
  const room = new ClassroomPage(page);
  const exercise = exerciseOf(policy, "order");
  await room.openExercise("policy", "order");
  for (const step of exercise.steps) {
    if (step.kind === "find") break;
    await room.respond(step, (await solutionOf(exercise, step, ask))!);
    await room.scored(step.id);
    await room.continue(step.id);
  }
  const { id, hints } = exercise.steps.find((step): step is Find => step.kind === "find")!;
  const place = room.step(id);
  await expect(place.getByRole("button", { name: "Show a solution" })).toHaveCount(0);
  for (let k = 0; k < hints!.length; ++k) {
    await expect(place.getByText(`Hint ${k + 1}`, { exact: true })).toHaveCount(0);
    await place.getByRole("button", { name: /hint/i }).click();
    await expect(place.getByText(`Hint ${k + 1}`, { exact: true })).toBeVisible();
  }
  await place.getByRole("button", { name: "Show a solution" }).click();
  expect(await room.scored(id)).toBe(0);
  await expect(place).toContainText("A solution.");
});

test("a locked control says so and does not move; while one predicts the policies are covered", async ({
  playground: { page },
}) => {
  const room = new ClassroomPage(page);
  await room.openExercise("policy", "pull");
  const board = page.getByRole("region", { name: "The board" });
  await expect(board.locator(".covered")).toHaveCount(3);
  await expect(board.locator("[data-rule=rlhf][data-share]")).toHaveCount(0);
  await expect(board.getByRole("slider", { name: /Pull of the reference/ })).toBeDisabled();
  await expect(board).toContainText("fixed in this exercise");
  await room.step("dear").getByRole("radio").first().check();
  await room.step("dear").getByRole("button", { name: "Commit to this" }).click();
  await room.scored("dear");
  await expect(board.locator("[data-rule=rlhf][data-share]")).toHaveCount(3);
  await expect(board.getByRole("slider", { name: /Pull of the reference/ })).toBeEnabled();
});

test("the answer sheet, as file and as code, holds what was given, and the core finds its scores again", async ({
  playground: { page },
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const room = new ClassroomPage(page);
  await room.openExercise("policy", "policy");
  await page.getByLabel("Your name or number").fill("Ada");
  await page.keyboard.press("Enter");
  const exercise = exerciseOf(policy, "policy", "Ada");
  await expect(page.locator('[data-live="right"]')).toHaveText(String(exercise.values["right"]));
  const [shares, earned, words] = exercise.steps as [never, never, never];
  await room.step("shares").getByRole("button", { name: "Commit to this" }).click();
  const first = await room.scored("shares");
  await room.continue("shares");
  await room.respond(earned, (await solutionOf(exercise, earned, ask))!);
  expect(await room.scored("earned")).toBe(1);
  await room.continue("earned");
  await room.respond(words, "It is “so”.\nNext line.");
  await page.getByRole("button", { name: "Results" }).click();
  await expect(page.locator("[data-total]")).toHaveAttribute("data-total", String(first + 1));

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the file" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^ada.*\.json$/);
  const read = readSheet(JSON.parse(readFileSync(await file.path(), "utf8")));
  if (!("sheet" in read)) throw new Error(JSON.stringify(read));
  const { sheet } = read;
  expect(sheet.student).toBe("Ada");
  expect(sheet.work["policy"]!["same-average"]!.response).toBe("It is “so”.\nNext line.");
  const again = await scoreStep(exercise, shares, sheet.work["policy"]!["shares"]!.response, ask);
  expect(again.score).toBeCloseTo(first, 12);

  await page.getByRole("button", { name: "Copy the code" }).click();
  const code = await readCode(await page.evaluate(() => navigator.clipboard.readText()));
  expect("sheet" in code && code.sheet.work).toEqual(sheet.work);
});

const hostile: Lesson = {
  ...policy,
  title: "<b>Plain</b> & simple",
  exercises: [
    {
      ...policy.exercises[0]!,
      text: [
        "<script>document.title = 'hacked'</script> <img src=x onerror=\"document.title='hacked'\">",
        "![a picture](https://example.com/spy.png) [a link](javascript:document.title='hacked')",
        "[a page](https://example.com/) $\\href{javascript:alert(1)}{x^2}$ $\\frac{1}{2}$ 5 $ or 6 $",
      ].join("\n\n"),
    },
  ],
};

test("a lesson in the link is played; markup in its texts is text, and nothing is fetched", async ({
  playground: { page },
}) => {
  await page.goto(`./#${await lessonFragment(hostile)}`);
  const room = new ClassroomPage(page);
  const exercise = room.exercise("policy");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("<b>Plain</b> & simple");
  await expect(exercise).toContainText("<script>document.title = 'hacked'</script>");
  await expect(exercise.locator("img, script")).toHaveCount(0);
  await expect(exercise.locator("a[href^=javascript]")).toHaveCount(0);
  await expect(exercise.getByRole("link", { name: "a page" })).toHaveAttribute("rel", /noopener/);
  await expect(exercise.locator("mfrac")).toHaveCount(1);
  await expect(exercise).toContainText("5 $ or 6 $");
  await expect(page).toHaveTitle(/Plain/);
  await room.step("shares").getByRole("button", { name: "Commit to this" }).click();
  await room.scored("shares");
  await page.getByRole("button", { name: "Results" }).click(); // the lesson stays in the address
  await page.reload();
  await expect(page.getByRole("heading", { name: "What came of it" })).toBeVisible();
});

test("a link that was cut off is named, and nothing is played", async ({ playground: { page } }) => {
  const whole = await lessonFragment(policy);
  await page.goto(`./#${whole.slice(0, whole.length - 40)}`);
  await expect(page.getByRole("alert")).toContainText("must be whole");
  await page.goto("./#learn=nowhere");
  await expect(page.getByRole("alert")).toContainText("There is no lesson “nowhere”");
});

test("on paper a lesson has room to write, or the solutions and the notes to teachers", async ({
  playground: { page },
}) => {
  await page.goto("./#learn=policy/~paper");
  const sheet = page.locator(".sheet");
  await expect(sheet).toHaveAttribute("data-ready", "true", { timeout: 20_000 });
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  const steps = policy.exercises.flatMap(({ steps }) => steps);
  await expect(sheet.locator("li[data-step]")).toHaveCount(steps.length);
  for (const kind of ["bars", "order", "point", "choice", "number", "explain", "find"])
    await expect(sheet.locator(`[data-blank=${kind}]`).first()).toBeVisible();
  await expect(sheet).not.toContainText("Typical mistakes");
  await page.emulateMedia({ media: "screen" });
  await page.getByLabel("With solutions").check();
  await expect(sheet.locator('[data-step="overtake"] [data-solution]')).toHaveText("β = 0.5");
  await expect(sheet).toContainText("Averaging the three rewards without weights.");
});

/** How many pictures a page of the textbook has. */
function figuresOf(page: number): number {
  const folder = new URL("../../web/src/lessons/textbook/", import.meta.url);
  const name = readdirSync(folder).find((file) => file.startsWith(`${page}-`))!;
  return readFileSync(new URL(name, folder), "utf8").match(/^```figure$/gm)!.length;
}

test("the textbook has five pages with live pictures, each of which opens in the playground", async ({
  playground,
  page,
}) => {
  test.setTimeout(90_000);
  await page.goto("./#textbook");
  for (let number = 1; number <= 5; ++number) {
    await expect(page.getByText(`Textbook, page ${number} of 5`)).toBeVisible();
    await expect(page.locator("article math").first()).toBeAttached();
    const links = page.getByRole("link", { name: "Open in the playground" });
    const figures = page.locator("article [data-figure]");
    const wanted = figuresOf(number);
    while ((await figures.count()) < wanted) await page.mouse.wheel(0, 400);
    await expect(links).toHaveCount(wanted);
    for (const link of await links.all()) await expect(link).toHaveAttribute("href", /^#v=1&/);
    await expect(page.getByText("This figure cannot be drawn")).toHaveCount(0);
    if (number < 5) await page.getByRole("navigation", { name: "Neighbouring pages" }).getByText("Next").click();
  }
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Open in the playground" }).first().click();
  const other = await opened;
  await expect(other.locator("main")).toHaveAttribute("data-state", "ready");
  await expect(other.getByRole("alert")).toHaveCount(0);
  void playground;
});

test("the list of lessons says how far one has come", async ({ playground: { page } }) => {
  const room = new ClassroomPage(page);
  await room.openExercise("policy", "policy");
  await room.step("shares").getByRole("button", { name: "Commit to this" }).click();
  await room.scored("shares");
  await page.getByRole("link", { name: "Lessons" }).click();
  const steps = policy.exercises.flatMap(({ steps }) => steps).length;
  await expect(page.getByRole("link", { name: new RegExp(policy.title) })).toContainText(`1 of ${steps} steps done`);
  for (const id of courseIds) await expect(page.locator(`a[href="#learn=${id}"]`)).toBeVisible();
});

test("projector mode enlarges the classroom too", async ({ playground: { page } }) => {
  await page.goto("./#learn");
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const before = await size();
  await page.getByRole("button", { name: "Projector" }).click();
  expect(await size()).toBeGreaterThan(1.3 * before);
});
