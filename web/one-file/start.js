// SPDX-License-Identifier: MIT
// Unpacks the parts of the page as one file and starts the page: bundled into one script, which the policy names by hash,
// as it does the unpacker, the code and the style.
import { bytesOf } from "./letters";

const source = "<!doctype html>\n" + document.documentElement.outerHTML;

const read = (name) => document.querySelector(`[data-part=${name}]`).textContent;
const packed = (name) => new Blob([bytesOf(read(name))]).stream();

function add(name, type, text) {
  const element = document.createElement(name);
  element.type = type;
  element.textContent = text;
  document.head.append(element);
}

const say = (text) => (document.body.textContent = text);
const damaged = () => say("This copy of GRPO Playground is damaged. Please take another.");

async function start() {
  const { link, home = null } = JSON.parse(read("baked"));
  if (link && location.hash.length < 2) location.replace(`#${link}`);
  const unpacker = new Response(packed("unpacker").pipeThrough(new DecompressionStream("gzip")));
  add("script", "text/javascript", await unpacker.text()); // runs at once and leaves the class that follows
  const { XzReadableStream } = globalThis["xz-decompress"];
  const unpacked = (name) => new Response(new XzReadableStream(packed(name)));
  const [style, code, wasm] = [unpacked("style").text(), unpacked("code").text(), unpacked("wasm").arrayBuffer()];
  wasm.catch(damaged);
  globalThis.carried = { source, home, wasm };
  add("style", "text/css", await style);
  add("script", "module", await code);
}

if (!globalThis.WebAssembly)
  say(
    "GRPO Playground needs WebAssembly. Without it the site shows the results of its presets; this file leaves them out.",
  );
else if (!globalThis.DecompressionStream) say("GRPO Playground needs a newer browser: one of 2023 or later.");
else start().catch(damaged);
