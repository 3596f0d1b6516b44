import { datesIn, spellDay, spellMonth } from './dates';
import {
  PARTS,
  QUESTION_TYPES,
  readWords,
  type PartOfSpeech,
  type QuestionType,
  type ReadQuestion,
  type Word,
} from './language';
import type { Observation } from './dataset';
import { stemsOf } from './scores';

/** A memory, read once for all questions. */
export interface ReadMemory {
  readonly text: string;
  readonly words: readonly Word[];
  readonly stems: ReadonlySet<string>;
  /** In lower case, as it is written. */
  readonly lower: readonly string[];
  readonly times: readonly TimeAnswer[];
  readonly negates: boolean;
}

/** A time that the reader may answer with. */
interface TimeAnswer {
  readonly text: string;
  readonly stems: readonly string[];
  readonly features: readonly number[];
}

/**
 * Calls `visit` with each answer that the reader could give from this memory: every run of at most nine words inside a sentence, and "yes",
 * "no" or times where the question asks for such.
 * @param visit the features that are on (indices below FEATURES; the array is used again for the next answer), and how many there are
 */
export function forEachAnswer(question: ReadQuestion, memory: ReadMemory, visit: Visit): void {
  const { type } = question;
  if (type === 'yesNo') {
    const no = memory.negates ? 1 : 0;
    for (const [index, text] of YES_NO.entries()) {
      ACTIVE[0] = VERDICT + 2 * index + no;
      visit(text, [text], ACTIVE, 1);
    }
  }
  if (type === 'when') {
    for (const { text, stems, features } of memory.times) {
      ACTIVE.set(features);
      visit(text, stems, ACTIVE, features.length);
    }
  }
  visitSpans(question, memory, visit);
}

/** @param text of the answer, or where it stands in the memory */
export type Visit = (
  text: string | Place,
  stems: readonly string[],
  features: Uint16Array,
  featureCount: number,
) => void;

export interface Place {
  readonly start: number;
  readonly end: number;
}

