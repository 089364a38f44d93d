// SPDX-License-Identifier: MIT
// The accessibility tree of the main states: roles, names and their order; numbers of the core only by their form.
import { ClassroomPage } from "./classroom";
import { expect, test } from "./playground";
import { three } from "./states";

test("the head says which question is open, what can be undone, and the ways on", async ({ playground, page }) => {
  await playground.open();
  await playground.type("rules[0].beta", "2");
  await expect(page.getByRole("banner")).toMatchAriaSnapshot(`
    - banner:
      - /children: equal
      - paragraph: GRPO Playground
      - button /Presets, now/
      - group "History":
        - /children: equal
        - button "Undo"
        - button "Redo" [disabled]
        - button "Reset"
      - link "Learn"
      - button "Files"
      - button "Share"
  `);
});

test("the board: the rules, each answer with its controls and its bars in words, the foot, the dials", async ({
  playground,
  page,
}) => {
  await playground.open();
  await expect(page.locator("main")).toMatchAriaSnapshot(`
    - main:
      - heading /GRPO makes “Rare but right” the favourite/ [level=1]
      - region "The board":
        - paragraph: /β 1, group size 8/
        - group "Rules shown":
          - /children: equal
          - button "GRPO" [pressed]
          - button "RLHF" [pressed]
          - button "NLHF"
          - button "GRPO, direct KL"
          - button "Shift-only"
          - button "Shift-only, direct KL"
        - status
        - list "Answers":
          - /children: equal
          - listitem:
            - /children: equal
            - textbox "Name of answer 1": Rare but right
            - button "Drag to move Rare but right"
            - button "Move Rare but right up" [disabled]
            - button "Move Rare but right down"
            - button "Remove Rare but right"
            - slider "Reward of Rare but right"
            - textbox "Reward of Rare but right": "1"
            - slider "Reference of Rare but right"
            - textbox "Reference of Rare but right, percent": "20"
            - img /GRPO gives Rare but right 63\\.4%, exactly 0\\.634\\d+/
            - img /RLHF gives Rare but right 35\\.8%, exactly 0\\.358\\d+/
          - listitem
          - listitem
        - button "Add an answer"
        - button "Arrange"
        - group "What the rules aggregate":
          - radio "Rewards" [checked]
          - radio "Win matrix"
        - button "Table"
        - textbox "β"
        - slider "Pull of the reference, β"
        - textbox "Group size"
        - slider "Group size, G"
        - group "Penalty of GRPO":
          - radio /as published/ [checked]
          - radio /direct/
      - region /Why GRPO gives Rare but right/:
        - heading /Why GRPO/ [level=2]
      - region "What the solver found":
        - heading [level=2]
        - term: GRPO
        - definition: /1 stationary policy · residual/
        - term: RLHF
        - definition: /1 stationary policy · residual/
      - region "Closer looks":
        - heading "Closer looks" [level=2]
        - list:
          - listitem:
            - heading /^Two answers/ [level=3]:
              - button /^Two answers/
  `);
  await expect(page.getByRole("contentinfo")).toMatchAriaSnapshot(`- button "Keyboard"`);
});

test("a closer look: its controls, a handle, the picture in words, and its numbers as a table", async ({
  playground,
}) => {
  await playground.open(`${three}&view=simplex`);
  const look = await playground.drawnLook("simplex");
  await look.getByRole("button", { name: "Numbers" }).click();
  await expect(look).toMatchAriaSnapshot(`
    - heading /^The simplex/ [level=3]:
      - button /^The simplex/ [expanded]
    - figure "The simplex":
      - group "Flow of":
        - radio "GRPO" [checked]
        - radio "RLHF"
      - group "Show":
        - checkbox "flow" [checked]
      - group "Flow of policies in the simplex":
        - slider /^Reference:/
      - paragraph: /Shares of “Rare”, “Popular”, “Wrong”/
      - 'group "The simplex: numbers and files"':
        - button "Numbers" [expanded]
        - button "SVG"
      - region /^The simplex:/:
        - table:
          - rowgroup:
            - row
  `);
});

test("a dialog holds its name, its way out and its content", async ({ playground, page }) => {
  await playground.open();
  await page.getByRole("button", { name: "Keyboard" }).click();
  await expect(page.getByRole("dialog")).toMatchAriaSnapshot(`
    - dialog "Keyboard":
      - heading "Keyboard" [level=2]
      - button "Close"
      - paragraph
      - heading "Everywhere" [level=3]
      - term: "?"
      - definition: Shows these keys
      - checkbox "? shows this list" [checked]
  `);
});

test("an exercise: where one is in the lesson, the text, and what is to be predicted", async ({
  playground: { page },
}) => {
  await new ClassroomPage(page).openExercise("policy", "policy");
  await expect(page.locator("body")).toMatchAriaSnapshot(`
    - banner:
      - link "Back to the playground"
      - navigation "Classroom":
        - list:
          - listitem:
            - link "Lessons"
          - listitem:
            - link "Textbook"
    - main:
      - heading "A policy, a reward, a pull" [level=1]
      - textbox "Your name or number"
      - navigation "Exercises":
        - list:
          - listitem:
            - button "A question, three answers, a policy"
      - article "A question, three answers, a policy":
        - heading "A question, three answers, a policy" [level=2]
        - 'region "Table: answer, times given"':
          - table
        - region "Predict step 1 of 3":
          - heading "Predict step 1 of 3" [level=3]
          - list:
            - listitem:
              - slider "Your prediction for 56"
            - listitem:
              - slider "Your prediction for 54"
            - listitem:
              - slider "Your prediction for 63"
          - button "Commit to this"
          - button /hint/
    - contentinfo:
      - button "Keyboard"
  `);
});
