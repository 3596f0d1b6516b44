import { splitSentences, statementOf } from '../base/text';
import { numbers, terms, words } from '../base/words';
import { isDecided } from '../manager/memoryManager';
import type { Bank } from '../memory/bank';
import type { Event } from '../memory/event';
import type { Fact } from '../memory/fact';
import { statement } from '../memory/lineage';
import { view } from '../memory/views';

/**
 * What a chat turn or a document says by itself: without what memory told in it (answers with their citations, what is attributed to project memory, texts of
 * proposals). Quotes stay findable in the event, as only whole lines and sentences go.
 */
export function withoutTold<E extends Pick<Event, 'kind' | 'role' | 'text' | 'before'>>(event: E): E {
  if (event.kind !== 'chat' && event.kind !== 'file') return event;
  const { before, role, text } = event;
  return {
    ...event,
    text: cutTold(text, role === 'assistant'),
    ...(before && { before: before.map((said) => ({ ...said, text: cutTold(said.text, said.role === 'assistant') })) }),
  };
}

/**
 * Knows what memory could have told, to tell when a chat only recites it. Assistants quote what was recalled for them, mark it or not; a person
 * repeats a whole statement only by pasting it.
 */
export class Recitals {
  readonly #bank: Bank;
  readonly #told = new Map<string, Told>();
  readonly #byWord = new Map<string, string[]>();

  constructor(bank: Bank) {
    this.#bank = bank;
  }

  /** Whether a fact of a chat says nothing but what was told by an earlier one. */
  isRecital(fact: Fact, event: Pick<Event, 'kind' | 'role' | 'text'>): boolean {
    if (event.kind !== 'chat') return false;
    this.#sync();
    const said = wordsOf(fact.text);
    if (said.length < LEAST_WORDS) return false;
    const isOwn = event.role === 'user' && event.text.includes(fact.quote);
    return this.#sharing(said).some((told) => {
      if (told.order >= fact.order || told.event === fact.event) return false;
      const isVerbatim = isOwn && told.statement === statement(fact.text);
      if (isVerbatim && this.#isLeftToManager(fact, told, said.length)) return false;
      return isSaidBy(fact, said, told, isOwn ? WHOLE : MOSTLY);
    });
  }

  /** Of what holds, it is one more source; what no longer holds, a person may mean anew, if they say it in their own few words. */
  #isLeftToManager(fact: Fact, { id, isDecided: isCompared }: Told, length: number): boolean {
    if (!isCompared || !isDecided(fact)) return false;
    return length < LEAST_PASTED || this.#bank.resolve(this.#bank.lineageOf(id), view(true)).current !== undefined;
  }

  #sync(): void {
    for (const fact of this.#bank.facts()) {
      const known = this.#told.get(fact.id);
      const text = this.#bank.textOf(fact);
      if (known?.text === text) continue;
      const told = {
        id: fact.id,
        text,
        order: fact.order,
        event: fact.event,
        isDecided: isDecided(fact),
        words: wordsOf(text),
      };
      this.#told.set(fact.id, { ...told, statement: statement(text), short: wordsOf(statementOf(text)).length });
      for (const word of new Set(told.words)) pushTo(this.#byWord, word, fact.id);
    }
  }

  /** Those with the rarest of these words; what is recited shares nearly all. */
  #sharing(said: readonly string[]): Told[] {
    const lists = [...new Set(said)].map((word) => this.#byWord.get(word) ?? []).sort((a, b) => a.length - b.length);
    const ids = new Set(lists.slice(0, Math.max(1, Math.ceil(lists.length * (1 - MOSTLY.ofSaid)) + 1)).flat());
    return [...ids].flatMap((id) => this.#told.get(id) ?? []);
  }
}

interface Told {
  readonly id: string;
  readonly text: string;
  readonly order: number;
  readonly event: string;
  /** The Memory Manager compares it with what is new. */
  readonly isDecided: boolean;
  readonly statement: string;
  readonly words: readonly string[];
  /** How many words it has without the reason that follows. */
  readonly short: number;
}

