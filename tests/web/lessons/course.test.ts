// SPDX-License-Identifier: MIT
// The course: every truth comes from the core, every stored solution works, and what its texts say of equations holds.

import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { course, textbook } from "../../../web/src/lessons/course";
import { namesIn, withNumbers } from "../../../web/src/lessons/live-numbers";
import { changed } from "../../../web/src/lessons/paths";
import { evaluate, isFound, liveNumbers, type Value } from "../../../web/src/lessons/quantities";
import { readLesson } from "../../../web/src/lessons/read";
import { isScored } from "../../../web/src/lessons/responses";
import { judgeOptions, scoreStep } from "../../../web/src/lessons/score";
import { checkLesson, solutionOf } from "../../../web/src/lessons/solve";
import type { Exercise, Find, Predict, Quantity, Step } from "../../../web/src/lessons/types";
import { type DrawnExercise, drawnLesson, hasVariables, variableTexts } from "../../../web/src/lessons/variables";
import { ask } from "./lessons";

const lessons = new Map(await Promise.all(course.map(async ({ id, load }) => [id, await load()] as const)));
const seeds = ["Ada", "Émilie", "7"];

/** Every exercise, as each of these students has it. */
const drawn = [...lessons].flatMap(([lesson, content]) =>
  content.exercises.map((exercise, i) => ({
    name: `${lesson}/${exercise.id}`,
    versions: (hasVariables({ ...content, exercises: [exercise] }) ? seeds : seeds.slice(0, 1)).map(
      (seed) => drawnLesson(content, seed).exercises[i],
    ),
  })),
);

const predictions = ({ steps }: Exercise) => steps.filter((step): step is Predict => step.kind === "predict");
const finds = ({ steps }: Exercise) => steps.filter((step): step is Find => step.kind === "find");

async function value({ scenario }: Pick<Exercise, "scenario">, quantity: Quantity): Promise<Value> {
  const found = await evaluate(scenario, quantity, ask);
  if (!isFound(found)) throw new Error(JSON.stringify(found.issues));
  return found.value;
}

/** Total variation of lists, the difference of numbers. */
function distance(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b);
  const [left, right] = [a, b] as [number[], number[]];
  return left.reduce((sum, number, i) => sum + Math.abs(number - right[i]!), 0) / 2;
}

const textsOf = (part: unknown): string[] => {
  if (typeof part === "string") return [part];
  return typeof part === "object" && part !== null ? Object.values(part).flatMap(textsOf) : [];
};

describe("the four lessons", () => {
  it("are in the format, without an issue", () => {
    for (const [id, lesson] of lessons) expect(readLesson(lesson), id).toEqual({ lesson });
  });

  it.each(course)(
    "“$title” has no issue for an author to mend, whoever draws its numbers",
    async ({ id }) => {
      expect(await checkLesson(lessons.get(id)!, ask)).toEqual([]);
    },
    30_000,
  );

  it("are named in the list of contents as they name themselves, with the sum of their times", () => {
    for (const { id, title, minutes, topics } of course) {
      const lesson = lessons.get(id)!;
      expect(title).toBe(lesson.title);
      expect(minutes).toBe(lesson.exercises.reduce((sum, exercise) => sum + exercise.minutes, 0));
      expect(topics).toHaveLength(lesson.exercises.length);
    }
    expect(drawn.length).toBeGreaterThanOrEqual(13);
  });

  it("have every kind of step and every way to predict", () => {
    const steps = drawn.flatMap(({ versions }) => versions[0]!.steps);
    const kinds = steps.map((step) => (step.kind === "predict" ? step.input.type : step.kind));
    const every = ["bars", "choice", "explain", "find", "number", "order", "point", "read", "triangle"];
    expect([...new Set(kinds)].sort()).toEqual(every);
  });

  it.each([
    [
      "what a policy, a reference and a reward are",
      "policy",
      /\*\*policy\*\*.*\*\*reference policy\*\*.*\*\*reward\*\*/s,
    ],
    ["logarithmic pooling", "policy", /\*\*logarithmic pooling\*\*/],
    ["pairwise comparison", "groups", /groups of two.*P_2/is],
    ["the confidence margin and (14)", "groups", /\*\*confidence margin\*\*.*\(14\)/s],
    ["large groups and (15)", "groups", /very large group.*\(15\)/s],
    ["the std as a hidden β", "groups", /hidden β.*\\beta\\sigma/s],
    ["silent groups and G", "groups", /\*\*silent\*\*.*p\^G/s],
    ["reverse and direct KL", "penalties", /\*direct\*.*\*reverse\*/s],
    ["the k1 trap", "penalties", /k1 trap.*k_1/s],
    ["Condorcet against Borda", "penalties", /\*\*Borda winner\*\*.*\*\*Condorcet winner\*\*/s],
    ["rewards hacked by a noisy verifier", "penalties", /verifier.*hack/is],
    ["a trainer’s config", "trainers", /GRPOConfig/],
    ["escape at small β", "trainers", /escape/i],
    ["several stationary policies", "trainers", /three stationary policies/],
  ])("teach %s", (_, id, words) => {
    expect(textsOf(lessons.get(id)).join("\n")).toMatch(words);
  });

  it("take, with the textbook, at most 45 kB compressed", async () => {
    const pages = await Promise.all(textbook.map(({ load }) => load()));
    const parts = [...[...lessons.values()].map((lesson) => JSON.stringify(lesson)), ...pages];
    expect(parts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0)).toBeLessThan(45_000);
  });
});

