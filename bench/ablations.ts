import { eventsOf, openRecall, takeIn, type Model } from './histories';
import type { Memory, ProjectMemory, Recall, VectorStore } from '../src/core/index';
import { isOneOf, judge, type Question } from './judge';
import { meanOf } from './metrics';
import type { QuestionedHistory } from './questionFiles';
import { INPUTS, without, type Variant } from './variants';

/** What one setting of retrieval is worth on developers' questions. Shares in [0, 1]. */
export interface RetrievalScore {
  /** Of the questions that name a commit: a memory of such a commit is among the first k. */
  readonly found: Readonly<Record<`R@${(typeof DEPTHS)[number]}`, number>>;
  readonly mrr: number;
  /** Questions that name a commit, and those of them whose commit gave any memory at all: none can find more. */
  readonly citable: number;
  readonly findable: number;
  readonly answerable: number;
  readonly right: number;
  readonly cited: number;
  readonly absent: number;
  readonly declined: number;
  readonly falselyDeclined: number;
}

export interface Ablation {
  readonly variant: Variant;
  readonly score: RetrievalScore;
}

export const DEPTHS = [1, 5, 10, 60] as const;

/** The whole retrieval, then without each of its inputs, over the same banks and questions. */
export async function ablate(
  histories: readonly QuestionedHistory[],
  model: Model,
  openVectors: (history: string, model: Model) => VectorStore,
): Promise<Ablation[]> {
  const variants = [without(), ...INPUTS.map((input) => without(input))];
  const results = variants.map((variant) => ({ variant, asked: [] as Asked[] }));
  for (const history of histories) {
    process.stderr.write(`${history.name}\n`);
    const memory = await takeIn(eventsOf(history.commits), model);
    const vectors = openVectors(history.name, model);
    for (const { variant, asked } of results) {
      const { weights, hasEmbedder } = variant;
      const { background, embedder } = model;
      const recall = await openRecall(memory, { background, weights, vectors, ...(hasEmbedder && { embedder }) });
      asked.push(...(await askEach(history.questions, recall, memory)));
      recall.dispose();
    }
    await memory.close();
  }
  return results.map(({ variant, asked }) => ({ variant, score: scoreOf(asked) }));
}

/** One question, asked once. */
export interface Asked {
  readonly isAbsent: boolean;
  readonly isCitable: boolean;
  readonly isFindable: boolean;
  /** Rank of the first memory of a deciding commit, from 1; undefined when it is not among the candidates. */
  readonly rank?: number;
  readonly right: boolean;
  readonly cited: boolean;
  readonly declined: boolean;
}

const CANDIDATES = 60;

export async function askEach(questions: readonly Question[], recall: Recall, memory: ProjectMemory): Promise<Asked[]> {
  const memories = memory.memories();
  const asked: Asked[] = [];
  for (const question of questions) {
    const tells = (one: Memory): boolean => shasOf(one).some((sha) => isOneOf(sha, question.sha));
    const hits = await recall.recall(question.q, CANDIDATES);
    const { answer, declined, used } = await recall.ask(question.q, CANDIDATES);
    const index = hits.findIndex((hit) => tells(hit.memory));
    const said = { answer, declined, used: used.map(({ sources }) => sources.map(({ ref }) => ref)) };
    const { right, cited } = judge(question, said);
    asked.push({
      isAbsent: question.accept.length === 0,
      isCitable: question.sha.length > 0,
      isFindable: question.sha.length > 0 && memories.some(tells),
      ...(index >= 0 && { rank: index + 1 }),
      right,
      cited: cited === true,
      declined,
    });
  }
  return asked;
}

export function scoreOf(asked: readonly Asked[]): RetrievalScore {
  const citable = asked.filter(({ isCitable }) => isCitable);
  const answerable = asked.filter(({ isAbsent }) => !isAbsent);
  const absent = asked.filter(({ isAbsent }) => isAbsent);
  const count = (among: readonly Asked[], isHit: (one: Asked) => boolean): number => among.filter(isHit).length;
  const foundBy = (depth: number): number =>
    meanOf(citable.map(({ rank }) => (rank !== undefined && rank <= depth ? 1 : 0)));
  return {
    found: Object.fromEntries(DEPTHS.map((depth) => [`R@${depth}`, foundBy(depth)])) as RetrievalScore['found'],
    mrr: meanOf(citable.map(({ rank }) => (rank === undefined ? 0 : 1 / rank))),
    citable: citable.length,
    findable: count(citable, ({ isFindable }) => isFindable),
    answerable: answerable.length,
    right: count(answerable, ({ right }) => right),
    cited: count(citable, ({ cited }) => cited),
    absent: absent.length,
    declined: count(absent, ({ declined }) => declined),
    falselyDeclined: count(answerable, ({ declined }) => declined),
  };
}

function shasOf({ sources, ending }: Memory): string[] {
  return [...sources, ...(ending?.sources ?? [])].map(({ ref }) => ref);
}
