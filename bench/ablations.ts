import { eventsOf, named, openRecall, takeIn, type Model } from './histories';
import type { DistillPolicy, Memory, ProjectMemory, Recall, VectorStore } from '../src/core/index';
import { bootstrapMean, meanOf, type Interval } from '../src/learning/statistics';
import { isOneOf, judge, type Question } from './judge';
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
  /** Of those, where such a memory says an accepted text. */
  readonly tellable: number;
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
  /** Over the whole retrieval. */
  readonly gain: Gain;
}

/** Of the mean reciprocal rank, in [-1, 1], with the 95 % interval of a paired bootstrap over the questions that name a commit. */
export interface Gain extends Interval {
  readonly mean: number;
}

export const DEPTHS = [1, 5, 10, 60] as const;

/** The whole retrieval, then without each of its inputs, over the same banks and questions. */
export async function ablate(banks: readonly QuestionedBank[], model: Model): Promise<Ablation[]> {
  const ablations: Ablation[] = [];
  const whole = await askBanks(banks, without(), model);
  for (const variant of [without(), ...INPUTS.map((input) => without(input))]) {
    process.stderr.write(`${variant.name}\n`);
    const asked = await askBanks(banks, variant, model);
    ablations.push({ variant, score: scoreOf(asked), gain: gainOver(asked, whole) });
  }
  return ablations;
}

/** A history that was taken in, and what is asked of it. */
export interface QuestionedBank {
  readonly memory: ProjectMemory;
  readonly vectors: VectorStore;
  readonly questions: readonly Question[];
  readonly ownName?: string;
}

export async function openBanks(
  histories: readonly QuestionedHistory[],
  model: Model,
  openVectors: (history: string, model: Model) => VectorStore,
): Promise<QuestionedBank[]> {
  const banks: QuestionedBank[] = [];
  for (const { name, commits, questions } of histories) {
    process.stderr.write(`${name}\n`);
    const memory = await takeIn(eventsOf(commits), model);
    banks.push({ memory, vectors: openVectors(name, model), questions, ...named(commits) });
  }
  return banks;
}

export async function askBanks(
  banks: readonly QuestionedBank[],
  { weights, hasEmbedder, policy }: Pick<Variant, 'weights' | 'hasEmbedder'> & { readonly policy?: DistillPolicy },
  { background, embedder }: Model,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const { memory, vectors, questions, ownName } of banks) {
    const recall = await openRecall(memory, {
      ...(ownName !== undefined && { ownName }),
      background,
      weights,
      vectors,
      ...(hasEmbedder && { embedder, embeds: () => true }),
      ...(policy && { policy }),
    });
    asked.push(...(await askEach(questions, recall, memory)));
    recall.dispose();
  }
  return asked;
}

/** One question, asked once. */
export interface Asked {
  readonly isAbsent: boolean;
  readonly isCitable: boolean;
  readonly isFindable: boolean;
  readonly isTellable: boolean;
  /** Rank of the first memory of a deciding commit, from 1; undefined when it is not among the candidates. */
  readonly rank?: number;
  readonly right: boolean;
  readonly cited: boolean;
  readonly declined: boolean;
}

const CANDIDATES = 60;

async function askEach(questions: readonly Question[], recall: Recall, memory: ProjectMemory): Promise<Asked[]> {
  const memories = memory.memories();
  const asked: Asked[] = [];
  for (const question of questions) {
    const tells = (one: Memory): boolean => shasOf(one).some((sha) => isOneOf(sha, question.sha));
    const deciding = memories.filter(tells);
    const hits = await recall.recall(question.q, CANDIDATES);
    const { answer, declined, used } = await recall.ask(question.q, CANDIDATES);
    const index = hits.findIndex((hit) => tells(hit.memory));
    const said = { answer, declined, used: used.map(({ sources }) => sources.map(({ ref }) => ref)) };
    const { right, cited } = judge(question, said);
    asked.push({
      isAbsent: question.accept.length === 0,
      isCitable: question.sha.length > 0,
      isFindable: deciding.length > 0,
      isTellable: deciding.some((one) => saysAccepted(one, question)),
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
    tellable: count(citable, ({ isTellable }) => isTellable),
    answerable: answerable.length,
    right: count(answerable, ({ right }) => right),
    cited: count(citable, ({ cited }) => cited),
    absent: absent.length,
    declined: count(absent, ({ declined }) => declined),
    falselyDeclined: count(answerable, ({ declined }) => declined),
  };
}

function saysAccepted({ text, ending }: Memory, { accept }: Question): boolean {
  return [text, ending?.text ?? ''].some((said) => accept.some((pattern) => new RegExp(pattern, 's').test(said)));
}

/** @param start the same questions in the same order */
export function gainOver(asked: readonly Asked[], start: readonly Asked[]): Gain {
  const rank = ({ rank: found }: Asked): number => (found === undefined ? 0 : 1 / found);
  const gains = asked.flatMap((one, i) => (one.isCitable ? [rank(one) - rank(start[i]!)] : []));
  if (gains.length === 0) return { mean: 0, low: 0, high: 0 };
  const interval = bootstrapMean(
    gains.map((gain) => [gain]),
    { seed: 1 },
  );
  return { mean: meanOf(gains), ...interval };
}

function shasOf({ sources, ending }: Memory): string[] {
  return [...sources, ...(ending?.sources ?? [])].map(({ ref }) => ref);
}
