// SPDX-License-Identifier: MIT
// Reads a drawn SVG from the page, with the styles that it has there.
import { type DrawnNode, drawnProperties } from "./export-svg";

export function readSvg(element: Element): DrawnNode {
  const computed = getComputedStyle(element);
  const style: Record<string, string> = { display: computed.display };
  for (const name of drawnProperties) style[name] = computed.getPropertyValue(name);
  return {
    tag: element.tagName,
    attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    style,
    children: [...element.childNodes].flatMap((child): (DrawnNode | string)[] => {
      if (child instanceof Element) return child.hasAttribute("data-no-export") ? [] : [readSvg(child)];
      return child.nodeType === Node.TEXT_NODE && child.textContent ? [child.textContent] : [];
    }),
  };
}

/** The elements elsewhere on the page that a picture's fills refer to. */
export function readDefinitions(svg: Element): DrawnNode[] {
  const ids = new Set<string>();
  for (const element of svg.querySelectorAll("*")) {
    const id = /^url\("?#([^")]+)"?\)/.exec(getComputedStyle(element).fill)?.[1];
    if (id) ids.add(id);
  }
  return [...ids].flatMap((id) => {
    const definition = document.getElementById(id);
    return definition && !svg.contains(definition) ? [readSvg(definition)] : [];
  });
}
