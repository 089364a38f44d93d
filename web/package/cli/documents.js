// SPDX-License-Identifier: MIT
// Reads scenario documents from a stream: one document over any number of lines, or one per line in constant memory.

/** How much of a text that is no JSON is repeated in its issue. */
const shownCharacters = 80;

function readJson(text, line) {
  try {
    return { line, document: JSON.parse(text) };
  } catch (error) {
    const shown = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
    return { line, problem: { text: shown, constraint: `is JSON (${error.message})` } };
  }
}

/** Lines without their ends; a line is cut out only once it is complete, so that one long line costs no more than many. */
async function* readLines(input) {
  let rest = "";
  for await (const chunk of input.setEncoding("utf8")) {
    rest += chunk;
    if (!chunk.includes("\n")) continue;
    const lines = rest.split("\n");
    rest = lines.pop();
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** Whether a bracket stays open at the end of the text, so that the document goes on in the next line. */
function staysOpen(text) {
  let depth = 0;
  for (const bracket of text.replace(/"(?:[^"\\]|\\.)*"/g, "").replace(/[^{}[\]]/g, "")) {
    depth += bracket === "{" || bracket === "[" ? 1 : -1;
  }
  return depth > 0;
}

function isDocument(text) {
  return readJson(text).document?.format !== undefined;
}

/** Text whose first line stays open: one document, or lines of which the first was cut off. */
function* readWhole(lines, firstLine) {
  const whole = readJson(lines.join("\n"), firstLine);
  if (!whole.problem || !lines.slice(1).some(isDocument)) {
    yield whole;
    return;
  }
  for (const [index, text] of lines.entries()) if (text.trim() !== "") yield readJson(text, firstLine + index);
}

/**
 * Yields `{ line, document }`, or `{ line, problem }` where the text is no JSON; `line` counts from 1. A first line
 * whose brackets close means one document per line. Empty lines are passed over.
 */
export async function* readDocuments(input) {
  let line = 0;
  let whole = null;
  let empty = true;
  for await (const raw of readLines(input)) {
    line += 1;
    const text = line === 1 ? raw.replace(/^\uFEFF/, "") : raw;
    if (whole) whole.lines.push(text);
    else if (text.trim() === "") continue;
    else if (empty && staysOpen(text)) whole = { line, lines: [text] };
    else yield readJson(text, line);
    empty = false;
  }
  if (whole) yield* readWhole(whole.lines, whole.line);
  else if (empty) yield { line: 1, problem: { text: "", constraint: "is a scenario document" } };
}
