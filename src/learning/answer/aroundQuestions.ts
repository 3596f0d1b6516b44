import { terms, words, type Memory } from '../../core/index';
import { draw } from '../questions/draft';
import { quotedScore } from './quotedScore';
import type { AskedMemory, KnownQuestion } from './projectTasks';

/**
 * Questions in words that a memory does not say itself: they stand around it, in the message that it comes from. People who were there ask so,
 * for they remember what it was about and not how it was put. The right answer is what the memory says.
 */
export function aroundQuestions({ name, memories, retriever }: AskedMemory, seed: number): KnownQuestion[] {
  return memories.flatMap((memory): KnownQuestion[] => {
    if (memory.state !== 'active') return [];
    const around = retriever.told(memory)?.text;
    if (around === undefined) return [];
    const asked = askedWords(
      memory,
      around,
      (word) => retriever.idf.idf(word),
      (purpose) => draw(seed, purpose, name, memory.id),
    );
    if (asked === undefined) return [];
    const wording = WORDINGS[Math.floor(draw(seed, 'wording', name, memory.id) * WORDINGS.length)] ?? '%';
    const gold = { form: 'text', answers: [memory.text] } as const;
    return [
      {
        id: `around ${memory.id}`,
        text: wording.replace('%', asked),
        kind: 'around',
        isAbsent: false,
        score: ({ text }) => quotedScore(text, gold),
      },
    ];
  });
}

const WORDINGS = [
  'What do we do about %?',
  'What is it with %?',
  'How is % handled?',
  'What was done for %?',
  'What about %?',
  'How do we deal with %?',
];

/** Some rare words of the message that the memory lacks, and mostly one that it has, in the order of the message. */
function askedWords(
  { text }: Memory,
  around: string,
  idf: (word: string) => number,
  chance: (purpose: string) => number,
): string | undefined {
  const own = new Set(words(text));
  const told = terms(around.slice(0, LONGEST)).filter(
    ({ stop, kind, text: written }) => !stop && (kind === 'word' || kind === 'name') && written.length > 2,
  );
  const distinct = [...new Map(told.map((term) => [term.whole, term])).values()].sort(
    (a, b) => idf(b.whole) - idf(a.whole),
  );
  const others = distinct.filter(({ whole, parts }) => !own.has(whole) && !parts.some((part) => own.has(part)));
  const shared = distinct.filter(({ whole }) => own.has(whole));
  if (others.length < LEAST_AROUND || shared.length === 0) return undefined;
  // Not the very rarest: a name that stands nowhere else would give the memory away.
  const from = Math.floor(chance('from') * Math.min(3, others.length - 1));
  const count = chance('shared') < 0.25 ? 0 : chance('shared') < 0.75 ? 1 : 2;
  const asked = [...others.slice(from, from + (count === 2 ? 1 : 2)), ...shared.slice(0, count)];
  return asked
    .sort((a, b) => a.start - b.start)
    .map(({ text: written }) => written)
    .join(' ');
}

/** In characters: links and logs stand far down. */
const LONGEST = 600;
/** In words. */
const LEAST_AROUND = 4;
