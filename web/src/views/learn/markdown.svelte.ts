// SPDX-License-Identifier: MIT
// The subset of Markdown that lessons and the textbook are written in, as nodes: marked reads it, Temml makes its formulas,
// DOMPurify lets nothing through that is not text, its markup or MathML.
import DOMPurify, { type Config } from "dompurify";
import { Marked, type TokenizerAndRendererExtension } from "marked";

type Temml = (typeof import("temml"))["default"];

/** Formulas are drawn once it is there; until then their TeX stands in their place. */
let temml = $state.raw<Temml | null>(null);
let loading: Promise<unknown> | null = null;

function loadTemml(): void {
  loading ??= import("temml").then((module) => (temml = module.default)).catch(() => (loading = null)); // the TeX says it too; the next text tries again
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** `style` would need a hole in the content security policy; the page's own style sheet does what it does. */
function formula(tex: string, displayMode: boolean): string {
  if (!temml) return `<code>${escaped(tex)}</code>`;
  return temml.renderToString(tex, { displayMode, throwOnError: false }).replace(/ style="[^"]*"/g, "");
}

const blockFormula: TokenizerAndRendererExtension = {
  name: "blockFormula",
  level: "block",
  start: (source) => source.match(/^\$\$/m)?.index,
  tokenizer(source) {
    const [raw, tex] = /^\$\$([^$]+)\$\$[ \t]*(?:\n+|$)/.exec(source) ?? [];
    return raw && tex ? { type: "blockFormula", raw, tex } : undefined;
  },
  renderer: ({ tex }) => `<p class="formula">${formula(String(tex), true)}</p>`,
};

/** A price is no formula: its dollar is followed by a blank, or closed before a digit. */
const inlineFormula: TokenizerAndRendererExtension = {
  name: "inlineFormula",
  level: "inline",
  start: (source) => source.match(/\$/)?.index,
  tokenizer(source) {
    const [raw, tex] = /^\$(?![\s$])((?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)/s.exec(source) ?? [];
    return raw && tex ? { type: "inlineFormula", raw, tex } : undefined;
  },
  renderer: ({ tex }) => formula(String(tex), false),
};

const liveNumber: TokenizerAndRendererExtension = {
  name: "liveNumber",
  level: "inline",
  start: (source) => source.match(/\{/)?.index,
  tokenizer(source) {
    const [raw, name] = /^\{([A-Za-z][\w-]*)\}/.exec(source) ?? [];
    return raw && name ? { type: "liveNumber", raw, name } : undefined;
  },
  renderer: ({ name, raw }) => `<span data-live="${name}">${raw}</span>`,
};

/** Markup in the text is text, and a picture is its words: nothing is fetched from anywhere. */
const reader = new Marked({
  gfm: true,
  extensions: [blockFormula, inlineFormula, liveNumber],
  tokenizer: { html: () => undefined, tag: () => undefined },
  renderer: { image: ({ text }) => escaped(text), html: ({ text }) => escaped(text) },
});

const allowed: Config & { RETURN_DOM_FRAGMENT: true } = {
  USE_PROFILES: { html: true, mathMl: true },
  FORBID_TAGS: ["style", "form", "input", "button", "select", "textarea", "img", "video", "audio", "picture"],
  FORBID_ATTR: ["style", "id", "name"],
  ADD_ATTR: ["data-live"],
  RETURN_DOM_FRAGMENT: true,
};

export interface Drawing {
  /** Within a sentence of the page: no paragraphs. */
  inline: boolean;
  /** The level of the text's highest heading. */
  heading: number;
}

/** The text as nodes. Where the formulas are not yet loaded, whoever reads this in an effect reads it again when they are. */
export function draw(text: string, { inline, heading }: Drawing): DocumentFragment {
  if (text.includes("$")) loadTemml();
  const html = inline ? reader.parseInline(text, { async: false }) : reader.parse(text, { async: false });
  const shifted = html.replace(
    /<(\/?)h([1-6])>/g,
    (_, end: string, level: string) => `<${end}h${Math.min(6, Number(level) + heading - 1)}>`,
  );
  const fragment = DOMPurify.sanitize(shifted, allowed);
  fragment.querySelectorAll("a").forEach(leadSafely);
  fragment.querySelectorAll("table").forEach(scrollSideways);
  return fragment;
}

/** Links within the classroom stay in this window, the playground's and those of others open beside what is being done. */
function leadSafely(link: HTMLAnchorElement): void {
  const address = link.getAttribute("href") ?? "";
  if (!/^(https?:|mailto:|#)/i.test(address)) return link.removeAttribute("href");
  if (/^#(learn|lesson|textbook|make|teach|poll)(=|$)/.test(address)) return;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
}

function scrollSideways(table: HTMLTableElement): void {
  const room = document.createElement("div");
  room.className = "scroll";
  room.tabIndex = 0;
  room.role = "region";
  const heads = [...table.querySelectorAll("th")].map(({ textContent }) => textContent?.trim()).filter(Boolean);
  room.ariaLabel = heads.length > 0 ? `Table: ${heads.join(", ")}` : "Table";
  table.replaceWith(room);
  room.append(table);
}

/** Puts the numbers into their places; a name without a number stays as it was written. */
export function fill(place: Element, numbers: Readonly<Record<string, string>>): void {
  for (const span of place.querySelectorAll<HTMLElement>("[data-live]")) {
    const name = span.dataset["live"]!;
    span.textContent = Object.hasOwn(numbers, name) ? numbers[name]! : `{${name}}`;
  }
}
