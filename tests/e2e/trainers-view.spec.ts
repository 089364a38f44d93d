// SPDX-License-Identifier: MIT
// The trainers' look: golden policies side by side, formulas with their differences marked, β translated, configurations read and written.
import { expect, type PlaygroundPage, test } from "./playground";

const three = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=4&rules=grpo,rlhf";

const panel = (playground: PlaygroundPage, trainer: string) =>
  playground.look("trainers").locator(`[data-panel="${trainer}"] [data-share]`);

async function shares(playground: PlaygroundPage, trainer: string): Promise<number[]> {
  const all = await panel(playground, trainer).evaluateAll((bars) => bars.map((bar) => Number((bar as SVGElement).dataset["share"]))); // prettier-ignore
  return all.map((share) => Math.round(share * 1e5) / 1e5);
}

test("trainers stand side by side with the policies that the core gives their rules", async ({ playground }) => {
  await playground.open(`${three}&view=trainers`);
  const look = await playground.drawnLook("trainers");
  expect(await shares(playground, "paper")).toEqual([0.58762, 0.27701, 0.13537]);
  expect(await shares(playground, "trl-1-9")).toEqual([0.54261, 0.30901, 0.14839]);
  expect(await shares(playground, "trl-1-10")).toEqual([0.50362, 0.3588, 0.13759]);
  expect(await shares(playground, "openrlhf")).toEqual([0.5037, 0.35874, 0.13756]);
  await expect(look.locator(".summary").first()).toContainText("58.8% from The paper");
});

test("a trainer is added and removed by its name, stays in the link, and undo brings it back", async ({
  playground,
  page,
}) => {
  await playground.open(`${three}&view=trainers`);
  const look = await playground.drawnLook("trainers");
  await look.getByText(/^Trainers: 4 of/).click();
  await look.getByRole("checkbox", { name: /^NeMo-RL/ }).check();
  await playground.drawnLook("trainers");
  expect(await shares(playground, "nemo-rl")).toEqual([0.57496, 0.32288, 0.10215]);
  await look.getByRole("button", { name: "Remove The paper" }).click();
  await expect(page).toHaveURL(/view=trainers;t=trl-1-9~trl-1-10~openrlhf~nemo-rl/);
  await page.reload();
  await playground.drawnLook("trainers");
  await expect(look.locator("[data-panel]")).toHaveCount(4);
  await look.getByRole("button", { name: "Remove OpenRLHF" }).click();
  await expect(look.locator("[data-trainer]")).toHaveCount(3);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(look.locator("[data-trainer]")).toHaveCount(4);
});

test("what differs in the formulas is marked, and said", async ({ playground }) => {
  await playground.open(`${three}&view=trainers;t=trl-1-9~trl-1-10`);
  const look = await playground.drawnLook("trainers");
  await expect(look.getByText("Marked is what differs between them: the ratio.")).toBeVisible();
  const marks = (trainer: string) => look.locator(`[data-trainer="${trainer}"] math .differs`);
  await expect(marks("trl-1-9")).toHaveCount(0);
  await expect(marks("trl-1-10")).toHaveCount(1);
  await expect(marks("trl-1-10")).toContainText("old");
});

test("each at its own default has no KL term where that is 0", async ({ playground }) => {
  await playground.open(`${three}&view=trainers;beta=own`);
  const look = await playground.drawnLook("trainers");
  await expect(look.locator('[data-panel="trl-1-9"]')).toContainText("no KL term");
  expect(await shares(playground, "trl-1-9")).toEqual([1, 0, 0]);
  await expect(look.locator('[data-panel="paper"]')).toContainText("β = 0.04");
});

