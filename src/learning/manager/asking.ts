import { Idf, words } from '../../core/index';
import { readWanted } from '../intent';
import type { Outcome } from '../reward';
import type { Question, Reader, ReadMemory, Stream } from '../types';
import type { WorkingBank } from './workingBank';

export interface AskingOptions {
  /** What the answer step has room for, in tokens. What is crowded out is not read. */
  readonly budgetTokens?: number;
}

/** Asks the questions of a stream: finds what the bank has about them, hands in what there is room for, and lets a frozen reader answer. */
export class Asking {
  readonly #budget: number;
  readonly #idf: Idf;
  readonly #words: readonly ReadonlySet<string>[];
  readonly #norms: readonly number[];
  readonly #tokens: readonly number[];
  readonly #postings = new Map<string, number[]>();
  readonly #found = new Map<Question, readonly number[]>();
  readonly #about: readonly (readonly Question[])[];

  constructor(
    stream: Stream,
    background: ReadonlyMap<string, number>,
    { budgetTokens = BUDGET_TOKENS }: AskingOptions = {},
  ) {
    this.#budget = budgetTokens;
    this.#idf = new Idf(background);
    this.#words = stream.facts.map(({ text }) => new Set(words(text)));
    for (const said of this.#words) this.#idf.add(said);
    this.#norms = this.#words.map((said) => this.#norm(said));
    this.#tokens = stream.facts.map(({ text }) => tokensOf(text));
    this.#words.forEach((said, index) => {
      for (const word of said) {
        const facts = this.#postings.get(word);
        if (facts) facts.push(index);
        else this.#postings.set(word, [index]);
      }
    });
    this.#about = linked(stream);
  }

  /** Questions whose answer a fact tells. */
  about(index: number): readonly Question[] {
    return this.#about[index] ?? [];
  }

  ask(question: Question, bank: WorkingBank, reader: Reader): Outcome {
    return { answers: reader.read(question.text, this.hand(question, bank)), gold: question.gold };
  }

  /** What a reader gets to see: the most similar memories, as many as there is room for. */
  hand(question: Question, bank: WorkingBank): ReadMemory[] {
    const handed: ReadMemory[] = [];
    let left = this.#budget;
    for (const index of this.#retrieve(question)) {
      const memory = bank.read(index);
      if (!memory) continue;
      left -= this.#tokens[index] ?? 0;
      if (left < 0) break;
      handed.push(memory);
    }
    return handed;
  }

  /** Everything in the bank that speaks of a question, best first. */
  found(question: Question, bank: WorkingBank): ReadMemory[] {
    return this.#retrieve(question).flatMap((index) => bank.read(index) ?? []);
  }

  /** Facts of the whole stream that speak of a question, best first, whether or not a bank has them. */
  #retrieve(question: Question): readonly number[] {
    let found = this.#found.get(question);
    if (!found) {
      const { topic, tools } = readWanted(question.text);
      // Words that only ask stand in few memories, and would outweigh what is asked about. A role is told by the tool that has it.
      const asked = new Set(topic.flatMap(({ whole, parts, joined }) => [whole, ...parts, ...joined]));
      const weights = new Map<number, number>();
      for (const word of [...asked, ...tools]) {
        const weight = this.#idf.idf(word) ** 2;
        for (const index of this.#postings.get(word) ?? []) weights.set(index, (weights.get(index) ?? 0) + weight);
      }
      const likeness = ([index, weight]: [number, number]): number => weight / (this.#norms[index] ?? 1);
      found = [...weights].sort((a, b) => likeness(b) - likeness(a) || a[0] - b[0]).map(([index]) => index);
      this.#found.set(question, found);
    }
    return found;
  }

  #norm(said: Iterable<string>): number {
    let sum = 0;
    for (const word of said) sum += this.#idf.idf(word) ** 2;
    return Math.sqrt(sum);
  }
}

/** Whether an answer is the right one right after a fact. */
export function isRightAfter({ from, to = Infinity }: Question, index: number): boolean {
  return from <= index && index < to;
}

/** @returns roughly how many tokens a language model makes of a text */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

const CHARACTERS_PER_TOKEN = 4;

/** About a dozen statements. */
const BUDGET_TOKENS = 200;

function linked({ facts, questions }: Stream): Question[][] {
  const about = facts.map((): Question[] => []);
  for (const question of questions) for (const index of new Set(question.about)) about[index]?.push(question);
  return about;
}
