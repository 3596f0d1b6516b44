import * as z from 'zod';
import { parameterCount } from '../math/mlp';
import type { Networks, PolicyRole, PolicyWeights } from './weights';

/** What this program needs of a file of weights. */
export interface ExpectedWeights {
  readonly policy: PolicyRole;
  /** Of the features. */
  readonly version: number;
  /** Names of the inputs of each network, in order. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Layers of each network. */
  readonly sizes: Readonly<Record<string, readonly number[]>>;
}

/**
 * Looks at weights from a file before anything rests on them.
 * @param value parsed JSON
 * @returns the weights, or why they cannot be used, as a clause that goes on from "The weights are not used: "
 */
export function readWeights(
  value: unknown,
  expected: ExpectedWeights,
): { readonly weights: PolicyWeights } | { readonly problem: string } {
  const head = headSchema.safeParse(value);
  if (!head.success) return { problem: 'this is no file of weights' };
  const { format, policy, features } = head.data;
  if (format !== FORMAT) return { problem: `they have format ${format}; this program reads format ${FORMAT}` };
  if (policy !== expected.policy)
    return { problem: `they are for ${agentOf(policy)}, not for ${agentOf(expected.policy)}` };
  if (features.version !== expected.version)
    return {
      problem: `they are for version ${features.version} of the features; this program has version ${expected.version}`,
    };
  const whole = weightsSchema.safeParse(value);
  if (!whole.success) {
    const where = whole.error.issues[0]?.path.join('.') ?? '';
    return { problem: `they are damaged at "${where}"` };
  }
  const weights: PolicyWeights = whole.data;
  const problem = problemOfInputs(weights.features.names, expected) ?? problemOfNetworks(weights.networks, expected);
  return problem === undefined ? { weights } : { problem };
}

function problemOfInputs(found: ExpectedWeights['names'], { names }: ExpectedWeights): string | undefined {
  for (const [network, wanted] of Object.entries(names)) {
    const inputs = found[network] ?? [];
    if (inputs.length !== wanted.length)
      return `their network "${network}" has ${inputs.length} inputs; this program has ${wanted.length}`;
    const other = wanted.findIndex((name, i) => name !== inputs[i]);
    if (other !== -1)
      return `input ${other + 1} of their network "${network}" is "${inputs[other]}"; here it is "${wanted[other]}"`;
  }
  return undefined;
}

function problemOfNetworks(found: Networks, { sizes }: ExpectedWeights): string | undefined {
  for (const [name, wanted] of Object.entries(sizes)) {
    const network = found[name];
    if (!network) return `their network "${name}" is missing`;
    const layers = network.sizes.join('-');
    if (layers !== wanted.join('-'))
      return `their network "${name}" has layers of ${layers}; this program has ${wanted.join('-')}`;
    const count = parameterCount(wanted);
    if (network.parameters.length !== count)
      return `their network "${name}" has ${network.parameters.length} parameters instead of ${count}`;
  }
  return undefined;
}

function agentOf(policy: string): string {
  if (policy === 'manager') return 'the Memory Manager';
  return policy === 'distillation' ? 'distillation' : `"${policy}"`;
}

const FORMAT = 1;

/** What every format has had: enough to say why a file of another one is refused. */
const headSchema = z.object({
  format: z.number(),
  policy: z.string(),
  features: z.object({ version: z.number() }),
});

/** JSON has neither NaN nor infinity, and `z.number()` takes neither. */
const weightsSchema = z.object({
  format: z.literal(FORMAT),
  policy: z.enum(['manager', 'distillation']),
  algorithm: z.enum(['grpo', 'ppo']),
  features: z.object({ version: z.number(), names: z.record(z.string(), z.array(z.string())) }),
  networks: z.record(z.string(), z.object({ sizes: z.array(z.number()), parameters: z.array(z.number()) })),
  calibration: z.object({ slope: z.number(), bias: z.number() }),
  card: z.object({
    trainedOn: z.string(),
    seed: z.number(),
    node: z.string(),
    commit: z.string(),
    data: z.array(z.object({ name: z.string(), licence: z.string(), commit: z.string() })),
    questions: z.number(),
    scores: z.array(z.object({ name: z.string(), mean: z.number(), low: z.number(), high: z.number() })),
  }),
});
