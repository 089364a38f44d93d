// SPDX-License-Identifier: MIT
// Every state of the page that tests of its looks and its accessibility go through: closer looks, dialogs, rooms, embeds.
import { expect, type Locator } from "@playwright/test";
import { writeOptions } from "../../web/src/embed/options";
import { lessonFragment } from "../../web/src/lessons/links";
import type { Predict } from "../../web/src/lessons/types";
import { classroom } from "../../web/src/rooms";
import { decodeFragment } from "../../web/src/state/fragment";
import { viewRows } from "../../web/src/views/closer/registry";
import { courseIds, courseLesson } from "./classroom";
import type { PlaygroundPage } from "./playground";

export interface PageState {
  name: string;
  open(playground: PlaygroundPage): Promise<void>;
}

export const three =
  "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&a=Rare,Popular,Wrong&beta=1&G=8&rules=grpo,rlhf,nlhf,grpo-direct-kl,shift-only,shift-only-direct-kl";
export const two = "v=1&ref=0.3,0.7&r=1,0&a=Right,Wrong&beta=0.5&G=8&rules=grpo,rlhf";
const pairs = "v=1&ref=0.2,0.5,0.3&r=1,0.3,0&w=0.5,0.6,0.2;0.4,0.5,0.9;0.8,0.1,0.5&beta=1&G=8&rules=grpo,nlhf";

/** The first question that a look is for: a new look is tested without a word here, or says that it needs a question. */
export function questionFor({ id, unavailable }: (typeof viewRows)[number]): string {
  const fitting = [three, two, pairs].find((link) => unavailable(decodeFragment(link).state) === null);
  if (fitting === undefined) throw new Error(`no question here is one for the look "${id}"`);
  return fitting;
}

/** All looks that one question has a picture for are open at once, each with its tables: a load for every look is dear. */
const looks: PageState[] = [...new Set(viewRows.map(questionFor))].map((link) => {
  const rows = viewRows.filter((row) => questionFor(row) === link);
  return {
    name: `the looks ${rows.map(({ title }) => `“${title}”`).join(", ")} with their numbers`,
    async open(playground) {
      await playground.open(`${link}&view=${rows.map(({ id }) => id).join(",")}`);
      for (const { id } of rows) await openNumbers(await playground.drawnLook(id));
    },
  };
});

async function openNumbers(look: Locator): Promise<void> {
  for (const figure of await look.locator("figure").all()) {
    const numbers = figure.getByRole("button", { name: "Numbers", exact: true });
    await expect(numbers, "every picture has a table").toBeEnabled();
    await numbers.click();
    await expect(figure.locator("figcaption table")).toBeAttached();
  }
}

const board: PageState[] = [
  { name: "the board with all rules", open: (playground) => playground.open(three) },
  {
    name: "the board with a win matrix, the table, tools to arrange, and a mistake",
    async open(playground) {
      await playground.open(pairs);
      await playground.table();
      await playground.page.getByRole("button", { name: "Arrange" }).click();
      await playground.type("rules[0].beta", "-1");
    },
  },
  {
    name: "the board beside a pinned question",
    open: (playground) => playground.open(`${three}&view=pooling&pin=${encodeURIComponent(two)}`),
  },
  {
    name: "the presets",
    async open(playground) {
      const { page } = playground;
      await playground.open();
      await page.getByRole("button", { name: /^Presets, now:/ }).click();
      await expect(page.getByRole("list", { name: "Presets" }).getByRole("button").first()).toBeVisible();
    },
  },
  { name: "a link with notices", open: (playground) => playground.open("v=1&ref=0.5,oops&beta=-3&colour=red") },
  { name: "projector mode", open: (playground) => playground.open(`${three}&projector=1&view=path,simplex`) },
];

/** The way to each dialog, by the names of what is pressed. */
const dialogWays: Record<string, readonly string[]> = {
  Keyboard: ["Keyboard"],
  Share: ["Share"],
  Files: ["Files"],
  Embed: ["Share", "Embed in a page…"],
  "Bring your own rewards": ["Files", "Bring your own rewards…"],
};

const dialogs: PageState[] = Object.entries(dialogWays).map(([name, way]) => ({
  name: `the dialog “${name}”`,
  async open(playground) {
    await playground.open();
    for (const button of way) await playground.page.getByRole("button", { name: button }).first().click();
    await expect(playground.page.getByRole("dialog", { name }).last()).toBeVisible();
  },
}));

/** What a room needs to be more than empty; a room that is not here is opened by its name alone. */
const subjects: Record<string, () => Promise<readonly string[]>> = {
  textbook: async () => ["", "=2", "=3", "=4", "=5"],
  lesson: async () => [(await lessonFragment(courseLesson("policy"))).replace(/^lesson/, "")],
  poll: async () => ["", (await lessonFragment(courseLesson("policy"))).replace(/^lesson/, "")],
};

const inRoom = (name: string, fragment: () => Promise<string> | string): PageState => ({
  name,
  async open({ page }) {
    await page.goto(`./#${await fragment()}`);
    await expect(page.locator("main[data-room] h1")).toBeVisible();
    await expect(page.getByText(/^(Opening the lesson|Computing)…/)).toHaveCount(0);
    await expect(page.locator("[data-waiting=true], [data-computing=true]")).toHaveCount(0);
  },
});

const roomNames = /\(([a-z|]+)\)/.exec(classroom.source)![1]!.split("|");
const rooms = (
  await Promise.all(
    roomNames.map(async (room) =>
      (await (subjects[room]?.() ?? [""])).map((subject) =>
        inRoom(`the room #${room}${subject.slice(0, 8)}`, () => `${room}${subject}`),
      ),
    ),
  )
).flat();

/** One exercise for every way to predict, every kind of step, and what surrounds them. */
function lessons(): PageState[] {
  const seen = new Set<string>();
  const exercises = courseIds.flatMap((id) =>
    courseLesson(id).exercises.flatMap(({ id: exercise, steps }) => {
      const [first] = steps; // those after it come when it is done
      const kind = first!.kind === "predict" ? (first as Predict).input.type : first!.kind;
      if (seen.has(kind)) return [];
      seen.add(kind);
      return [inRoom(`an exercise that begins with “${kind}”`, () => `learn=${id}/${exercise}`)];
    }),
  );
  return [
    ...exercises,
    inRoom("the end of a lesson", () => "learn=policy/~end"),
    inRoom("a lesson on paper", () => "learn=policy/~paper"),
  ];
}

const embeds: PageState[] = [
  {
    name: "an embed with everything",
    async open(playground) {
      const show = ["headline", "board", "pooling"] as const;
      const search = writeOptions({ show, controls: ["rules", "dials", "answers", "settings"], origin: null });
      await playground.page.goto(`./${search}#${three}`);
      await playground.settled();
      await expect(playground.page.locator("figure svg[data-picture]")).toBeVisible();
    },
  },
];

export const pageStates: readonly PageState[] = [...board, ...looks, ...dialogs, ...rooms, ...lessons(), ...embeds];
