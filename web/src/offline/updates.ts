// SPDX-License-Identifier: MIT
// Registers the service worker, and tells when a new version of the page is there.
import { Workbox } from "workbox-window";

/** How often a page that stays open asks for a new version, in milliseconds. */
const interval = 60 * 60 * 1000;

export interface Updates {
  /** Goes over to the new version; the page is loaded again. */
  accept(): void;
}

/** Calls back when a new version is ready, now or later. Does nothing where the browser has no service workers. */
export async function watchForUpdates(ready: (updates: Updates) => void): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const workbox = new Workbox("sw.js");
  let accepted = false;
  const tell = () =>
    ready({
      accept() {
        accepted = true;
        workbox.messageSkipWaiting();
      },
    });
  workbox.addEventListener("waiting", tell);
  // Where another tab went over, this one still shows the old version, whose files are gone: it loads the new one when told.
  workbox.addEventListener("controlling", ({ isUpdate }) => {
    if (accepted) location.reload();
    else if (isUpdate) ready({ accept: () => location.reload() });
  });
  await workbox.register();
  const look = () => workbox.update().catch(() => {}); // without network there is nothing new
  setInterval(look, interval);
  document.addEventListener("visibilitychange", () => document.hidden || void look());
}
