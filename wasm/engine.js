// SPDX-License-Identifier: MIT
// Loads a build of the module in a browser, a worker or Node, and guards it from misuse: what both entries of the
// package, index.js and first.js, are made of.
// Types and documentation: engine.d.ts. What is wrong with a *document* is the module's to say; what is wrong with a
// *call* is said here, as a TypeError.

/** Whether this engine has 128-bit vectors: it then accepts a function that splats an i32 and counts bits in each lane. */
export const hasVectors = WebAssembly.validate(
  // prettier-ignore
  new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, // magic number and version
    1, 5, 1, 96, 0, 1, 123, // a type: () -> v128
    3, 2, 1, 0, // a function of that type
    10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11, // i32.const 0, i8x16.splat, i8x16.popcnt
  ]),
);
/** By itself: bundlers take a URL of this and of anything but a literal for a whole folder of files. */
const here = import.meta.url;
const isNode = typeof process === "object" && process.versions?.node !== undefined;

/** Named apart from its import, and marked: a bundler for browsers must not look for it. */
const nodeFiles = "node:fs/promises";

async function readBytes(url) {
  const { readFile } = await import(/* @vite-ignore */ /* webpackIgnore: true */ nodeFiles);
  return readFile(url);
}

/** Compiles and instantiates from any of the sources that LoadOptions allows. */
async function instantiate(source, imports) {
  source = await source;
  if (source instanceof WebAssembly.Module) {
    return { module: source, instance: await WebAssembly.instantiate(source, imports) };
  }
  if (typeof source === "string" || source instanceof URL) {
    const url = new URL(source, here);
    if (isNode && url.protocol === "file:") return WebAssembly.instantiate(await readBytes(url), imports);
    source = await fetch(url);
  }
  if (typeof Response === "function" && source instanceof Response) {
    if (!source.ok) throw new Error(`the module could not be fetched: ${source.status} ${source.url}`);
    // A server that does not know the type of .wasm files refuses streaming, nothing else.
    const streams = source.headers.get("Content-Type")?.startsWith("application/wasm");
    return streams
      ? WebAssembly.instantiateStreaming(source, imports)
      : WebAssembly.instantiate(await source.arrayBuffer(), imports);
  }
  return WebAssembly.instantiate(source, imports);
}

function createEngineModule(createModule, source) {
  return new Promise((resolve, reject) => {
    createModule({
      locateFile: (name) => name, // never asked for; without it the glue builds a URL, which in a Blob's script throws
      instantiateWasm(imports, receive) {
        instantiate(source, imports).then(({ instance, module }) => receive(instance, module), reject);
        return {};
      },
    }).then(resolve, reject);
  });
}

/** A plain copy: the module then never meets a getter, a proxy or an object that changes under it. */
export function plainDocument(document) {
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new TypeError("a scenario document is an object");
  }
  try {
    return structuredClone(document);
  } catch (error) {
    // eslint-disable-next-line preserve-caught-error -- its message is all that it has to say
    throw new TypeError(`a scenario document is plain data: ${error.message}`);
  }
}

export function checkOptions(options, known) {
  if (typeof options !== "object" || options === null) throw new TypeError("options are an object");
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new TypeError(`unknown option ${JSON.stringify(name)}: known are ${known}`);
  }
}

export function isBranchSearch(search = "all") {
  if (search !== "all" && search !== "branch") throw new TypeError('search is "all" or "branch"');
  return search === "branch";
}

export function checkRule(document, rule) {
  const count = Array.isArray(document.rules) ? document.rules.length : Infinity;
  if (!Number.isInteger(rule) || rule < 0 || rule >= count) {
    throw new TypeError(`rule is the index of one of the document's ${count} rules, not ${String(rule)}`);
  }
}

/** How far the sum of a policy may be from 1: decimals with a dozen digits. */
const sumTolerance = 1e-9;

export function checkPolicy(document, policy) {
  const numbers = Array.from(policy ?? []);
  const count = Array.isArray(document.answers) ? document.answers.length : numbers.length;
  if (numbers.length !== count) throw new TypeError(`a policy has one number for each of the ${count} answers`);
  if (!numbers.every((p) => typeof p === "number" && p >= 0)) throw new TypeError("a policy's numbers are >= 0");
  const sum = numbers.reduce((total, p) => total + p, 0);
  if (!(Math.abs(sum - 1) <= sumTolerance)) throw new TypeError(`a policy sums to 1, not ${sum}`);
  return numbers;
}

/** The calls that every build of the module has. */
function callsOf(module) {
  return {
    describe: () => module.describe(),
    solve(document, options = {}) {
      checkOptions(options, ["search"]);
      return module.solve(plainDocument(document), isBranchSearch(options.search));
    },
    preference(document, rule, policy) {
      const plain = plainDocument(document);
      checkRule(plain, rule);
      return module.preference(plain, rule, checkPolicy(plain, policy));
    },
  };
}

/**
 * An entry's load(). `createModule` is the glue of its build, `vectors` and `scalar` are the URLs of its wasm with vector
 * instructions and without, `more` gives the calls that it has besides. The entries write their URLs out, where bundlers
 * look for them.
 */
export function makeLoad(createModule, { vectors, scalar }, more = () => ({})) {
  return async function load(options = {}) {
    checkOptions(options, ["wasm"]);
    const module = await createEngineModule(createModule, options.wasm ?? (hasVectors ? vectors : scalar));
    return { ...callsOf(module), ...more(module) };
  };
}
