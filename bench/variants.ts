import { DEFAULT_WEIGHTS, type RetrievalWeights } from '../src/core/index';

/** A setting of retrieval that is measured beside the product's. */
export interface Variant {
  readonly name: string;
  readonly hasEmbedder: boolean;
  readonly weights: RetrievalWeights;
}

/** The weights that take an input of retrieval out. The embedder is not there at all. */
const NEUTRAL: Readonly<Record<string, Partial<RetrievalWeights>>> = {
  embedder: {},
  author: { author: 0 },
  neighbours: { neighbour: 0 },
  subject: { subject: 0 },
  context: { context: 0 },
  synonyms: { synonym: 0 },
  past: { past: 1 },
};

export const INPUTS = Object.keys(NEUTRAL);

/** Retrieval as the product has it, less these inputs. @throws RangeError for an input that it does not have */
export function without(...inputs: readonly string[]): Variant {
  const unknown = inputs.find((name) => !(name in NEUTRAL));
  if (unknown !== undefined) throw new RangeError(`Retrieval has no input "${unknown}", only ${INPUTS.join(', ')}`);
  return {
    name: inputs.length === 0 ? 'full' : `without ${inputs.join(', ')}`,
    hasEmbedder: !inputs.includes('embedder'),
    weights: inputs.reduce((weights, name) => ({ ...weights, ...NEUTRAL[name] }), DEFAULT_WEIGHTS),
  };
}
