/** Adam (Kingma and Ba 2015, algorithm 1), uphill, with the norm of the gradient clipped first (Pascanu et al. 2013). */
export class Adam {
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  readonly #maxNorm: number;
  #steps = 0;

  /** @param maxNorm longest gradient; a longer one is shortened to it */
  constructor(size: number, maxNorm: number) {
    this.#mean = new Float64Array(size);
    this.#square = new Float64Array(size);
    this.#maxNorm = maxNorm;
  }

  /**
   * Moves the parameters up the gradient of an objective.
   * @throws where the gradient is not finite; the parameters are as before then
   */
  ascend(parameters: Float64Array, gradient: Float64Array, learningRate: number): void {
    const mean = this.#mean;
    const square = this.#square;
    if (parameters.length !== mean.length || gradient.length !== mean.length)
      throw new RangeError(`${parameters.length} parameters and ${gradient.length} gradients for ${mean.length}`);
    let sum = 0;
    for (let i = 0; i < gradient.length; i++) sum += gradient[i]! ** 2;
    if (!Number.isFinite(sum)) throw new Error('Training diverged: the gradient is not finite.');
    const scale = Math.min(1, this.#maxNorm / Math.max(Math.sqrt(sum), EPSILON));
    this.#steps++;
    const meanBias = 1 - MEAN_DECAY ** this.#steps;
    const squareBias = 1 - SQUARE_DECAY ** this.#steps;
    for (let i = 0; i < gradient.length; i++) {
      const slope = gradient[i]! * scale;
      mean[i] = MEAN_DECAY * mean[i]! + (1 - MEAN_DECAY) * slope;
      square[i] = SQUARE_DECAY * square[i]! + (1 - SQUARE_DECAY) * slope * slope;
      parameters[i]! += (learningRate * (mean[i]! / meanBias)) / (Math.sqrt(square[i]! / squareBias) + EPSILON);
    }
  }
}

/** Decay per step of the moving means of gradient and squared gradient, and what keeps the division finite; Kingma and Ba 2015. */
const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.999;
const EPSILON = 1e-8;
