// SPDX-License-Identifier: MIT
// The stationary policies of every preset, by its id and the rule's: found by the core when the site was built.

declare module "virtual:preset-results" {
  const results: Readonly<Record<string, Readonly<Record<string, readonly (readonly number[])[]>>>>;
  export default results;
}
