// SPDX-License-Identifier: MIT
// Bytes as text that every mail program, editor and character set leaves alone: the visible ASCII characters but < and &,
// 92 letters, in lines. Two letters carry 13 bits, or 14 where the first 13 leave room for one more, as in basE91:
// 8 bits take 1.23 letters, where base64 takes 1.33. White space says nothing, so line endings and breaks may change.

const letters = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))
  .filter((letter) => letter !== "&" && letter !== "<")
  .join("");
const base = letters.length;

/** Pairs of letters beyond 13 bits: that many values of 13 bits take a 14th along. */
const spare = base ** 2 - 2 ** 13;

/** Editors are slow on lines that do not end. */
const lineLength = 998;

export function lettersOf(bytes: Uint8Array): string {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held |= byte << bits;
    bits += 8;
    if (bits < 14) continue;
    const taken = (held & 0x1fff) < spare ? 14 : 13;
    const pair = held & (2 ** taken - 1);
    text += letters[pair % base]! + letters[Math.floor(pair / base)]!;
    held >>= taken;
    bits -= taken;
  }
  if (bits > 0) text += letters[held % base]!;
  if (bits > 7 || held >= base) text += letters[Math.floor(held / base)]!;
  return text.replace(new RegExp(`.{${lineLength}}`, "g"), "$&\n");
}

/** What a letter stands for; the two that are left out make a step each. */
function valueAt(text: string, place: number): number {
  const code = text.charCodeAt(place);
  return code - 33 - Number(code > 38) - Number(code > 60);
}

/** The bytes again; of a text that was damaged, some bytes: what they mean is for whoever reads them to check. */
export function bytesOf(folded: string): Uint8Array<ArrayBuffer> {
  const text = folded.replace(/\s+/g, "");
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let held = 0;
  let bits = 0;
  for (let i = 0; i < text.length - 1; i += 2) {
    const pair = valueAt(text, i) + base * valueAt(text, i + 1);
    held |= pair << bits;
    bits += (pair & 0x1fff) < spare ? 14 : 13;
    for (; bits > 7; bits -= 8, held >>= 8) bytes[length++] = held;
  }
  if (text.length % 2 > 0) bytes[length++] = held | (valueAt(text, text.length - 1) << bits);
  return bytes.subarray(0, length);
}
