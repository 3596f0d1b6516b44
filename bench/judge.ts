import { z } from 'zod';

const questionLine = z.object({
  /** File of the records it is asked of: "sindresorhus_got.jsonl". */
  records: z.string(),
  q: z.string(),
  /** Regular expressions (flag s); a right answer matches one of them. None: memory cannot know, and must decline. */
  accept: z.array(z.string()),
  /** None of these may match. */
  reject: z.array(z.string()),
  /** Beginnings of shas, one of which should be cited; empty where many could be. */
  sha: z.array(z.string()),
  kind: z.string(),
});

/** A question with a known answer. */
export type Question = z.infer<typeof questionLine>;

export function parseQuestions(jsonl: string): Question[] {
  return jsonl
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => questionLine.parse(JSON.parse(line)));
}

/** What the product, or a search that stands beside it, said. */
export interface Said {
  readonly answer: string;
  readonly declined: boolean;
  /** Of each memory or commit that was used: the shas of its sources. */
  readonly used: readonly (readonly string[])[];
}

export interface Verdict {
  readonly right: boolean;
  /** Undefined where the question names no commit. */
  readonly cited?: boolean;
}

/** The caps of an answer without a language model. */
export const MOST_CHARACTERS = 300;
export const MOST_USED = 3;

export interface Caps {
  readonly characters: number;
  readonly used: number;
}

/** @param caps default: those of an answer without a language model */
export function judge(
  { accept, reject, sha }: Pick<Question, 'accept' | 'reject' | 'sha'>,
  said: Said,
  caps: Caps = { characters: MOST_CHARACTERS, used: MOST_USED },
): Verdict {
  if (accept.length === 0) return { right: said.declined };
  const fits = (pattern: string): boolean => new RegExp(pattern, 's').test(said.answer);
  const isBrief = said.answer.length <= caps.characters && said.used.length <= caps.used;
  const right = !said.declined && isBrief && accept.some(fits) && !reject.some(fits);
  return sha.length === 0
    ? { right }
    : { right, cited: said.used.some((shas) => shas.some((full) => isOneOf(full, sha))) };
}

/** Questions shorten shas. */
export function isOneOf(full: string, shortened: readonly string[]): boolean {
  return shortened.some((short) => full.startsWith(short));
}
