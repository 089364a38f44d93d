// SPDX-License-Identifier: MIT
// A `.tex` file, imported, is the MathML that the build made of it.

declare module "*.tex" {
  const formula: import("../formulas/mathml").MathNode;
  export default formula;
}