export function readMemory({ memory: { text }, said, day }: Observation): ReadMemory {
  const found = readWords(text);
  return {
    text,
    words: found,
    stems: new Set(found.map((word) => word.stem)),
    lower: found.map(({ start, end }) => text.slice(start, end).toLowerCase()),
    times: timesOf(text, said, day),
    negates: /\b(?:not?|never|n't|without|nobody|none)\b|n't\b/i.test(text),
  };
}

/** In words. */
const LONGEST = 9;

const YES_NO = ['yes', 'no'] as const;

// What an answer's features are, block by block; each is on or off.
let counted = 0;
const START = block(PARTS.length);
const END = block(PARTS.length);
/** One more for the edge of the sentence. */
const BEFORE = block(PARTS.length + 1);
const AFTER = block(PARTS.length + 1);
const LENGTH = block(LONGEST);
const START_OF_TYPE = block(PARTS.length * QUESTION_TYPES.length);
const END_OF_TYPE = block(PARTS.length * QUESTION_TYPES.length);
/** One word, two or three, four or five, more. */
const LENGTH_OF_TYPE = block(4 * QUESTION_TYPES.length);
/** It contains a date; a number; a name. */
const CONTAINS_OF_TYPE = block(3 * QUESTION_TYPES.length);
/** How many words of the question it repeats: none, one, more. */
const REPEATS = block(3);
/** It names somebody whom the question names. */
const NAMES_ASKED = block(1);
/** The word before it, the word behind it is one of the question's. */
const BESIDE_ASKED = block(2);
/** How far the nearest word of the question is that it does not contain, in words: 1, 2, 3 or 4, 5 to 8, more, none. */
const DISTANCE = block(6);
const HAS_COMMA = block(1);
const TELLING = block(3);
const VERDICT = block(2 * YES_NO.length);
/** Where a time comes from, by what else there is; and how it is written. */
const TIME = block(12);
const TIME_STYLE = block(4);

export const FEATURES = counted;

function block(size: number): number {
  counted += size;
  return counted - size;
}

const ACTIVE = new Uint16Array(64);

const PART_INDEX = new Map<PartOfSpeech, number>(PARTS.map((part, index) => [part, index]));
const TYPE_INDEX = new Map<QuestionType, number>(QUESTION_TYPES.map((type, index) => [type, index]));

function visitSpans(question: ReadQuestion, { words, lower }: ReadMemory, visit: Visit): void {
  const type = TYPE_INDEX.get(question.type)!;
  const part = words.map((word) => PART_INDEX.get(word.part)!);
  const asked = words.map(({ stem }) => question.stems.has(stem));
  const named = lower.map((word) => question.names.has(word.replace(/['’]s$/, '')));
  for (let start = 0; start < words.length; start++) {
    if (start > 0 && !words[start - 1]!.last && words[start]!.stem === '') continue; // "the cat" and "cat" score alike.
    const stems: string[] = [];
    const isFirst = start === 0 || words[start - 1]!.last;
    let repeats = 0;
    let telling = 0;
    let names = false;
    let comma = false;
    const contains = [false, false, false];
    for (let end = start; end < Math.min(words.length, start + LONGEST); end++) {
      const word = words[end]!;
      if (word.stem !== '') stems.push(word.stem);
      if (asked[end]) repeats++;
      if (word.telling && !asked[end]) telling++;
      names ||= named[end]!;
      contains[0] ||= word.part === 'date';
      contains[1] ||= word.part === 'number';
      contains[2] ||= word.part === 'name' && !named[end]!;
      if (stems.length > 0 && word.stem !== '') {
        const length = end - start + 1;
        let count = 0;
        ACTIVE[count++] = START + part[start]!;
        ACTIVE[count++] = END + part[end]!;
        ACTIVE[count++] = BEFORE + (isFirst ? PARTS.length : part[start - 1]!);
        ACTIVE[count++] = AFTER + (word.last || end === words.length - 1 ? PARTS.length : part[end + 1]!);
        ACTIVE[count++] = LENGTH + length - 1;
        ACTIVE[count++] = START_OF_TYPE + part[start]! * QUESTION_TYPES.length + type;
        ACTIVE[count++] = END_OF_TYPE + part[end]! * QUESTION_TYPES.length + type;
        ACTIVE[count++] = LENGTH_OF_TYPE + 4 * type + (length === 1 ? 0 : length < 4 ? 1 : length < 6 ? 2 : 3);
        for (let kind = 0; kind < 3; kind++) if (contains[kind]) ACTIVE[count++] = CONTAINS_OF_TYPE + 3 * type + kind;
        ACTIVE[count++] = REPEATS + Math.min(2, repeats);
        if (names) ACTIVE[count++] = NAMES_ASKED;
        if (!isFirst && asked[start - 1]) ACTIVE[count++] = BESIDE_ASKED;
        if (!word.last && asked[end + 1]) ACTIVE[count++] = BESIDE_ASKED + 1;
        ACTIVE[count++] = DISTANCE + distanceBin(asked, start, end);
        if (comma) ACTIVE[count++] = HAS_COMMA;
        ACTIVE[count++] = TELLING + Math.min(2, telling);
        visit({ start: words[start]!.start, end: word.end }, stems, ACTIVE, count);
      }
      comma ||= word.comma;
      if (word.last) break;
    }
  }
}

function distanceBin(asked: readonly boolean[], start: number, end: number): number {
  for (let distance = 1; distance <= 12; distance++) {
    if (!(asked[start - distance] ?? false) && !(asked[end + distance] ?? false)) continue;
    return distance < 3 ? distance - 1 : distance < 5 ? 2 : distance < 9 ? 3 : 4;
  }
  return 5;
}

/** Statements often lose the time that was said: then the turn may have it, else the day of the session is the best guess. */
function timesOf(text: string, said: string, day: string): TimeAnswer[] {
  const own = datesIn(text, day);
  const told = datesIn(said, day).filter((time) => !own.includes(time));
  const situation = own.length > 0 ? 0 : told.length > 0 ? 1 : 2;
  const sources = [own, told, [spellDay(day)], [spellMonth(day)]];
  return sources.flatMap((times, source) =>
    times.map((time) => ({
      text: time,
      stems: stemsOf(time),
      features: [TIME + 3 * source + situation, TIME_STYLE + styleOf(time)],
    })),
  );
}

function styleOf(time: string): number {
  if (/\bbefore\b|\bof\b/.test(time)) return 0;
  return /^\d{1,2} /.test(time) ? 1 : / /.test(time) ? 2 : 3;
}
