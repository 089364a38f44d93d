// SPDX-License-Identifier: MIT
// A rule as a library's configuration: the cases whose policies are the rule's, with the β that makes them so, or a warning.
import type { GroupSize } from "../../state/types";
import { lawOf, translation } from "../same-policy";
import { sameRule } from "../trainers";
import type { Configuration, PenaltyCase, PreferenceCase, SilentCase, Trainer, TrainerRule } from "../types";

export interface Written {
  text: string;
  /** What it does not say, or says otherwise. */
  warnings: string[];
}

interface Candidate {
  preference: PreferenceCase;
  penalty: PenaltyCase;
  /** The keys and values with which these cases hold. */
  values: ReadonlyMap<string, string>;
  trainer: Trainer;
}

/** The values with which all of these cases hold, or null where there are none. */
function together(cases: readonly (PreferenceCase | PenaltyCase | SilentCase)[]): Map<string, string> | null {
  const wanted = new Map<string, readonly string[]>();
  for (const { when = {} } of cases)
    for (const [key, values] of Object.entries(when)) {
      const before = wanted.get(key);
      const both = before ? values.filter((value) => before.includes(value)) : values;
      if (both.length === 0) return null;
      wanted.set(key, both);
    }
  return new Map([...wanted].map(([key, values]) => [key, values[0]!]));
}

/** Everything that a library's configuration can say. */
export function candidates(configuration: Configuration, from: Trainer): Candidate[] {
  const { defaults, preference, penalty, silentGroups = [] } = configuration;
  const text = (values: ReadonlyMap<string, string>, key: string) =>
    values.get(key) ?? defaults[key]?.toLowerCase() ?? "";
  const isFirst = <C extends { when?: PreferenceCase["when"] }>(
    list: readonly C[],
    one: C,
    values: Map<string, string>,
  ) =>
    list.find(({ when = {} }) => Object.entries(when).every(([key, wanted]) => wanted.includes(text(values, key)))) ===
    one;
  const found: Candidate[] = [];
  for (const one of preference.filter(({ cannot }) => !cannot))
    for (const two of penalty.filter(({ cannot }) => !cannot))
      for (const three of [null, ...silentGroups]) {
        const values = together([one, two, ...(three ? [three] : [])]);
        if (!values || !isFirst(preference, one, values) || !isFirst(penalty, two, values)) continue;
        if (!three && silentGroups.some(({ when = {} }) => Object.entries(when).every(([key, wanted]) => wanted.includes(text(values, key))))) continue; // prettier-ignore
        const rule: TrainerRule = {
          preference: { ...one.preference, ...(three && { silentGroups: three.silentGroups }) },
          penalty: two.penalty,
        };
        const { betaFactor: _, ...row } = from;
        found.push({ preference: one, penalty: two, values, trainer: { ...row, rule } });
      }
  return found;
}

const isSame = (from: Trainer, { trainer }: Candidate) =>
  sameRule(from.rule, trainer.rule) && (from.betaFactor ?? 1) === 1;

/** How well a candidate says it: less is better. */
function distance(from: Trainer, to: Candidate, size: GroupSize): number {
  if (isSame(from, to)) return -1;
  const [a, b] = [lawOf(from, size), lawOf(to.trainer, size)];
  const family = a.family === b.family ? 0 : a.family.split(" ")[0] === b.family.split(" ")[0] ? 4 : 6;
  if (a.pull === "none") return family + (b.pull === "none" && !to.penalty.beta ? 0 : to.penalty.beta ? 1 : 8);
  const pull = a.pull === b.pull ? 0 : b.pull === "none" ? 20 : 3;
  const known = translation(from, to.trainer, size);
  return family + pull + (known ? (known.butForEpsilon ? 1 : 0) + (known.factor === 1 ? 0 : 0.5) : 2);
}

const six = (value: number) => String(Number(value.toPrecision(6)));

/** What is written for G = ∞. */
const largeGroup = 64;

