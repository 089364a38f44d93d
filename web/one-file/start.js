// Unpacks the parts of this file and starts the page. The policy above names this script, the code and the style by hash.
(async () => {
  const source = "<!doctype html>\n" + document.documentElement.outerHTML;
  const read = (name) => document.querySelector(`[data-part=${name}]`).textContent;
  const unpacked = (name) => {
    const bytes = Uint8Array.from(atob(read(name)), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
  };
  const add = (name, type, text) => {
    const element = document.createElement(name);
    element.type = type;
    element.textContent = text;
    document.head.append(element);
  };
  const { link, home = null } = JSON.parse(read("baked"));
  if (link && location.hash.length < 2) location.replace(`#${link}`);
  const [style, code] = await Promise.all([unpacked("style").text(), unpacked("code").text()]);
  globalThis.carried = { source, home, wasm: unpacked("wasm").arrayBuffer() };
  add("style", "text/css", style);
  add("script", "module", code);
})().catch(() => {
  document.body.textContent = "GRPO Playground needs a newer browser: one of 2023 or later.";
});
