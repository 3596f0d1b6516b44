import nlp from 'compromise/two';
import stem from 'wink-porter2-stemmer';
import { words } from '../../src/core/base/words';
import { normalise } from './scores';

/** A word between spaces, as the reader sees it. */
export interface Word {
  /** Where it begins and ends in the text, without the punctuation around it. */
  readonly start: number;
  readonly end: number;
  /** Empty for what LoCoMo's scorer leaves out. */
  readonly stem: string;
  /** Says what the text is about. */
  readonly telling: boolean;
  readonly part: PartOfSpeech;
  /** The sentence ends behind it. */
  readonly last: boolean;
  readonly comma: boolean;
}

export const PARTS = [
  'noun',
  'plural',
  'name',
  'verb',
  'gerund',
  'past',
  'adjective',
  'adverb',
  'preposition',
  'determiner',
  'pronoun',
  'conjunction',
  'number',
  'date',
  'other',
] as const;
export type PartOfSpeech = (typeof PARTS)[number];

interface Tagged {
  readonly text: string;
  readonly pre: string;
  readonly post: string;
  readonly tags: readonly string[];
}

/** The words of a text with their parts of speech, by compromise. */
export function readWords(text: string): Word[] {
  const sentences = nlp(text).json({ terms: { tags: true } }) as { readonly terms: readonly Tagged[] }[];
  const terms: { readonly start: number; readonly tags: ReadonlySet<string> }[] = [];
  let at = 0;
  for (const term of sentences.flatMap(({ terms: of }) => of)) {
    if (term.text === '') continue; // The second half of a contraction.
    const start = text.indexOf(term.text, at);
    if (start < 0) continue;
    at = start + term.text.length;
    terms.push({ start, tags: new Set(term.tags) });
  }
  let next = 0;
  return [...text.matchAll(/\S+/g)].flatMap((match): Word[] => {
    const lead = /^[^\p{L}\p{N}$#]*/u.exec(match[0])![0].length;
    const bare = match[0].slice(lead).replace(/[^\p{L}\p{N}%+]+$/u, '');
    if (bare === '') return [];
    const start = match.index + lead;
    const end = start + bare.length;
    while (next < terms.length - 1 && terms[next + 1]!.start < end) next++;
    const normal = normalise(bare);
    const after = text.slice(end, match.index + match[0].length);
    return [
      {
        start,
        end,
        stem: normal === '' ? '' : stem(normal),
        telling: words(bare).length > 0,
        part: partOf(terms[next]?.tags ?? new Set()),
        last: /[.!?;]/.test(after),
        comma: after.includes(','),
      },
    ];
  });
}

function partOf(tags: ReadonlySet<string>): PartOfSpeech {
  if (tags.has('Date')) return 'date';
  if (tags.has('Value') || tags.has('NumericValue')) return 'number';
  if (tags.has('Pronoun') || tags.has('QuestionWord')) return 'pronoun';
  if (tags.has('ProperNoun')) return 'name';
  if (tags.has('Gerund')) return 'gerund';
  if (tags.has('PastTense')) return 'past';
  if (tags.has('Verb')) return 'verb';
  if (tags.has('Plural')) return 'plural';
  if (tags.has('Noun')) return 'noun';
  if (tags.has('Adjective')) return 'adjective';
  if (tags.has('Adverb')) return 'adverb';
  if (tags.has('Preposition')) return 'preposition';
  if (tags.has('Determiner')) return 'determiner';
  return tags.has('Conjunction') ? 'conjunction' : 'other';
}

export const QUESTION_TYPES = ['when', 'who', 'where', 'count', 'duration', 'yesNo', 'why', 'how', 'what'] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

/** A question, read once for all memories. */
export interface ReadQuestion {
  readonly type: QuestionType;
  /** It asks for several things ("What activities ..."). */
  readonly asksForList: boolean;
  /** Stems of what it tells. */
  readonly stems: ReadonlySet<string>;
  /** Words in lower case that begin with a capital inside the question: people and places. */
  readonly names: ReadonlySet<string>;
}

export function readQuestion(text: string): ReadQuestion {
  const read = readWords(text);
  const names = [...text.matchAll(/(?<=\S\s+["“]?)\p{Lu}[\p{L}]+/gu)].map((match) => match[0].toLowerCase());
  return {
    type: typeOf(text.trim().toLowerCase()),
    asksForList:
      /^(?:what|which|where)\b/i.test(text.trim()) &&
      (read.slice(1, 4).some(({ part }) => part === 'plural') || /^what are\b/i.test(text.trim())),
    stems: new Set(read.filter(({ telling, stem: of }) => telling && of !== '').map(({ stem: of }) => of)),
    names: new Set(names),
  };
}

function typeOf(text: string): QuestionType {
  if (/^(?:when|(?:on|in|around|during)? ?(?:what|which) (?:date|day|month|year|time)\b)/.test(text)) return 'when';
  if (/^(?:who|whose|whom|with whom)\b/.test(text)) return 'who';
  if (/^(?:where|(?:in |from )?(?:what|which) (?:city|country|place|state|town|area)\b)/.test(text)) return 'where';
  if (/^how (?:many|much|old|often)\b/.test(text)) return 'count';
  if (/^(?:for )?how long\b/.test(text)) return 'duration';
  if (/^(?:did|does|do|is|are|was|were|has|have|had|would|will|could|can|should|might)\b/.test(text)) return 'yesNo';
  if (/^why\b/.test(text)) return 'why';
  return /^how\b/.test(text) ? 'how' : 'what';
}