export function writeConfiguration(
  from: Trainer,
  { beta, groupSize }: { beta: number; groupSize: GroupSize },
  configuration: Configuration,
): Written {
  const all = candidates(configuration, from);
  const best = all.reduce((a, b) => (distance(from, b, groupSize) < distance(from, a, groupSize) ? b : a));
  const warnings: string[] = [];
  if (groupSize === "inf")
    warnings.push(`G = ∞ is no setting: ${largeGroup} is written, and a larger G comes nearer to it.`);
  const used = betaFor(from, best, beta, groupSize, configuration, warnings);
  const values = new Map(best.values);
  values.set(configuration.groupSize, String(groupSize === "inf" ? largeGroup : groupSize));
  if (best.penalty.beta) values.set(best.penalty.beta, used);
  return { text: written(values, configuration), warnings };
}

/** The β that is written, and what must be said of it. */
function betaFor(
  from: Trainer,
  to: Candidate,
  beta: number,
  size: GroupSize,
  { library, versions }: Configuration,
  warnings: string[],
): string {
  if (isSame(from, to)) return six(beta);
  const [a, b] = [lawOf(from, size), lawOf(to.trainer, size)];
  const cannot = (what: string) => warnings.push(`${library} (${versions}) cannot express this rule: ${what}.`);
  if (a.family !== b.family) cannot("its advantages are others. What is written comes nearest among its settings");
  if (a.pull === "none") return "0";
  if (b.pull === "none") cannot("it has no KL term that holds the policy");
  else if (a.pull !== b.pull)
    cannot(
      `its KL term pulls like ${pullNames[b.pull]}, not ${pullNames[a.pull]}. Look up the nearest β under “Translate β”`,
    );
  const known = translation(from, to.trainer, size);
  if (!known) return six(beta);
  if (known.text) warnings.push(`β is ${six(known.factor * beta)} for ${six(beta)}: × ${known.text}, so that the policy is the same.`); // prettier-ignore
  if (known.butForEpsilon)
    warnings.push(
      `ε is ${to.preference.preference.epsilon ?? 0} there, which no setting changes: the same but for that.`,
    );
  return six(known.factor * beta);
}

const pullNames = { "kl-ref-to-policy": "KL(π_ref‖π)", "kl-policy-to-ref": "KL(π‖π_ref)", none: "nothing" } as const;

const isNumber = (value: string) => value !== "" && Number.isFinite(Number(value));
const python = (value: string) =>
  value === "true" ? "True" : value === "false" ? "False" : isNumber(value) ? value : `"${value}"`;
const bare = (value: string) => (value === "true" ? "True" : value === "false" ? "False" : value);

function written(
  values: ReadonlyMap<string, string>,
  { style, head, hyphens = false, defaults }: Configuration,
): string {
  const pairs = [...values];
  if (style === "call") return `${head}(\n${pairs.map(([key, value]) => `    ${key}=${python(value)},\n`).join("")})\n`;
  if (style === "yaml") return yamlText(pairs);
  const parts = pairs.flatMap(([key, value]) => {
    if (style === "hydra") return [`${key}=${bare(value)}`];
    const name = `--${hyphens ? key.replaceAll("_", "-") : key}`;
    if (value === "true") return [name];
    return value === "false" ? (defaults[key] === "false" ? [] : [`${name} False`]) : [`${name} ${value}`];
  });
  return `${[head, ...parts.map((part) => `    ${part}`)].join(" \\\n")}\n`;
}

function yamlText(pairs: readonly (readonly [string, string])[]): string {
  const sections = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    const dot = key.lastIndexOf(".");
    const [section, name] = [key.slice(0, Math.max(0, dot)), key.slice(dot + 1)];
    sections.set(section, [...(sections.get(section) ?? []), `${section ? "  " : ""}${name}: ${value}`]);
  }
  return [...sections].map(([section, lines]) => `${section ? `${section}:\n` : ""}${lines.join("\n")}\n`).join("");
}
