import type { HistoryEntry, Memory } from '../memory/memory';
import type { Answer } from './answer';

/** What a follow-up is judged by. */
export interface FollowUpDeps {
  /** All versions of everything. */
  readonly memories: readonly Memory[];
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
  readonly ask: (question: string) => Promise<Answer>;
  readonly limit: number;
}

/**
 * Questions that suggest themselves after an answer. Each names what it is about, so that it can be asked alone, and each was tried:
 * it gets an answer about the same thing.
 * @param deciding the memory that the answer rests on
 */
export async function followUps(question: string, deciding: Memory, deps: FollowUpDeps): Promise<string[]> {
  const lineageOf = new Map(deps.memories.map(({ id, lineage }) => [id, lineage]));
  const kept: string[] = [];
  for (const { text, asks } of candidates(deciding, deps.history)) {
    if (kept.length === deps.limit) break;
    if (asks === askedFor(question)) continue;
    const answer = await deps.ask(text);
    const isAboutIt = answer.used.some(({ id }) => lineageOf.get(id) === deciding.lineage);
    if (!answer.declined && isRight(answer, asks, isAboutIt, deciding, deps.history)) kept.push(text);
  }
  return kept;
}

/** A reason stands in a memory of its own, of the commit that made the change; all else is told by the thing's own versions. */
function isRight(
  { answer, used }: Answer,
  asks: Asks,
  isAboutIt: boolean,
  { ending, sources }: Memory,
  history: readonly HistoryEntry[],
): boolean {
  switch (asks) {
    case 'when':
      return isAboutIt;
    case 'before':
      return isAboutIt && includes(answer, history[1]?.text);
    case 'why': {
      const [decided] = ending?.sources ?? sources;
      return decided !== undefined && used.some((memory) => memory.sources[0]?.ref === decided.ref);
    }
  }
}

type Asks = 'when' | 'why' | 'before';

interface Candidate {
  readonly asks: Asks;
  readonly text: string;
}

/** The likeliest first. None for a memory that has no name to ask for. */
function candidates(deciding: Memory, history: readonly HistoryEntry[]): Candidate[] {
  const name = nameOf(deciding);
  if (name === undefined) return [];
  // When it was removed, the answer has said already.
  if (deciding.state === 'deleted')
    return [
      { asks: 'why', text: `Why was ${name} removed?` },
      { asks: 'when', text: `When was ${name} added?` },
    ];
  if (history.length < 2)
    return [
      { asks: 'when', text: `When was ${name} added?` },
      { asks: 'why', text: `Why was ${name} added?` },
    ];
  const { attribute } = deciding;
  const thing = attribute === undefined || IS_THE_THING.has(attribute) ? name : `the ${attribute} of ${name}`;
  return [
    { asks: 'when', text: `When did ${thing} change?` },
    { asks: 'before', text: `What was ${thing} before?` },
    { asks: 'why', text: `Why did ${thing} change?` },
  ];
}

/** What a question calls the memory's subject: "typescript", "the test runner". */
function nameOf({ kind, subject, attribute }: Memory): string | undefined {
  if (subject === undefined || kind === 'revert') return undefined; // a revert's subject is that of a commit
  return attribute === undefined || OF_NAMES.has(attribute) ? subject : `the ${subject}`;
}

/** Attributes whose subjects are names: of packages, settings, options. Other subjects are roles: "the test runner". */
const OF_NAMES = new Set(['version', 'required version', 'default', 'status']);

/** Attributes that are nothing beside their subject: the name of the test runner is the test runner. */
const IS_THE_THING = new Set(['name', 'status']);

function askedFor(question: string): Asks | undefined {
  if (/^\s*(?:since\s+)?when\b/i.test(question)) return 'when';
  if (/^\s*why\b/i.test(question)) return 'why';
  return /\b(?:before|previously|earlier|used to)\b/i.test(question) ? 'before' : undefined;
}

/** Word for word, whatever the case and the stop at its end. */
function includes(answer: string, statement: string | undefined): boolean {
  const words = statement?.replace(/[.!?\s]+$/, '').toLowerCase();
  return words !== undefined && answer.toLowerCase().includes(words);
}
