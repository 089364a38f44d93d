// SPDX-License-Identifier: MIT
// Why this number: the equation, the certificate, and a change that makes an answer win, tried on the board.
import { expect, test } from "./playground";

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf";

test("the number is the board's, for the answer and the rule that are chosen", async ({ playground, page }) => {
  await playground.open(`${three}&view=why`);
  const look = await playground.drawnLook("why");
  await expect(look.locator(".exact")).toHaveText(String(await playground.share(0, "grpo")));
  await look.getByRole("combobox", { name: "Answer" }).selectOption("Wrong");
  await look.getByText("RLHF", { exact: true }).first().click();
  await expect(look.locator(".exact")).toHaveText(String(await playground.share(2, "rlhf")));
  await expect(page).toHaveURL(/view=why;rule=rlhf;o=3/);
  await page.reload();
  await playground.drawnLook("why");
  await expect(look.locator(".exact")).toHaveText(String(await playground.share(2, "rlhf")));
});

test("what would make an answer win does so on the board", async ({ playground }) => {
  await playground.open(`${three}&view=why;o=3`);
  const look = await playground.drawnLook("why");
  await expect(look.locator(".summary")).toContainText("“Wrong” would be the likeliest answer under GRPO with");
  const needed = Number(await look.locator('[data-track="reward"] [data-needed]').getAttribute("data-needed"));
  await playground.type("answers[2].reward", String(needed + 1e-6));
  const shares = await playground.shares("grpo");
  expect(shares.indexOf(Math.max(...shares))).toBe(2);
  await playground.drawnLook("why");
  await expect(look.locator(".summary")).toContainText("is the likeliest answer under GRPO");
  await playground.type("answers[2].reward", String(needed - 1e-3));
  const before = await playground.shares("grpo");
  expect(before.indexOf(Math.max(...before))).not.toBe(2);
});

test("the certificate says how sure the number is, and where pairs compare, how far it can be exploited", async ({
  playground,
}) => {
  await playground.open(
    "v=1&ref=0.6,0.3,0.1&w=0.5,0.9,0.3;0.1,0.5,0.8;0.7,0.2,0.5&a=R,S,P&beta=0.1&G=2&rules=grpo&view=why",
  );
  const look = await playground.drawnLook("why");
  const fact = (name: string) => look.locator("dl > div").filter({ hasText: name });
  await expect(fact("Residual")).toContainText("converged");
  await expect(fact("Exploitability")).toContainText("below 0.1");
  await expect(look.locator("[data-track]")).toHaveCount(2); // no reward where a win matrix compares
});

test("where training runs to a corner there is no equation, and no answer has one alone", async ({ playground }) => {
  await playground.open("v=1&ref=0.5,0.5&r=1,0&a=A,B&beta=0.1&G=inf&rules=grpo-direct-kl&view=why;rule=grpo-direct-kl");
  const look = playground.look("why");
  await expect(look).toContainText(/runs to a corner|No stationary policy/);
});

test("with thirty different rewards the equation stands, and the search that would take minutes is not begun", async ({
  playground,
}) => {
  const ones = Array(30).fill(1).join(",");
  const rewards = Array.from({ length: 30 }, (_, k) => k / 30).join(",");
  await playground.open(`v=1&ref=${ones}&r=${rewards}&beta=1&G=8&view=why`);
  const look = playground.look("why");
  await look.scrollIntoViewIfNeeded();
  await expect(look.locator(".exact")).toBeVisible();
  await expect(look).toContainText("more than 24 different rewards");
});
