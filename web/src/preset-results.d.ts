// SPDX-License-Identifier: MIT
// The policies of every preset by its id and each rule's: solved by the core when the site was built.

declare module "virtual:preset-results" {
  const results: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  export default results;
}
