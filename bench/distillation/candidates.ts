import { Retriever, type Candidate } from '../../src/core/retrieval/retriever';
import { createVectorIndex } from '../../src/node/vectors/createVectorIndex';
import type { Model } from '../histories';
import { embedAll, openVectors } from '../vectors';
import type { GoldQuestion, Observation, Split, Talk } from './dataset';
import { readQuestion, type ReadQuestion } from './language';
import { readMemory, type ReadMemory } from './spans';

/** A question with what the product's retriever finds for it, best first. */
export interface Asked {
  readonly talk: string;
  readonly split: Split;
  readonly question: GoldQuestion;
  readonly read: ReadQuestion;
  readonly candidates: readonly FoundMemory[];
}

export interface FoundMemory {
  readonly candidate: Candidate;
  readonly observation: Observation;
  readonly read: ReadMemory;
  /** Cosine of question and memory, in [-1, 1]. */
  readonly cosine: number;
  /** It rests on a turn that the dataset names as evidence. Labels, oracle and reports only. */
  readonly isEvidence: boolean;
}

/** As in Memory-R1. */
export const CANDIDATES = 60;

/** By words and by meaning, as the product retrieves what was said in chats. */
export async function askAll({ id, split, observations, questions }: Talk, model: Model): Promise<Asked[]> {
  const memories = observations.map(({ memory }) => memory);
  const texts = [...memories, ...questions].map(({ text }) => text);
  const vectors = await embedAll(texts, model, openVectors(`locomo-observations/${id}`, model));
  const index = await createVectorIndex('exact', model.embedder.dimension, memories.length);
  for (const memory of memories) index.set(memory.id, vectors.get(memory.text)!);
  const retriever = new Retriever(model.background);
  retriever.sync(memories);
  const known = new Map(
    observations.map((observation) => [observation.memory.id, { observation, read: readMemory(observation) }]),
  );
  const asked = questions.map((question): Asked => {
    const vector = vectors.get(question.text)!;
    const found = retriever.retrieve(question.text, { limit: CANDIDATES, vector, index });
    const candidates = found.map((candidate): FoundMemory => {
      const { observation, read } = known.get(candidate.id)!;
      return {
        candidate,
        observation,
        read,
        cosine: cosine(vector, vectors.get(candidate.text)!),
        isEvidence: [...observation.turns].some((turn) => question.evidence.has(turn)),
      };
    });
    return { talk: id, split, question, read: readQuestion(question.text), candidates };
  });
  index.dispose();
  return asked;
}

/** @param a of length 1, as the embedder gives it @param b likewise */
function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
