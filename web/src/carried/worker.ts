// SPDX-License-Identifier: MIT
// All of the one-file page's workers in one, for they share the engine: its name says which of them it is.
if (self.name === "views") void import("../engine/views-worker");
else if (self.name === "selftest") void import("../selftest/selftest-worker");
else void import("../engine/worker");
