// SPDX-License-Identifier: MIT
// Sees which module a worker instantiates, and its memory: the engine's own calls tell neither. For the self-test's
// worker alone, whose WebAssembly it wraps.

export interface WatchedModule {
  /** Last part of the address that it was streamed from. */
  file: string | null;
  memory: WebAssembly.Memory | null;
}

export function watchModule(): WatchedModule {
  const watched: WatchedModule = { file: null, memory: null };
  const { instantiate, instantiateStreaming } = WebAssembly;
  const note = (result: WebAssembly.WebAssemblyInstantiatedSource | WebAssembly.Instance) => {
    const { exports } = "instance" in result ? result.instance : result;
    watched.memory = Object.values(exports).find((value) => value instanceof WebAssembly.Memory) ?? null;
    return result;
  };
  WebAssembly.instantiate = (async (source: BufferSource, imports?: WebAssembly.Imports) =>
    note(await instantiate(source, imports))) as typeof WebAssembly.instantiate;
  WebAssembly.instantiateStreaming = (async (
    source: Response | PromiseLike<Response>,
    imports?: WebAssembly.Imports,
  ) => {
    const response = await source;
    watched.file = new URL(response.url).pathname.split("/").pop() ?? null;
    return note(await instantiateStreaming(response, imports));
  }) as typeof WebAssembly.instantiateStreaming;
  return watched;
}