/** How much of what is said must stand, in the same order, in what was told, and how much of that must be said. In [0, 1]. */
interface Share {
  readonly ofSaid: number;
  readonly ofTold: number;
}

/** An assistant shortens and rewords a little. */
const MOSTLY: Share = { ofSaid: 0.8, ofTold: 0.6 };
/** "Switch from pnpm to npm" is no recital of "we switched from npm to pnpm". */
const WHOLE: Share = { ofSaid: 0.95, ofTold: 0.95 };
/** Nobody finds the same words for more than this. */
const LEAST_PASTED = 6;
/** Shorter statements are alike by chance. */
const LEAST_WORDS = 3;

function isSaidBy(fact: Fact, said: readonly string[], told: Told, share: Share): boolean {
  const common = inOrder(said, told.words);
  if (common < said.length * share.ofSaid || common < Math.min(told.short, told.words.length) * share.ofTold)
    return false;
  const known = new Set(numbers(told.text));
  return numbers(fact.text).every((number) => known.has(number)) && negations(fact.text) === negations(told.text);
}

/** The length of the longest common subsequence. */
function inOrder(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (let j = 0; j < b.length; j++)
      next.push(word === b[j] ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

function wordsOf(text: string): string[] {
  return words(text).slice(0, MOST_WORDS);
}

/** What is longer is compared by its beginning. */
const MOST_WORDS = 80;

function negations(text: string): number {
  return terms(text).filter((term) => NEGATION.test(term.text)).length % 2;
}

const NEGATION = /^(?:not|no|never|without|cannot|none|\w+n['’]t)$/i;

/** Lines and sentences that memory wrote, or that somebody says they are from it. */
function cutTold(text: string, isAssistant: boolean): string {
  if (!SIGN.test(text) && !(isAssistant && CITATION.test(text))) return text;
  const isQuoting = isAssistant || SIGN.test(text);
  let inList = false;
  const lines = text.split('\n').map((line) => {
    if (inList && (/^\s*(?:[-*+•>]|\d{1,2}[.)]|\[\d{1,2}\])\s*\S/.test(line) || line.trim() === '')) return '';
    inList = false;
    if (OWN_LINE.test(line) || (isQuoting && CITATION.test(line))) return '';
    if (!ATTRIBUTION.test(line)) return line;
    inList = /:\s*$/.test(line);
    return splitSentences(line)
      .filter((sentence) => !ATTRIBUTION.test(sentence))
      .join(' ');
  });
  return lines.join('\n');
}

/** "According to project memory, ...", "Project memory says that ...". Memory alone may be that of a computer. */
const ATTRIBUTION =
  /\b(?:according to|based on|as (?:recorded|noted|stated|told) (?:in|by)|per|from|in) (?:the |your |our |its )?(?:project(?:['’]s)?[- ]memor(?:y|ies)\b|@memory\b|memory(?=\s*[,:]))|\b(?:project(?:['’]s)? memory|@memory) (?:says?|said|holds?|has|tells?|told|recalls?|remembers?|notes?|shows?|knows?|answers?|answered|replied)\b|^\W*(?:from )?project memory\W*:/i;
/** Lines of answers, proposals and the command line as the product writes them. */
const OWN_LINE =
  /^\W*(?:As of \d{1,2} \p{L}+ \d{4}\.\s.*candidates used|Changed on .{4,30}\. Before: |Closest memory, not an answer: |Replaced: .*, until |(?:Add|Update|Delete|Forget|ADD|UPDATE|DELETE)\b.{0,20}:\s.*(?:->|→))/u;
const CITATION = /(?<=[\s.!?,;:)"”])\[\d{1,2}\](?=[\s.,;:!?]|$)/;
const SIGN = new RegExp(`${ATTRIBUTION.source}|${OWN_LINE.source}`, 'imu');

function pushTo(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
