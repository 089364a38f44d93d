// SPDX-License-Identifier: MIT
// Reads the numbers of an option: a list 2,4,8,inf or a range START:STOP:COUNT[:log|lin].
import { UsageError } from "./usage.js";

const mostValues = 100_000;

function readNumber(option, text) {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) throw new UsageError(`${option}: "${text}" is not a number`);
  return number;
}

/** Numbers separated by commas. */
export function readList(option, text) {
  return text.split(",").map((item) => readNumber(option, item));
}

function readRange(option, text) {
  const [start, stop, count, spacing = "lin", ...more] = text.split(":");
  if (count === undefined || more.length > 0) throw new UsageError(`${option}: a range is START:STOP:COUNT[:log|lin]`);
  if (spacing !== "log" && spacing !== "lin") {
    throw new UsageError(`${option}: the spacing "${spacing}" is neither log nor lin`);
  }
  const range = { start: readNumber(option, start), stop: readNumber(option, stop), count: Number(count), spacing };
  if (!Number.isInteger(range.count) || range.count < 2 || range.count > mostValues) {
    throw new UsageError(`${option}: the count "${count}" is not an integer from 2 to ${mostValues}`);
  }
  if (spacing === "log" && !(range.start > 0 && range.stop > 0)) {
    throw new UsageError(`${option}: both ends of a log range must be > 0`);
  }
  return range;
}

/** Both ends are met exactly, and so are the powers of ten between them. */
function spread({ start, stop, count, spacing }) {
  const last = count - 1;
  const between = (a, b, i) => ((last - i) * a + i * b) / last;
  const values = Array.from({ length: count }, (_, i) =>
    spacing === "log" ? 10 ** between(Math.log10(start), Math.log10(stop), i) : between(start, stop, i),
  );
  values[0] = start;
  values[last] = stop;
  return values;
}

export function readBetas(option, text) {
  return text.includes(":") ? spread(readRange(option, text)) : readList(option, text);
}

/** Group sizes are integers: those of a range are rounded, and each is taken once. */
export function readGroupSizes(option, text) {
  if (text.includes(":")) return [...new Set(spread(readRange(option, text)).map(Math.round))];
  return text.split(",").map((item) => (item.trim() === "inf" ? "inf" : readNumber(option, item)));
}
