// SPDX-License-Identifier: MIT
// The simplex: the reference is dragged and everything follows, words and marks agree with the board, the link keeps it.
import { expect, type PlaygroundPage, test } from "./playground";

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=0.5&G=8&rules=grpo,rlhf";
const twelve = `v=1&ref=${Array(12).fill(1).join()}&r=${Array.from({ length: 12 }, (_, k) => k / 11).join()}&beta=1&G=8&rules=grpo,rlhf`;

const handle = (playground: PlaygroundPage) => playground.look("simplex").getByRole("slider", { name: /^Reference/ });

/** Shares of the left, right and top corner at the middle of a mark. */
function sharesOf(playground: PlaygroundPage, mark: string) {
  return playground.look("simplex").evaluate((look, selector) => {
    const middle = (box: DOMRect) => [box.x + box.width / 2, box.y + box.height / 2] as const;
    const edge = look.querySelector(".edge")!.getBoundingClientRect();
    const [x, y] = middle(look.querySelector(selector)!.getBoundingClientRect());
    const top = (edge.bottom - y) / edge.height;
    const right = (x - edge.left) / edge.width - top / 2;
    return [1 - right - top, right, top];
  }, mark);
}

test("dragging the reference moves it on the board and every mark in the triangle, one step for undo", async ({
  playground,
  page,
}) => {
  await playground.open(`${three}&view=simplex`);
  const look = await playground.drawnLook("simplex");
  const before = await look.locator(".summary").textContent();
  await handle(playground).scrollIntoViewIfNeeded();
  const box = (await handle(playground).locator(".knob").boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 80, y - 60, { steps: 6 });
  await page.mouse.up();
  await playground.settled("ready");
  await playground.drawnLook("simplex");
  expect(await playground.share(2, "reference")).toBeGreaterThan(0.4); // up is towards “Wrong”
  await expect(look.locator(".summary")).not.toHaveText(before!);
  for (const rule of ["grpo", "rlhf"]) {
    const shares = await sharesOf(playground, `[data-rest^="${rule} "] .mark`);
    for (const row of [0, 1, 2]) expect(shares[row]).toBeCloseTo(await playground.share(row, rule), 2);
  }
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => playground.share(2, "reference")).toBeCloseTo(0.3, 9);
});

test("arrow keys move the reference, and the handle says where it is", async ({ playground, page }) => {
  await playground.open(`${three}&view=simplex`);
  await playground.drawnLook("simplex");
  await handle(playground).focus();
  await page.keyboard.press("ArrowLeft");
  await playground.settled("ready");
  expect(await playground.share(0, "reference")).toBeCloseTo(0.21, 9);
  await expect(handle(playground)).toHaveAttribute("aria-valuetext", "reference Rare 21%, Popular 49%, Wrong 30%");
});

test("the way from π_ref ends at GRPO’s policy, and the path along β goes through it", async ({ playground }) => {
  await playground.open(`${three}&view=simplex`);
  const look = await playground.drawnLook("simplex");
  await expect(look.locator('[data-curve="way"]')).toBeVisible();
  const away = await look.evaluate((element) => {
    const svg = element.querySelector("svg[data-picture]")!.getBoundingClientRect();
    const box = element.querySelector('[data-rest="grpo 0"] .mark')!.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2 - svg.x, box.y + box.height / 2 - svg.y];
    return ["way", "path"].map((name) => {
      const curve = element.querySelector<SVGPathElement>(`[data-curve="${name}"]`)!;
      const length = curve.getTotalLength();
      const far = (at: number) => {
        const point = curve.getPointAtLength(at);
        return Math.hypot(point.x - x, point.y - y);
      };
      return name === "way"
        ? far(length)
        : Math.min(...Array.from({ length: 2001 }, (_, k) => far((k * length) / 2000)));
    });
  });
  expect(away[0]).toBeLessThan(0.5);
  expect(away[1]).toBeLessThan(0.5);
});

test("the flow of another rule, the rest as one corner and fewer layers are in the link, and come back", async ({
  playground,
  page,
}) => {
  await playground.open(`${twelve}&view=simplex`);
  const look = await playground.drawnLook("simplex");
  await look.getByRole("radio", { name: "RLHF" }).check({ force: true });
  await look.getByRole("combobox", { name: "top" }).selectOption("all the others");
  await look.getByRole("checkbox", { name: "path along β" }).uncheck({ force: true });
  await expect(page).toHaveURL(/view=simplex;rule=rlhf;top=0;show=/);
  await page.reload();
  await playground.drawnLook("simplex");
  await expect(look.locator(".summary")).toContainText("RLHF holds still at one policy");
  await expect(look.locator("svg[data-picture]")).toContainText("the 10 others");
  await expect(look.locator('[data-curve="path"]')).toHaveCount(0);
  await look.getByRole("button", { name: "Numbers" }).click();
  await expect(look.getByRole("columnheader")).toHaveCount(15);
});

test("where several policies hold still each has its shape, and the words count them", async ({ playground }) => {
  const two = "v=1&ref=0.4,0.3,0.3&r=1,0,0&a=A,B,C&beta=2&G=inf&rules=grpo-direct-kl";
  await playground.open(`${two}&view=simplex;rule=grpo-direct-kl`);
  const look = await playground.drawnLook("simplex");
  await expect(look.locator(".summary")).toContainText("2 policies, of which 1 attracts the flow");
  await expect(look.locator("path.mark")).toHaveCount(1);
});
