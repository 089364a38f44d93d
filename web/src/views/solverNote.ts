// SPDX-License-Identifier: MIT
// One rule's line in the quiet corner: how many stationary policies, the drawn one's residual, the std's convention.
import type { Rule, StationaryPolicy } from "grpo-playground";
import { scientific } from "../story/format";

export function solverNote(rule: Rule, policies: readonly StationaryPolicy[], drawn: number): string {
  const policy = policies[drawn];
  const inside = policies.filter(({ boundary }) => !boundary).length;
  const count = inside === 0 ? "no stationary policy" : `${inside} stationary ${inside === 1 ? "policy" : "policies"}`;
  const corners = policies.length - inside;
  return [
    count,
    ...(corners > 0 ? [corners === 1 ? "1 corner that attracts" : `${corners} corners that attract`] : []),
    ...(policy ? [ending(policy)] : []),
    ...(rule.preference?.model === "group" ? ["std over the group (population)"] : []),
  ].join(" · ");
}

function ending(policy: StationaryPolicy): string {
  if (policy.boundary || policy.residual === null) return "drawn: where the flow runs to";
  const residual = `residual ${scientific(policy.residual)}`;
  const stability = policy.stable ? "" : " · drawn: unstable";
  return policy.termination === "converged"
    ? residual + stability
    : `not converged (${policy.termination}), ${residual}`;
}
