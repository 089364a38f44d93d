// SPDX-License-Identifier: MIT
// What the part for configurations is handed by the look that it stands in.
import type { PlaygroundState } from "../../../state/types";
import type { Chosen } from "../../../trainers/trainers";

export interface ConfigurationProps {
  state: PlaygroundState;
  /** Changes the scenario; null where it is pinned. */
  edit: ((change: (state: PlaygroundState) => PlaygroundState) => void) | null;
  chosen: readonly Chosen[];
  /** Puts a trainer first among those that are compared. */
  onchoose: (text: string) => void;
}
