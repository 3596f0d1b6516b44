import {
  activationCount,
  FIRST_DELETE,
  FIRST_UPDATE,
  forward,
  GLOBAL_FEATURES,
  managerLogits,
  parameterCount,
  PAIR_FEATURES,
  type Mlp,
  type Networks,
} from '../../core/index';
import { backward } from '../backward';
import { Categorical } from '../distribution';
import { initialise } from '../initialise';
import type { Critic, TrainablePolicy } from '../policy';
import type { ManagerState } from './environment';

/** One row a memory; scores of UPDATE and DELETE. 24 hidden units as in the prototype. */
export const PAIR_SIZES: readonly number[] = [PAIR_FEATURES.length, 24, 2];

/** Scores of ADD and NOOP. */
export const GLOBAL_SIZES: readonly number[] = [GLOBAL_FEATURES.length, 24, 2];

const CRITIC_SIZES: readonly number[] = [GLOBAL_FEATURES.length, 24, 1];

/** Where training begins: almost everything is added, hardly anything is ended. Logits. */
const BEGINNING = { add: 1, noop: -1, update: -1.5, delete: -2.5 };

/** The two networks of the Memory Manager with all parameters in one array. */
export class ManagerNetworks implements TrainablePolicy<ManagerState, number> {
  readonly parameters: Float64Array;
  readonly #pair: Mlp;
  readonly #global: Mlp;
  #kept: { pairs: Float64Array; global: Float64Array } | undefined;

  /** @param parameters [pair network, global network]; none: as training begins */
  constructor(parameters: Float64Array | undefined, random: () => number) {
    const pairs = parameterCount(PAIR_SIZES);
    this.parameters = parameters?.slice() ?? beginning(random);
    if (this.parameters.length !== pairs + parameterCount(GLOBAL_SIZES))
      throw new RangeError(`${String(this.parameters.length)} parameters do not fit the Memory Manager's networks`);
    this.#pair = { sizes: PAIR_SIZES, parameters: this.parameters.subarray(0, pairs) };
    this.#global = { sizes: GLOBAL_SIZES, parameters: this.parameters.subarray(pairs) };
  }

  distribution({ pairs, global }: ManagerState): Categorical {
    const rows = pairs.length / PAIR_FEATURES.length;
    const kept = {
      pairs: new Float64Array(activationCount(PAIR_SIZES, rows)),
      global: new Float64Array(activationCount(GLOBAL_SIZES, 1)),
    };
    const logits = managerLogits(forward(this.#global, global, kept.global), forward(this.#pair, pairs, kept.pairs));
    this.#kept = kept;
    return new Categorical(logits);
  }

  backward({ pairs }: ManagerState, dLogits: Float64Array, gradient: Float64Array): void {
    if (!this.#kept) throw new Error('There is nothing to go back through: no distribution was asked for.');
    const rows = pairs.length / PAIR_FEATURES.length;
    const split = this.#pair.parameters.length;
    const dPairs = new Float64Array(2 * rows);
    for (let row = 0; row < rows; row++) {
      dPairs[2 * row] = dLogits[FIRST_UPDATE + row] ?? 0;
      dPairs[2 * row + 1] = dLogits[FIRST_DELETE + row] ?? 0;
    }
    backward(this.#pair, this.#kept.pairs, dPairs, gradient.subarray(0, split));
    backward(this.#global, this.#kept.global, dLogits.slice(0, FIRST_UPDATE), gradient.subarray(split));
  }

  toNetworks(): Networks {
    return {
      pair: { sizes: [...PAIR_SIZES], parameters: [...this.#pair.parameters] },
      global: { sizes: [...GLOBAL_SIZES], parameters: [...this.#global.parameters] },
    };
  }
}

/** What reward the fact as a whole lets expect. */
export class ManagerCritic implements Critic<ManagerState> {
  readonly parameters: Float64Array;
  readonly #kept = new Float64Array(activationCount(CRITIC_SIZES, 1));

  constructor(random: () => number) {
    this.parameters = initialise(CRITIC_SIZES, random);
  }

  value({ global }: ManagerState): number {
    return forward({ sizes: CRITIC_SIZES, parameters: this.parameters }, global, this.#kept)[0] ?? 0;
  }

  backward(_: ManagerState, dValue: number, gradient: Float64Array): void {
    backward({ sizes: CRITIC_SIZES, parameters: this.parameters }, this.#kept, Float64Array.of(dValue), gradient);
  }
}

/** @returns the parameters as `ManagerNetworks` takes them */
export function fromNetworks(networks: Networks): Float64Array {
  return Float64Array.from([...(networks['pair']?.parameters ?? []), ...(networks['global']?.parameters ?? [])]);
}

/** Networks without an opinion: only the biases of their outputs count. */
function beginning(random: () => number): Float64Array {
  const pair = initialise(PAIR_SIZES, random);
  pair.set([BEGINNING.update, BEGINNING.delete], pair.length - 2);
  const global = initialise(GLOBAL_SIZES, random);
  global.set([BEGINNING.add, BEGINNING.noop], global.length - 2);
  return Float64Array.from([...pair, ...global]);
}
