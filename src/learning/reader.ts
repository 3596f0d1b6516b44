import { coverage, Idf, words } from '../core/index';
import { readWanted, type Intent, type Wanted } from './intent';
import { answerFrom } from './readAnswer';
import type { PossibleAnswer, Reader, ReadMemory, StreamFact } from './types';

export interface EmbeddedReaderOptions {
  /** How much words tell. The reader is frozen: these do not change while it is used. */
  readonly idf: Idf;
  /** Of memories that speak of the question alike, the newer ones are believed more, as a model does that sees their dates. */
  readonly prefersNewer: boolean;
}

/**
 * A reader without a language model: believes the memories that share the telling words of the question, each as much as it speaks of it, and
 * takes the answer from their words. It declines where none speaks of it enough.
 */
export function createEmbeddedReader({ idf, prefersNewer }: EmbeddedReaderOptions): Reader {
  const asked = new Map<string, Asked>();
  const readWords = new Map<string, ReadonlySet<string>>();
  return {
    name: prefersNewer ? 'prefers newer' : 'ignores time',
    read(question, memories) {
      const plan = findOr(asked, question, () => ({
        wanted: readWanted(question),
        readings: new WeakMap(),
      }));
      const readings = memories.map((memory) => ({ memory, ...read(plan, memory) })).filter(({ fit }) => fit > 0);
      readings.sort((a, b) => b.fit - a.fit);
      return draw(readings, prefersNewer && !TOLD_BY_FIT.has(plan.wanted.intent));
    },
  };

  function read({ wanted, readings }: Asked, memory: ReadMemory): Reading {
    let reading = readings.get(memory);
    if (!reading) {
      const said = findOr(readWords, memory.text, () => new Set(words(memory.text)));
      const covered = [...wanted.tools].some((tool) => said.has(tool)) ? NAMES_TOOL : coverage(wanted.topic, said, idf);
      const answer = covered < LEAST_COVERED ? undefined : answerFrom(memory, wanted);
      reading = answer === undefined ? NOTHING : { fit: covered, answer };
      readings.set(memory, reading);
    }
    return reading;
  }
}

/** Two readers of one project that differ only in what time means to them. */
export function embeddedReaders(
  facts: readonly StreamFact[],
  background: ReadonlyMap<string, number>,
): readonly [ignoresTime: Reader, prefersNewer: Reader] {
  const idf = new Idf(background);
  for (const { text } of facts) idf.add(words(text));
  return [createEmbeddedReader({ idf, prefersNewer: false }), createEmbeddedReader({ idf, prefersNewer: true })];
}

/** One question as this reader understands it, and what it read for it. */
interface Asked {
  readonly wanted: Wanted;
  /** Banks hand in the same memories again and again. */
  readonly readings: WeakMap<ReadMemory, Reading>;
}

/** What one memory says to a question. */
interface Reading {
  /** How much of the question it speaks of, in [0, 1]; 0: it does not answer it. */
  readonly fit: number;
  readonly answer: string;
}

interface Fitting extends Reading {
  readonly memory: ReadMemory;
}

const NOTHING: Reading = { fit: 0, answer: '' };

/** What naming a tool of the role that is asked for is worth, in fit. */
const NAMES_TOOL = 0.7;

/** Share of a question that a memory must speak of to be read at all. */
const LEAST_COVERED = 0.2;

/** Share at which declining is as likely as answering. */
const DECLINES_AT = 0.4;

/** Difference in fit that makes one memory e times as likely as another. */
const TEMPERATURE = 0.08;

/** What being the newest of those that fit alike is worth, in fit. */
const NEWEST = 0.2;

/** Share of the best fit from which memories count as fitting alike. */
const ALIKE = 0.85;

/** Told by what fits best, whenever that was. */
const TOLD_BY_FIT: ReadonlySet<Intent> = new Set<Intent>(['who', 'when', 'why', 'old name', 'former role']);

/** @param readings best first @returns the answers that it would draw from, each once */
function draw(readings: readonly Fitting[], prefersNewer: boolean): PossibleAnswer[] {
  const best = readings[0]?.fit ?? 0;
  const alike = prefersNewer
    ? readings
        .filter(({ fit }) => fit >= ALIKE * best)
        .map(({ memory }) => memory.time)
        .sort()
    : [];
  const weights = new Map<string, number>([['', Math.exp((DECLINES_AT - best) / TEMPERATURE)]]);
  let total = weights.get('') ?? 0;
  for (const { memory, fit, answer } of readings) {
    const newest =
      fit >= ALIKE * best && alike.length > 1 ? (NEWEST * alike.indexOf(memory.time)) / (alike.length - 1) : 0;
    const weight = Math.exp((fit - best + newest) / TEMPERATURE);
    weights.set(answer, (weights.get(answer) ?? 0) + weight);
    total += weight;
  }
  return [...weights].map(([text, weight]) => ({ text, probability: weight / total }));
}

function findOr<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
