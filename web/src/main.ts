// SPDX-License-Identifier: MIT
// Puts the page into its document.
import { mount } from "svelte";
import "./app.css";
import App from "./views/App.svelte";

export default mount(App, { target: document.body });
