import {
  CANDIDATES,
  Idf,
  isNearDuplicate,
  Pool,
  statement,
  words,
  type ManagerCandidate,
  type ManagerInput,
  type OperationKind,
} from '../../core/index';
import type { ReadMemory, Stream, StreamFact } from '../types';

/** Whose word statistics the Memory Manager sees: the product's, those of ordinary text alone, or none. */
export type IdfKind = 'own' | 'background' | 'none';

/** One operation, with the fact of the stream that it is done to. */
export interface Operation {
  readonly operation: OperationKind;
  /** Index of a fact in the stream; of UPDATE and DELETE. */
  readonly target?: number;
}

/**
 * The bank while a stream goes by, as the product would keep it: the same search for similar memories, the same gate for duplicates, the same
 * statistics of words. Memories are facts of the stream, so that it costs little to try an operation.
 */
export class WorkingBank {
  readonly #stream: Stream;
  readonly #idf: Idf;
  readonly #kind: IdfKind;
  #pool: Pool;
  readonly #statements = new Set<string>();
  /** Of each fact what became of it. */
  readonly #states: Uint8Array;
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #asHolding: readonly ReadMemory[];
  readonly #asEnd: readonly ReadMemory[];
  readonly #counted: StreamFact[] = [];
  #active = 0;

  constructor(stream: Stream, background: ReadonlyMap<string, number>, kind: IdfKind = 'own') {
    this.#stream = stream;
    this.#kind = kind;
    this.#idf = kind === 'none' ? new FlatIdf() : new Idf(background);
    this.#pool = new Pool(this.#idf);
    this.#states = new Uint8Array(stream.facts.length);
    this.#indexOf = new Map(stream.facts.map(({ id }, index) => [id, index]));
    this.#asHolding = stream.facts.map((fact) => toReadMemory(fact));
    this.#asEnd = stream.facts.map((fact) => ({ ...toReadMemory(fact), ends: true }));
  }

  /** Memories that hold. */
  get size(): number {
    return this.#active;
  }

  /** Forgets everything, word statistics included. */
  clear(): void {
    for (const { text } of this.#counted) this.#idf.remove(words(text));
    this.#counted.length = 0;
    this.#states.fill(ABSENT);
    this.#statements.clear();
    this.#pool = new Pool(this.#idf);
    this.#active = 0;
  }

  /** What the policy would see of a fact; undefined where the gate before it finds that memory says so already. */
  meet(index: number): ManagerInput | undefined {
    const fact = this.#fact(index);
    const candidates = this.#pool.nearest(fact.text, CANDIDATES);
    if (!fact.ends && this.#isKnown(fact, candidates)) return undefined;
    return { fact, candidates, idf: (word) => this.#idf.idf(word), bankSize: this.#pool.size };
  }

  /** Index of the fact that a candidate holds. */
  indexOf({ id }: Pick<ManagerCandidate, 'id'>): number {
    const index = this.#indexOf.get(id);
    if (index === undefined) throw new RangeError(`No fact of the stream has the id ${id}`);
    return index;
  }

  /** Does an operation, and counts the fact as seen. NOOP: the fact is not kept. */
  apply(index: number, { operation, target }: Operation): void {
    this.#place(index, operation, target);
    const fact = this.#fact(index);
    if (target !== undefined && operation !== 'NOOP') this.#pool.delete(this.#fact(target).id);
    if (this.#states[index] === HOLDS) this.#pool.set(fact.id, fact);
    this.#statements.add(statement(fact.text));
    if (this.#kind !== 'own') return;
    this.#idf.add(words(fact.text));
    this.#counted.push(fact);
  }

  /** What can be read after an operation, without doing it. */
  tryOut<T>(index: number, { operation, target }: Operation, look: () => T): T {
    const size = this.#active;
    const before = [
      this.#states[index] ?? ABSENT,
      target === undefined ? ABSENT : (this.#states[target] ?? ABSENT),
    ] as const;
    this.#place(index, operation, target);
    try {
      return look();
    } finally {
      this.#states[index] = before[0];
      if (target !== undefined) this.#states[target] = before[1];
      this.#active = size;
    }
  }

  /** Whether a fact can be read: as what holds, or as the end of something. */
  canRead(index: number): boolean {
    return this.#states[index] !== ABSENT;
  }

  holds(index: number): boolean {
    return this.#states[index] === HOLDS;
  }

  /** @returns undefined where the bank has it not */
  read(index: number): ReadMemory | undefined {
    const state = this.#states[index];
    return state === HOLDS ? this.#asHolding[index] : state === ENDS ? this.#asEnd[index] : undefined;
  }

  /** A fact as it can be read right after it was added, whatever became of it. */
  asTold(index: number): ReadMemory {
    const fact = this.#fact(index);
    return { ...toReadMemory(fact), ...(fact.ends && { ends: true }) };
  }

  /** Indices of the facts that hold. */
  holding(): number[] {
    return [...this.#states.keys()].filter((index) => this.#states[index] === HOLDS);
  }

  #place(index: number, operation: OperationKind, target: number | undefined): void {
    if (operation === 'NOOP') return;
    if (target !== undefined && this.#states[target] === HOLDS) {
      this.#states[target] = ABSENT;
      this.#active -= 1;
    }
    // What tells an end holds nothing itself, but can be read.
    if (operation === 'DELETE' || (operation === 'ADD' && this.#fact(index).ends)) {
      this.#states[index] = ENDS;
    } else {
      this.#states[index] = HOLDS;
      this.#active += 1;
    }
  }

  #isKnown(fact: StreamFact, candidates: readonly ManagerCandidate[]): boolean {
    return (
      this.#statements.has(statement(fact.text)) || candidates.some((memory) => isNearDuplicate(fact.text, memory))
    );
  }

  #fact(index: number): StreamFact {
    const fact = this.#stream.facts[index];
    if (!fact) throw new RangeError(`The stream has no fact ${String(index)}`);
    return fact;
  }
}

const ABSENT = 0;
const HOLDS = 1;
const ENDS = 2;

/** Every word tells as much as any other. */
class FlatIdf extends Idf {
  override idf(): number {
    return 1;
  }
}

function toReadMemory({ id, text, time, author }: StreamFact): ReadMemory {
  return { id, text, time, ...(author !== undefined && { author }) };
}
