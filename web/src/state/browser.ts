// SPDX-License-Identifier: MIT
// The pieces of the real browser that a visit needs.

import type { Browser } from "./session";

export function pageBrowser(page: Window): Browser {
  const listen = (target: EventTarget, type: string, listener: () => void) => {
    target.addEventListener(type, listener);
    return () => target.removeEventListener(type, listener);
  };
  return {
    readFragment: () => page.location.hash,
    replaceFragment: (fragment) => page.history.replaceState(page.history.state, "", `#${fragment}`),
    // A tab comes back to its own work, a new one to the last of any.
    readStorage: (key) => page.sessionStorage.getItem(key) ?? page.localStorage.getItem(key),
    writeStorage: (key, text) => {
      page.sessionStorage.setItem(key, text);
      page.localStorage.setItem(key, text);
    },
    later: (task, milliseconds) => {
      const timer = page.setTimeout(task, milliseconds);
      return () => page.clearTimeout(timer);
    },
    onFragmentChange: (listener) => listen(page, "hashchange", listener),
    onLeave: (listener) => {
      // A phone may end a hidden page without another word.
      const stops = [
        listen(page, "pagehide", listener),
        listen(page.document, "visibilitychange", () => page.document.hidden && listener()),
      ];
      return () => stops.forEach((stop) => stop());
    },
  };
}
