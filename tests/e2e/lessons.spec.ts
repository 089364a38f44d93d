// SPDX-License-Identifier: MIT
// The course: every exercise is failed by wrong responses and solved by its stored solution, as the core judges both.
import { solutionOf } from "../../web/src/lessons/solve";
import { ask, ClassroomPage, courseIds, courseLesson, exerciseOf, wrongResponse } from "./classroom";
import { expect, test } from "./playground";

for (const id of courseIds) {
  const lesson = courseLesson(id);
  for (const { id: name, title } of lesson.exercises) {
    test(`“${title}” (${id}/${name}) is failed by wrong responses and, tried again, solved by its solution`, async ({
      playground: { page },
    }) => {
      test.setTimeout(90_000);
      const room = new ClassroomPage(page);
      const exercise = exerciseOf(lesson, name);
      await room.openExercise(id, name);
      for (const step of exercise.steps) {
        await expect(room.step(step.id)).toBeVisible();
        if (step.kind === "predict") {
          await room.respond(step, await wrongResponse(exercise, step));
          expect(await room.scored(step.id), `a wrong response to ${step.id}`).toBeLessThan(1);
          await room.tryAgain(step.id);
        }
        if (step.kind === "find") {
          await expect(room.step(step.id).locator('[data-holds="false"]').first()).toBeVisible();
          await expect(room.score(step.id)).toHaveCount(0);
        }
        await room.respond(step, (await solutionOf(exercise, step, ask))!);
        if (step.kind === "predict" || step.kind === "find") expect(await room.scored(step.id), step.id).toBe(1);
        await room.continue(step.id);
      }
      await expect(page.locator("article h2").first()).not.toHaveText(title); // gone on
    });
  }
}

test("what was begun in a lesson is kept when its address is followed by another lesson's", async ({
  playground: { page },
}) => {
  const room = new ClassroomPage(page);
  const lesson = courseLesson("policy");
  const exercise = exerciseOf(lesson, lesson.exercises[0]!.id);
  await room.openExercise("policy", exercise.id);
  const step = exercise.steps.find(({ kind }) => kind === "predict")!;
  expect(step).toBe(exercise.steps[0]);
  await room.respond(step, await wrongResponse(exercise, step as Parameters<typeof wrongResponse>[1]));
  const score = await room.scored(step.id);
  await page.evaluate(() => (location.hash = "learn=groups"));
  await expect(page.getByRole("heading", { level: 1, name: courseLesson("groups").title })).toBeVisible();
  await page.evaluate((id) => (location.hash = `learn=policy/${id}`), exercise.id);
  expect(await room.scored(step.id)).toBe(score);
});
