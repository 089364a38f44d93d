# SPDX-License-Identifier: MIT
# Stationary policies of one question, found anew by NumPy alone: python3 this-file.py
# The model: M. Vojnovic and S.-Y. Yun, What is the Alignment Objective of GRPO?, arXiv 2502.18548.
# Sought is pi with P(o | pi) - beta f'(pi(o) / pi_ref(o)) = lambda for every answer o, by Newton's method in
# x = log(pi / pi_ref), from the three digits of x that are noted below: they tell one policy from another.
import json

import numpy as np

DATA = json.loads(r"""@DATA@""")


def centred(rewards, policy, group_size):
    """Reward less the group's mean: P and its Jacobian."""
    share = 1.0 if group_size == "inf" else 1.0 - 1.0 / group_size
    return share * (rewards - policy @ rewards), np.tile(-share * rewards, (len(rewards), 1))


def standardised(rewards, policy):
    """(reward - mean) / std of an endless group."""
    mean = policy @ rewards
    variance = policy @ (rewards - mean) ** 2
    if variance <= 0:
        return np.zeros_like(rewards), np.zeros((len(rewards),) * 2)
    preference = (rewards - mean) / np.sqrt(variance)
    slope = rewards**2 - 2 * mean * rewards  # of the variance
    return preference, -rewards / np.sqrt(variance) - np.outer(preference, slope) / (2 * variance)


def group(rewards, policy, size):
    """E[(r_1 - mean) / std | o_1 = o], population std, over groups of a finite size.

    1/std is the integral of (2/sqrt(pi)) exp(-t^2 std^2) over t, and with a centre c the groups' members separate:
    P(o) = (2/pi) int t dt int dc (r_o - c) w_o(c) (sum pi w(c))^(G-1), w(c) = exp(-t^2 (r - c)^2 / G).
    The trapezoidal rule in log t and in c is exact to rounding at these steps.
    """
    different = np.unique(rewards)
    preference, jacobian = np.zeros_like(rewards), np.zeros((len(rewards),) * 2)
    if len(different) < 2:
        return preference, jacobian
    spread = different[-1] - different[0]
    least_std = np.diff(different).min() * np.sqrt(size - 1) / size
    step = 1 / 8
    for t in np.exp(np.arange(np.log(1e-17 / spread), np.log(7 / least_std), step)):
        nodes = np.arange(different[0] - 6.5 / t, different[-1] + 6.5 / t, 0.5 / t)
        for c in np.array_split(nodes, 1 + len(nodes) // 20000):
            away = rewards[:, None] - c
            exponent = -((t * away) ** 2) / size
            less = np.expm1(exponent)
            total = policy @ less  # sum pi w - 1: accurate where many members make a power of nearly 1
            near = np.log1p(np.maximum(total, -0.5))
            log_sum = np.where(total > -0.5, near, np.log(np.maximum(policy @ np.exp(exponent), 1e-300)))
            weight = (1 / np.pi) * t * step * away
            preference += (weight * np.exp(exponent + (size - 1) * log_sum)).sum(axis=1)
            jacobian += (size - 1) * (weight * np.exp(exponent + (size - 2) * log_sum)) @ less.T
    return preference, jacobian


def preference_model(rule, policy):
    """P(o | policy), and its derivatives by the probabilities."""
    model, size = rule["model"], rule["groupSize"]
    rewards = None if DATA["rewards"] is None else np.array(DATA["rewards"], dtype=float)
    if model == "pairwise":
        wins = DATA["wins"]
        margins = np.sign(rewards[:, None] - rewards) if wins is None else np.array(wins) - np.array(wins).T
        return margins @ policy, margins
    if model == "reward":
        return rewards, np.zeros((len(rewards),) * 2)
    if model == "shift":
        return centred(rewards, policy, size)
    return standardised(rewards, policy) if size == "inf" else group(rewards, policy, size)


def equations(rule, x, multiplier):
    """What must vanish, its derivatives by (x, multiplier), and P."""
    policy = REFERENCE * np.exp(x)
    preference, jacobian = preference_model(rule, policy)
    direct = rule["divergence"] == "kl-policy-to-ref"  # f'(u) = log u + 1, else -1/u
    marginal, slope = (x + 1, np.ones_like(x)) if direct else (-np.exp(-x), np.exp(-x))
    residual = np.append(preference - rule["beta"] * marginal - multiplier, policy.sum() - 1)
    derivative = np.zeros((len(x) + 1,) * 2)
    derivative[:-1, :-1] = jacobian * policy - np.diag(rule["beta"] * slope)
    derivative[:-1, -1] = -1
    derivative[-1, :-1] = policy
    return residual, derivative, preference


def solve(rule, start):
    """The stationary policy next to `start`: policy, preference, residual."""
    if start["boundary"]:  # a corner that the flow runs to solves no equation
        policy = np.array(start["policy"], dtype=float)
        return policy, preference_model(rule, policy)[0], None
    x = np.array(start["logRatio"], dtype=float)
    x -= np.log(REFERENCE @ np.exp(x))
    unknown = np.append(x, start["multiplier"])
    best = None
    for _ in range(60):
        residual, derivative, preference = equations(rule, unknown[:-1], unknown[-1])
        size = np.abs(residual).max()
        if best is None or size < best[0]:
            best = size, unknown.copy(), preference
        elif size > 0.5 * best[0] and best[0] < 1e-9:
            break
        change = np.linalg.lstsq(derivative, -residual, rcond=None)[0]
        unknown = unknown + change * min(1, 1 / max(1e-300, np.abs(change[:-1]).max()))
    size, unknown, preference = best
    return REFERENCE * np.exp(unknown[:-1]), preference, size


REFERENCE = np.array(DATA["reference"], dtype=float)
REFERENCE /= REFERENCE.sum()

if __name__ == "__main__":
    print("rule\tpolicy\tpi_ref\tpi\tP\tanswer")
    for rule in DATA["rules"]:
        for number, start in enumerate(rule["starts"], 1):
            policy, preference, residual = solve(rule, start)
            for row in zip(REFERENCE, policy, preference, DATA["answers"]):
                print(rule["label"], number, *(repr(float(value)) for value in row[:3]), json.dumps(row[3]), sep="\t")
            note = "a corner: no equation holds there" if residual is None else f"residual {residual:.0e}"
            print(f"# {rule['label']}, policy {number}: {note}")