test("β is translated by formula where one is known, and the curve’s mark stands there", async ({ playground }) => {
  await playground.open(`${three}&view=trainers;t=rlhf~openrlhf-dr~trl-1-9~trl-1-10`);
  const look = await playground.drawnLook("trainers");
  const lead = look.locator("[data-lead]");
  await expect(lead).toHaveText("To get RLHF’s policy with OpenRLHF dr_grpo, set β = 0.75.");
  await expect(look.getByText("This is β × (G − 1)/G. The policies are then the same.")).toBeVisible();
  await expect(look.locator("circle.found")).toHaveAttribute("data-beta", "0.75");
  await look.getByLabel("Trainer whose policy is wanted").selectOption("TRL ≤ 1.9");
  await look.getByLabel("Trainer that is to get it").selectOption("TRL ≥ 1.10");
  await expect(lead).toContainText("TRL ≤ 1.9’s policy with TRL ≥ 1.10");
  await playground.drawnLook("trainers");
  await expect(look.getByText("No formula is known")).toBeVisible();
  const found = Number(await look.locator("circle.found").getAttribute("data-beta"));
  const left = Number(await look.locator("circle.found").getAttribute("data-distance"));
  expect(left).toBeGreaterThan(1e-4);
  const wanted = await panel(playground, "trl-1-9").evaluateAll((bars) => bars.map((bar) => Number((bar as SVGElement).dataset["share"]))); // prettier-ignore
  await playground.type("rules[0].beta", String(found));
  await playground.drawnLook("trainers");
  const got = await panel(playground, "trl-1-10").evaluateAll((bars) => bars.map((bar) => Number((bar as SVGElement).dataset["share"]))); // prettier-ignore
  const distance = got.reduce((sum, share, k) => sum + Math.abs(share - wanted[k]!), 0) / 2;
  expect(distance).toBeCloseTo(left, 9);
});

test("where no β can do it the translator says why", async ({ playground }) => {
  await playground.open(`${three}&view=trainers;t=paper~slime-kl`);
  const look = await playground.drawnLook("trainers");
  await expect(look.locator("[data-obstacle]")).toContainText("No β does that");
  await look.getByLabel("Trainer whose policy is wanted").selectOption("slime, use-kl-loss");
  await look.getByLabel("Trainer that is to get it").selectOption("The paper");
  await expect(look.locator("[data-obstacle]")).toContainText("gets there at 0");
});

test("a pasted command line goes to the board, with what was understood, ignored and filled in", async ({
  playground,
  page,
}) => {
  await playground.open(`${three}&view=trainers`);
  const look = await playground.drawnLook("trainers");
  await look.getByRole("button", { name: "Read or write a configuration" }).click();
  await look.getByLabel(/^A call of GRPOConfig/).fill("python3 -m verl.trainer.main_ppo \\\n  algorithm.adv_estimator=grpo \\\n  actor_rollout_ref.actor.use_kl_loss=True actor_rollout_ref.actor.kl_loss_coef=0.5 \\\n  actor_rollout_ref.rollout.n=8 trainer.project_name='<b>x</b>'"); // prettier-ignore
  await expect(look.locator("[data-meaning]")).toHaveAttribute("data-meaning", "verl");
  await expect(look.getByText("Understood: 4")).toBeVisible();
  await look.getByText("Ignored: 1").click();
  await expect(look.getByRole("cell", { name: "<b>x</b>" })).toBeVisible();
  await look.getByRole("button", { name: "Show it on the board" }).click();
  await playground.settled("ready");
  await expect(page).toHaveURL(/beta=0\.5&G=8.*view=trainers;t=verl/);
  await playground.drawnLook("trainers");
  expect((await shares(playground, "verl")).length).toBe(3);
});

