// SPDX-License-Identifier: MIT
// How to cite the picture: the paper whose model it computes, and this software with the link, as BibTeX.
import citation from "../../../CITATION.cff?raw";
import { escapedLatex } from "./export-latex";

const version = /^version: (.+)$/m.exec(citation)![1]!;

export function bibtex(title: string, link: string): string {
  return `@misc{vojnovic2025alignment,
  title = {What is the Alignment Objective of {GRPO}?},
  author = {Vojnovic, Milan and Yun, Se-Young},
  year = {2025},
  eprint = {2502.18548},
  archivePrefix = {arXiv},
  url = {https://arxiv.org/abs/2502.18548}
}

@misc{grpo-playground,
  title = {{GRPO} {Playground}},
  author = {{The GRPO Playground authors}},
  note = {Version ${version}. Scenario: ${escapedLatex(title)}},
  url = {${link}}
}
`;
}
