// SPDX-License-Identifier: MIT
// What the page tells before anything is touched, and that the picture answers.
import { expect, test } from "./playground";

test.beforeEach(({ playground }) => playground.open());

test("the first screen shows three answers with reference, GRPO and RLHF side by side, and says what happened", async ({
  playground,
}) => {
  await expect(playground.rows).toHaveCount(3);
  await expect(playground.headline).toHaveText(
    "GRPO makes “Rare but right” the favourite, 63.4%. RLHF stays with “Popular, half right”, 44.4%.",
  );
  expect(await playground.shares("reference")).toEqual([0.2, 0.5, 0.3]);
  expect((await playground.shares("grpo")).map((share) => share.toFixed(3))).toEqual(["0.634", "0.247", "0.119"]);
  expect((await playground.shares("rlhf")).map((share) => share.toFixed(3))).toEqual(["0.358", "0.444", "0.198"]);
});

test("every bar is as long as its probability on one axis", async ({ playground }) => {
  const lane = (await playground.page.locator(".policy-bar .lane").first().boundingBox())!;
  for (const [row, rule] of [
    [0, "grpo"],
    [1, "rlhf"],
    [2, "grpo"],
  ] as const) {
    const bar = playground.rows.nth(row).locator(`.policy-bar[data-rule="${rule}"] rect`);
    const { x, width } = (await bar.boundingBox())!;
    expect((x + width - lane.x) / lane.width).toBeCloseTo(await playground.share(row, rule), 2);
  }
});

test("headline, board, dials and equation of the first screen fit a laptop without scrolling", async ({
  playground,
}) => {
  for (const part of [playground.headline, playground.beta, playground.page.locator(".equation")]) {
    await expect(part).toBeInViewport({ ratio: 1 });
  }
});

test("the equation shows the user's own numbers for the bar under the pointer", async ({ playground, page }) => {
  const why = page.getByRole("region", { name: /^Why/ });
  await expect(why).toContainText("Why GRPO gives Rare but right 63.4%");
  await expect(why.locator("math").last()).toHaveText(/=\s*0\.2\s*1−0\.685\/1\s*=\s*0\.634/);

  await playground.rows.nth(1).locator('[data-rule="rlhf"]').hover();
  await expect(why).toContainText("Why RLHF gives Popular, half right 44.4%");
  await expect(why.locator("math").last()).toHaveText(/=0\.5⋅e\(0\.3−0\.418\)\/1=0\.444/);
});

test("a bar that is pressed keeps the equation when the pointer goes on", async ({ playground, page }) => {
  const why = page.getByRole("region", { name: /^Why/ });
  await playground.rows.nth(1).locator('.policy-bar[data-rule="rlhf"]').click();
  await playground.rows.nth(2).hover();
  await expect(why).toContainText("Confidently wrong");
  await playground.headline.hover();
  await expect(why).toContainText("Why RLHF gives Popular, half right 44.4%");
});

test("hover shows the exact value of a bar", async ({ playground }) => {
  const bar = playground.rows.first().locator('.policy-bar[data-rule="grpo"]');
  await bar.hover();
  await expect(bar.locator(".exact")).toHaveText(String(await playground.share(0, "grpo")));
  await expect(bar.locator(".exact")).toHaveCSS("opacity", "1");
});

test("the quiet corner gives the number of stationary policies, the residual and the std's convention", async ({
  page,
}) => {
  const corner = page.getByRole("region", { name: "What the solver found" });
  await expect(corner).toContainText(/1 stationary policy · residual \S*10⁻\S+ · std over the group \(population\)/);
  await expect(corner).toContainText("logarithmic pooling");
});

test("the β dial answers: a large β gives back the reference", async ({ playground }) => {
  await playground.beta.focus();
  await playground.page.keyboard.press("End");
  await playground.settled("ready");
  expect(await playground.share(0, "grpo")).toBeCloseTo(0.2, 3);
  await expect(playground.headline).not.toContainText("63.4%");
});

