import {
  createLearnedDistill,
  createLearnedManager,
  DISTILL_FEATURES,
  DISTILL_NETWORK,
  DISTILL_SIZES,
  DISTILL_VERSION,
  distillRule,
  GLOBAL_FEATURES,
  MANAGER_FEATURES_VERSION,
  PAIR_FEATURES,
  readWeights,
  ruleV3,
  type DistillPolicy,
  type ExpectedWeights,
  type ManagerPolicy,
  type PolicyRole,
  type PolicyWeights,
} from '../../core/index';
import { GLOBAL_SIZES, PAIR_SIZES } from '../../learning/manager/managerNetworks';

/** Weights as they were found, or why they cannot be used: a clause that goes on from "are not used: ". */
export type FoundWeights = ReturnType<typeof readWeights>;

/** @param text of a file of weights */
export function parseWeights(role: PolicyRole, text: string): FoundWeights {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'they are damaged' };
  }
  return readWeights(value, EXPECTED[role]);
}

/** @param weights without them, the rule */
export function managerOf(weights: PolicyWeights | undefined): ManagerPolicy {
  return weights ? createLearnedManager(weights) : ruleV3;
}

/** @param weights without them, the rule */
export function distillationOf(weights: PolicyWeights | undefined): DistillPolicy {
  return weights ? createLearnedDistill(weights) : distillRule;
}

const EXPECTED: Readonly<Record<PolicyRole, ExpectedWeights>> = {
  manager: {
    policy: 'manager',
    version: MANAGER_FEATURES_VERSION,
    names: { pair: PAIR_FEATURES, global: GLOBAL_FEATURES },
    sizes: { pair: PAIR_SIZES, global: GLOBAL_SIZES },
  },
  distillation: {
    policy: 'distillation',
    version: DISTILL_VERSION,
    names: { [DISTILL_NETWORK]: DISTILL_FEATURES },
    sizes: { [DISTILL_NETWORK]: DISTILL_SIZES },
  },
};
