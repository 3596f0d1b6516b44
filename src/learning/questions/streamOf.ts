import type { Material } from '../../core/index';
import type { Question, Stream } from '../types';
import { draw, phrase, type Draft } from './draft';
import { History } from './history';
import { toldStream } from './stream';
import { toldQuestions } from './told';
import { usedQuestions } from './used';
import { versionQuestions } from './versions';

export interface StreamOptions {
  /** What the stream is called in reports. */
  readonly name: string;
  readonly seed: number;
  /** At most so many questions, but at least one about each fact. Default: all. */
  readonly most?: number;
}

/** What a project's history gives to learn from: its facts as they were told, and what can be asked of them. */
export function streamOf(material: Material, options: StreamOptions): Stream {
  const told = toldStream(material, options.name);
  const history = new History(material, told);
  const drafts = KINDS.flatMap((questions) => questions(history));
  const questions = drafts.map((draft) => phrase(options.name, options.seed, draft));
  return { ...told, questions: select(questions, options) };
}

const KINDS: readonly ((history: History) => Draft[])[] = [versionQuestions, usedQuestions, toldQuestions];

/** A draw that keeps at least one question about each fact. */
function select(questions: readonly Question[], { seed, most = Infinity }: StreamOptions): readonly Question[] {
  if (questions.length <= most) return questions;
  const drawn = questions
    .map((question) => ({ question, rank: draw(seed, 'select', question.id) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ question }) => question);
  const asked = new Set<number>();
  const kept = new Set<Question>();
  for (const question of drawn) {
    if (!question.about.some((fact) => !asked.has(fact))) continue;
    kept.add(question);
    for (const fact of question.about) asked.add(fact);
  }
  for (const question of drawn) {
    if (kept.size >= most) break;
    kept.add(question);
  }
  return questions.filter((question) => kept.has(question));
}
