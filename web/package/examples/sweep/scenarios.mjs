// SPDX-License-Identifier: MIT
// Writes COUNT scenarios, one per line: three answers over a grid of references, rewards and group sizes.
// A rule's label comes back in its result, so the grid's coordinates are put there. Usage: node scenarios.mjs COUNT
import { once } from "node:events";

const count = Number(process.argv[2]);
const groupSizes = [2, 4, 8, 16, 64];
const side = Math.ceil(Math.sqrt(count / groupSizes.length));

process.stdout.on("error", () => process.exit(0)); // the reader stopped, like head
for (let i = 0; i < count; i++) {
  const groupSize = groupSizes[i % groupSizes.length];
  const cell = Math.floor(i / groupSizes.length);
  const rare = ((cell % side) + 1) / (2 * side + 2);
  const partial = Math.floor(cell / side) / side;
  const scenario = {
    format: "grpo-playground/scenario",
    version: 1,
    answers: [
      { label: "right", reference: rare, reward: 1 },
      { label: "half", reference: 0.9 - rare, reward: partial },
      { label: "wrong", reference: 0.1, reward: 0 },
    ],
    rules: [{ label: `rare=${rare} partial=${partial} G=${groupSize}`, preference: { groupSize }, beta: 0.5 }],
  };
  if (!process.stdout.write(JSON.stringify(scenario) + "\n")) await once(process.stdout, "drain");
}