test("YAML and calls are read, what is broken is told with its line, and nothing typed is lost", async ({
  playground,
  page,
}) => {
  await playground.open(`${three}&view=trainers`);
  const look = await playground.drawnLook("trainers");
  await look.getByRole("button", { name: "Read or write a configuration" }).click();
  const field = look.getByLabel(/^A call of GRPOConfig/);
  await field.fill("grpo:\n  num_generations_per_prompt: 16\nloss_fn:\n  reference_policy_kl_penalty: 0.02\n");
  await expect(look.locator("[data-meaning]")).toHaveAttribute("data-meaning", "nemo-rl");
  await field.fill("grpo: [\nloss_fn: 1\n");
  await expect(look.getByText(/Line 2\..*no YAML/)).toBeVisible();
  await field.fill("GRPOConfig(\n  beta=-3,\n  num_generations=1)");
  await expect(look.getByText(/Line 2\..*“-3”/)).toBeVisible();
  await expect(look.getByText("alone in its group")).toBeVisible();
  await look.getByLabel("Version").selectOption("TRL 0.14 to 0.18");
  await expect(look.locator("[data-meaning]")).toHaveAttribute("data-meaning", "trl-0-18");
  await page.reload();
  await playground.drawnLook("trainers");
  await look.getByRole("button", { name: "Read or write a configuration" }).click();
  await expect(field).toHaveValue(/beta=-3/);
});

test("the board’s rule is written for a library, with a warning where it cannot say it", async ({ playground }) => {
  await playground.open(`${three}&view=trainers`);
  const look = await playground.drawnLook("trainers");
  await look.getByRole("button", { name: "Read or write a configuration" }).click();
  await expect(look.locator("pre")).toContainText("beta=0.866025");
  await expect(look.locator("pre")).toContainText("use_bias_correction_kl=False");
  await look.getByLabel("Library to write for").selectOption("NeMo-RL since PR #2506");
  await expect(look.getByRole("list", { name: "Warnings" })).toContainText("cannot express this rule");
  await expect(look.locator("pre")).toContainText("num_generations_per_prompt: 4");
});

test("with a win matrix the look says that trainers take rewards, and an unknown trainer is told", async ({
  playground,
}) => {
  await playground.open(`${three.replace("beta", "w=0.5,0.6,0.7;0.4,0.5,0.6;0.3,0.4,0.5&beta")}&view=trainers`);
  await playground.look("trainers").scrollIntoViewIfNeeded();
  await expect(playground.look("trainers")).toContainText("Trainers take rewards");
  await playground.open(`${three}&view=trainers;t=verl~nobody`);
  const look = await playground.drawnLook("trainers");
  await expect(look.getByRole("alert")).toContainText("“nobody”");
  await look.getByRole("button", { name: "Forget" }).click();
  await expect(look.getByRole("alert")).toHaveCount(0);
});

test("the grid of KL terms names each, calls the trap a trap, and draws the board’s own policies", async ({
  playground,
}) => {
  await playground.open(`${three}&view=kl-terms`);
  const look = await playground.drawnLook("kl-terms");
  const cell = (key: string) => look.locator(`[data-panel="${key}"]`);
  const drawn = async (key: string) => cell(key).locator("[data-share]").evaluateAll((bars) => bars.map((bar) => Number((bar as SVGElement).dataset["share"]))); // prettier-ignore
  await expect(look.locator("[data-panel]")).toHaveCount(12);
  await expect(cell("k1 in the loss")).toContainText("none: a trap");
  expect(await drawn("k1 in the loss")).toEqual([1, 0, 0]);
  await expect(cell("k3 in the loss")).toContainText("KL(π_ref‖π)");
  expect(await drawn("k3 in the loss")).toEqual(await playground.shares("grpo"));
  await expect(cell("k1 in the reward, before normalising")).toContainText("logarithmic pooling");
  const pooling = await playground.shares("rlhf");
  (await drawn("k1 in the reward, before normalising")).forEach((share, k) =>
    expect(share).toBeCloseTo(pooling[k]!, 12),
  );
  await expect(cell("k2 in the reward, after normalising")).toContainText("Not in the format");
  await expect(cell("k2 in the reward, after normalising").locator("[data-share]")).toHaveCount(0);
  await look.getByRole("button", { name: "Numbers" }).click();
  await expect(look.locator("tbody tr")).toHaveCount(36);
});
