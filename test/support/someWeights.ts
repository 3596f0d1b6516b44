import { parameterCount, type PolicyRole, type PolicyWeights } from '../../src/core/index';
import { DISTILL_FEATURES, DISTILL_VERSION } from '../../src/core/policies/distillFeatures';
import { DISTILL_NETWORK, DISTILL_SIZES } from '../../src/core/policies/learnedDistill';
import { GLOBAL_FEATURES, MANAGER_FEATURES_VERSION, PAIR_FEATURES } from '../../src/core/policies/managerFeatures';

/** Weights that fit, and know nothing: all parameters are zero but the last biases. */
export function someWeights(role: PolicyRole, { trainedOn = '2026-01-02', biases = {} }: Some = {}): PolicyWeights {
  const names: Record<string, readonly string[]> =
    role === 'manager' ? { pair: PAIR_FEATURES, global: GLOBAL_FEATURES } : { [DISTILL_NETWORK]: DISTILL_FEATURES };
  const sizes: Record<string, readonly number[]> =
    role === 'manager'
      ? { pair: [PAIR_FEATURES.length, 24, 2], global: [GLOBAL_FEATURES.length, 24, 2] }
      : { [DISTILL_NETWORK]: DISTILL_SIZES };
  const networks = Object.entries(sizes).map(([name, layers]) => {
    const parameters = Array<number>(parameterCount(layers)).fill(0);
    const last = biases[name] ?? [];
    parameters.splice(parameters.length - last.length, last.length, ...last);
    return [name, { sizes: layers, parameters }];
  });
  return {
    format: 1,
    policy: role,
    algorithm: 'grpo',
    features: { version: role === 'manager' ? MANAGER_FEATURES_VERSION : DISTILL_VERSION, names },
    networks: Object.fromEntries(networks) as PolicyWeights['networks'],
    calibration: { slope: 1, bias: 0 },
    card: { trainedOn, seed: 1, node: 'v20', commit: '0'.repeat(40), data: [], questions: 0, scores: [] },
  };
}

interface Some {
  readonly trainedOn?: string;
  /** Biases of the last layer, by network: of "global" for ADD and NOOP, of "pair" for UPDATE and DELETE. */
  readonly biases?: Readonly<Record<string, readonly number[]>>;
}
