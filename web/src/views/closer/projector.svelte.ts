// SPDX-License-Identifier: MIT
// Projector mode: larger type and stronger contrast on the whole page, for as long as the page is open.
import "./projector.css";

class Projector {
  #on = $state(false);

  get on(): boolean {
    return this.#on;
  }

  toggle(): void {
    this.#on = !this.#on;
    document.documentElement.toggleAttribute("data-projector", this.#on);
  }
}

export const projector = new Projector();
