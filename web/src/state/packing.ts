// SPDX-License-Identifier: MIT
// Texts packed for links and codes: deflated by the browser itself, in base64url. Loaded when one is met. The zlib form
// carries a checksum, so that a text that was cut off or changed on its way is never taken for another.

/** Null where the browser cannot pack. */
export async function packText(text: string): Promise<string | null> {
  if (typeof CompressionStream === "undefined") return null;
  const bytes = new TextEncoder().encode(text);
  return base64url(await through(bytes, new CompressionStream("deflate"), Infinity));
}

export const canUnpack = () => typeof DecompressionStream !== "undefined";

/**
 * The text again; null where it is damaged, or the browser cannot unpack. Of a text longer than `most` bytes there is a
 * beginning that is longer, too: a few bytes may unpack to gigabytes.
 */
export async function unpackText(packed: string, most: number): Promise<string | null> {
  if (!canUnpack()) return null;
  try {
    const bytes = await through(fromBase64url(packed), new DecompressionStream("deflate"), most);
    return new TextDecoder("utf-8", { fatal: bytes.length <= most, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** All that comes out of a stream, and no more than one part beyond so many bytes. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  // Where the bytes are at fault both ends fail; the reading end says so.
  void writer.write(bytes).catch(() => {});
  void writer.close().catch(() => {});
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length <= most) {
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

export function base64url(bytes: Uint8Array): string {
  let characters = "";
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Throws where the text is no base64url. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) throw new TypeError("no base64url");
  const characters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
