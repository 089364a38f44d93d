// SPDX-License-Identifier: MIT
// Runs an effect outside any component.

/** Returns the way to stop it. */
export function effectRoot(effect: () => void): () => void {
  return $effect.root(() => {
    $effect(effect);
  });
}
