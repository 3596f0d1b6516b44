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
    const before = deps.history[1]?.text;
    const isRight =
      asks === 'why' ? answer.used.length > 0 : asks === 'before' ? isAboutIt && tellsOf(answer, before) : isAboutIt;
    if (!answer.declined && isRight) kept.push(text);
  }
  return kept;
}

type Asks = 'when' | 'why' | 'before';

interface Candidate {
  readonly asks: Asks;
  readonly text: string;
}

/** The likeliest first. None for a memory that has no name to ask for. */
function candidates(deciding: Memory, history: readonly HistoryEntry[]): Candidate[] {
  const { subject } = deciding;
  const thing = thingOf(deciding);
  if (subject === undefined || thing === undefined) return [];
  if (deciding.state === 'deleted')
    return [
      { asks: 'why', text: `Why was ${subject} removed?` },
      { asks: 'when', text: `When was ${subject} removed?` },
    ];
  if (history.length < 2)
    return [
      { asks: 'when', text: `When was ${subject} added?` },
      { asks: 'why', text: `Why was ${subject} added?` },
    ];
  return [
    { asks: 'when', text: `When did ${thing} change?` },
    { asks: 'before', text: `What was ${thing} before?` },
    { asks: 'why', text: `Why did ${thing} change?` },
  ];
}

/** "the version of typescript", "the test runner": what a question about the memory calls it. */
function thingOf({ subject, attribute }: Memory): string | undefined {
  if (subject === undefined || attribute === undefined) return subject;
  switch (attribute) {
    case 'name':
      return `the ${subject}`;
    case 'status':
      return subject;
    default:
      return `the ${attribute} of ${subject}`;
  }
}

function askedFor(question: string): Asks | undefined {
  if (/^\s*(?:since\s+)?when\b/i.test(question)) return 'when';
  if (/^\s*why\b/i.test(question)) return 'why';
  return /\b(?:before|previously|earlier|used to)\b/i.test(question) ? 'before' : undefined;
}

/** The answer itself says what held before, not only its list of what was replaced. */
function tellsOf({ answer }: Answer, before: string | undefined): boolean {
  const words = before?.replace(/[.!?\s]+$/, '').toLowerCase();
  return words !== undefined && answer.toLowerCase().includes(words);
}
