// SPDX-License-Identifier: MIT
// The calls behind the page's views, which the full module has: guarded from misuse as those of engine.js are.
import { checkOptions, checkPolicy, checkRule, plainDocument } from "./engine.js";

function checkNumbers(list, name) {
  if (!list || typeof list !== "object" || typeof list.length !== "number") throw new TypeError(`${name} is a list`);
  const numbers = Array.from(list);
  if (!numbers.every((one) => typeof one === "number" && !Number.isNaN(one))) {
    throw new TypeError(`${name} is a list of numbers`);
  }
  return numbers;
}

function checkPolicies(document, policies) {
  if (!Array.isArray(policies)) throw new TypeError("policies is a list of policies");
  return policies.map((policy) => checkPolicy(document, policy));
}

function checkNumber(number, name) {
  if (typeof number !== "number" || Number.isNaN(number)) throw new TypeError(`${name} is a number`);
  return number;
}

function checkSeed(seed) {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new TypeError("seed is an integer from 0 to 2^53 - 1");
  return seed;
}

function checkText(text, name) {
  if (typeof text !== "string") throw new TypeError(`${name} is text`);
  return text;
}

function checkAnswer(document, answer) {
  const count = Array.isArray(document.answers) ? document.answers.length : Infinity;
  if (!Number.isInteger(answer) || answer < 0 || answer >= count) {
    throw new TypeError(`answer is the index of one of the document's ${count} answers, not ${String(answer)}`);
  }
  return answer;
}

const policy = (value, name, document) => checkPolicy(document, value);
const policies = (value, name, document) => checkPolicies(document, value);
const answer = (value, name, document) => checkAnswer(document, value);
const rule = (value, name, document) => (checkRule(document, value), value);
const optional = (check) => Object.assign((...given) => check(...given), { isOptional: true });

/** What each call's request holds, and the check of each field; a field that may be absent has a default in the core. */
const requests = {
  curve: { rule, betas: checkNumbers, points: optional(checkNumber), margin: optional(checkNumber) },
  response: { rule, policies },
  pooling: { rule, marginals: checkNumbers },
  flow: { rule, policies },
  trajectory: { rule, start: policy, maxPoints: optional(checkNumber) },
  basins: { rule, resolution: optional(checkNumber) },
  groups: { rule, policy, seed: checkSeed, groups: checkNumber },
  runningAdvantage: { rule, policy, seed: checkSeed, counts: checkNumbers },
  silence: { rule, policy, groupSizes: checkNumbers },
  tournament: { policies: optional(policies) },
  toWin: { rule, answer },
  training: {
    rule,
    seed: checkSeed,
    steps: checkNumber,
    every: optional(checkNumber),
    start: optional(policy),
    resume: optional(checkNumbers),
    groupsPerStep: optional(checkNumber),
    epochs: optional(checkNumber),
    clipLow: optional(checkNumber),
    clipHigh: optional(checkNumber),
    dualClip: optional(checkNumber),
    learningRate: optional(checkNumber),
    optimiser: optional(checkText),
  },
};

function checkRequest(document, request, fields) {
  checkOptions(request, Object.keys(fields));
  const checked = {};
  for (const [name, check] of Object.entries(fields)) {
    if (request[name] === undefined && check.isOptional) continue;
    checked[name] = check(request[name], name, document);
  }
  return checked;
}

/** The calls of a full module. */
export function viewsOf(module) {
  const calls = Object.entries(requests).map(([name, fields]) => [
    name,
    (document, request = {}) => {
      const plain = plainDocument(document);
      return module[name](plain, checkRequest(plain, request, fields));
    },
  ]);
  return Object.fromEntries(calls);
}
