// SPDX-License-Identifier: MIT
// Long links, packed: `z=` and the readable link as packing.ts packs texts. Loaded when one is met.

import { type DecodedLink, decodeFragment, isPacked } from "./fragment";
import { maxFragmentLength, NoticeLog, readPairs } from "./link-text";
import { canUnpack, packText, unpackText } from "./packing";

/** The packed form of a link; the link itself where the browser cannot pack or nothing would be won. */
export async function packed(fragment: string): Promise<string> {
  const text = await packText(fragment);
  return text !== null && text.length + 2 < fragment.length ? `z=${text}` : fragment;
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
  if (!canUnpack()) return { rule: "is opened by a browser that can unpack links" };
  const value = await unpackText(text, maxFragmentLength);
  // An empty link, or one inside another, is nothing that this page has packed.
  if (value !== null && value !== "" && !isPacked(value)) return { value };
  return { rule: "is a whole link as this page packs it" };
}
