import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { generateQuestions, packagesOf } from './generatedQuestions';
import { readRecords, type CommitRecord } from './histories';
import { parseQuestions, type Question } from './judge';
import { setOf, type HistorySet } from './splits';

/** A recorded history with all that is asked of it. */
export interface QuestionedHistory {
  readonly name: string;
  readonly set: HistorySet;
  readonly commits: readonly CommitRecord[];
  readonly questions: readonly (Question & { readonly origin: Origin })[];
}

/** Who wrote a question. */
export type Origin = 'hand' | 'generated';

export interface QuestionSource {
  /** Folder with commits/*.jsonl and, perhaps, questions/*.jsonl. */
  readonly data: string;
  /** Further files of questions. */
  readonly files: readonly string[];
  /** Only histories whose name has this in it. */
  readonly only?: string;
  readonly set?: string;
  readonly origin?: string;
  readonly perKind: number;
  readonly seed: number;
}

const OWN_QUESTIONS = path.join(__dirname, 'questions');

/** Histories and questions, and the files they come from. A history that nothing is asked of is left out. */
export function readQuestioned(source: QuestionSource): { histories: QuestionedHistory[]; files: string[] } {
  const folder = path.join(source.data, 'commits');
  const all = jsonlIn(folder).map((file) => ({ file, name: path.basename(file, '.jsonl') }));
  const chosen = all.filter(
    ({ name }) => name.includes(source.only ?? '') && (source.set === undefined || setOf(name) === source.set),
  );
  const questionFiles = [...jsonlIn(path.join(source.data, 'questions')), ...jsonlIn(OWN_QUESTIONS), ...source.files];
  const written = questionFiles.flatMap((file) => parseQuestions(readFileSync(file, 'utf8')));
  const foreign = source.origin === 'hand' ? [] : packagesOfAll(all.map(({ file }) => file));
  const histories = chosen.map(({ file, name }): QuestionedHistory => {
    const commits = readRecords(file);
    const records = path.basename(file);
    const { perKind, seed } = source;
    const byHand = written.filter((question) => question.records === records);
    const generated = generateQuestions(commits, { records, perKind, seed, foreign });
    const questions = [
      ...byHand.map((question) => ({ ...question, origin: 'hand' as const })),
      ...generated.map((question) => ({ ...question, origin: 'generated' as const })),
    ].filter(({ origin }) => source.origin === undefined || origin === source.origin);
    return { name, set: setOf(name), commits, questions };
  });
  return {
    histories: histories.filter(({ questions }) => questions.length > 0),
    files: [...chosen.map(({ file }) => file), ...questionFiles],
  };
}

function packagesOfAll(files: readonly string[]): string[] {
  return [...new Set(files.flatMap((file) => packagesOf(readRecords(file))))].sort();
}

/** @returns nothing where there is no such folder */
function jsonlIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}
