// SPDX-License-Identifier: MIT
// Both of the one-file page's workers in one, for they share the engine: its name says which of them it is.
if (self.name === "views") void import("../engine/views-worker");
else void import("../engine/worker");
