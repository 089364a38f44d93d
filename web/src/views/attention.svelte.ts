// SPDX-License-Identifier: MIT
// Which bar the user looks at (by pointer, touch or focus), which of several policies is drawn, what is being dragged.
import { neighbour } from "../charts/board";
import { stationaryPolicies, type Choices, type Picture } from "../charts/picture";
import type { RuleId } from "../state/types";

export interface Place {
  /** Key of the answer. */
  answer: number;
  rule: RuleId;
}

export class Attention {
  #place = $state.raw<Place | null>(null);
  #choices = $state.raw<Choices>({});
  #walking = $state(false);

  get choices(): Choices {
    return this.#choices;
  }

  /** The attended bar of this picture: its first one where the last attended bar is gone. */
  placeIn(picture: Picture): Place | null {
    const [firstAnswer] = picture.state.answers;
    const [firstRule] = picture.rules;
    if (!firstAnswer || !firstRule) return null;
    const known = picture.state.answers.some(({ id }) => id === this.#place?.answer);
    return {
      answer: known ? this.#place!.answer : firstAnswer.id,
      rule: picture.rules.find((rule) => rule === this.#place?.rule) ?? firstRule,
    };
  }

  /** Whether the attended bar was reached by arrow keys: then focus goes along. */
  get walking(): boolean {
    return this.#walking;
  }

  attend(place: Place): void {
    this.#walking = false;
    if (place.answer !== this.#place?.answer || place.rule !== this.#place.rule) this.#place = place;
  }

  /** Looks at another answer with the same rule. */
  attendAnswer(picture: Picture | null, answer: number): void {
    const rule = picture && this.placeIn(picture)?.rule;
    if (rule) this.attend({ answer, rule });
  }

  step(picture: Picture, by: number): void {
    const place = this.placeIn(picture);
    if (!place) return;
    this.attend(neighbour(picture, place, by));
    this.#walking = true;
  }

  /** Draws the rule's stationary policy of this index. */
  choose(picture: Picture, rule: RuleId, index: number): void {
    if (index < stationaryPolicies(picture, rule).length) this.#choices = { ...this.#choices, [rule]: index };
  }

  /** Another scenario was opened: back to the policies on the reference branch. */
  forget(): void {
    this.#place = null;
    this.#choices = {};
  }
}
