// SPDX-License-Identifier: MIT
// When two trainers have the same policies but for their β: then one β is a known multiple of the other.
import type { GroupSize } from "../state/types";
import type { Trainer, TrainerPreference } from "./types";

/** What a rule's policies depend on, and its scale: P is `family`'s times ((G − 1)/G)^(halves/2) · 2^(−doublings). */
export interface Law {
  family: string;
  halves: number;
  doublings: number;
  /** ε on the scale of the population's std. */
  epsilon: number;
  pull: "kl-ref-to-policy" | "kl-policy-to-ref" | "none";
}

export function lawOf({ rule, betaFactor = 1 }: Trainer, groupSize: GroupSize): Law {
  const { penalty } = rule;
  const doublings = Math.log2(betaFactor);
  const scaled = (part: Omit<Law, "pull" | "doublings">, pull: Law["pull"]): Law => ({ ...part, doublings, pull });
  const preference = preferenceLaw(rule.preference, groupSize);
  if ("divergence" in penalty) return scaled(preference, penalty.divergence as Law["pull"]);
  switch (penalty.klTerm) {
    case "k1-in-loss":
      return scaled(preference, "none");
    case "k3-in-loss":
      return scaled(preference, "kl-ref-to-policy");
    case "k1-in-reward-before-normalising": // what is normalised is constant, whatever normalises it
      return scaled({ family: "reward", halves: 0, epsilon: 0 }, "kl-policy-to-ref");
    default:
      return scaled(preference, "kl-policy-to-ref");
  }
}

function preferenceLaw(
  { model, std, epsilon = 0, silentGroups = "zero" }: TrainerPreference,
  groupSize: GroupSize,
): Omit<Law, "pull" | "doublings"> {
  const isPair = groupSize === 2;
  if (model === "pairwise") return { family: "pairwise", halves: 0, epsilon: 0 };
  if (model === "shift") return { family: "reward", halves: groupSize === "inf" ? 0 : 2, epsilon: 0 };
  if (model !== "group") return { family: "reward", halves: 0, epsilon: 0 };
  if (std === "leave-one-out" && isPair) return { family: "reward", halves: 0, epsilon: 0 }; // of one other there is no std
  const isSample = std === "sample" && groupSize !== "inf";
  const stretch = isSample ? Math.sqrt(groupSize / (groupSize - 1)) : 1;
  const spread = std === "leave-one-out" && groupSize !== "inf" ? "leave-one-out " : "";
  const silent = silentGroups === "resample" && groupSize !== "inf" ? " filtered" : "";
  const family = isPair && !silent ? "pairwise" : `${spread}group${silent}`;
  return { family, halves: isSample ? 1 : 0, epsilon: epsilon / stretch };
}

export interface Translation {
  /** β of the second for a β of 1 of the first. */
  factor: number;
  /** How the factor is written; empty for 1. */
  text: string;
  /** ε stands between them and the very same policies. */
  butForEpsilon: boolean;
}

/** By what to multiply the first's β so that the second has its policies; null where no such number is known. */
export function translation(from: Trainer, to: Trainer, groupSize: GroupSize): Translation | null {
  const [a, b] = [lawOf(from, groupSize), lawOf(to, groupSize)];
  if (a.family !== b.family || a.pull !== b.pull || a.pull === "none") return null;
  const halves = b.halves - a.halves;
  const doublings = a.doublings - b.doublings;
  const shrink = groupSize === "inf" ? 1 : (groupSize - 1) / groupSize;
  return {
    factor: shrink ** (halves / 2) * 2 ** doublings,
    text: [doublingText(doublings), halvesText(halves)].filter(Boolean).join(" "),
    butForEpsilon: Math.abs(a.epsilon - b.epsilon) > 1e-15 * Math.max(a.epsilon, b.epsilon),
  };
}

function doublingText(doublings: number): string {
  if (doublings === 0) return "";
  return doublings === -1 ? "½" : String(2 ** doublings);
}

function halvesText(halves: number): string {
  const [large, small] = ["G/(G − 1)", "(G − 1)/G"];
  return { "-2": large, "-1": `√(${large})`, "0": "", "1": `√(${"(G − 1)/G"})`, "2": small }[String(halves)] ?? "";
}
