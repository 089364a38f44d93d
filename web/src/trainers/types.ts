// SPDX-License-Identifier: MIT
// The shape of trainers.json, which trainers.schema.json checks: what the libraries compute, and how they are configured.
import type { DivergenceName, KlTermName, PreferenceModelName } from "grpo-playground";

export interface TrainerPreference {
  model: PreferenceModelName;
  std?: "population" | "sample" | "leave-one-out";
  epsilon?: number;
  silentGroups?: "zero" | "resample";
}

export type TrainerPenalty = { divergence: DivergenceName } | { klTerm: KlTermName };

/** A rule of the scenario document, without its β and its group size. */
export interface TrainerRule {
  preference: TrainerPreference;
  penalty: TrainerPenalty;
}

/** A library at some versions. */
export interface Trainer {
  id: string;
  library: string;
  name: string;
  versions: string;
  source: string;
  read: string;
  defaults: { beta?: number; groupSize?: number; clip?: readonly number[]; dualClip?: number; note?: string };
  rule: TrainerRule;
  /** The rule is solved at this multiple of the trainer's β. */
  betaFactor?: number;
  silent: string;
  consequence: string;
  leavesOut?: string;
}

/** Keys and the values with which a case holds. */
export type When = Readonly<Record<string, readonly string[]>>;

export interface Case {
  when?: When;
  /** The key that `cannot` is about. */
  about?: string;
  cannot?: string;
}
export interface PreferenceCase extends Case {
  preference: TrainerPreference;
}
export interface PenaltyCase extends Case {
  penalty: TrainerPenalty;
  beta?: string;
}
export interface SilentCase extends Case {
  silentGroups: "zero" | "resample";
}

/** How a library's configuration is read and written: of each list of cases the first that holds. */
export interface Configuration {
  id: string;
  library: string;
  versions: string;
  style: "call" | "hydra" | "flags" | "yaml";
  hyphens?: boolean;
  head: string;
  signs: readonly string[];
  aliases?: Readonly<Record<string, string>>;
  shorthands?: Readonly<Record<string, readonly string[]>>;
  pairs?: Readonly<Record<string, readonly string[]>>;
  defaults: Readonly<Record<string, string>>;
  groupSize: string;
  clip: { low: readonly string[]; high: readonly string[]; dual?: readonly string[] };
  preference: readonly PreferenceCase[];
  penalty: readonly PenaltyCase[];
  silentGroups?: readonly SilentCase[];
  known: Readonly<Record<string, string>>;
}
