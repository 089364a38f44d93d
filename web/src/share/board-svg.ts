// SPDX-License-Identifier: MIT
// The board as a drawing of its own: what each rule makes of each answer, as bars beside the reference. Pure geometry.
import { barsOf, drawnShares } from "../charts/board";
import type { Choices, Picture } from "../charts/picture";
import { axisEnd } from "../charts/shares";
import { ruleRecipe } from "../state/rules";
import type { PlaygroundState, RuleId } from "../state/types";
import { exactText, groupSizeText, percentText } from "../story/format";
import { referencePolicy } from "../story/outcomes";
import type { DrawnNode } from "./export-svg";

/** Colours and type of the page, as they are now. */
export interface Ink {
  ink: string;
  soft: string;
  line: string;
  font: string;
  rule(id: RuleId | "reference"): string;
}

export const boardWidth = 720;
const namesWidth = 220;
const labelsWidth = 150;
const valueWidth = 64;
const barHeight = 16;
const rowSpace = 14;
/** Title, settings, and the axis. */
const top = 72;

const barsWidth = boardWidth - namesWidth - labelsWidth - valueWidth;

export function boardHeight({ state, rules }: Picture): number {
  return top + state.answers.length * rowHeight(rules.length);
}

function rowHeight(rules: number): number {
  return (rules + 1) * (barHeight + 4) + rowSpace;
}

export function boardDrawing(picture: Picture, choices: Choices, title: string, ink: Ink): DrawnNode {
  const { state, rules } = picture;
  const reference = referencePolicy(state);
  const end = axisEnd([...reference, ...drawnShares(picture)]);
  const rows = state.answers.flatMap((answer, o) => {
    const y = top + o * rowHeight(rules.length);
    const bars = [
      { name: "reference", id: "reference" as const, share: reference[o]!, none: "" },
      ...barsOf(picture, answer.id, choices).map(({ rule, share, open }) => {
        return { name: ruleRecipe(rule).label, id: rule, share, none: open ? "not known" : "none" };
      }),
    ];
    return [
      line(0, y - rowSpace / 2, boardWidth, y - rowSpace / 2, ink.line),
      text(0, y + 12, shortened(answer.label, 26), { fill: ink.ink, "font-weight": "600" }),
      ...(state.wins ? [] : [text(0, y + 30, `reward ${answer.reward}`, { fill: ink.soft, "font-size": "12px" })]),
      ...bars.flatMap((bar, k) => barNodes(bar, y + k * (barHeight + 4), end, ink)),
    ];
  });
  const ticks = [0, end / 2, end].map((share, k) =>
    text(namesWidth + labelsWidth + (barsWidth * k) / 2, top - 16, percentText(share), {
      fill: ink.soft,
      "font-size": "12px",
      "text-anchor": k === 0 ? "start" : "middle",
    }),
  );
  const heads = [
    text(0, 14, shortened(title, 75), { fill: ink.ink, "font-weight": "600", "font-size": "17px" }),
    text(0, 36, settings(state), { fill: ink.soft, "font-size": "13px" }),
  ];
  const style = { "font-family": ink.font, "font-size": "14px", fill: ink.ink };
  return { tag: "svg", attributes: {}, style, children: [...heads, ...ticks, ...rows] };
}

interface BoardBar {
  name: string;
  id: RuleId | "reference";
  share: number | null;
  none: string;
}

function barNodes({ name, id, share, none }: BoardBar, y: number, end: number, ink: Ink): DrawnNode[] {
  const x = namesWidth + labelsWidth;
  const width = (barsWidth * (share ?? 0)) / end;
  const small = { "font-size": "12px" };
  const label = text(x - 8, y + 12, name, { ...small, fill: ink.rule(id), "text-anchor": "end" });
  const value = text(x + width + 6, y + 12, share === null ? none : percentText(share), { ...small, fill: ink.ink });
  const attributes = { x: String(x), y: String(y), width: rounded(width), height: String(barHeight), rx: "2" };
  return [label, { tag: "rect", attributes, style: { fill: ink.rule(id) }, children: [] }, value];
}

function text(x: number, y: number, content: string, style: Record<string, string>): DrawnNode {
  return { tag: "text", attributes: { x: rounded(x), y: rounded(y) }, style, children: [content] };
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string): DrawnNode {
  const attributes = { x1: rounded(x1), y1: rounded(y1), x2: rounded(x2), y2: rounded(y2) };
  return { tag: "line", attributes, style: { stroke }, children: [] };
}

const rounded = (value: number) => String(Number(value.toFixed(2)));

function settings({ beta, groupSize, wins }: PlaygroundState): string {
  return `β = ${exactText(beta)}, ${wins ? "answers compared by a win matrix" : `G = ${groupSizeText(groupSize)}`}`;
}

/** A name that is too long for its column: wide letters are not measured here, so it leaves them room. */
function shortened(label: string, most: number): string {
  const characters = [...label.replace(/\s+/g, " ")];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : characters.join("");
}
