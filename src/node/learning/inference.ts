import {
  distillRule,
  ruleV3,
  type DistillPolicy,
  type ManagerPolicy,
  type PolicyRole,
  type PolicyWeights,
} from '../../core/index';

/** Weights as they were found, or why they cannot be used. */
export type FoundWeights = { readonly weights: PolicyWeights } | { readonly problem: string };

/** @param text of a file of weights */
export function parseWeights(role: PolicyRole, text: string): FoundWeights {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'they are damaged' };
  }
  return { problem: `not yet ${role} ${typeof value}` };
}

/** @param weights without them, the rule */
export function managerOf(_weights: PolicyWeights | undefined): ManagerPolicy {
  return ruleV3;
}

/** @param weights without them, the rule */
export function distillationOf(_weights: PolicyWeights | undefined): DistillPolicy {
  return distillRule;
}
