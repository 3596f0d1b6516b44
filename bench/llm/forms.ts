import { askModel, type Prompt } from '../../src/core/index';
import type { EndpointModel, Exchange } from './endpointModel';

/** What became of one prompt. */
export interface FormOutcome<T> {
  /** What could be read of it in the end. */
  readonly value?: T;
  /** The first answer was JSON and nothing else. */
  readonly isPlainJson: boolean;
  /** It could be read, perhaps with something left out. */
  readonly readAt: 'first attempt' | 'repair' | 'never';
  /** Entries that were left out, by what was wrong with them. */
  readonly dropped: Readonly<Record<Fault, number>>;
  readonly problem?: string;
  readonly seconds: number;
  readonly tokens: { readonly input: number; readonly output: number };
}

/** `id`: names what it was not shown. `quote`: quotes what does not stand there. `invented`: says what no source says. `form`: anything else. */
export type Fault = 'id' | 'quote' | 'invented' | 'form';

export interface FormSummary {
  readonly asked: number;
  /** Shares in percent of what was asked. */
  readonly plainJson: number;
  readonly readFirst: number;
  readonly readAfterRepair: number;
  readonly dropped: Readonly<Record<Fault, number>>;
  /** Means over calls; a repair is a call. */
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly secondsPerCall: number;
}

/** Asks as the product asks: with one repair. @param begin index of the first exchange that is its own */
export async function askForm<T>(model: EndpointModel, prompt: Prompt<T>): Promise<FormOutcome<T>> {
  const begin = model.exchanges.length;
  const asked = await askModel(model, prompt);
  const own = model.exchanges.slice(begin);
  const isRead = !('problem' in asked);
  return {
    ...(isRead ? { value: asked.value } : { problem: asked.problem }),
    isPlainJson: isJson(own[0]),
    readAt: !isRead ? 'never' : asked.attempts === 1 ? 'first attempt' : 'repair',
    dropped: faultsIn(isRead ? asked.dropped : [asked.problem]),
    seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
    tokens: asked.usage,
  };
}

export function summariseForms(outcomes: readonly FormOutcome<unknown>[], calls: number): FormSummary {
  const share = (is: (outcome: FormOutcome<unknown>) => boolean): number =>
    rounded((100 * outcomes.filter(is).length) / (outcomes.length || 1));
  const sum = (of: (outcome: FormOutcome<unknown>) => number): number =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const faults = (fault: Fault): number => sum(({ dropped }) => dropped[fault]);
  return {
    asked: outcomes.length,
    plainJson: share(({ isPlainJson }) => isPlainJson),
    readFirst: share(({ readAt }) => readAt === 'first attempt'),
    readAfterRepair: share(({ readAt }) => readAt !== 'never'),
    dropped: { id: faults('id'), quote: faults('quote'), invented: faults('invented'), form: faults('form') },
    calls,
    inputTokens: Math.round(sum(({ tokens }) => tokens.input) / (calls || 1)),
    outputTokens: Math.round(sum(({ tokens }) => tokens.output) / (calls || 1)),
    secondsPerCall: rounded(sum(({ seconds }) => seconds) / (calls || 1)),
  };
}

export function isJson(exchange: Exchange | undefined): boolean {
  try {
    JSON.parse(exchange?.reply.text ?? '');
    return true;
  } catch {
    return false;
  }
}

/** By the words of the readers in src/core/prompts. */
export function faultsIn(problems: readonly string[]): Record<Fault, number> {
  const faults: Record<Fault, number> = { id: 0, quote: 0, invented: 0, form: 0 };
  for (const problem of problems) faults[faultOf(problem)] += 1;
  return faults;
}

export function faultOf(problem: string): Fault {
  if (/not shown|not to be compared|no letter of a fact/.test(problem)) return 'id';
  if (/quote/.test(problem)) return 'quote';
  return /stands in no source|not from the memories|merged text is not used|lost|opposite/.test(problem)
    ? 'invented'
    : 'form';
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10;
}
