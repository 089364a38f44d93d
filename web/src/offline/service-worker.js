// SPDX-License-Identifier: MIT
// Keeps a copy of the whole site in the browser, so that it opens without network after one visit.
import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { hasVectors } from "../../dist/package/engine.js";

/** Of the modules with vector instructions and those without, only the ones that this browser runs. */
const isWanted = ({ url }) => !url.endsWith(".wasm") || url.includes("-scalar-") !== hasVectors;

// `siteFiles`, every file that the page may load, is written here by vite.offline.config.ts when the site is built.
// Whatever follows the ? is for the page to read: the file is the same.
precacheAndRoute(siteFiles.filter(isWanted), { ignoreURLParametersMatching: [/./] });
cleanupOutdatedCaches();
clientsClaim();

// A new version waits until nobody uses the old one, or until a user asks for it.
self.addEventListener("message", ({ data }) => {
  if (data?.type === "SKIP_WAITING") self.skipWaiting();
});
