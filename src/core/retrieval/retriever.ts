import { spellDate } from '../base/dates';
import { groupBy } from '../base/groups';
import { statementOf } from '../base/text';
import { terms, words } from '../base/words';
import { isState, type FactKind } from '../memory/fact';
import type { EventKind } from '../memory/event';
import type { Memory, MemoryState, Source } from '../memory/memory';
import type { VectorIndex } from './embedder';
import { Idf } from './idf';
import { LEXICAL_WEIGHTS, LexicalIndex, type LexicalDocument, type LexicalWeights } from './lexical';
import { Subjects } from './subjects';
import {
  coverageOf,
  NOTHING_AROUND,
  sharesOf,
  tellingTerms,
  tellingWeights,
  type Around,
  type AskedTerm,
} from './telling';

/** A memory found for a question, with the named scores that distillation sees, each in [0, 1]. */
export interface Candidate {
  readonly id: string;
  readonly text: string;
  /** Of both legs and the signals. */
  readonly score: number;
  readonly lexical: number;
  /** Absent when there is no embedding. */
  readonly dense?: number;
  /** Share of the question's IDF weight that the memory's words cover. */
  readonly coverage: number;
  /** The same of its own statement, without the reason behind it and without what its source says around it. */
  readonly stated: number;
  /** How far the memory, or what stands around it, says each asked term, in [0, 1]. */
  readonly shares: readonly number[];
  /** The question names the memory's subject. */
  readonly namesSubject: boolean;
  readonly kind: FactKind;
  /** Where it comes from. */
  readonly from: EventKind;
  /** ISO 8601. */
  readonly validFrom: string;
  /** Whether it holds, was replaced, or ended. */
  readonly state: MemoryState;
  readonly memory: Memory;
}

/** A candidate of which it is not known yet how much of the question it speaks of. */
type Found = Omit<Candidate, 'coverage' | 'stated' | 'shares'>;

export interface RetrieveOptions {
  /** Default 60, as in Memory-R1. */
  readonly limit?: number;
  /** The embedded question; used together with `index`, whose ids are the memories' ids. */
  readonly vector?: Float32Array;
  readonly index?: VectorIndex;
  /** Which memories have a vector; the others are found by words alone. Default: all. */
  readonly isEmbedded?: (id: string) => boolean;
  /** What coverage is measured by; default: the telling terms of the question. */
  readonly asked?: readonly AskedTerm[];
  /** Leaves memories out. */
  readonly allowed?: (memory: Memory) => boolean;
}

/** How much each leg and signal counts. Benchmarks vary them; the product has the default. */
export interface RetrievalWeights extends LexicalWeights {
  readonly lexical: number;
  readonly dense: number;
  /** The question names the memory's author. */
  readonly author: number;
  /** The question names the memory's subject. */
  readonly subject: number;
  /** Factor of what no longer holds, in (0, 1]. */
  readonly past: number;
  /** Share of a neighbour's cosine that counts; 0 leaves the neighbours' words out of the search too. */
  readonly neighbour: number;
}

/**
 * Finds the memories that a question may be about: by words, by meaning where there is an embedder, and by what is known of the
 * memories themselves (who said it, what it is about, whether it still holds).
 */
export class Retriever {
  readonly #lexical: LexicalIndex;
  readonly #idf: Idf;
  readonly #weights: RetrievalWeights;
  readonly #entries = new Map<string, Entry>();
  /** Words of titles, authors and days, which repeat: one commit gives many memories. */
  #joinedWords: ReadonlyMap<string, string> = new Map();
  readonly #around = new Map<string, Around>();
  readonly #statements = new WeakMap<Entry, ReadonlySet<string>>();
  readonly #told: ((source: Source) => string | undefined) | undefined;
  #neighbours: ReadonlyMap<string, Neighbours> = new Map();
  #lineages = new Map<string, Memory[]>();
  #bySubject = new Map<string, Memory[]>();
  #subjects = new Subjects([]);
  #authors: ReadonlyMap<string, string> = new Map();
  #synced: readonly Memory[] | undefined;

  /**
   * @param prior see `Idf`
   * @param told the message of a source, or what was said around its quote, where it is known
   */
  constructor(
    prior?: ReadonlyMap<string, number>,
    weights: RetrievalWeights = DEFAULT_WEIGHTS,
    told?: (source: Source) => string | undefined,
  ) {
    this.#told = told;
    this.#idf = new Idf(prior);
    this.#weights = weights;
    this.#lexical = new LexicalIndex(weights);
  }

  /** The known subjects, by the names that questions give them. */
  get subjects(): Subjects {
    return this.#subjects;
  }

  get idf(): Idf {
    return this.#idf;
  }

