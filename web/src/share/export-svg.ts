// SPDX-License-Identifier: MIT
// A picture as an SVG file of its own: with its colours and type written out, its title, and the link it came from.

/** An element as read from the page: its tag, attributes, the computed style that matters, and what is inside. */
export interface DrawnNode {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  style: Readonly<Record<string, string>>;
  children: readonly (DrawnNode | string)[];
}

export interface PictureFile {
  /** The svg element. */
  root: DrawnNode;
  /** What it refers to elsewhere on the page: patterns of the rules. */
  definitions: readonly DrawnNode[];
  width: number;
  height: number;
  title: string;
  /** What the picture shows, in words. */
  summary: string;
  /** Opens the very same picture. */
  link: string;
  /** The colour of the paper. */
  background: string;
  /** `@font-face` rules of Inter, which then goes before the page's own type; none where absent. */
  fonts?: string;
}

/** The style properties that an SVG element may carry as attributes of the same name, and that pictures here use. */
export const drawnProperties = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-opacity",
  "opacity",
  "paint-order",
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "font-variant-numeric",
  "text-anchor",
  "dominant-baseline",
  "visibility",
] as const;

/** What a property is worth where nothing says otherwise: not worth writing down. */
const initialValues: Readonly<Record<string, string>> = {
  "fill-opacity": "1",
  stroke: "none",
  "stroke-dasharray": "none",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "stroke-opacity": "1",
  opacity: "1",
  "paint-order": "normal",
  "font-style": "normal",
  "dominant-baseline": "auto",
  visibility: "visible",
};

/** Attributes that mean something on the page alone; an id only where something else in the picture refers to it. */
const pageOnly = /^(class|id|style|tabindex|role|data-|aria-|on)/;
const referredTo = /^(clipPath|linearGradient|marker|mask|pattern|radialGradient)$/;

/** Paper around the picture, in pixels. */
export const margin = 12;

export function pictureAsSvg(picture: PictureFile): string {
  const { root, definitions, width, height, title, summary, link, background, fonts = "" } = picture;
  const [wide, high] = [width + 2 * margin, height + 2 * margin];
  const size = `width="${wide}" height="${high}" viewBox="${-margin} ${-margin} ${wide} ${high}"`;
  const family = `${fonts && "Inter, "}${root.style["font-family"]}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}${styleText({ ...root.style, "font-family": family }, {})}>`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(`${summary} ${link}`)}</desc>`,
    `<rect x="${-margin}" y="${-margin}" width="${wide}" height="${high}" fill="${escaped(background)}"/>`,
    ...(fonts ? [`<style>${escaped(fonts)}</style>`] : []),
    `<defs>${definitions.map((node) => nodeText(node, {})).join("")}</defs>`,
    ...root.children.map((child) => nodeText(child, root.style)),
    "</svg>\n",
  ].join("\n");
}

/** `inherited` is what the elements around say: only what differs is written. */
function nodeText(node: DrawnNode | string, inherited: Readonly<Record<string, string>>): string {
  if (typeof node === "string") return escaped(node);
  if (node.style["display"] === "none") return "";
  const kept = Object.entries(node.attributes).filter(([name]) => isKept(node.tag, name));
  const attributes =
    kept.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("") + styleText(node.style, inherited);
  const inside = node.children.map((child) => nodeText(child, { ...inherited, ...node.style })).join("");
  return inside === "" ? `<${node.tag}${attributes}/>` : `<${node.tag}${attributes}>${inside}</${node.tag}>`;
}

/** Only what differs from what the elements around say, or else from what holds anyway. */
function styleText(style: DrawnNode["style"], inherited: DrawnNode["style"]): string {
  return drawnProperties
    .flatMap((name) => {
      const value = style[name];
      const implied = isInherited(name) ? (inherited[name] ?? initialValues[name]) : initialValues[name];
      return value === undefined || value === implied ? [] : [` ${name}="${escaped(value)}"`];
    })
    .join("");
}

function isKept(tag: string, name: string): boolean {
  if (name === "id") return referredTo.test(tag);
  return !pageOnly.test(name) && !(drawnProperties as readonly string[]).includes(name);
}

/** Of the properties above only these two are not handed down to what is inside. */
function isInherited(name: string): boolean {
  return name !== "opacity" && name !== "dominant-baseline";
}

/** Characters that XML cannot hold at all are left out. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
