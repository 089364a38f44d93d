// SPDX-License-Identifier: MIT
// Prints the bytes of everything that the page's first view loads, and apart from it what comes later on demand, as
// built and brotli-compressed. Fails where a part takes more than tests/site/budgets.json allows; with --budgets it
// prints budgets for the later parts as they are now, a twentieth above, for that file.
import { budgets, complaints, partName, siteParts, sum } from "../site/parts.mjs";

const parts = siteParts();

function print(title, rows) {
  console.log(title);
  for (const { file, raw, compressed } of rows) {
    console.log(`${String(compressed).padStart(8)}  ${String(raw).padStart(7)}  ${file}`);
  }
  console.log(`${String(sum(rows)).padStart(8)}  brotli in all\n`);
}

if (process.argv.includes("--budgets")) {
  const largest = {};
  for (const { file, compressed } of parts.later) {
    const name = partName(file);
    if (compressed > budgets.otherParts) largest[name] = Math.max(largest[name] ?? 0, compressed);
  }
  const rounded = Object.entries(largest).map(([name, bytes]) => [name, Math.ceil((bytes * 1.05) / 100) * 100]);
  console.log(JSON.stringify(Object.fromEntries(rounded), null, 2));
} else {
  print("first view", parts.first);
  print("later, on demand", parts.later);
  for (const complaint of complaints(parts, budgets)) {
    console.error(complaint);
    process.exitCode = 1;
  }
}
