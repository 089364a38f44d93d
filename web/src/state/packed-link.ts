// SPDX-License-Identifier: MIT
// Long links, packed: `z=` and the readable link, deflated by the browser itself, in base64url. Loaded when one is met.
// The zlib form carries a checksum, so that a link that was cut off or changed on its way is never taken for another.

import { type DecodedLink, decodeFragment, isPacked } from "./fragment";
import { maxFragmentLength, NoticeLog, readPairs } from "./link-text";

/** The packed form of a link; the link itself where the browser cannot pack or nothing would be won. */
export async function packed(fragment: string): Promise<string> {
  if (typeof CompressionStream === "undefined") return fragment;
  const bytes = await through(new TextEncoder().encode(fragment), new CompressionStream("deflate"));
  const text = `z=${base64url(bytes)}`;
  return text.length < fragment.length ? text : fragment;
}

/** Never throws: what cannot be unpacked opens as the default scenario, with a notice. A readable link opens as ever. */
export async function openLink(fragment: string): Promise<DecodedLink> {
  if (!isPacked(fragment)) return decodeFragment(fragment);
  const log = new NoticeLog();
  const text = readPairs(fragment, new Set(["z"]), log).get("z");
  if (text === undefined) return { ...decodeFragment(""), notices: log.notices };
  const unpacked = await unpack(text);
  if ("rule" in unpacked) {
    log.add("z", text, unpacked.rule, "the default scenario");
    return { ...decodeFragment(""), notices: log.notices };
  }
  const { state, notices } = decodeFragment(unpacked.value);
  return { state, notices: [...log.notices, ...notices] };
}

async function unpack(text: string): Promise<{ value: string } | { rule: string }> {
  if (typeof DecompressionStream === "undefined") return { rule: "is opened by a browser that can unpack links" };
  try {
    const bytes = await through(fromBase64url(text), new DecompressionStream("deflate"));
    const value = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    // An empty link, or one inside another, is nothing that this page has packed.
    if (value !== "" && !isPacked(value)) return { value };
  } catch {
    // Said below, whatever it was.
  }
  return { rule: "is a whole link as this page packs it" };
}

/** All that comes out of a stream, and no more than makes a link too long: a few bytes may unpack to gigabytes. */
async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream) {
  const writer = stream.writable.getWriter();
  // Where the bytes are at fault both ends fail; the reading end says so.
  void writer.write(bytes).catch(() => {});
  void writer.close().catch(() => {});
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length <= maxFragmentLength) {
    const { done, value } = await reader.read();
    if (done) return joined(parts, length);
    parts.push(value);
    length += value.length;
  }
  await reader.cancel();
  return joined(parts, length);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function base64url(bytes: Uint8Array): string {
  let characters = "";
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Throws where the text is no base64url. */
function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) throw new TypeError("no base64url");
  const characters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
