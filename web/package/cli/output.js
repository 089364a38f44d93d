// SPDX-License-Identifier: MIT
// One result as one line of JSON, written no faster than it is read.
import { once } from "node:events";

/** Typed arrays become JSON arrays with every digit; what is not finite becomes null, as JSON has no word for it. */
function plain(key, value) {
  return value instanceof Float64Array ? Array.from(value) : value;
}

export async function writeLine(stream, result) {
  if (!stream.write(JSON.stringify(result, plain) + "\n")) await once(stream, "drain");
}
