// SPDX-License-Identifier: MIT
// A whole table: how it is laid out, guessed where nobody has said; then every line, used or refused with its number.

import { cellAsText, complaint, readCount, readLogProbability, readReward } from "./cells";
import { guessColumns, looksLikeHeader } from "./guess";
import { Merger, type Sample } from "./merge";
import { guessFormat, jsonlKeys, plainText, readRows, type Row } from "./rows";
import { type Choice, mostPrompts, type Reading, type Refused } from "./types";

/** Rows that the layout is guessed from. */
const looked = 200;
/** Lines of the preview. */
const shown = 6;
/** Refused lines that are kept, each with its reason. */
const mostRefused = 10_000;
/** Probabilities that sum to more than this are those of no policy, rounded or not. */
const mostListed = 1.001;
/** Characters of a cell in the preview. */
const mostShown = 200;

interface Layout {
  choice: Choice;
  columns: string[];
}

/** `asked` is what somebody has chosen; the rest is guessed. Never throws. */
export function readTable(
  source: string,
  asked: Partial<Choice> = {},
  progress: (part: number) => void = () => {},
): Reading {
  const text = plainText(source);
  const layout = layOut(text, asked);
  const reader = new TableReader(layout);
  const { format } = layout.choice;
  readRows(text, format, layout.columns, { row: (row) => reader.take(row), progress });
  return reader.finish();
}

function layOut(text: string, asked: Partial<Choice>): Layout {
  const format = asked.format ?? guessFormat(text);
  const keys = format === "jsonl" ? jsonlKeys(text, looked) : [];
  const rows: Row[] = [];
  readRows(text, format, keys, { row: (row) => rows.push(row) }, looked);
  const good = rows.filter(({ fault }) => fault === null).map(({ cells }) => cells);
  const header =
    format === "jsonl" ? false : (asked.header ?? (good.length > 0 && looksLikeHeader(good[0]!, good.slice(1))));
  const width = good.reduce((most, cells) => Math.max(most, cells.length), 0);
  const names = header ? good[0]!.map(cellAsText) : [];
  const numbered = Array.from({ length: header ? names.length : width }, (_, k) => names[k] || `Column ${k + 1}`);
  const columns = format === "jsonl" ? keys : numbered;
  const guessed = guessColumns(columns, header ? good.slice(1) : good);
  return { choice: { equal: "average", ...guessed, ...asked, format, header }, columns };
}

class TableReader {
  readonly #merger: Merger;
  readonly #missing: string | null;
  readonly #refused: Refused[] = [];
  readonly #sample: Reading["sample"] = [];
  #headed: boolean;
  #lines = 0;
  #refusedCount = 0;

  constructor(private readonly layout: Layout) {
    this.#headed = !layout.choice.header;
    this.#merger = new Merger(layout.choice.equal);
    this.#missing = missingColumn(layout);
  }

  take(row: Row): void {
    if (!this.#headed) {
      this.#headed = true;
      return;
    }
    this.#lines += 1;
    const why = this.#use(row);
    if (this.#sample.length < shown) {
      const cells = row.cells.map((cell) => cellAsText(cell).slice(0, mostShown));
      this.#sample.push({ line: row.line, cells, why });
    }
    if (why === null) return;
    this.#refusedCount += 1;
    if (this.#refused.length < mostRefused) this.#refused.push({ line: row.line, why });
  }

  #use(row: Row): string | null {
    if (this.#missing !== null) return null; // one sentence says it for all lines
    const sample = readSample(row, this.layout);
    if (typeof sample === "string") return sample;
    return this.#merger.add(sample) ? null : `Its prompt is one more than the ${mostPrompts} that can be read`;
  }

  finish(): Reading {
    const { choice, columns } = this.layout;
    const prompts = this.#merger.finish();
    const { merged, tooRare, disagreeing } = this.#merger;
    const beyond = prompts.filter(({ listed }) => listed !== null && listed > mostListed).length;
    const nothing = this.#lines === 0 ? "There are no lines to read." : null;
    return {
      choice,
      columns,
      lines: this.#lines,
      used: this.#missing === null ? this.#lines - this.#refusedCount : 0,
      merged,
      refused: this.#refused,
      refusedCount: this.#refusedCount,
      sample: this.#sample,
      prompts,
      missing: nothing ?? this.#missing,
      notes: [
        ...(tooRare > 0
          ? [`${answers(tooRare)} left out: more than 10^290 times rarer than the likeliest of the same prompt.`]
          : []),
        ...(beyond > 0
          ? [
              `The probabilities of ${beyond} ${beyond === 1 ? "prompt sum" : "prompts sum"} to more than 1, as no policy’s do:` +
                " is this the natural logarithm of the whole answer’s probability?",
            ]
          : []),
        ...(disagreeing > 0 ? [`The log-probabilities of ${answers(disagreeing)} differ from line to line.`] : []),
      ],
    };
  }
}

const answers = (count: number) => `${count} ${count === 1 ? "answer" : "answers"}`;

function missingColumn({ choice, columns }: Layout): string | null {
  const has = (column: number | null) => column !== null && column < columns.length;
  if (!has(choice.answer)) return "Choose the column of the answers.";
  if (!has(choice.reward)) return "There is no column of rewards. Choose one, or another way to read the columns.";
  if (choice.weight !== "each" && !has(choice.weightColumn))
    return `Choose the column of the ${weightNames[choice.weight]}.`;
  return null;
}

const weightNames = { count: "counts", "log-probability": "log-probabilities" } as const;

/** What a row says, or why it says nothing. */
function readSample({ cells, fault }: Row, { choice, columns }: Layout): Sample | string {
  if (fault !== null) return fault;
  if (cells.length > columns.length) return tooManyCells(cells.length, columns.length);
  const answer = cellAsText(cells[choice.answer!]);
  if (answer === "") return "The answer is empty";
  const reward = readReward(cells[choice.reward!]);
  if ("rule" in reward) return complaint("reward", cells[choice.reward!], reward.rule);
  const prompt = choice.prompt === null ? "" : cellAsText(cells[choice.prompt]);
  const sample = { prompt, answer, reward: reward.value, count: 1, log: null };
  if (choice.weight === "each") return sample;
  const cell = cells[choice.weightColumn!];
  const isCount = choice.weight === "count";
  const weight = isCount ? readCount(cell) : readLogProbability(cell);
  if ("rule" in weight) return complaint(choice.weight, cell, weight.rule);
  return isCount ? { ...sample, count: weight.value } : { ...sample, log: weight.value };
}

function tooManyCells(cells: number, columns: number): string {
  return `It has ${cells} cells where the table has ${columns} columns: a separator within a cell needs quotes, and decimals a point`;
}
