// SPDX-License-Identifier: MIT
// The formulas of trainers, as MathML made of parts, so that the parts in which trainers differ can be marked.
import type { MathNode } from "../../formulas/mathml";
import type { Trainer, TrainerRule } from "./types";

/** The parts of a trainer's two formulas, by what they say. */
export interface Parts {
  reward: string;
  centre: string;
  scale: string;
  epsilon: string;
  estimator: string;
  ratio: string;
  place: string;
}
export type PartName = keyof Parts;

export const partNames: Readonly<Record<PartName, string>> = {
  reward: "the reward",
  centre: "the baseline",
  scale: "the std",
  epsilon: "ε",
  estimator: "the estimator",
  ratio: "the ratio",
  place: "where the KL term stands",
};

function partsOf({ preference, penalty }: TrainerRule): Parts {
  const { model, std = "population", epsilon = 0 } = preference;
  const term = "klTerm" in penalty ? penalty.klTerm : penalty.divergence;
  const others = model === "leave-one-out" || (model === "group" && std === "leave-one-out");
  const isGroup = model === "group";
  return {
    reward: model === "pairwise" ? "wins" : term === "k1-in-reward-before-normalising" ? "r′" : "r",
    centre: model === "reward" || model === "pairwise" ? "" : others ? "others" : "mean",
    scale: isGroup ? std : "",
    epsilon: isGroup && epsilon > 0 ? String(epsilon) : "",
    estimator: /^k[123]/.exec(term)?.[0] ?? term,
    ratio: term === "k3-times-ratio-in-loss" ? "ratio" : "",
    place: /loss$|before-normalising$|after-normalising$/.exec(term)?.[0] ?? "",
  };
}

/** The parts that are not the same for all of them. */
export function differingParts(trainers: readonly Trainer[]): ReadonlySet<PartName> {
  const all = trainers.map(({ rule }) => partsOf(rule));
  const names = Object.keys(partNames) as PartName[];
  return new Set(names.filter((name) => new Set(all.map((parts) => parts[name])).size > 1));
}

type Child = MathNode | string;
const element = (tag: string, children: Child[], attributes: Record<string, string> = {}): MathNode => ({
  tag,
  attributes,
  slot: null,
  children,
});
const letter = (text: string) => element("mi", [text]);
const number = (text: string) => element("mn", [text]);
/** Between two things, whatever stands before it in its own row. */
const sign = (text: string) => element("mo", [text], /^[()‖]$/.test(text) ? {} : { form: "infix" });
const word = (text: string) => element("mtext", [text]);
const row = (...children: Child[]) => element("mrow", children);
const indexed = (base: string, index: MathNode) => element("msub", [letter(base), index]);
const over = (top: MathNode, bottom: MathNode) => element("mfrac", [top, bottom]);
const math = (...children: Child[]) => element("math", [row(...children)]);

type Mark = (name: PartName, ...children: Child[]) => MathNode;

const marker =
  (differing: ReadonlySet<PartName>): Mark =>
  (name, ...children) =>
    element("mrow", children, differing.has(name) ? { class: "differs" } : {});

const others = () => row(element("mo", ["−"], { form: "prefix" }), letter("i"));

/** A = (r − m)/(s + ε), as this trainer has it. */
export function advantageFormula({ rule }: Trainer, differing: ReadonlySet<PartName>): MathNode {
  const mark = marker(differing);
  const parts = partsOf(rule);
  const left = [indexed("A", letter("i")), sign("=")];
  if (parts.reward === "wins") {
    const chance = row(
      indexed("P", letter("π")),
      sign("("),
      indexed("o", letter("i")),
      sign("≻"),
      letter("o"),
      sign(")"),
    );
    return math(...left, mark("reward", chance));
  }
  const reward = mark("reward", indexed(parts.reward, letter("i")));
  const centre = parts.centre === "others" ? indexed("m", others()) : letter("m");
  const top = parts.centre ? row(reward, mark("centre", sign("−"), centre)) : row(reward);
  if (!parts.scale) return math(...left, top);
  const std = { population: indexed("s", letter("p")), sample: letter("s"), "leave-one-out": indexed("s", others()) }[parts.scale]!; // prettier-ignore
  const bottom = [mark("scale", std), ...(parts.epsilon ? [mark("epsilon", sign("+"), power(parts.epsilon))] : [])];
  return math(...left, over(top, row(...bottom)));
}

/** 0.0001 as 10⁻⁴. */
function power(text: string): MathNode {
  const exponent = Math.round(Math.log10(Number(text)));
  if (Number(text) !== Number(`1e${exponent}`)) return number(text);
  return element("msup", [number("10"), row(element("mo", ["−"], { form: "prefix" }), number(String(-exponent)))]);
}

/** Nothing to see, but the room after log. */
const apply = () => element("mspace", [], { width: "0.17em" });
const ratioOfPolicies = () => over(letter("π"), indexed("π", word("ref")));

function estimator(name: string): MathNode {
  const log = [letter("log"), apply(), letter("ρ")];
  if (name === "k1") return row(element("mo", ["−"], { form: "prefix" }), ...log);
  if (name === "k2")
    return row(over(number("1"), number("2")), element("msup", [letter("log"), number("2")]), apply(), letter("ρ"));
  return row(letter("ρ"), sign("−"), ...log, sign("−"), number("1"));
}

/** The KL term where this trainer has it: in the loss, in the reward, in the advantage. */
export function klFormula({ rule, betaFactor = 1 }: Trainer, differing: ReadonlySet<PartName>): MathNode {
  const mark = marker(differing);
  const parts = partsOf(rule);
  const beta = betaFactor === 1 ? [letter("β")] : [number(String(betaFactor)), letter("β")];
  const log = () => row(letter("log"), apply(), ratioOfPolicies());
  if (parts.place === "before-normalising")
    return math(
      mark("place", indexed("r′", letter("i")), sign("="), indexed("r", letter("i")), sign("−")),
      ...beta,
      mark("estimator", log()),
    );
  if (parts.place === "after-normalising")
    return math(
      mark("place", indexed("A", letter("i")), sign("←"), indexed("A", letter("i")), sign("−")),
      ...beta,
      mark("estimator", log()),
    );
  if (parts.place === "loss") {
    const ratio = parts.ratio ? [mark("ratio", over(letter("π"), indexed("π", word("old"))))] : [];
    return math(
      mark("place", word("loss"), sign("+")),
      ...beta,
      ...ratio,
      sign("("),
      mark("estimator", estimator(parts.estimator)),
      sign(")"),
    );
  }
  if (parts.estimator === "none") return math(mark("estimator", word("no KL term")));
  const [left, right] = [letter("π"), indexed("π", word("ref"))];
  const pair = parts.estimator === "kl-policy-to-ref" ? [left, sign("‖"), right] : [right, sign("‖"), left];
  return math(sign("−"), ...beta, mark("estimator", word("KL"), sign("("), ...pair, sign(")")));
}
