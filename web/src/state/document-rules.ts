// SPDX-License-Identifier: MIT
// The rules of a scenario document as the page's own: which of its rules each one is, and the β, G and penalty they share.

import { isRecord, plainJson } from "./json";
import type { NoticeLog } from "./link-text";
import { inTableOrder, ruleRecipe } from "./rules";
import type { RuleId } from "./types";

/** A rule of the page that a rule of a document can be, and what it then says of the numbers that all rules share. */
interface Reading {
  id: RuleId;
  beta: unknown;
  groupSize?: unknown;
  divergence?: string;
}

type Shared = Pick<Reading, "beta" | "groupSize" | "divergence">;

const [refToPolicy, policyToRef] = ["kl-ref-to-policy", "kl-policy-to-ref"] as const;

/** The pairs of a link that say the same: rules, β, G and the penalty. What is left out or altered is logged. */
export function readDocumentRules(rules: unknown, hasWins: boolean, log: NoticeLog): string[] {
  const shared: Partial<Shared> = {};
  const ids: RuleId[] = [];
  if (!Array.isArray(rules)) log.add("rules", plainJson(rules), "is a list of rules", "GRPO");
  (Array.isArray(rules) ? rules : []).forEach((rule: unknown, i) => {
    const reading = readRule(rule, `rules[${i}]`, hasWins, ids, shared, log);
    if (!reading) return;
    ids.push(reading.id);
    agree(reading, `rules[${i}]`, shared, log);
  });
  if (Array.isArray(rules) && ids.length === 0) log.add("rules", "none of them", "has a rule of this page", "GRPO");
  return [
    `rules=${ids.length > 0 ? inTableOrder(ids).join() : "grpo"}`,
    ...(shared.beta === undefined ? [] : [`beta=${valueText(shared.beta)}`]),
    ...(shared.groupSize === undefined ? [] : [`G=${valueText(shared.groupSize)}`]),
    ...(shared.divergence === undefined ? [] : [`penalty=${shared.divergence}`]),
  ];
}

const valueText = (value: unknown) =>
  typeof value === "number" || value === "inf" ? String(value) : encodeURIComponent(plainJson(value));

/** On the page all rules share β and G: the first rule that has one sets it. */
function agree(reading: Reading, path: string, shared: Partial<Shared>, log: NoticeLog): void {
  const paths = { beta: `${path}.beta`, groupSize: `${path}.preference.groupSize`, divergence: path } as const;
  for (const key of ["beta", "groupSize", "divergence"] as const) {
    if (reading[key] === undefined) continue;
    if (shared[key] === undefined) Object.assign(shared, { [key]: reading[key] });
    else if (shared[key] !== reading[key])
      log.add(paths[key], plainJson(reading[key]), "is the same for every rule of this page", plainJson(shared[key]));
  }
}

function readRule(
  rule: unknown,
  path: string,
  hasWins: boolean,
  taken: readonly RuleId[],
  shared: Partial<Shared>,
  log: NoticeLog,
): Reading | null {
  const leaveOut = (field: string, value: unknown, constraint: string) => {
    log.add(field, typeof value === "string" ? value : plainJson(value), constraint, "nothing: the rule is left out");
    return null;
  };
  if (!isRecord(rule)) return leaveOut(path, rule, "has a preference, a penalty and β");
  const { label, preference = {}, penalty = {}, beta = 1, ...others } = rule;
  for (const [key, value] of Object.entries(others)) return leaveOut(`${path}.${key}`, value, "is a field of rules");
  if (!isRecord(preference)) return leaveOut(`${path}.preference`, preference, "has a model");
  if (!isRecord(penalty)) return leaveOut(`${path}.penalty`, penalty, "has a divergence");

  const { model = "group", groupSize, ...variants } = preference;
  for (const [key, value] of Object.entries(variants)) {
    if (value !== plain[key])
      return leaveOut(`${path}.preference.${key}`, value, `is ${String(plain[key] ?? "absent")} on this page`);
  }
  const { divergence = refToPolicy, ...terms } = penalty;
  for (const [key, value] of Object.entries(terms))
    return leaveOut(`${path}.penalty.${key}`, value, "is absent on this page");
  if (divergence !== refToPolicy && divergence !== policyToRef)
    return leaveOut(`${path}.penalty.divergence`, divergence, `is ${refToPolicy} or ${policyToRef} on this page`);

  const readings = readingsOf(model, divergence, groupSize, beta, hasWins);
  if (readings.length === 0)
    return leaveOut(`${path}.preference.model`, model, "is, with this penalty, a rule of this page");
  const free = readings.filter(({ id }) => !taken.includes(id));
  const named = free.find(({ id }) => ruleRecipe(id).label === label);
  const chosen = named ?? free.find((reading) => reading.beta === shared.beta) ?? free[0];
  if (!chosen) return leaveOut(path, label ?? model, "is there once on this page");
  if (label !== undefined && !named)
    log.add(`${path}.label`, String(label), "is fixed on this page", ruleRecipe(chosen.id).label);
  return chosen;
}

/** The variants of the group model that all the page's rules are of. */
const plain: Readonly<Record<string, unknown>> = { std: "population", epsilon: 0, silentGroups: "zero" };

/** Every rule of the page that it can be, the likeliest first. With a win matrix the page's GRPO is the pairwise model. */
function readingsOf(
  model: unknown,
  divergence: string,
  groupSize: unknown = 8,
  beta: unknown,
  hasWins: boolean,
): Reading[] {
  const direct = divergence === policyToRef;
  const size = { groupSize };
  if (model === "reward") return direct && !hasWins ? [{ id: "rlhf", beta }] : [];
  if (model === "shift" && !hasWins) return [{ id: direct ? "shift-only-direct-kl" : "shift-only", beta, ...size }];
  if (model === "group" && !hasWins) return grpo({ beta, ...size }, divergence, direct);
  if (model !== "pairwise") return [];
  const half = typeof beta === "number" ? beta / ruleRecipe("nlhf").betaFactor : beta;
  const nlhf: Reading[] = direct ? [{ id: "nlhf", beta: half }] : [];
  return hasWins ? [...grpo({ beta }, divergence, direct), ...nlhf] : nlhf;
}

function grpo(shared: Pick<Reading, "beta" | "groupSize">, divergence: string, direct: boolean): Reading[] {
  const switched: Reading = { id: "grpo", ...shared, divergence };
  return direct ? [{ id: "grpo-direct-kl", ...shared }, switched] : [switched];
}
