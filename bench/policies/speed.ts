import {
  CANDIDATES,
  createLearnedManager,
  Idf,
  Pool,
  ruleV3,
  type ManagerPolicy,
  type PolicyRole,
  type PolicyWeights,
} from '../../src/core/index';
import { words } from '../../src/core/base/words';
import { createRandom } from '../../src/learning/random';

/** Milliseconds of inference, over facts. */
export interface Speed {
  readonly memories: number;
  readonly facts: number;
  readonly perFact: Readonly<Record<string, { readonly p50: number; readonly p95: number; readonly max: number }>>;
}

const MEMORIES = 2000;
const FACTS = 500;

/** One decision with its search for similar memories, at 2,000 memories of a seeded vocabulary of the words of ordinary text. */
export function timeInference(
  background: ReadonlyMap<string, number>,
  weights: Partial<Readonly<Record<PolicyRole, PolicyWeights>>>,
): Speed {
  const vocabulary = [...background.keys()].slice(0, 3000);
  const random = createRandom(1);
  const statement = (i: number): string =>
    Array.from({ length: 12 }, () => vocabulary[Math.floor(random() ** 2 * vocabulary.length)]!).join(' ') +
    ` is ${i} ms.`;
  const fact = (i: number) => ({ text: statement(i), time: new Date(i * 1000).toISOString(), event: `event-${i}` });
  const idf = new Idf(background);
  const pool = new Pool(idf);
  for (let i = 0; i < MEMORIES; i++) {
    const one = fact(i);
    idf.add(words(one.text));
    pool.set(`memory-${i}`, one);
  }
  const policies: Record<string, ManagerPolicy> = {
    rule: ruleV3,
    ...(weights.manager && { learned: createLearnedManager(weights.manager) }),
  };
  const perFact = Object.fromEntries(
    Object.entries(policies).map(([name, policy]) => {
      const times = Array.from({ length: FACTS }, (_, i) => {
        const one = fact(MEMORIES + i);
        const start = performance.now();
        policy.choose({
          fact: one,
          candidates: pool.nearest(one.text, CANDIDATES),
          idf: (word) => idf.idf(word),
          bankSize: pool.size,
        });
        return performance.now() - start;
      });
      return [name, spread(times)];
    }),
  );
  return { memories: MEMORIES, facts: FACTS, perFact };
}

function spread(times: readonly number[]): Speed['perFact'][string] {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(1000 * sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!) / 1000;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}
