import {
  createLearnedDistill,
  createLearnedManager,
  groupBy,
  type Answer,
  type LanguageModel,
  type Memory,
  type ModelTrust,
} from '../../src/core/index';
import { bootstrapMean } from '../../src/learning/statistics';
import { eventsOf, named, openRecall, takeIn } from '../histories';
import { judge, type Caps, type Question } from '../judge';
import { percent, type Value } from '../policies/measured';
import type { ShippedWeights } from '../policies/shipped';
import type { QuestionedHistory } from '../questionFiles';
import { carelessReader, perfectReader } from './scriptedReaders';

/** What one variant said to one question. */
export interface Reading {
  readonly right: boolean;
  readonly declined: boolean;
  readonly cited?: boolean;
  /** The answer is in the model's words. */
  readonly isWorded: boolean;
  readonly problem?: string;
  readonly ms: number;
  readonly answer: string;
}

export interface ReadOutcome {
  readonly history: string;
  readonly set: string;
  readonly origin: string;
  readonly question: string;
  readonly isAbsent: boolean;
  readonly byVariant: Readonly<Record<string, Reading>>;
}

/** A reader and what it is trusted with; made anew for each question. */
export interface Variant {
  readonly name: string;
  readonly modelFor: (question: Question, sourcesOf: (text: string) => readonly string[]) => LanguageModel | undefined;
}

export const PLAIN = 'no model';

const MODES = ['words', 'distils'] as const satisfies readonly ModelTrust['answers'][];

export const SCRIPTED: readonly Variant[] = MODES.flatMap((mode) => [
  { name: `perfect reader, ${mode}`, modelFor: (question, sourcesOf) => perfectReader(question, mode, sourcesOf) },
  { name: `careless reader, ${mode}`, modelFor: () => carelessReader(mode) },
]);

export function realVariants(open: (trust: ModelTrust) => LanguageModel): Variant[] {
  return MODES.map((answers) => {
    const model = open({ answers, decides: false, extracts: false });
    return { name: `${model.name}, ${answers}`, modelFor: () => model };
  });
}

/** Candidates per question, as in the product. */
const CANDIDATES = 60;

/** Answers with a language model may be longer, and rest on more. */
const CAPS: Caps = { characters: 600, used: 5 };

/** Every variant is asked every question, of one bank that the shipped agents built. */
export async function readQuestions(
  { name, set, commits, questions }: QuestionedHistory,
  background: ReadonlyMap<string, number>,
  shipped: ShippedWeights,
  variants: readonly Variant[],
): Promise<ReadOutcome[]> {
  const { manager, distillation } = shipped;
  const memory = await takeIn(eventsOf(commits), {
    background,
    ...(manager && { manager: createLearnedManager(manager) }),
  });
  const recall = await openRecall(memory, {
    background,
    ...named(commits),
    ...(distillation && { policy: createLearnedDistill(distillation) }),
    mayAsk: true,
  });
  const sourcesOf = shasByText(memory.memories());
  const outcomes: ReadOutcome[] = [];
  for (const question of questions) {
    const said: [string, Reading][] = [[PLAIN, readingOf(question, await recall.ask(question.q, CANDIDATES), 0)]];
    for (const { name: variant, modelFor } of variants) {
      const start = performance.now();
      const model = modelFor(question, sourcesOf);
      const answer = await recall.ask(question.q, CANDIDATES, undefined, model);
      said.push([variant, readingOf(question, answer, performance.now() - start)]);
    }
    const { origin, q, accept } = question;
    const isAbsent = accept.length === 0;
    outcomes.push({ history: name, set, origin, question: q, isAbsent, byVariant: Object.fromEntries(said) });
  }
  recall.dispose();
  await memory.close();
  return outcomes;
}

function readingOf(question: Question, answer: Answer, ms: number): Reading {
  const { declined, used, wordedBy, problem } = answer;
  const said = { answer: answer.answer, declined, used: used.map(({ sources }) => sources.map(({ ref }) => ref)) };
  const verdict = wordedBy === undefined ? judge(question, said) : judge(question, said, CAPS);
  return {
    ...verdict,
    declined,
    isWorded: wordedBy !== undefined,
    ...(problem !== undefined && { problem }),
    ms: Math.round(ms),
    answer: answer.answer,
  };
}

/** By what a prompt shows of a memory, in one line. */
function shasByText(memories: readonly Memory[]): (text: string) => readonly string[] {
  const known = new Map<string, string[]>();
  for (const { text, ending, sources } of memories) {
    const said = (ending?.text ?? text).replace(/\s+/g, ' ').trim();
    known.set(said, [...(known.get(said) ?? []), ...(ending?.sources ?? sources).map(({ ref }) => ref)]);
  }
  return (text) => known.get(text) ?? [];
}

/** How one variant did on the questions of one set and origin. */
export interface ReadSummary {
  readonly set: string;
  readonly origin: string;
  readonly variant: string;
  readonly answerable: number;
  readonly absent: number;
  readonly right: number;
  readonly cited: number;
  readonly falselyDeclined: number;
  readonly rightlyDeclined: number;
  /** Answers in the model's words. */
  readonly worded: number;
  /** Right answers and right refusals that the plain product did not give, and those that it gave. */
  readonly mended: number;
  readonly broken: number;
  /** Over the plain product, in points of all questions, paired. Histories are drawn where there are five or more, else questions. */
  readonly gain: Value;
  readonly medianMs: number;
}

export function summariseReading(outcomes: readonly ReadOutcome[]): ReadSummary[] {
  const groups = groupBy(outcomes, ({ set, origin }) => `${set} ${origin}`);
  return [...groups.values()].flatMap((group) =>
    Object.keys(group[0]?.byVariant ?? {}).map((variant) => summaryOf(group, variant)),
  );
}

const LEAST_HISTORIES = 5;

function summaryOf(outcomes: readonly ReadOutcome[], variant: string): ReadSummary {
  const [{ set, origin }] = outcomes as [ReadOutcome];
  const of = ({ byVariant }: ReadOutcome, name = variant): Reading => byVariant[name]!;
  const count = (is: (outcome: ReadOutcome) => boolean): number => outcomes.filter(is).length;
  const gain = (outcome: ReadOutcome): number => Number(of(outcome).right) - Number(of(outcome, PLAIN).right);
  const byHistory = [...groupBy(outcomes, ({ history }) => history).values()];
  const groups = byHistory.length >= LEAST_HISTORIES ? byHistory : outcomes.map((outcome) => [outcome]);
  const { low, high } = bootstrapMean(
    groups.map((group) => group.map(gain)),
    { seed: 1 },
  );
  const times = outcomes.map((outcome) => of(outcome).ms).sort((a, b) => a - b);
  return {
    set,
    origin,
    variant,
    answerable: count(({ isAbsent }) => !isAbsent),
    absent: count(({ isAbsent }) => isAbsent),
    right: count((outcome) => !outcome.isAbsent && of(outcome).right),
    cited: count((outcome) => of(outcome).cited === true),
    falselyDeclined: count((outcome) => !outcome.isAbsent && of(outcome).declined),
    rightlyDeclined: count((outcome) => outcome.isAbsent && of(outcome).right),
    worded: count((outcome) => of(outcome).isWorded),
    mended: count((outcome) => gain(outcome) > 0),
    broken: count((outcome) => gain(outcome) < 0),
    gain: {
      mean: percent(outcomes.reduce((sum, outcome) => sum + gain(outcome), 0) / outcomes.length),
      low: percent(low),
      high: percent(high),
    },
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
  };
}
