import { logSoftmax, sigmoid } from '../core/index';

/** Probabilities over what a policy can do in one state. It consists of independent components: one choice, or one "keep" per candidate. */
export interface Distribution<A> {
  sample(random: () => number): A;
  /** The most probable action. */
  mode(): A;
  /** @returns [components]; their sum is the log-probability of the action */
  logProbs(action: A): Float64Array;
  /** In nats, of all components together. */
  entropy(): number;
  /** Kullback-Leibler divergence KL(this || reference) in nats, of all components together. @param reference of the same class and size */
  kl(reference: Distribution<A>): number;
  /**
   * Gradient of Σ weights · logProbs(action) + entropyWeight · entropy - klWeight · kl(reference).
   * @param weights [components]
   * @returns [logits]
   */
  gradient(
    action: A,
    weights: Float64Array,
    entropyWeight: number,
    klWeight: number,
    reference?: Distribution<A>,
  ): Float64Array;
}

/** One of several actions; an action is its index. */
export class Categorical implements Distribution<number> {
  readonly #logProbs: Float64Array;

  /** @param logits [actions]; -Infinity: not allowed, at least one is */
  constructor(logits: Float64Array) {
    this.#logProbs = logSoftmax(logits);
  }

  /** @returns [actions], each in [0, 1], sum 1 */
  get probabilities(): Float64Array {
    return this.#logProbs.map(Math.exp);
  }

  sample(random: () => number): number {
    let left = random();
    let last = -1;
    for (const [action, logProb] of this.#logProbs.entries()) {
      if (logProb === -Infinity) continue;
      last = action; // rounding may leave a little over: then it is the last allowed one
      left -= Math.exp(logProb);
      if (left < 0) break;
    }
    return last;
  }

  mode(): number {
    return this.#logProbs.indexOf(Math.max(...this.#logProbs));
  }

  logProbs(action: number): Float64Array {
    return Float64Array.of(this.#logProb(action));
  }

  entropy(): number {
    let entropy = 0;
    for (const logProb of this.#logProbs) if (logProb > -Infinity) entropy -= Math.exp(logProb) * logProb;
    return entropy;
  }

  kl(reference: Categorical): number {
    this.#checkLike(reference);
    let kl = 0;
    for (const [action, logProb] of this.#logProbs.entries())
      if (logProb > -Infinity) kl += Math.exp(logProb) * (logProb - reference.#logProbs[action]!);
    return kl;
  }

  gradient(
    action: number,
    weights: Float64Array,
    entropyWeight: number,
    klWeight: number,
    reference?: Categorical,
  ): Float64Array {
    if (weights.length !== 1) throw new RangeError(`${weights.length} weights for one choice`);
    this.#logProb(action);
    const entropy = entropyWeight === 0 ? 0 : this.entropy();
    const kl = klWeight === 0 || !reference ? 0 : this.kl(reference);
    const gradient = new Float64Array(this.#logProbs.length);
    for (const [i, logProb] of this.#logProbs.entries()) {
      if (logProb === -Infinity) continue;
      const probability = Math.exp(logProb);
      let value = weights[0]! * ((i === action ? 1 : 0) - probability);
      if (entropyWeight !== 0) value -= entropyWeight * probability * (logProb + entropy);
      if (klWeight !== 0 && reference) value -= klWeight * probability * (logProb - reference.#logProbs[i]! - kl);
      gradient[i] = value;
    }
    return gradient;
  }

  #logProb(action: number): number {
    const logProb = this.#logProbs[action];
    if (logProb === undefined || logProb === -Infinity) throw new RangeError(`Action ${action} is not allowed`);
    return logProb;
  }

  #checkLike(reference: Categorical): void {
    if (reference.#logProbs.length !== this.#logProbs.length)
      throw new RangeError(`${reference.#logProbs.length} actions instead of ${this.#logProbs.length}`);
  }
}

/** Of each candidate whether it is kept. */
export type Keeps = readonly boolean[];

/** Independent decisions: each candidate is kept with its own probability. */
export class Bernoullis implements Distribution<Keeps> {
  readonly #logits: Float64Array;

  /** @param logits [candidates], finite */
  constructor(logits: Float64Array) {
    this.#logits = logits.slice();
  }

  /** @returns [candidates], each the probability of being kept */
  get probabilities(): Float64Array {
    return this.#logits.map(sigmoid);
  }

  sample(random: () => number): Keeps {
    return Array.from(this.#logits, (logit) => random() < sigmoid(logit));
  }

  mode(): Keeps {
    return Array.from(this.#logits, (logit) => logit > 0);
  }

  logProbs(action: Keeps): Float64Array {
    this.#checkLength(action.length);
    return this.#logits.map((logit, i) => -softplus(action[i]! ? -logit : logit));
  }

  entropy(): number {
    let entropy = 0;
    for (const logit of this.#logits) entropy += softplus(logit) - logit * sigmoid(logit);
    return entropy;
  }

  kl(reference: Bernoullis): number {
    this.#checkLength(reference.#logits.length);
    let kl = 0;
    for (const [i, logit] of this.#logits.entries()) {
      const other = reference.#logits[i]!;
      kl += sigmoid(logit) * (logit - other) + softplus(other) - softplus(logit);
    }
    return kl;
  }

  gradient(
    action: Keeps,
    weights: Float64Array,
    entropyWeight: number,
    klWeight: number,
    reference?: Bernoullis,
  ): Float64Array {
    this.#checkLength(action.length);
    this.#checkLength(weights.length);
    if (reference) this.#checkLength(reference.#logits.length);
    return this.#logits.map((logit, i) => {
      const probability = sigmoid(logit);
      const spread = probability * (1 - probability);
      let value = weights[i]! * ((action[i]! ? 1 : 0) - probability) - entropyWeight * logit * spread;
      if (reference) value -= klWeight * (logit - reference.#logits[i]!) * spread;
      return value;
    });
  }

  #checkLength(length: number): void {
    if (length !== this.#logits.length) throw new RangeError(`${length} candidates instead of ${this.#logits.length}`);
  }
}

/** log(1 + exp(x)), finite for every x. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
