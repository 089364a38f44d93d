// SPDX-License-Identifier: MIT
// Puts the page into its document.
import { mount } from "svelte";
import "./app.css";
import { isPacked } from "./state/fragment";
import App from "./views/App.svelte";

/** A packed link is unpacked before anything is drawn, so that no other question flashes up. */
const link = isPacked(location.hash)
  ? await import("./state/packed-link").then(({ openLink }) => openLink(location.hash)).catch(() => null)
  : null;

const Root = new URLSearchParams(location.search).has("embed")
  ? (await import("./views/embed/Embed.svelte")).default
  : App;

export default mount(Root, { target: document.body, props: { link } });
