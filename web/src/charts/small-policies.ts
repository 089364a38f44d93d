// SPDX-License-Identifier: MIT
// Small pictures of policies side by side: a column for each answer, the reference as a mark on it, and words around.
import { plotText, textWidth } from "./frame";

export interface SmallPolicy {
  key: string;
  title: string;
  /** Beside the title, or under it: what it amounts to. */
  name: string;
  /** Below the picture. */
  reason: string;
  /** Null where there is none to draw. */
  policy: ArrayLike<number> | null;
  /** A note instead of the policy, or on it. */
  note: string;
  trap?: boolean;
}

export interface Column {
  x: number;
  width: number;
  top: number;
  height: number;
  /** Where the reference stands. */
  reference: number;
  share: number;
}

/** One column per answer on a common scale: `end` is the probability at the top. */
export function policyColumns(
  policy: ArrayLike<number> | null,
  reference: readonly number[],
  box: { x: number; y: number; width: number; height: number },
  end: number,
): Column[] {
  const step = box.width / reference.length;
  const gap = Math.min(0.35 * step, 12);
  const at = (share: number) => box.y + box.height * (1 - Math.min(1, share / end));
  return reference.map((mark, answer) => {
    const share = policy ? policy[answer]! : 0;
    return {
      x: box.x + answer * step + gap / 2,
      width: step - gap,
      top: at(share),
      height: box.y + box.height - at(share),
      reference: at(mark),
      share,
    };
  });
}

/** The text in lines that fit, broken at blanks; the last that is allowed ends with … where there is more. */
export function wrapped(text: string, width: number, size: number, most = Infinity): string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of text.split(" ")) {
    const longer = line ? `${line} ${part}` : part;
    if (line && textWidth(longer, size) > width) {
      lines.push(line);
      line = part;
    } else line = longer;
  }
  if (line) lines.push(line);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines[most - 1]}…`];
}

/** As much of a text as fits. */
export function cut(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(`${letters.join("")}…`, size) > width) letters.pop();
  return `${letters.join("")}…`;
}

/** Names and shares of answers stand at the columns where there are at most so many, and room. */
const mostNamed = 8;
const leastStep = 2.25;

export interface PanelLayout {
  columns: number;
  width: number;
  gap: number;
  /** Of each row of panels. */
  heights: number[];
  height: number;
  /** Lines of each panel. */
  lines: { title: string[]; reason: string[] }[];
  isNamed: boolean;
}

/** Heights in rem of what a panel is made of. */
export const panelParts = { line: 1.0625, shares: 1, plot: 4.5, names: 1.125, between: 0.375 } as const;

/** Where panels and their words go, in a picture of this width; every row as high as its highest panel. */
export function panelLayout(
  list: readonly SmallPolicy[],
  answers: number,
  { width, rem, columns }: { width: number; rem: number; columns: number },
): PanelLayout {
  const gap = columns === 1 ? 1.25 * rem : 1.75 * rem;
  const panel = (width - gap * (columns - 1)) / columns;
  const isNamed = answers <= mostNamed && panel / answers >= leastStep * rem;
  const lines = list.map(({ title, reason, note }) => ({
    title: wrapped(title, panel, plotText.label * rem),
    reason: [...wrapped(note, panel, plotText.tick * rem), ...wrapped(reason, panel, plotText.tick * rem)],
  }));
  const { line, shares, plot, names, between } = panelParts;
  const needed = list.map(
    ({ policy, name }, k) =>
      line * (lines[k]!.title.length + (name ? 1 : 0) + lines[k]!.reason.length) +
      (policy ? shares + plot + (isNamed ? names : 0) : 0) +
      2 * between,
  );
  const heights: number[] = [];
  for (let k = 0; k < list.length; k += columns) heights.push(Math.max(...needed.slice(k, k + columns)) * rem);
  const height = heights.reduce((sum, one) => sum + one, 0) + gap * Math.max(0, heights.length - 1);
  return { columns, width: panel, gap, heights, height, lines, isNamed };
}
