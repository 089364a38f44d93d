// SPDX-License-Identifier: MIT
// Storage that is denied, full, or holds anything at all: the page works, says what it cannot keep, and reports no error.
import type { Page } from "@playwright/test";
import { courseLesson, exerciseOf, wrongResponse, ClassroomPage } from "./classroom";
import { expect, type PlaygroundPage, test } from "./playground";

const room = (page: Page, name: string) => page.locator(`main[data-room="${name}"]`);

/** Everything that keeps something: the question, kept scenarios, a lesson's work, the editor's, pasted answers. */
async function useEverything(playground: PlaygroundPage): Promise<void> {
  const { page } = playground;
  await playground.open();
  await playground.type("rules[0].beta", "0.37");
  await playground.settled("ready");
  await expect(page).toHaveURL(/beta=0\.37/);
  await page.reload();
  await playground.settled("ready");
  await expect(playground.field("rules[0].beta")).toHaveValue("0.37");
  await page.getByRole("button", { name: /^Files/ }).click();
  await expect(page.getByRole("dialog", { name: "Files" })).toBeVisible();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as a file" }).click();
  await (await saved).path();
  await page.keyboard.press("Escape");

  const classroom = new ClassroomPage(page);
  const exercise = exerciseOf(courseLesson("policy"), courseLesson("policy").exercises[0]!.id);
  const step = exercise.steps[0] as Parameters<typeof wrongResponse>[1];
  await classroom.openExercise("policy", exercise.id);
  await expect(classroom.step(step.id)).toBeVisible();
  const again = classroom.step(step.id).getByRole("button", { name: /^Try again/ });
  if (await again.isVisible()) await again.click();
  await classroom.respond(step, await wrongResponse(exercise, step));
  await classroom.scored(step.id);
  await page.goto("./#learn");
  await expect(page.getByRole("link", { name: courseLesson("policy").title })).toBeVisible();
  await page.goto("./#make");
  await expect(room(page, "make")).toBeVisible();
  await page.locator('[data-path="title"]').fill("A lesson");
  await page.getByRole("button", { name: "Add an exercise" }).click();
  await page.getByRole("button", { name: "Add this exercise" }).click();
  await expect(page.locator('[data-path="exercises[1].goal"], [data-path="exercises[0].goal"]').first()).toBeVisible();
  await page.goto("./#teach");
  await page.getByLabel(/paste answer codes/).fill("GRPO1Z.AAAA.BBBBBB.");
  await page.goto("./");
  await playground.settled("ready");
}

test("storage that is denied, even to be looked at, takes nothing from the page", async ({ playground, page }) => {
  await page.addInitScript(() => {
    const denied = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB"])
      Object.defineProperty(globalThis, name, { get: denied });
    Object.defineProperty(navigator, "locks", { get: () => undefined });
  });
  await useEverything(playground);
});

test("storage that is full takes nothing from the page", async ({ playground, page }) => {
  await page.addInitScript(() => {
    const full = () => {
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    };
    Storage.prototype.setItem = full;
    IDBObjectStore.prototype.put = full;
    IDBObjectStore.prototype.add = full;
  });
  await useEverything(playground);
});

test("a database that cannot be opened, or never answers, takes nothing from the page", async ({
  playground,
  page,
}) => {
  await page.addInitScript(() => {
    let calls = 0;
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (name, version) {
      calls += 1;
      if (calls === 1) throw new DOMException("Internal error.", "UnknownError");
      return open.call(this, name, (version ?? 1) - 1 || undefined); // of an older version that has no stores
    };
  });
  await useEverything(playground);
});

/** What may stand where the page keeps something; the first are nothing that it ever wrote. */
const junk = ["", "null", "[5]", '{"version":1}', '{"__proto__":{"x":1}}', "[".repeat(1e5), "x".repeat(1e6)]; // prettier-ignore

test("anything at all in place of what was kept is nothing that was kept", async ({ playground, page }) => {
  test.slow();
  await useEverything(playground);
  const keys = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  expect(keys.length).toBeGreaterThan(4);
  for (const text of junk) {
    await page.evaluate(
      ([keys, text]) => {
        for (const key of keys as string[]) for (const storage of [localStorage, sessionStorage]) storage.setItem(key, text as string); // prettier-ignore
      },
      [keys, text] as const,
    );
    // A page that is left writes its own work over this: another document leaves without a word.
    for (const hash of ["", "#learn", "#learn=policy", "#make", "#teach"]) {
      await page.evaluate((hash) => (location.hash = hash), hash);
      await expect(page.locator("main").first()).toBeVisible();
    }
  }
  await playground.open("v=1&ref=0.5,0.5&r=1,0");
  await playground.settled("ready");
});

test("records and drafts that are damaged inside are left out, and the page goes on", async ({ playground, page }) => {
  test.slow();
  await useEverything(playground);
  await page.getByRole("button", { name: /^Files/ }).click();
  await expect(page.locator("[data-keeping]")).toHaveAttribute("data-keeping", /-/);
  const records = page.getByRole("list", { name: "Kept scenarios" }).getByRole("listitem");
  const whole = await records.count();
  for (const leaves of [
    [null, "NaN", [], -1],
    [1e300, { a: 1 }, "<b>", ""],
  ]) {
    await page.goto("about:blank");
    const plain = await page.context().newPage(); // of the same origin, and none of the page's own code
    await plain.route("**/empty", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
    await plain.goto("./empty");
    await plain.evaluate(damage, leaves);
    await plain.close();
    await playground.open();
    await page.getByRole("button", { name: /^Files/ }).click();
    await expect(records).toHaveCount(whole);
    for (const saving of await page.getByRole("button", { name: /^Save all/ }).all()) await saving.click();
    await page.keyboard.press("Escape");
    for (const hash of ["learn", "learn=policy", "make", "teach", ""]) {
      await page.evaluate((hash) => (location.hash = hash), hash);
      await expect(page.locator("main").first()).toBeVisible();
    }
    await playground.settled();
  }
});

/** In every text that is kept each second value becomes one of these, and a record of the database is made of each. */
async function damage(leaves: unknown[]): Promise<void> {
  let count = 0;
  const broken = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(broken);
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, /^(version|format|address)$/.test(key) ? entry : broken(entry)])); // prettier-ignore
    return ++count % 2 ? leaves[count % leaves.length] : value;
  };
  for (const storage of [localStorage, sessionStorage])
    for (const [key, text] of Object.entries(storage)) {
      try {
        storage.setItem(key, JSON.stringify(broken(JSON.parse(text as string))));
      } catch {
        /* a plain text */
      }
    }
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open("grpo-playground");
    opening.onerror = reject;
    opening.onsuccess = () => {
      const database = opening.result;
      const store = database.transaction("scenarios", "readwrite").objectStore("scenarios");
      for (const leaf of leaves)
        store.put({ id: JSON.stringify(leaf), mark: leaf, changed: typeof leaf === "number" ? leaf : 5, title: leaf, answers: leaf, work: leaf }); // prettier-ignore
      store.put({ id: "half", changed: 9e15 });
      store.transaction.oncomplete = () => {
        database.close();
        resolve();
      };
    };
  });
}
