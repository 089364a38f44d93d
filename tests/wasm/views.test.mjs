// SPDX-License-Identifier: MIT
// The calls behind the page's views: their numbers against the paper's, bad input as issues, misuse as TypeErrors.
import assert from "node:assert/strict";
import test from "node:test";
import { problems } from "./declared_types.mjs";
import { cycle, engine, rightOrWrong, threeAnswers } from "./package.mjs";

const direct = { divergence: "kl-policy-to-ref" };
const limit = { groupSize: "inf" };
const thirds = [0.2, 0.5, 0.3];

/** The result, if it is ok and conforms to its declared type. */
function ok(result, type) {
  assert.equal(result.status, "ok", JSON.stringify(result.issues));
  assert.deepEqual(problems(result, type), []);
  return result;
}

const near = (actual, expected, tolerance) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} to ${tolerance}`);

test("curve() draws Fig. 2 from (15), with the jump at 0 and the paper's bound", () => {
  const document = rightOrWrong({ preference: limit });
  const { curves } = ok(engine.curve(document, { rule: 0, betas: [0.5, 1, 2] }), "CurveResult");
  assert.equal(curves.length, 3);
  for (const { beta, reference, policy, stable, pieces, limits, folds, bound } of curves) {
    assert.ok(policy.length >= 201);
    assert.deepEqual([...pieces], [0]);
    reference.forEach((rho, i) => {
      const root = Math.sqrt(1 + 4 * beta ** 2 * rho * (1 - rho));
      near(policy[i], (2 * beta ** 2 * rho + 1 + root) / (2 * (1 + beta ** 2)), 1e-9);
    });
    assert.ok(stable.every((one) => one));
    near(limits.atZero[0], 1 / (1 + beta ** 2), 1e-12);
    assert.deepEqual(folds, []);
    assert.equal(bound.name, "1/(1+β²)");
    near(bound.value, 1 / (1 + beta ** 2), 1e-15);
  }
});

test("curve() takes another confidence margin: (14) at beta = gamma is the root of the reference", () => {
  const document = rightOrWrong({ preference: { groupSize: 2 } });
  const { curves } = ok(engine.curve(document, { rule: 0, betas: [0.4], margin: 0.4, points: 50 }), "CurveResult");
  curves[0].reference.forEach((rho, i) => near(curves[0].policy[i], Math.sqrt(rho), 1e-9));
});

test("curve() shows the fold of KL(pi||pi_ref) at G = inf where it is known to be, and the vertex that attracts", () => {
  const document = rightOrWrong({ preference: limit, penalty: direct });
  const { curves } = ok(engine.curve(document, { rule: 0, betas: [1.50887956153832] }), "CurveResult");
  near(curves[0].folds[0].reference, 0.5, 1e-9);
  assert.deepEqual(curves[0].boundary, [{ policy: 1, from: 0, to: 1 }]);
});

test("response() leaves stationary policies where they are; its gap is 0 there", () => {
  for (const document of [rightOrWrong(), threeAnswers()]) {
    const policies = engine.solve(document).rules[0].stationary.map(({ policy }) => policy);
    const { responses, gap } = ok(engine.response(document, { rule: 0, policies }), "ResponseResult");
    responses.forEach((response, i) => response.forEach((p, j) => near(p, policies[i][j], 1e-11)));
    if (document.answers.length === 2) near(gap[0], 0, 1e-11);
    else assert.equal(gap, null);
  }
});

test("response() is Mroueh's step: logit p' = logit p_ref + 1/(beta sqrt(p(1-p)))", () => {
  const document = rightOrWrong({ preference: limit, penalty: direct }, 0.2);
  const { responses } = ok(engine.response(document, { rule: 0, policies: [[0.3, 0.7]] }), "ResponseResult");
  near(Math.log(responses[0][0] / responses[0][1]), Math.log(0.2 / 0.8) + 1 / Math.sqrt(0.21), 1e-12);
});

test("pooling() is e^(x-1) for KL(pi||pi_ref) and -1/x below 0, nothing above, for KL(pi_ref||pi)", () => {
  const marginals = [-2, -0.5, 0, 1];
  const pooled = (penalty) =>
    ok(
      engine.pooling(threeAnswers({ penalty }), { rule: 0, marginals: Float64Array.from(marginals) }),
      "PoolingResult",
    );
  const exponential = pooled(direct);
  marginals.forEach((x, i) => near(exponential.ratios[i], Math.exp(x - 1), 1e-15));
  assert.deepEqual(exponential.range, { lower: null, upper: null });
  assert.equal(exponential.marginalAtOne, 1);
  const rational = pooled({ divergence: "kl-ref-to-policy" });
  assert.deepEqual([...rational.ratios], [0.5, 2, 0, 0]);
  assert.deepEqual(rational.defined, [true, true, false, false]);
  assert.deepEqual(rational.range, { lower: null, upper: 0 });
  assert.deepEqual(pooled({ divergence: "chi-squared" }).defined, [true, true, true, true]);
});

test("flow() is 0 at the stationary policy, and the first step of trajectory() elsewhere", () => {
  const document = threeAnswers({ beta: 0.5 });
  const { policy } = engine.solve(document).rules[0].stationary[0];
  const start = [0.1, 0.1, 0.8];
  const { velocities } = ok(engine.flow(document, { rule: 0, policies: [policy, start] }), "FlowResult");
  velocities[0].forEach((v) => near(v, 0, 1e-12));
  const { times, policies, end, index, ends } = ok(
    engine.trajectory(document, { rule: 0, start, maxPoints: 8000 }),
    "TrajectoryResult",
  );
  velocities[1].forEach((v, i) => near((policies[1][i] - start[i]) / times[1], v, 0.02));
  assert.equal(end, "stationary");
  ends[index].forEach((p, i) => near(p, policy[i], 1e-14));
  policies.at(-1).forEach((p, i) => near(p, policy[i], 2e-3));
});

test("basins() of a rule with one policy: everything flows to it", () => {
  const { starts, end, ends } = ok(engine.basins(threeAnswers(), { rule: 0, resolution: 5 }), "BasinsResult");
  assert.equal(starts.length, 15);
  assert.equal(ends.length, 1);
  assert.ok(end.every((index) => index === 0));
});

test("groups() makes the advantages of (2) from its own rewards, and the same again from the same seed", () => {
  const request = { rule: 0, policy: thirds, seed: 11, groups: 100 };
  const drawn = ok(engine.groups(threeAnswers(), request), "GroupsResult");
  assert.equal(drawn.groupSize, 8);
  assert.equal(drawn.answers.length, 800);
  for (let g = 0; g < 100; g++) {
    const rewards = [...drawn.rewards.subarray(8 * g, 8 * g + 8)];
    rewards.forEach((r, i) => assert.equal(r, [1, 0.3, 0][drawn.answers[8 * g + i]]));
    const mean = rewards.reduce((a, b) => a + b) / 8;
    const std = Math.sqrt(rewards.reduce((a, r) => a + (r - mean) ** 2, 0) / 8);
    near(drawn.means[g], mean, 1e-15);
    near(drawn.stds[g], std, 1e-14);
    rewards.forEach((r, i) => near(drawn.advantages[8 * g + i], std < 1e-12 ? 0 : (r - mean) / std, 1e-12));
  }
  assert.deepEqual(engine.groups(threeAnswers(), request), drawn);
  assert.notDeepEqual(engine.groups(threeAnswers(), { ...request, seed: 12 }).answers, drawn.answers);
});

test("runningAdvantage() tends to P within 4 standard errors", () => {
  const request = { rule: 0, policy: thirds, seed: 5, counts: [10, 100, 1000, 10000, 100000] };
  const { points, exact } = ok(engine.runningAdvantage(threeAnswers(), request), "RunningAdvantageResult");
  assert.deepEqual(exact, engine.preference(threeAnswers(), 0, thirds));
  assert.deepEqual(
    points.map(({ count }) => count),
    request.counts,
  );
  const { mean, standardError, samples } = points.at(-1);
  exact.forEach((p, i) => near(mean[i], p, 4 * standardError[i]));
  assert.equal(
    samples.reduce((a, b) => a + b),
    800000,
  );
  assert.ok(standardError[0] < points[0].standardError[0] / 50);
});

test("silence() is p^G + (1-p)^G for right and wrong answers", () => {
  const request = { rule: 0, policy: [0.3, 0.7], groupSizes: [2, 8, 64] };
  const { silent, success, attenuation, approximation, needed } = ok(
    engine.silence(rightOrWrong(), request),
    "SilenceResult",
  );
  assert.equal(success, 0.3);
  request.groupSizes.forEach((size, i) => {
    near(silent[i], 0.3 ** size + 0.7 ** size, 1e-15);
    near(approximation[i], 1 - 1 / (8 * size * 0.21), 1e-15);
    near(attenuation[i], approximation[i], 2 / size ** 2 / 0.21);
  });
  near(attenuation[0], (2 * 0.21 * 1) / (2 * Math.sqrt(0.21)), 1e-14);
  assert.equal(needed.silent10, 7); // .7^6 + .3^6 = .118, .7^7 + .3^7 = .083
  assert.ok(needed.attenuation90 >= 2);
  const three = ok(engine.silence(threeAnswers(), { ...request, policy: thirds }), "SilenceResult");
  assert.equal(three.attenuation, null);
  near(three.silent[0], 0.04 + 0.25 + 0.09, 1e-15);
});

test("tournament() of the cycle has the lottery (1/3, 2/9, 4/9), and no Condorcet winner", () => {
  const policies = [engine.solve(cycle()).rules[0].stationary[0].policy];
  const result = ok(engine.tournament(cycle(), { policies }), "TournamentResult");
  [1 / 3, 2 / 9, 4 / 9].forEach((p, i) => near(result.lottery[i], p, 1e-14));
  assert.equal(result.condorcet, null);
  near(result.exploitability[0], 0.076, 5e-5);
  near(result.lotteryExploitability, 0, 1e-15);
  near(result.margins[0][1], 0.8, 1e-15);
  assert.deepEqual([...result.bordaWinners], [0]);
  assert.equal(ok(engine.tournament(threeAnswers()), "TournamentResult").condorcet, 0);
});

test("toWin() is verified by solving on both sides of each number", () => {
  const document = threeAnswers({ preference: { model: "reward" }, penalty: direct, beta: 1 });
  const { wins, beta, reward, reference } = ok(engine.toWin(document, { rule: 0, answer: 0 }), "ToWinResult");
  assert.equal(wins, false);
  const leads = (changed) => {
    const [a, b, c] = engine.solve(changed).rules[0].stationary[0].policy;
    return a >= Math.max(b, c);
  };
  const at = (change) => {
    const changed = structuredClone(document);
    change(changed);
    return leads(changed);
  };
  for (const [factor, expected] of [
    [1 - 1e-6, true],
    [1 + 1e-6, false],
  ]) {
    assert.equal(
      at((d) => void (d.rules[0].beta = beta * factor)),
      expected,
    );
    assert.equal(
      at((d) => void (d.answers[0].reward = reward / factor)),
      expected,
    );
    assert.equal(
      at((d) => {
        const share = reference / factor;
        d.answers.forEach((one) => (one.reference *= (1 - share) / 0.8));
        d.answers[0].reference = share;
      }),
      expected,
    );
  }
});

test("training() walks to the stationary policy of solve(), and in parts it is the same run to the last bit", () => {
  const document = threeAnswers();
  const [{ policy }] = engine.solve(document).rules[0].stationary;
  const request = { rule: 0, seed: 4, groupsPerStep: 64, learningRate: 0.2, every: 10 };
  const whole = ok(engine.training(document, { ...request, steps: 2000 }), "TrainingResult");
  assert.equal(whole.steps.length, 200);
  assert.equal(whole.policies.length, 600);
  policy.forEach((share, i) => {
    const last = whole.policies.filter((_, at) => at % 3 === i && at >= 300);
    near(last.reduce((sum, one) => sum + one) / last.length, share, 0.01);
  });
  const first = ok(engine.training(document, { ...request, steps: 1230 }), "TrainingResult");
  const rest = ok(engine.training(document, { ...request, steps: 770, resume: first.resume }), "TrainingResult");
  assert.deepEqual([...first.policies, ...rest.policies], [...whole.policies]);
  assert.deepEqual(rest.resume, whole.resume);
});

test("training() clips no sample in its first epoch, and some in later ones", () => {
  const request = { rule: 0, seed: 4, steps: 20, learningRate: 5 };
  const clipped = (epochs) => Math.max(...engine.training(threeAnswers(), { ...request, epochs }).clipped);
  assert.equal(clipped(1), 0);
  assert.ok(clipped(4) > 0);
});

const two = rightOrWrong();
const three = threeAnswers();
const none = { penalty: { divergence: "none" } };
const noLoss = { penalty: { klTerm: "k1-in-loss" } };
const valid = {
  curve: { rule: 0, betas: [1] },
  response: { rule: 0, policies: [thirds] },
  pooling: { rule: 0, marginals: [-1] },
  flow: { rule: 0, policies: [thirds] },
  trajectory: { rule: 0, start: thirds },
  basins: { rule: 0, resolution: 2 },
  groups: { rule: 0, policy: thirds, seed: 1, groups: 1 },
  runningAdvantage: { rule: 0, policy: thirds, seed: 1, counts: [2] },
  silence: { rule: 0, policy: thirds, groupSizes: [8] },
  tournament: {},
  toWin: { rule: 0, answer: 0 },
  training: { rule: 0, seed: 1, steps: 2 },
};

const rule = (change) => threeAnswers(change);
const issues = {
  "curve() of three answers": ["curve", three, {}, ["answers"]],
  "curve() without a penalty": ["curve", rightOrWrong(none), {}, ["rules[0].penalty.divergence"]],
  "curve() with k1 in the loss": ["curve", rightOrWrong(noLoss), {}, ["rules[0].penalty.klTerm"]],
  "curve() of betas out of range": ["curve", two, { betas: [1, 0, 1e7] }, ["betas[1]", "betas[2]"]],
  "curve() of too many betas": ["curve", two, { betas: Array(101).fill(1) }, ["betas"]],
  "curve() of one point": ["curve", two, { points: 1 }, ["points"]],
  "curve() of 2.5 points": ["curve", two, { points: 2.5 }, ["points"]],
  "curve() of too large a margin": ["curve", rightOrWrong({ preference: { groupSize: 2 } }), { margin: 2 }, ["margin"]],
  "curve() of a margin for groups of 8": ["curve", two, { margin: 0.5 }, ["margin"]],
  "response() without a penalty": ["response", rule(none), {}, ["rules[0].penalty.divergence"]],
  "pooling() without a penalty": ["pooling", rule(none), {}, ["rules[0].penalty.divergence"]],
  "flow() at the edge of what has no limit there": [
    "flow",
    rule({ penalty: { divergence: "alpha", alpha: -1 } }),
    { policies: [thirds, [0, 0.5, 0.5]] },
    ["policies[1]"],
  ],
  "trajectory() from the edge": ["trajectory", three, { start: [0, 0.5, 0.5] }, ["start[0]"]],
  "trajectory() of too many points": ["trajectory", three, { maxPoints: 1e6 }, ["maxPoints"]],
  "basins() of two answers": ["basins", two, {}, ["answers"]],
  "basins() of too fine a grid": ["basins", three, { resolution: 61 }, ["resolution"]],
  "groups() at G = inf": ["groups", rule({ preference: limit }), {}, ["rules[0].preference.groupSize"]],
  "groups() of a model without groups": [
    "groups",
    rule({ preference: { model: "reward" } }),
    {},
    ["rules[0].preference.model"],
  ],
  "groups() with more than 1024 members": ["groups", three, { groups: 129 }, ["groups"]],
  "groups() of more than 1024": [
    "groups",
    rule({ preference: { groupSize: 2000 } }),
    {},
    ["rules[0].preference.groupSize"],
  ],
  "groups() without rewards": ["groups", cycle(), {}, ["answers[0].reward", "rules[0].preference.model"]],
  "runningAdvantage() of counts that fall": ["runningAdvantage", three, { counts: [10, 5] }, ["counts[1]"]],
  "runningAdvantage() of too many draws": ["runningAdvantage", three, { counts: [1e7] }, ["counts[0]"]],
  "silence() of groups of one": ["silence", three, { groupSizes: [1, 8, 2.5] }, ["groupSizes[0]", "groupSizes[2]"]],
  "silence() without rewards": ["silence", cycle(), {}, ["answers[0].reward"]],
  "training() at G = inf": ["training", rule({ preference: limit }), {}, ["rules[0].preference.groupSize"]],
  "training() with a penalty that no loop has": [
    "training",
    rule({ penalty: { divergence: "hellinger" } }),
    {},
    ["rules[0].penalty.divergence"],
  ],
  "training() with settings out of range": [
    "training",
    three,
    { steps: 0, epochs: 0, clipLow: 2, dualClip: 0.5, learningRate: 0, optimiser: "lion" },
    ["epochs", "clipLow", "dualClip", "learningRate", "optimiser", "steps"],
  ],
  "training() of too many samples": ["training", three, { steps: 1e6 }, ["steps"]],
  "training() from the edge": ["training", three, { start: [0, 0.5, 0.5] }, ["start[0]"]],
  "training() from what is no state": ["training", three, { resume: [1, 2, 3] }, ["resume"]],
  "tournament() of too many answers": [
    "tournament",
    { ...three, answers: Array.from({ length: 201 }, (_, i) => ({ label: `${i}`, reference: 1, reward: i })) },
    {},
    ["answers"],
  ],
};

for (const [title, [call, document, change, fields]] of Object.entries(issues)) {
  test(`${title} is an issue of ${fields.join(" and ")}`, () => {
    const result = engine[call](document, { ...valid[call], ...change });
    assert.equal(result.status, "invalid");
    assert.deepEqual(
      result.issues.map(({ field }) => field),
      fields,
    );
    assert.deepEqual(problems(result, "InvalidResult"), []);
  });
}

const isTypeError = (error) => error instanceof TypeError && error.message.length > 10;

for (const [call, request] of Object.entries(valid)) {
  const document = call === "curve" ? two : three;
  test(`${call}() of a bad document gives its issues, as solve() does`, () => {
    const bad = { ...document, answers: document.answers.map((one) => ({ ...one, reference: -1 })), extra: 1 };
    const result = engine[call](bad, request);
    assert.equal(result.status, "invalid");
    assert.deepEqual(result.issues, engine.solve(bad).issues);
  });

  test(`${call}() throws a TypeError where it is misused, and works afterwards`, () => {
    assert.throws(() => engine[call](), isTypeError);
    assert.throws(() => engine[call](null, request), isTypeError);
    assert.throws(() => engine[call](document, { ...request, unknown: 1 }), isTypeError);
    assert.throws(() => engine[call](document, null), isTypeError);
    for (const field of Object.keys(request)) {
      for (const wrong of ["1", null, NaN, {}, [NaN], [[0.5, "x"]], () => 1]) {
        assert.throws(() => engine[call](document, { ...request, [field]: wrong }), isTypeError, `${field}: ${wrong}`);
      }
    }
    if ("rule" in request) {
      assert.throws(() => engine[call](document, { ...request, rule: 1 }), isTypeError);
      assert.throws(() => engine[call](document, { ...request, rule: undefined }), isTypeError);
    }
    assert.equal(engine[call](document, request).status, "ok");
  });
}

test("policies, seeds and answers that cannot be are TypeErrors", () => {
  assert.throws(() => engine.flow(three, { rule: 0, policies: [[0.5, 0.5]] }), isTypeError);
  assert.throws(() => engine.flow(three, { rule: 0, policies: [[0.5, 0.5, 0.5]] }), isTypeError);
  assert.throws(() => engine.groups(three, { ...valid.groups, seed: -1 }), isTypeError);
  assert.throws(() => engine.groups(three, { ...valid.groups, seed: 0.5 }), isTypeError);
  assert.throws(() => engine.toWin(three, { rule: 0, answer: 3 }), isTypeError);
  assert.throws(() => engine.toWin(three, { rule: 0, answer: -1 }), isTypeError);
});

test("arrays in a result belong to the caller: a later call changes none", () => {
  const first = engine.flow(three, valid.flow).velocities[0];
  const copy = first.slice();
  for (let i = 0; i < 20; i++) engine.flow(three, { rule: 0, policies: [[0.6, 0.3, 0.1]] });
  assert.deepEqual(first, copy);
});
