// SPDX-License-Identifier: MIT
// Puts the page into its document: the playground, or the classroom, as the fragment says.
import { mount, unmount } from "svelte";
import "./app.css";
import { isClassroom } from "./rooms";
import { isPacked } from "./state/fragment";
import App from "./views/App.svelte";

const embedded = new URLSearchParams(location.search).has("embed");
/** Who asks for more contrast gets the projector's ink and paper. */
const contrast = matchMedia("(prefers-contrast: more)");
const follow = () => document.documentElement.toggleAttribute("data-contrast", contrast.matches);
contrast.onchange = follow;
follow();

let shown: Record<string, unknown> | null = null;
let learning: boolean | null = null;
let turn = 0;

/** Within the playground and within the classroom changes of the fragment are their own. */
async function enter(): Promise<void> {
  const { hash } = location;
  const learns = !embedded && isClassroom(hash);
  if (learns === learning) return;
  learning = learns;
  const mine = ++turn;
  const Root = !globalThis.WebAssembly
    ? (await import("./views/WithoutEngine.svelte")).default
    : learns
      ? (await import("./views/learn/Rooms.svelte")).default
      : embedded
        ? (await import("./views/embed/Embed.svelte")).default
        : App;
  /** A packed link is unpacked before anything is drawn, so that no other question flashes up. */
  const link =
    !learns && isPacked(hash)
      ? await import("./state/packed-link").then(({ openLink }) => openLink(hash)).catch(() => null)
      : null;
  if (mine !== turn) return;
  if (shown) await unmount(shown);
  shown = mount(Root, { target: document.body, props: { link } });
}

function go(): void {
  enter().catch(() => {
    learning = null;
    document.body.prepend("A part of the page could not be loaded. Reload the page to try again.");
  });
}

addEventListener("hashchange", go);
go();
