// SPDX-License-Identifier: MIT
// Packs texts and bytes for links and codes: deflated by the browser itself. Loaded when one is met. The zlib form carries
// a checksum, so that a text that was cut off or changed on its way is never taken for another.

type Bytes = Uint8Array<ArrayBuffer>;

/** Null where the browser cannot pack. */
export async function packBytes(bytes: Bytes): Promise<Bytes | null> {
  return typeof CompressionStream === "undefined" ? null : through(bytes, new CompressionStream("deflate"), Infinity);
}

export async function packText(text: string): Promise<string | null> {
  const bytes = await packBytes(new TextEncoder().encode(text));
  return bytes && base64url(bytes);
}

export const canUnpack = () => typeof DecompressionStream !== "undefined";

/**
 * The bytes again; null where they are damaged, or the browser cannot unpack. Of more than `most` bytes there is a
 * beginning that is longer, too: a megabyte may unpack to a gigabyte.
 */
export async function unpackBytes(bytes: Bytes, most: number): Promise<Bytes | null> {
  return canUnpack() ? through(bytes, new DecompressionStream("deflate"), most).catch(() => null) : null;
}

/** A text that could not have been packed from `most` bytes is not even looked at. */
export async function unpackText(packed: string, most: number): Promise<string | null> {
  if (packed.length > longestPacked(most)) return null;
  try {
    const bytes = await unpackBytes(fromBase64url(packed), most);
    return bytes && new TextDecoder("utf-8", { fatal: bytes.length <= most, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Deflate makes nothing longer by more than 5 bytes in 16,000; base64 is a third longer than its bytes. */
export const longestPacked = (most: number) => Math.ceil(1.34 * (1.001 * most + 64));

/**
 * A browser unpacks all that it is given at once before anybody can stop it, 1032 bytes for each at most: so it is given
 * this many at a time.
 */
const bite = 1024;

async function feed(writer: WritableStreamDefaultWriter<Bytes>, bytes: Bytes): Promise<void> {
  for (let at = 0; at < bytes.length; at += bite) await writer.write(bytes.subarray(at, at + bite));
  await writer.close();
}

/** All that comes out of a stream, and no more than what one bite makes beyond so many bytes. */
async function through(bytes: Bytes, stream: CompressionStream | DecompressionStream, most: number): Promise<Bytes> {
  // Where the bytes are at fault both ends fail; the reading end says so.
  feed(stream.writable.getWriter(), bytes).catch(() => {});
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

function joined(parts: readonly Uint8Array[], length: number): Bytes {
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
export function fromBase64url(text: string): Bytes {
  if (!/^[\w-]+$/.test(text)) throw new TypeError("no base64url");
  const characters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
