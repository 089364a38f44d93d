// SPDX-License-Identifier: MIT
// The event that an element with `data-keys` gets for a key of its scope.
import type { KeyCommand, KeyScopeName } from "./table";

declare module "svelte/elements" {
  export interface DOMAttributes<T extends EventTarget> {
    onkeycommand?: ((event: CustomEvent<KeyCommand> & { currentTarget: EventTarget & T }) => void) | undefined | null;
  }
  export interface AriaAttributes {
    "data-keys"?: KeyScopeName | undefined;
  }
}
