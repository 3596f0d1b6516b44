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
  /** [actions], each in [0, 1], sum 1 */
  readonly probabilities: Float64Array;
  readonly #logProbs: Float64Array;

  /** @param logits [actions]; -Infinity: not allowed, at least one is */
  constructor(logits: Float64Array) {
    this.#logProbs = logSoftmax(logits);
    this.probabilities = this.#logProbs.map(Math.exp);
  }

  sample(random: () => number): number {
    let left = random();
    let last = -1;
    for (let action = 0; action < this.#logProbs.length; action++) {
      if (this.#logProbs[action] === -Infinity) continue;
      last = action; // rounding may leave a little over: then it is the last allowed one
      left -= this.probabilities[action]!;
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
    for (let i = 0; i < this.#logProbs.length; i++)
      if (this.#logProbs[i]! > -Infinity) entropy -= this.probabilities[i]! * this.#logProbs[i]!;
    return entropy;
  }

  kl(reference: Categorical): number {
    this.#checkLike(reference);
    let kl = 0;
    for (let i = 0; i < this.#logProbs.length; i++)
      if (this.#logProbs[i]! > -Infinity) kl += this.probabilities[i]! * (this.#logProbs[i]! - reference.#logProbs[i]!);
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
    for (let i = 0; i < gradient.length; i++) {
      const logProb = this.#logProbs[i]!;
      if (logProb === -Infinity) continue;
      let slope = -weights[0]! - entropyWeight * (logProb + entropy);
      if (klWeight !== 0 && reference) slope -= klWeight * (logProb - reference.#logProbs[i]! - kl);
      gradient[i] = this.probabilities[i]! * slope;
    }
    gradient[action]! += weights[0]!;
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
  /** [candidates], each the probability of being kept */
  readonly probabilities: Float64Array;
  readonly #logits: Float64Array;

  /** @param logits [candidates], finite */
  constructor(logits: Float64Array) {
    this.#logits = logits.slice();
    this.probabilities = logits.map(sigmoid);
  }

  sample(random: () => number): Keeps {
    return Array.from(this.probabilities, (probability) => random() < probability);
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
    for (let i = 0; i < this.#logits.length; i++)
      entropy += softplus(this.#logits[i]!) - this.#logits[i]! * this.probabilities[i]!;
    return entropy;
  }

  kl(reference: Bernoullis): number {
    this.#checkLength(reference.#logits.length);
    let kl = 0;
    for (let i = 0; i < this.#logits.length; i++) {
      const [logit, other] = [this.#logits[i]!, reference.#logits[i]!];
      kl += this.probabilities[i]! * (logit - other) + softplus(other) - softplus(logit);
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
      const probability = this.probabilities[i]!;
      const pull = entropyWeight * logit + (reference ? klWeight * (logit - reference.#logits[i]!) : 0);
      return weights[i]! * ((action[i]! ? 1 : 0) - probability) - pull * probability * (1 - probability);
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
