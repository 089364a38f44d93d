// SPDX-License-Identifier: MIT
// Temml as its own sources have it: without the chemistry and physics that its built file brings along, a sixth of its bytes.

/** For Vite's `resolve.alias`; Node, which knows no imports without an extension, goes on with the built file. */
export const leanTemml = { temml: "temml/temml.js" };
