import type { Answer, DistillPolicy, ManagerPolicy } from '../../src/core/index';
import { bootstrapMean, meanOf } from '../../src/learning/statistics';
import { eventsOf, named, openRecall, takeIn, type Model } from '../histories';
import { judge } from '../judge';
import type { QuestionedHistory } from '../questionFiles';
import { markdownTable } from '../markers';
import { percent, type Value } from './measured';
import { valueText } from './tables';

/** How the whole product answers hand-written questions about one history, with given agents. */
export interface ProductResult {
  readonly history: string;
  readonly set: string;
  /** One a question: right answer, or right refusal. */
  readonly right: readonly boolean[];
  /** Of these, which memory cannot answer. */
  readonly absent: readonly boolean[];
  /** Facts without a key that are told as if they held. */
  readonly active: number;
  /** Of these, what holds no longer. */
  readonly stale: number;
}

export interface Agents {
  readonly manager?: ManagerPolicy;
  readonly distillation?: DistillPolicy;
}

/** Candidates per question, as in the product. */
const CANDIDATES = 60;

/**
 * As `npm run bench -- questions` asks, by words alone, which is how the product reads commits.
 * @param staleIds facts that hold no longer
 */
export async function askProduct(
  { name, set, commits, questions }: QuestionedHistory,
  { background }: Model,
  { manager, distillation }: Agents,
  toldIds: ReadonlySet<string>,
  staleIds: ReadonlySet<string>,
): Promise<ProductResult> {
  const memory = await takeIn(eventsOf(commits), { background, ...(manager && { manager }) });
  const recall = await openRecall(memory, {
    background,
    ...named(commits),
    ...(distillation && { policy: distillation }),
  });
  const right: boolean[] = [];
  for (const question of questions) right.push(judge(question, saidBy(await recall.ask(question.q, CANDIDATES))).right);
  recall.dispose();
  const active = memory.memories().filter(({ id, state }) => state === 'active' && toldIds.has(id));
  await memory.close();
  return {
    history: name,
    set,
    right,
    absent: questions.map(({ accept }) => accept.length === 0),
    active: active.length,
    stale: active.filter(({ id }) => staleIds.has(id)).length,
  };
}

function saidBy({ answer, declined, used }: Answer): Parameters<typeof judge>[1] {
  return { answer, declined, used: used.map(({ sources }) => sources.map(({ ref }) => ref)) };
}

/** The product with the rules and with what was learned without the history that is asked about, by set. */
export interface ProductSummary {
  readonly set: string;
  readonly histories: number;
  readonly questions: number;
  readonly absent: number;
  readonly rule: ProductCounts;
  readonly learned: ProductCounts;
  /** Of right answers and refusals, learned minus rule, in points; histories are drawn. */
  readonly gain: Value;
}

export interface ProductCounts {
  /** Of the answerable. */
  readonly right: number;
  /** Of those that memory cannot answer. */
  readonly declined: number;
  readonly active: number;
  readonly stale: number;
}

/** @param pairs of each history the result with rules, then that of what was learned */
export function summariseProducts(pairs: readonly (readonly [ProductResult, ProductResult])[]): ProductSummary[] {
  const sets = [...new Set(pairs.map(([{ set }]) => set))];
  const all = sets.length > 1 ? ['all'] : [];
  return [...sets, ...all].map((set) => {
    const chosen = pairs.filter(([one]) => set === 'all' || one.set === set);
    const absent = chosen.flatMap(([one]) => one.absent);
    const gains = chosen.map(([rule, learned]) => rule.right.map((was, i) => Number(learned.right[i]) - Number(was)));
    const { low, high } = bootstrapMean(gains, { seed: 1 });
    return {
      set,
      histories: chosen.length,
      questions: absent.filter((is) => !is).length,
      absent: absent.filter((is) => is).length,
      rule: countsOf(chosen.map(([rule]) => rule)),
      learned: countsOf(chosen.map(([, learned]) => learned)),
      gain: { mean: percent(meanOf(gains.flat())), low: percent(low), high: percent(high) },
    };
  });
}

function countsOf(results: readonly ProductResult[]): ProductCounts {
  const count = (of: (result: ProductResult) => number): number => results.reduce((sum, one) => sum + of(one), 0);
  return {
    right: count(({ right, absent }) => right.filter((is, i) => is && !absent[i]).length),
    declined: count(({ right, absent }) => right.filter((is, i) => is && absent[i]).length),
    active: count(({ active }) => active),
    stale: count(({ stale }) => stale),
  };
}

export function productTable(rows: readonly ProductSummary[]): string {
  const counts = ({ right, declined }: ProductCounts, { questions, absent }: ProductSummary): string =>
    `${right} / ${questions}, ${declined} / ${absent}`;
  return markdownTable(
    [
      'questions',
      'rules: right, rightly declined',
      'learned: right, rightly declined',
      'difference in points',
      'rules: stale of active',
      'learned: stale of active',
    ],
    rows.map((row) => [
      `${row.set} (${row.histories} histories)`,
      counts(row.rule, row),
      counts(row.learned, row),
      valueText(row.gain, true),
      `${row.rule.stale} / ${row.rule.active}`,
      `${row.learned.stale} / ${row.learned.active}`,
    ]),
  );
}
