// SPDX-License-Identifier: MIT
// The module that the build makes of tests/reference: web/selftest/tables.ts.

declare module "virtual:reference-tables" {
  const tables: import("./types").ReferenceTables;
  export default tables;
}
