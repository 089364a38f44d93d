// SPDX-License-Identifier: MIT
// Saves a figure as a file: the picture as SVG or PNG, its numbers as CSV or Markdown.
import type { Table } from "../../charts/table";
import { download, fileName } from "../../share/download";
import { tableAsCsv } from "../../share/export-csv";
import { tableAsMarkdown } from "../../share/export-markdown";
import { linkOf } from "../../share/link";
import { readDefinitions, readSvg } from "../../share/read-svg";
import { savePicture } from "../../share/save-picture";
import type { PlaygroundState } from "../../state/types";

export type FigureFile = "svg" | "png" | "csv" | "md";

export interface SavedFigure {
  /** Holds the svg with `data-picture`. */
  figure: HTMLElement;
  title: string;
  summary: string;
  table: Table | null;
  /** The scenario that is drawn: files link back to it. */
  state: PlaygroundState;
}

export async function saveFigure(
  kind: FigureFile,
  { figure, title, summary, table, state }: SavedFigure,
): Promise<void> {
  if (kind === "csv" || kind === "md") return saveTable(kind, title, table!);
  const svg = figure.querySelector("svg[data-picture]")!;
  const { width, height } = svg.getBoundingClientRect();
  await savePicture(kind, {
    root: readSvg(svg),
    definitions: readDefinitions(svg),
    width: Math.round(width),
    height: Math.round(height),
    title,
    summary,
    link: await linkOf(state),
    background: getComputedStyle(svg).getPropertyValue("--card"),
  });
}

function saveTable(kind: "csv" | "md", title: string, table: Table): void {
  const text = kind === "csv" ? tableAsCsv(table) : tableAsMarkdown(table);
  const type = kind === "csv" ? "text/csv;charset=utf-8" : "text/markdown;charset=utf-8";
  download(fileName(title, kind), new Blob([text], { type }));
}
