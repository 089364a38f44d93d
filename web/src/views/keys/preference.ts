// SPDX-License-Identifier: MIT
// Whether `?` alone shows the keys: who speaks to the machine may want no command of a single character (WCAG 2.1.4).

const place = "grpo-playground/help-key";

/** Also where the browser keeps nothing: then for as long as the page is open. */
let works: boolean | null = null;

export function helpKeyWorks(): boolean {
  try {
    works ??= localStorage.getItem(place) !== "off";
  } catch {
    works = true;
  }
  return works;
}

export function setHelpKey(on: boolean): void {
  works = on;
  try {
    if (on) localStorage.removeItem(place);
    else localStorage.setItem(place, "off");
  } catch {
    // Nothing is kept here.
  }
}