describe.each(drawn)("$name", ({ versions }) => {
  const exercise: Exercise = versions[0]!;

  it("has a goal, hints where something is to be found, and a teacher’s note with typical mistakes", () => {
    expect(exercise.teacher!.note).not.toBe("");
    expect(exercise.teacher!.mistakes.length).toBeGreaterThan(1);
    for (const { hints } of finds(exercise)) expect(hints!.length).toBeGreaterThan(0);
    for (const step of exercise.steps) {
      expect(step.text).not.toBe("");
      if ("reveal" in step) expect(step.reveal).not.toBe("");
    }
  });

  it("has a number from the core for every name in its texts, and uses each", async () => {
    for (const { scenario, numbers = {}, values, text, steps, teacher } of versions) {
      const live = await liveNumbers(scenario, numbers, ask);
      expect(live.issues).toEqual([]);
      const texts = { ...variableTexts(values), ...live.texts };
      const written = textsOf({ text, steps, teacher });
      for (const part of written) expect(namesIn(withNumbers(part, texts))).toEqual([]);
      for (const part of Object.values(texts)) expect(part).not.toMatch(/NaN|–$/);
      const used = new Set(written.flatMap(namesIn));
      expect(Object.keys(numbers).filter((name) => !used.has(name))).toEqual([]);
    }
  });

  it("has truths on its curves", async () => {
    for (const version of versions) {
      for (const { input } of predictions(version)) {
        if (input.type !== "point") continue;
        const { parameter, quantity, from, to } = input.curve;
        const there = { scenario: changed(version.scenario, { [parameter]: input.at }) };
        expect(await value(there, quantity)).toBeCloseTo((await value(version, input.truth)) as number, 9);
        expect(input.at).toBeGreaterThan(from);
        expect(input.at).toBeLessThan(to);
      }
    }
  });

  it("is solved, without an issue, by its stored solutions and the core’s truths", async () => {
    for (const version of versions) {
      for (const step of version.steps) {
        const { score, issues } = await scoreStep(version, step, await solutionOf(version, step, ask), ask);
        expect([step.id, issues, score]).toEqual([step.id, [], isScored(step) ? 1 : null]);
      }
    }
  });

  it("is failed by wrong responses, and by moving nothing", async () => {
    for (const version of versions) {
      for (const step of version.steps.filter(isScored)) {
        for (const response of await wrongResponses(version, step)) {
          const { right, issues } = await scoreStep(version, step, response, ask);
          expect([step.id, issues, right], String(response)).toEqual([step.id, [], false]);
        }
      }
    }
  });

  it("says of each typical mistake what it means, and takes none for right", async () => {
    for (const version of versions) {
      for (const step of predictions(version)) {
        for (const { near, say } of step.feedback?.mistakes ?? []) {
          const response = await value(version, near);
          expect(await scoreStep(version, step, response, ask), step.id).toMatchObject({ right: false, says: [say] });
        }
      }
    }
  });

  it("has one right option in every choice, the same for every student", async () => {
    for (const { id, input } of predictions(exercise)) {
      if (input.type !== "choice") continue;
      const rights = await Promise.all(
        versions.map(async (version) => {
          const own = predictions(version).find((step) => step.id === id)!.input as typeof input;
          const judged = await judgeOptions(version, own.options, ask);
          expect(judged.flatMap((one) => ("issues" in one ? one.issues : []))).toEqual([]);
          return judged.flatMap(({ holds }, i) => (holds ? [i] : []));
        }),
      );
      expect(rights[0], id).toHaveLength(1);
      for (const right of rights) expect(right, id).toEqual(rights[0]);
    }
  });
});

/** For each way to respond something that no lesson could take for right. */
async function wrongResponses(exercise: DrawnExercise, step: Step): Promise<unknown[]> {
  if (step.kind !== "predict") return [{}];
  const { input } = step;
  if (input.type === "choice") {
    const judged = await judgeOptions(exercise, input.options, ask);
    return judged.flatMap(({ holds }, i) => (holds ? [] : [i]));
  }
  const truth = await value(exercise, input.truth);
  if (typeof truth === "number") return input.type === "point" ? [truth > 0.5 ? 0 : 1] : [truth + 1, truth - 1];
  const order = [...(truth as number[]).keys()].sort((a, b) => (truth as number[])[a]! - (truth as number[])[b]!);
  return input.type === "order" ? [order] : [order.map((_, i) => (i === order[0] ? 1 : 0))];
}

