// SPDX-License-Identifier: MIT
// What the self-test found, as a table by source and as text to paste into an issue.
import { type CaseResult, type EngineFacts, type TableName, tableNames } from "./types";

export const titles: Readonly<Record<TableName, string>> = {
  trainers: "Published policies of training libraries",
  stationary: "Stationary policies in 30-digit arithmetic",
  preference: "Preferences in 30-digit arithmetic",
  "closed-form": "Closed forms",
};

/** What is known of the browser; null where it does not say. */
export interface Surroundings {
  build: string;
  browser: string;
  platform: string;
  processors: number | null;
  /** In the browser's own coarse gigabytes. */
  deviceMemory: number | null;
}

export interface TableSummary {
  table: TableName;
  cases: number;
  failures: number;
  /** The case with the fewest digits to spare; a failure before any other. */
  worst: CaseResult;
  milliseconds: number;
}

export interface Run {
  surroundings: Surroundings;
  engine: EngineFacts | null;
  /** How many cases were asked. */
  asked: number;
  results: readonly CaseResult[];
  loading: number | null;
  memory: number | null;
  /** Why it came to no end, if it did not. */
  stopped: string | null;
}

const spare = ({ digits, needed, fault }: CaseResult) => (fault ? -Infinity : (digits ?? 0) - needed);

export function summaries(results: readonly CaseResult[]): TableSummary[] {
  return tableNames.flatMap((table) => {
    const rows = results.filter((result) => result.table === table);
    if (rows.length === 0) return [];
    return {
      table,
      cases: rows.length,
      failures: rows.filter(({ fault }) => fault).length,
      worst: rows.reduce((worst, row) => (spare(row) < spare(worst) ? row : worst)),
      milliseconds: rows.reduce((sum, row) => sum + row.milliseconds, 0),
    };
  });
}

export const digitsText = (digits: number | null) => (digits === null ? "none" : digits.toFixed(1));

/** The page as one file carries the module that every engine takes. */
export function moduleText({ module }: EngineFacts): string {
  if (module === null) return "scalar, carried in the file";
  return `${module.includes("scalar") ? "scalar" : "SIMD"}, ${module}`;
}

export function verdict({ asked, results, stopped }: Run): string {
  const failures = results.filter(({ fault }) => fault).length;
  if (stopped) return `Not finished: ${stopped}. ${results.length} of ${asked} cases were checked, ${failures} failed.`;
  if (failures > 0) return `${failures} of ${asked} cases failed.`;
  return `All ${asked} cases agree.`;
}

const orUnknown = (value: number | null, unit: string) => (value === null ? "unknown" : `${value} ${unit}`);

function failureLines(results: readonly CaseResult[]): string[] {
  const failures = results.filter(({ fault }) => fault);
  if (failures.length === 0) return ["failures: none"];
  const lines = failures.map(
    ({ table, name, digits, needed, fault }) =>
      `- ${table}: ${name}: ${digitsText(digits)} digits of ${digitsText(needed)}: ${fault}`,
  );
  return ["failures:", ...lines];
}

/** Plain text, in lines that read well in an issue. */
export function reportText(run: Run): string {
  const { surroundings, engine, results, loading, memory } = run;
  const times = results.map(({ milliseconds }) => milliseconds);
  const slowest = results.reduce<CaseResult | null>((a, b) => (a && a.milliseconds >= b.milliseconds ? a : b), null);
  return [
    "GRPO Playground self-test",
    `verdict: ${verdict(run)}`,
    `version: ${engine?.version ?? "unknown"}`,
    `build: ${surroundings.build}`,
    `module: ${engine ? moduleText(engine) : "not loaded"}`,
    `browser: ${surroundings.browser}`,
    `platform: ${surroundings.platform}, ${orUnknown(surroundings.processors, "processors")}`,
    `memory: module ${memory === null ? "unknown" : `${(memory / 2 ** 20).toFixed(1)} MB`}, device ${orUnknown(surroundings.deviceMemory, "GB")}`,
    `times: module loaded in ${loading === null ? "unknown" : `${loading.toFixed(0)} ms`}, cases ${times.reduce((a, b) => a + b, 0).toFixed(0)} ms` +
      (slowest ? `, slowest ${slowest.name} ${slowest.milliseconds.toFixed(0)} ms` : ""),
    ...summaries(results).map(
      ({ table, cases, failures, worst }) =>
        `${table}: ${cases - failures} of ${cases} agree; worst ${worst.name}, ${digitsText(worst.digits)} digits of ${digitsText(worst.needed)} needed`,
    ),
    ...failureLines(results),
    "",
  ].join("\n");
}