  /** Makes these the memories that can be found. Forgotten ones are left out. Cheap where little changed. */
  sync(memories: readonly Memory[]): void {
    if (memories === this.#synced) return;
    this.#synced = memories;
    const known = withoutForgotten(memories);
    this.#neighbours = this.#weights.neighbour > 0 ? findNeighbours(known) : new Map();
    this.#syncEntries(known);
    this.#lexical.sync(this.#toDocuments(known));
    this.#lineages = groupBy(known, (memory) => memory.lineage);
    for (const versions of this.#lineages.values()) versions.sort(oldestFirst);
    this.#bySubject = groupBySubject(known);
    this.#subjects = new Subjects(this.#bySubject.keys());
    this.#authors = namesOfAuthors(known);
  }

  /** All versions of one thing, oldest first. */
  lineage(id: string): readonly Memory[] {
    return this.#lineages.get(id) ?? [];
  }

  /** All memories about a subject, in the form that `subjects` gives. A tool is one too: "pnpm" of "package manager: pnpm". */
  about(subject: string): readonly Memory[] {
    return this.#bySubject.get(subject) ?? [];
  }

  /** Memories that say any of these words, as `words` gives them. */
  naming(said: readonly string[]): Memory[] {
    return [...this.#entries.values()]
      .filter((entry) => said.some((word) => entry.words.has(word)))
      .map(({ memory }) => memory);
  }

  /** The words that a memory covers of a question, as `words` gives them. */
  wordsOf(id: string): ReadonlySet<string> {
    return this.#entries.get(id)?.words ?? new Set();
  }

  /** @returns at most `limit` candidates, best first */
  retrieve(
    written: string,
    { limit = 60, vector, index, isEmbedded, asked, allowed }: RetrieveOptions = {},
  ): Candidate[] {
    const question = written.slice(0, LONGEST_QUESTION);
    const isAllowed = (id: string): boolean => {
      const entry = this.#entries.get(id);
      return entry !== undefined && (allowed?.(entry.memory) ?? true);
    };
    const dense = vector && index ? this.#searchDense(index, vector) : undefined;
    const named = new Set(this.#subjects.find(question).map(({ subject }) => subject));
    const author = this.#namedAuthor(question);
    const telling = asked ?? tellingTerms(question);
    const also = new Set(
      telling.flatMap(({ synonyms, joined }) => [...synonyms, ...joined].flatMap((said) => said.split(' '))),
    );
    const hits = this.#lexical.search(question, POOL, isAllowed, also);
    const lexical = new Map(hits.map((hit) => [hit.id, hit.score]));

    const ids = new Set(lexical.keys());
    for (const id of dense?.keys() ?? []) if (isAllowed(id)) ids.add(id);
    for (const subject of named) for (const { id } of this.about(subject)) if (isAllowed(id)) ids.add(id);

    const found: Found[] = [];
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (!entry) continue;
      const { memory } = entry;
      const namesSubject = subjectsOf(memory).some((subject) => named.has(subject));
      const scores = {
        lexical: lexical.get(id) ?? 0,
        ...(dense && (isEmbedded?.(id) ?? true) && { dense: dense.get(id) ?? 0 }),
      };
      const signals = { namesSubject, namesAuthor: author !== undefined && authorOf(memory) === author };
      found.push({
        id,
        text: memory.text,
        ...scores,
        score: fuse(memory, scores, signals, this.#weights),
        namesSubject,
        kind: memory.kind,
        from: memory.sources[0]?.kind ?? 'commit',
        validFrom: memory.validFrom,
        state: memory.state,
        memory,
      });
    }
    const weights = tellingWeights(telling, this.#idf);
    return found
      .sort(bestFirst)
      .slice(0, limit)
      .map((candidate) => ({ ...candidate, ...this.#spokenOf(telling, weights, candidate) }));
  }

  /** What a memory speaks of a question. */
  #spokenOf(
    telling: readonly AskedTerm[],
    weights: readonly number[],
    { id, memory }: Found,
  ): Pick<Candidate, 'coverage' | 'stated' | 'shares'> {
    const entry = this.#entries.get(id);
    const statement = entry ? this.#statementOf(entry) : new Set<string>();
    const own = sharesOf(telling, statement, this.#idf);
    const around = { ...this.#aroundOf(memory), ...(entry && { rest: entry.words }) };
    const shares = sharesOf(telling, statement, this.#idf, around);
    return { coverage: coverageOf(weights, shares), stated: coverageOf(weights, own), shares };
  }

  /** What was said where a memory comes from, where it is known. */
  told(memory: Memory): { readonly text: string; readonly kind: EventKind; readonly quote: string } | undefined {
    const source = describedBy(memory);
    const text = source && this.#told?.(source);
    return source && text !== undefined ? { text, kind: source.kind, quote: source.quote } : undefined;
  }

  /** Words that stand before the reason; only of what was a candidate once. */
  #statementOf(entry: Entry): ReadonlySet<string> {
    const known = this.#statements.get(entry);
    if (known) return known;
    const { text, subject, ending } = entry.memory;
    const found = new Set(words([statementOf(ending?.text ?? text), subject].join('\n')));
    this.#statements.set(entry, found);
    return found;
  }

  /** Words of the first line of what a memory rests on, and of all of it. */
  #aroundOf(memory: Memory): Around {
    const source = describedBy(memory);
    if (source === undefined) return NOTHING_AROUND;
    // One turn of a chat, or a document, may be about many things.
    const part = source.kind === 'chat' || source.kind === 'file' ? source.quote : '';
    const key = `${source.kind} ${source.session ?? ''} ${source.ref} ${part}`;
    const known = this.#around.get(key);
    if (known) return known;
    const body = (this.#told?.(source) ?? '').slice(0, LONGEST_TOLD);
    const around = { title: new Set(words(source.subject)), body: new Set(words(body)) };
    this.#around.set(key, around);
    return around;
  }

  /** Cosines brought to [0, 1] over the pool, each raised by those of its neighbours in the same source. */
  #searchDense(index: VectorIndex, vector: Float32Array): Map<string, number> {
    const hits = index.search(vector, POOL).filter((hit) => this.#entries.has(hit.id));
    const lowest = hits.at(-1)?.score ?? 0;
    const plain = new Map(hits.map((hit) => [hit.id, hit.score - lowest]));
    const smooth = new Map<string, number>();
    for (const [id, score] of plain) {
      const { before, after } = this.#neighbours.get(id) ?? {};
      const around = (plain.get(before?.id ?? '') ?? 0) + (plain.get(after?.id ?? '') ?? 0);
      smooth.set(id, score + this.#weights.neighbour * around);
    }
    const highest = Math.max(...smooth.values());
    if (highest > 0) for (const [id, score] of smooth) smooth.set(id, score / highest);
    return smooth;
  }

  #syncEntries(memories: readonly Memory[]): void {
    const left = new Set(this.#entries.keys());
    for (const memory of memories) {
      left.delete(memory.id);
      const old = this.#entries.get(memory.id);
      const text = spokenText(memory);
      if (old?.text === text) {
        if (old.memory !== memory) this.#entries.set(memory.id, { ...old, memory });
        continue;
      }
      if (old) this.#idf.remove(old.words);
      const found = words(text);
      const entry = { memory, text, words: new Set(found), joined: found.join(' ') };
      this.#idf.add(entry.words);
      this.#entries.set(memory.id, entry);
    }
    for (const id of left) {
      const old = this.#entries.get(id);
      if (old) this.#idf.remove(old.words);
      this.#entries.delete(id);
    }
  }

  #toDocuments(memories: readonly Memory[]): LexicalDocument[] {
    const used = new Map<string, string>();
    const joinedWords = (text: string | undefined): string => {
      if (text === undefined) return '';
      const joined = used.get(text) ?? this.#joinedWords.get(text) ?? words(text).join(' ');
      used.set(text, joined);
      return joined;
    };
    const documents = memories.map((memory) => {
      const text = this.#entries.get(memory.id)?.joined ?? '';
      const { before, after } = this.#neighbours.get(memory.id) ?? {};
      const source = memory.sources[0];
      const around = [memory.attribute, source?.subject, source?.author, spellDate(memory.validFrom)].map(joinedWords);
      const beside = [before, after].map((other) => (other && this.#entries.get(other.id)?.joined) ?? '');
      return { id: memory.id, text, context: [text, ...around, ...beside].filter((part) => part !== '').join(' ') };
    });
    this.#joinedWords = used;
    return documents;
  }

  /** The author that a question names, if it names exactly one. */
  #namedAuthor(question: string): string | undefined {
    const named = new Set<string>();
    for (const { text, start } of terms(question)) {
      const author = this.#authors.get(text);
      // "Will" and "Mark" begin questions that are about nobody.
      if (author !== undefined && (start > 0 || text.length > 4)) named.add(author);
    }
    const [author, ...others] = named;
    return others.length === 0 ? author : undefined;
  }
}

/** In characters: what a message says far down is rarely about what its memory says. */
const LONGEST_TOLD = 2000;

/** In characters: a pasted log is not searched for whole. */
const LONGEST_QUESTION = 2000;

/** Hits taken from each leg before they are fused: enough that a neighbour's score is mostly known. */
const POOL = 600;

/**
 * Legs, author, neighbours and context: measured on LoCoMo (conversations 26 and 30). Subject: as the author, since both say that the
 * question names what the memory is about. Past: what no longer holds stands behind what does, and still wins where it alone fits.
 */
export const DEFAULT_WEIGHTS: RetrievalWeights = {
  lexical: 0.65,
  dense: 0.35,
  author: 0.2,
  subject: 0.2,
  past: 0.8,
  neighbour: 0.3,
  ...LEXICAL_WEIGHTS,
};

interface Entry {
  readonly memory: Memory;
  /** What `words` come from. */
  readonly text: string;
  readonly words: ReadonlySet<string>;
  /** The same, with repetitions, as a document of the index. */
  readonly joined: string;
}

interface Neighbours {
  readonly before: Memory | undefined;
  readonly after: Memory | undefined;
}

interface Signals {
  readonly namesSubject: boolean;
  readonly namesAuthor: boolean;
}

/** @returns in [0, 1] for weights of the legs that sum to 1 */
function fuse(
  memory: Memory,
  scores: { lexical: number; dense?: number },
  signals: Signals,
  weights: RetrievalWeights,
): number {
  const legs =
    scores.dense === undefined ? scores.lexical : weights.lexical * scores.lexical + weights.dense * scores.dense;
  const sum = legs + (signals.namesAuthor ? weights.author : 0) + (signals.namesSubject ? weights.subject : 0);
  return (sum / (1 + weights.author + weights.subject)) * (memory.state === 'superseded' ? weights.past : 1);
}

function bestFirst(a: Found, b: Found): number {
  return b.score - a.score || (a.validFrom < b.validFrom ? 1 : a.validFrom > b.validFrom ? -1 : a.id < b.id ? -1 : 1);
}

/** Whose message speaks of the memory. Beside what files say, it speaks of the whole commit. */
function describedBy(memory: Memory): Source | undefined {
  return isState(memory) ? undefined : (memory.ending?.sources ?? memory.sources)[0];
}

export function oldestFirst(a: Pick<Memory, 'validFrom'>, b: Pick<Memory, 'validFrom'>): number {
  return a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0;
}

/** What a memory itself says. */
function spokenText(memory: Memory): string {
  const parts = [memory.text, memory.subject, memory.ending?.text];
  return parts.filter((part, index) => part !== undefined && parts.indexOf(part) === index).join('\n');
}

/** The user wants a forgotten memory gone, and with it what it had replaced. */
function withoutForgotten(memories: readonly Memory[]): Memory[] {
  const forgotten = new Set(memories.filter((memory) => memory.ending?.forgotten).map((memory) => memory.lineage));
  for (const { lineage, state } of memories) if (state === 'active') forgotten.delete(lineage);
  return memories.filter((memory) => !forgotten.has(memory.lineage) && memory.ending?.forgotten !== true);
}

/**
 * What stands right before and after each memory in its chat session or commit. Statements with a key stand alone: the packages of one
 * manifest explain nothing of each other.
 */
function findNeighbours(memories: readonly Memory[]): Map<string, Neighbours> {
  const neighbours = new Map<string, Neighbours>();
  const sources = groupBy(
    memories.filter(({ subject, attribute }) => subject === undefined || attribute === undefined),
    ({ sources: [source] }) => source && `${source.kind} ${source.session ?? source.ref}`,
  );
  for (const group of sources.values()) {
    group.sort(oldestFirst);
    group.forEach((memory, index) => neighbours.set(memory.id, { before: group[index - 1], after: group[index + 1] }));
  }
  return neighbours;
}

/** Every capitalised part of an author's name, to the author; parts that several share name nobody. */
function namesOfAuthors(memories: readonly Memory[]): Map<string, string> {
  const names = new Map<string, string>();
  const shared = new Set<string>();
  for (const author of new Set(memories.map(authorOf))) {
    for (const name of author?.split(/[\s,]+/) ?? []) {
      if (!/^\p{Lu}\p{Ll}{2,}/u.test(name) || author === undefined) continue;
      if (names.has(name)) shared.add(name);
      names.set(name, author);
    }
  }
  for (const name of shared) names.delete(name);
  return names;
}

function authorOf(memory: Memory): string | undefined {
  return memory.sources[0]?.author;
}

/** What a memory is about, in lower case. */
function subjectsOf({ kind, subject, value }: Memory): string[] {
  const tools = kind === 'tool' ? (value?.split(', ').map((tool) => tool.replace(/(?<=.)@.*$/, '')) ?? []) : [];
  return [subject, ...tools].flatMap((name) => (name ? [name.toLowerCase()] : []));
}

function groupBySubject(memories: readonly Memory[]): Map<string, Memory[]> {
  const groups = new Map<string, Memory[]>();
  for (const memory of memories) {
    for (const subject of subjectsOf(memory)) {
      const group = groups.get(subject);
      if (group) group.push(memory);
      else groups.set(subject, [memory]);
    }
  }
  return groups;
}
