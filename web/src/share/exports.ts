// SPDX-License-Identifier: MIT
// Every form in which the board's numbers can be carried away, one table for the buttons that save and copy; and its picture.
import type { Choices, Picture } from "../charts/picture";
import { boardDrawing, boardHeight, boardWidth, type Ink } from "./board-svg";
import { bibtex } from "./cite";
import { tableAsCsv } from "./export-csv";
import { pictureAsJson } from "./export-json";
import { pictureAsLatex } from "./export-latex";
import { tableAsMarkdown } from "./export-markdown";
import { pictureAsPython } from "./export-python";
import type { PictureFile } from "./export-svg";
import { emptyRules, pictureTable } from "./picture-table";
import { linkOf } from "./link";
import { sharedSummary, sharedTitle } from "./words";

export interface Exported {
  picture: Picture;
  choices: Choices;
  title: string;
  link: string;
  ink: Ink & { background: string };
}

export interface ExportForm {
  name: string;
  extension: string;
  type: string;
  /** Text that is pasted as often as saved. */
  copied: boolean;
  text(what: Exported): string;
}

export const exportForms: readonly ExportForm[] = [
  {
    name: "CSV",
    extension: "csv",
    type: "text/csv;charset=utf-8",
    copied: false,
    text: ({ picture, choices }) => tableAsCsv(pictureTable(picture, choices)),
  },
  {
    name: "Markdown",
    extension: "md",
    type: "text/markdown;charset=utf-8",
    copied: true,
    text: ({ picture, choices }) => {
      const table = pictureTable(picture, choices);
      return tableAsMarkdown({ ...table, caption: [table.caption, ...emptyRules(picture, choices)].join(" ") });
    },
  },
  {
    name: "JSON",
    extension: "json",
    type: "application/json",
    copied: false,
    text: ({ picture, link }) => pictureAsJson(picture, link),
  },
  {
    name: "LaTeX",
    extension: "tex",
    type: "application/x-tex",
    copied: true,
    text: ({ picture, choices, link }) => pictureAsLatex(picture, choices, link),
  },
  {
    name: "Python",
    extension: "py",
    type: "text/x-python;charset=utf-8",
    copied: true,
    text: ({ picture, link }) => pictureAsPython(picture, link),
  },
  {
    name: "BibTeX",
    extension: "bib",
    type: "application/x-bibtex",
    copied: true,
    text: ({ title, link }) => bibtex(title, link),
  },
];

/** What is drawn now, with the link that draws it: while a newer question is being solved, those of the last one. */
export async function exported(picture: Picture, choices: Choices): Promise<Exported> {
  const { state } = picture;
  return { picture, choices, title: sharedTitle(state), link: await linkOf({ ...state, choices }), ink: pageInk() };
}

export function boardPicture({ picture, choices, title, link, ink }: Exported): PictureFile {
  return {
    root: boardDrawing(picture, choices, title, ink),
    definitions: [],
    width: boardWidth,
    height: boardHeight(picture),
    title,
    summary: sharedSummary(picture, choices),
    link,
    background: ink.background,
  };
}

function pageInk(): Exported["ink"] {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    soft: colour("soft"),
    line: colour("line"),
    font: colour("font"),
    background: colour("card"),
    rule: colour,
  };
}
