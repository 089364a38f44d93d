// SPDX-License-Identifier: MIT
// One rule's line in the quiet corner: how many stationary policies, the drawn one's residual, the std's convention.
import type { Rule, StationaryPolicy } from "grpo-playground";
import type { Picture } from "../charts/picture";
import { scientific } from "../story/format";

export function solverNote(
  rule: Rule,
  policies: readonly StationaryPolicy[],
  drawn: number,
  others: Picture["others"],
): string {
  const policy = policies[drawn];
  const isFinal = others === "known" || policy?.boundary === false;
  return [
    ...(others === "known" ? counts(policies) : [search(others, isFinal)]),
    ...(policy && isFinal ? [ending(policy)] : []),
    ...(rule.preference?.model === "group" ? ["std over the group (population)"] : []),
  ].join(" · ");
}

/** While there is only the branch from π_ref: no count is known. */
function search(others: "sought" | "unknown", hasPolicy: boolean): string {
  if (others === "sought") return hasPolicy ? "looking for others…" : "looking for policies…";
  return hasPolicy ? "others not known" : "stationary policies not known";
}

function counts(policies: readonly StationaryPolicy[]): string[] {
  const inside = policies.filter(({ boundary }) => !boundary).length;
  const count = inside === 0 ? "no stationary policy" : `${inside} stationary ${inside === 1 ? "policy" : "policies"}`;
  const corners = policies.length - inside;
  return [
    count,
    ...(corners > 0 ? [corners === 1 ? "1 corner that attracts" : `${corners} corners that attract`] : []),
  ];
}

function ending(policy: StationaryPolicy): string {
  if (policy.boundary || policy.residual === null) return "drawn: where the flow runs to";
  const residual = `residual ${scientific(policy.residual)}`;
  const stability = policy.stable ? "" : " · drawn: unstable";
  return policy.termination === "converged"
    ? residual + stability
    : `not converged (${policy.termination}), ${residual}`;
}
