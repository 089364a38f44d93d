// SPDX-License-Identifier: MIT
// The calls of sweep.cc, guarded from misuse as those of engine.js are.
import { checkOptions, checkRule, isBranchSearch, plainDocument } from "./engine.js";

function checkSweep({ parameter, values }) {
  if (parameter !== "beta" && parameter !== "groupSize") throw new TypeError('parameter is "beta" or "groupSize"');
  if (!values || typeof values.length !== "number") throw new TypeError("values is a list");
  return Array.from(values, (value) => (typeof value === "number" ? value : String(value)));
}

/** The values of a path: of β, its two ends. */
function checkPath(request) {
  checkOptions(request, ["rule", "parameter", "from", "to", "values", "search", "maxPoints", "resume"]);
  const { parameter, from, to, values, maxPoints = Infinity } = request;
  const isBeta = parameter === "beta";
  if (isBeta && (values !== undefined || typeof from !== "number" || typeof to !== "number")) {
    throw new TypeError("a path along beta goes from a number to a number, without values");
  }
  if (!isBeta && (from !== undefined || to !== undefined))
    throw new TypeError("only a path along beta has from and to");
  if (!(maxPoints >= 1)) throw new TypeError("maxPoints is a number >= 1");
  return checkSweep(isBeta ? { parameter, values: [from, to] } : request);
}

/** What a path's parts must share: text that differs where the document or the request does, not only maxPoints. */
function identity(document, { rule, parameter, search }, values) {
  const text = JSON.stringify([document, rule, parameter, values, isBranchSearch(search)]);
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return `${text.length}:${hash}`;
}

function checkResume(resume, path) {
  if (
    resume === null ||
    typeof resume !== "object" ||
    resume.path !== path ||
    !(resume.state instanceof Float64Array)
  ) {
    throw new TypeError("resume is what an earlier part of the same path gave: same document, rule, values and search");
  }
  return resume.state;
}

/** The calls of a full module that move one parameter. */
export function sweepsOf(module) {
  return {
    sweep(document, request) {
      checkOptions(request, ["rule", "parameter", "values", "search"]);
      const plain = plainDocument(document);
      checkRule(plain, request.rule);
      const values = checkSweep(request);
      return module.sweep(plain, request.rule, request.parameter === "beta", values, isBranchSearch(request.search));
    },
    path(document, request) {
      const values = checkPath(request ?? null);
      const plain = plainDocument(document);
      checkRule(plain, request.rule);
      const { rule, parameter, search, maxPoints = Infinity, resume } = request;
      const state = resume === undefined ? [] : checkResume(resume, identity(plain, request, values));
      const result = module.path(plain, rule, parameter === "beta", values, isBranchSearch(search), maxPoints, state);
      if (result === null) throw new TypeError("resume is damaged");
      if (result.resume) result.resume = { path: identity(plain, request, values), state: result.resume };
      return result;
    },
  };
}