test("the G dial runs from pairs to the limit of large groups", async ({ playground, page }) => {
  await playground.groupSize.focus();
  await page.keyboard.press("Home");
  await expect(playground.field("rules[0].preference.groupSize")).toHaveValue("2");
  const pairs = await playground.share(0, "grpo");
  await page.keyboard.press("End");
  await expect(playground.field("rules[0].preference.groupSize")).toHaveValue("∞");
  expect(await playground.share(0, "grpo")).toBeGreaterThan(pairs);
});

test("while a dial is dragged every answer is newer than the one before, and the last is that of the final position", async ({
  playground,
  page,
}) => {
  await page.evaluate(() => {
    const main = document.querySelector("main")!;
    const seen: number[] = ((window as unknown as { seen: number[] }).seen = []);
    new MutationObserver(() => seen.push(Number(main.dataset["revision"]))).observe(main, {
      attributeFilter: ["data-revision"],
    });
  });
  await playground.dragThumb(playground.beta, 120);
  const seen = await page.evaluate(() => (window as unknown as { seen: number[] }).seen);
  expect(seen.length).toBeGreaterThan(1);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));

  const dragged = await playground.table();
  await expect(page).toHaveURL(new RegExp(`beta=${await playground.field("rules[0].beta").inputValue()}&`));
  await page.reload();
  expect(await playground.table()).toEqual(dragged);
});

test("where a rule has several stationary policies all are marked and each can be drawn", async ({
  playground,
  page,
}) => {
  await playground.openPreset("Two stationary policies, or none");
  const bar = playground.rows.first().locator('.policy-bar[data-rule="grpo-direct-kl"]');
  await expect(bar.locator(".mark.unstable")).toHaveCount(1);
  await expect(bar.locator(".mark.boundary")).toHaveCount(1);
  const stable = await playground.share(0, "grpo-direct-kl");
  await page.getByText(/unstable/).click();
  expect(await playground.share(0, "grpo-direct-kl")).toBeGreaterThan(stable);
  await expect(bar.locator(".mark.stable")).toHaveCount(1);
});

test("where a rule has no stationary policy the page says so", async ({ playground, page }) => {
  await playground.openPreset("Two stationary policies, or none");
  await playground.type("rules[0].beta", "1");
  await expect(page.getByRole("region", { name: "What the solver found" })).toContainText("no stationary policy");
});

test("a preset with several policies shows its branch first, without a count, and settles with all of them", async ({
  playground,
  page,
}) => {
  await page.evaluate(() => {
    const seen: [string, string][] = ((window as unknown as { seen: [string, string][] }).seen = []);
    const main = document.querySelector("main")!;
    const note = () => main.querySelector('.notes [data-rule="grpo-direct-kl"]')?.textContent ?? "";
    new MutationObserver(() => seen.push([main.dataset["state"]!, note()])).observe(main, {
      attributeFilter: ["data-state"],
    });
  });
  await playground.openPreset("Two stationary policies, or none");
  await playground.settled("ready");
  const note = page.locator('.notes [data-rule="grpo-direct-kl"]');
  await expect(note).toContainText("2 stationary policies · 1 corner that attracts");
  await expect(note.getByRole("radio")).toHaveCount(3);
  const seen = await page.evaluate(() => (window as unknown as { seen: [string, string][] }).seen);
  const refining = seen.filter(([state]) => state === "refining").map(([, text]) => text);
  expect(refining.length).toBeGreaterThan(0);
  for (const text of refining) expect(text).toContain("looking for others…");
});

test("a chosen policy is drawn again when a changed scenario has settled", async ({ playground, page }) => {
  await playground.openPreset("Two stationary policies, or none");
  await page.getByText(/unstable/).click();
  await expect(page.getByRole("radio", { name: /unstable/ })).toBeChecked();
  await playground.type("rules[0].beta", "2.1");
  await expect(page.getByRole("radio", { name: /unstable/ })).toBeChecked();
  const bar = playground.rows.first().locator('.policy-bar[data-rule="grpo-direct-kl"]');
  await expect(bar.locator(".mark.stable")).toHaveCount(1);
});