describe("the equations that the texts cite", () => {
  const versionsOf = (name: string) => drawn.find((exercise) => exercise.name === name)!.versions;
  const truthOf = async (exercise: Exercise, id: string) => {
    const { input } = predictions(exercise).find((step) => step.id === id)!;
    return value(exercise, (input as { truth: Quantity }).truth) as Promise<number>;
  };

  it("(4): the truth of “compute” is π_ref e^{r/β} / Z", async () => {
    for (const exercise of versionsOf("policy/pooling")) {
      const [one, other] = [Math.exp(1 / exercise.values.second!), exercise.values.odds!];
      expect(await truthOf(exercise, "compute")).toBeCloseTo(one / (one + other), 9);
    }
  });

  it("(14): both truths of “margin” are its closed form, and the jump is at least 1 − β/γ", async () => {
    const closed = (x: number, rho: number) => (1 - x + Math.sqrt((1 - x) ** 2 + 4 * x * rho)) / 2;
    for (const exercise of versionsOf("groups/margin")) {
      const { share, gamma, win } = exercise.values as Record<string, number>;
      expect(await truthOf(exercise, "gamma")).toBeCloseTo(2 * win! - 1, 9);
      expect(gamma).toBeCloseTo(2 * win! - 1, 9);
      expect(await truthOf(exercise, "jump")).toBeCloseTo(closed(0.5, 0.001), 9);
      expect(await truthOf(exercise, "equal")).toBeCloseTo(Math.sqrt(share!), 9);
      expect(closed(0.5, 0.001)).toBeGreaterThan(0.5);
    }
  });

  it("(15): the truths of “large-groups” are its closed form, and its limit at ρ = 0 is 1/(1 + β²)", async () => {
    const closed = (beta: number, rho: number) => {
      const square = beta * beta;
      return (2 * square * rho + 1 + Math.sqrt(1 + 4 * square * rho * (1 - rho))) / (2 * (1 + square));
    };
    for (const exercise of versionsOf("groups/large-groups")) {
      expect(await truthOf(exercise, "compute")).toBeCloseTo(closed(2, exercise.values.share!), 9);
      expect(await truthOf(exercise, "million")).toBeCloseTo(closed(2, 1e-6), 9);
    }
    expect(closed(2, 0)).toBeCloseTo(1 / 5, 15);
  });

  it("(2): advantages in pairs are 1 − p, in large groups √((1 − p)/p)", async () => {
    for (const exercise of versionsOf("groups/advantage")) {
      const { share } = exercise.values as { share: number };
      expect(await truthOf(exercise, "pair")).toBeCloseTo(1 - share, 9);
      expect(await truthOf(exercise, "large")).toBeCloseTo(Math.sqrt((1 - share) / share), 9);
    }
  });

  it("§2.3: Shift-only at βσ(π) has GRPO’s very policy", async () => {
    const [exercise] = versionsOf("groups/hidden-beta");
    const beta = await truthOf(exercise!, "effective");
    const shift: Quantity = { of: "probability", rule: 1, change: { "rules[1].beta": beta } };
    expect(distance(await value(exercise!, shift), await value(exercise!, { of: "probability" }))).toBeLessThan(1e-9);
  });

  it("silent groups: p^G + (1 − p)^G, and drawing again divides the preference by the rest", async () => {
    for (const exercise of versionsOf("groups/silent")) {
      const { share, size } = exercise.values as Record<string, number>;
      const silent = share! ** size! + (1 - share!) ** size!;
      expect(await truthOf(exercise, "share")).toBeCloseTo(silent, 9);
      expect(await value(exercise, exercise.numbers!.factor as Quantity)).toBeCloseTo(1 / (1 - silent), 9);
    }
  });

  it("Figure 3: with the direct penalty and pairs, logit p = logit ρ + γ/β", async () => {
    for (const exercise of versionsOf("penalties/two-kls")) {
      const odds = Math.exp(1 / exercise.values.beta!) / 99;
      expect(await truthOf(exercise, "direct")).toBeCloseTo(odds / (1 + odds), 9);
    }
  });

  it("k1 in the loss is no penalty; in the reward before normalising it is logarithmic pooling", async () => {
    for (const exercise of versionsOf("penalties/k1-trap")) {
      expect(await truthOf(exercise, "k1")).toEqual([1, 0, 0]);
      const pooled = await value(exercise, { of: "probability", rule: 3 });
      expect(distance(await truthOf(exercise, "reward"), pooled)).toBeLessThan(1e-9);
    }
  });

  it("a circle with margins 0.8, 0.6, 0.4 tends to 0.6 : 0.4 : 0.8", async () => {
    const [exercise] = versionsOf("penalties/circle");
    const policy = await value(exercise!, { of: "probability", change: { "rules[0].beta": 1e-6 } });
    expect(distance(policy, [3 / 9, 2 / 9, 4 / 9])).toBeLessThan(1e-5);
  });

  it("App. B.2: the two policies of “escape” meet where logit p = 2/(2p − 1)", async () => {
    const [exercise] = versionsOf("trainers/escape");
    const counted = (beta: number) => value(exercise!, { of: "count", change: { "rules[0].beta": beta } });
    expect(await counted(1.508)).toBe(0);
    expect(await counted(1.51)).toBe(2);
  });
});
