// SPDX-License-Identifier: MIT
// Pooling functions: every answer stands on the curve of its rule's penalty, and follows the board.
import { expect, test } from "./playground";

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf";

test("every answer of every rule is a point, multiplied as the board has it", async ({ playground }) => {
  await playground.open(`${three}&view=pooling`);
  const look = await playground.drawnLook("pooling");
  await expect(look.locator("circle.answer")).toHaveCount(6);
  await look.getByRole("button", { name: "Numbers" }).click();
  const references = [0.2, 0.5, 0.3];
  for (const [k, rule] of ["grpo", "rlhf"].entries()) {
    const shares = await playground.shares(rule);
    for (const [answer, reference] of references.entries()) {
      const cells = look
        .locator("tbody tr")
        .nth(3 * k + answer)
        .locator("td");
      const [x, gain] = [
        Number((await cells.nth(-2).textContent())!.replace("−", "-")),
        Number(await cells.last().textContent()),
      ];
      expect(gain).toBeCloseTo(shares[answer]! / reference, 9);
      expect(gain).toBeCloseTo(rule === "grpo" ? 1 / (1 - x) : Math.exp(x), 9);
    }
  }
});

test("the words say what each curve makes of the favourite, and follow the board", async ({ playground }) => {
  await playground.open(`${three}&view=pooling`);
  const look = await playground.drawnLook("pooling");
  await expect(look.locator(".summary")).toContainText("the curve 1/(1 − x), “Rare” is multiplied by 3.17 under GRPO");
  for (const field of [1, 2]) await playground.type(`answers[${field}].reward`, "1");
  await playground.drawnLook("pooling");
  await expect(look.locator(".summary")).toContainText("every answer stays as it was under GRPO");
});

test("with six rules on two curves each rule is named at its favourite", async ({ playground }) => {
  await playground.open(
    `${three.replace(/rules=.*/, "rules=grpo,rlhf,nlhf,grpo-direct-kl,shift-only,shift-only-direct-kl")}&view=pooling`,
  );
  const look = await playground.drawnLook("pooling");
  await expect(look.locator("path[data-curve]")).toHaveCount(3);
  await expect(look.locator("text.name[data-rule='nlhf']")).toHaveText("NLHF");
});

test("a reference of 10⁻⁹ and a hundred answers are drawn", async ({ playground }) => {
  await playground.open("v=1&ref=1e-9,1&r=1,0&a=Right,Wrong&beta=0.5&G=8&view=pooling");
  const look = await playground.drawnLook("pooling");
  await expect(look.locator("circle.answer")).toHaveCount(4);
  const ones = Array(100).fill(1).join(",");
  const rewards = Array.from({ length: 100 }, (_, k) => (k % 2 ? 1 : 0)).join(",");
  await playground.open(`v=1&ref=${ones}&r=${rewards}&beta=1&G=8&view=pooling`);
  await playground.drawnLook("pooling");
  await expect(look.locator("circle.answer")).toHaveCount(200);
});
