// SPDX-License-Identifier: MIT
// Which bar the user looks at (by pointer, touch or focus), and which of several policies is drawn: that is in the state.
import { neighbour } from "../charts/board";
import { stationaryPolicies, type Choices, type Picture } from "../charts/picture";
import { choosePolicy } from "../state/looks";
import type { Playground } from "../state/playground.svelte";
import type { RuleId } from "../state/types";

export interface Place {
  /** Key of the answer. */
  answer: number;
  rule: RuleId;
}

export class Attention {
  #kept = $state.raw<Place | null>(null);
  #glance = $state.raw<Place | null>(null);
  #walking = $state(false);

  readonly #playground: Playground;

  constructor(playground: Playground) {
    this.#playground = playground;
  }

  get choices(): Choices {
    return this.#playground.state.choices;
  }

  /** The attended bar of this picture: the one under the pointer, else the one last kept, else the first. */
  placeIn(picture: Picture): Place | null {
    const [firstAnswer] = picture.state.answers;
    const [firstRule] = picture.rules;
    if (!firstAnswer || !firstRule) return null;
    const place = this.#glance ?? this.#kept;
    return {
      answer: picture.state.answers.find(({ id }) => id === place?.answer)?.id ?? firstAnswer.id,
      rule: picture.rules.find((rule) => rule === place?.rule) ?? firstRule,
    };
  }

  /** Whether the attended bar was reached by arrow keys: then focus goes along. */
  get walking(): boolean {
    return this.#walking;
  }

  /** The pointer is on this bar, or on this answer's row: then with the rule that is attended already. */
  glance(picture: Picture | null, answer: number, rule = picture && this.placeIn(picture)?.rule): void {
    this.#walking = false;
    if (rule) this.#glance = { answer, rule };
  }

  /** The pointer has left the board. */
  lookAway(): void {
    this.#glance = null;
  }

  /** Focus is on this bar, or in this answer's row: it stays attended when the pointer is gone. */
  keep(picture: Picture | null, answer: number, rule = picture && this.placeIn(picture)?.rule): void {
    if (!rule) return;
    this.#walking = false;
    this.#glance = null;
    this.#kept = { answer, rule };
  }

  step(picture: Picture, by: number): void {
    const place = this.placeIn(picture);
    if (!place) return;
    const { answer, rule } = neighbour(picture, place, by);
    this.keep(picture, answer, rule);
    this.#walking = true;
  }

  /** Draws the rule's stationary policy of this index. */
  choose(picture: Picture, rule: RuleId, index: number): void {
    if (index < stationaryPolicies(picture, rule).length)
      this.#playground.edit((state) => choosePolicy(state, rule, index));
  }

  /** Another scenario was opened. */
  forget(): void {
    this.#kept = null;
    this.#glance = null;
  }
}
