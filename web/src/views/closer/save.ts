// SPDX-License-Identifier: MIT
// Saves a figure as a file: the picture as SVG or PNG, its numbers as CSV.
import type { Table } from "../../charts/table";
import { download, fileName } from "../../share/download";
import { tableAsCsv } from "../../share/export-csv";
import { svgAsPng } from "../../share/export-png";
import { margin, pictureAsSvg } from "../../share/export-svg";
import { readDefinitions, readSvg } from "../../share/read-svg";

export interface SavedFigure {
  /** Holds the svg with `data-picture`. */
  figure: HTMLElement;
  title: string;
  summary: string;
  table: Table | null;
  link: string;
}

export async function saveFigure(kind: "svg" | "png" | "csv", saved: SavedFigure): Promise<void> {
  const name = fileName(saved.title, kind);
  if (kind === "csv") {
    download(name, new Blob([tableAsCsv(saved.table!)], { type: "text/csv;charset=utf-8" }));
    return;
  }
  const svg = saved.figure.querySelector("svg[data-picture]")!;
  const { width, height } = svg.getBoundingClientRect();
  const text = pictureAsSvg({
    root: readSvg(svg),
    definitions: readDefinitions(svg),
    width: Math.round(width),
    height: Math.round(height),
    title: saved.title,
    summary: saved.summary,
    link: saved.link,
    background: getComputedStyle(svg).getPropertyValue("--card"),
  });
  if (kind === "svg") download(name, new Blob([text], { type: "image/svg+xml" }));
  else download(name, await svgAsPng(text, Math.round(width) + 2 * margin, Math.round(height) + 2 * margin));
}
