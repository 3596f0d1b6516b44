import {
  CANDIDATES,
  createLearnedDistill,
  createLearnedManager,
  distillRule,
  Idf,
  Pool,
  prepareAnswer,
  Retriever,
  ruleV3,
  type DistillPolicy,
  type ManagerPolicy,
  type PolicyRole,
  type PolicyWeights,
} from '../../src/core/index';
import { words } from '../../src/core/base/words';
import { createRandom, sample } from '../../src/learning/random';
import type { Stream } from '../../src/learning/types';
import { asMemory } from '../training/distillingReader';

/** Milliseconds of inference, over facts. */
export interface Speed {
  readonly memories: number;
  readonly facts: number;
  readonly questions: number;
  /** A decision, with the search for similar memories. */
  readonly perFact: Readonly<Record<string, Spread>>;
  /** Choosing among the candidates of a question. */
  readonly perQuestion: Readonly<Record<string, Spread>>;
}

interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

const MEMORIES = 2000;
const FACTS = 500;
const QUESTIONS = 200;

/**
 * Decisions and questions at 2,000 memories.
 * @param streams real facts, of several histories together, and what is asked about them
 */
export function timeInference(
  streams: readonly Stream[],
  background: ReadonlyMap<string, number>,
  weights: Partial<Readonly<Record<PolicyRole, PolicyWeights>>>,
): Speed {
  const facts = streams.flatMap((stream) => stream.facts);
  const known = facts.slice(0, Math.min(MEMORIES, Math.floor(0.8 * facts.length)));
  const fresh = facts.slice(known.length, known.length + FACTS);
  const random = createRandom(1);
  const questions = sample(
    streams.flatMap((stream) => stream.questions),
    QUESTIONS,
    random,
  );
  const idf = new Idf(background);
  const pool = new Pool(idf);
  for (const [i, fact] of known.entries()) {
    idf.add(words(fact.text));
    pool.set(`memory-${i}`, fact);
  }
  const policies: Record<string, ManagerPolicy> = {
    rule: ruleV3,
    ...(weights.manager && { learned: createLearnedManager(weights.manager) }),
  };
  const perFact = Object.fromEntries(
    Object.entries(policies).map(([name, policy]) => {
      const times = fresh.map((fact) => {
        const start = performance.now();
        policy.choose({
          fact,
          candidates: pool.nearest(fact.text, CANDIDATES),
          idf: (word) => idf.idf(word),
          bankSize: pool.size,
        });
        return performance.now() - start;
      });
      return [name, spread(times)];
    }),
  );
  const distillers: Record<string, DistillPolicy> = {
    rule: distillRule,
    ...(weights.distillation && { learned: createLearnedDistill(weights.distillation) }),
  };
  const retriever = new Retriever(background);
  const memories = known.map((fact, i) => asMemory(fact, `memory-${i}`));
  const prepared = questions.map(({ text }) => prepareAnswer(text, { memories, retriever }));
  const perQuestion = Object.fromEntries(
    Object.entries(distillers).map(([name, policy]) => {
      const times = prepared.map(({ question, asked, fitting }) => {
        const start = performance.now();
        policy.keep(question.text, fitting, asked);
        return performance.now() - start;
      });
      return [name, spread(times)];
    }),
  );
  return { memories: known.length, facts: fresh.length, questions: questions.length, perFact, perQuestion };
}

function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(1000 * sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!) / 1000;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}
