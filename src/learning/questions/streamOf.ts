import type { Material } from '../../core/index';
import type { Question, Stream } from '../types';
import { absentQuestions, WELL_KNOWN } from './absent';
import { draw, type Draft } from './draft';
import { History } from './history';
import { landedQuestions, peopleQuestions } from './people';
import { phrase } from './phrase';
import { endedByRemoval, presenceQuestions } from './presence';
import { reasonlessQuestions, reasonQuestions } from './reasons';
import { revertQuestions, standingQuestions } from './reverts';
import { roleQuestions } from './roles';
import { settingQuestions } from './settings';
import { toldStream } from './toldStream';
import { successorQuestions } from './successors';
import { toldQuestions } from './told';
import { usedQuestions } from './used';
import { versionQuestions } from './versions';

export interface StreamOptions {
  /** What the stream is called in reports. */
  readonly name: string;
  readonly seed: number;
  /** At most so many questions, but at least one about each fact. Default: all. */
  readonly most?: number;
  /** Names of things in other projects; those that this one never mentions make questions that must be declined. Default: well-known ones. */
  readonly foreign?: readonly string[];
  /** Also what was done once and changes nothing that holds. Default: no, as the Memory Manager decides nothing about it. */
  readonly records?: boolean;
}

/** What a project's history gives to learn from: its facts as they were told, and what can be asked of them. Pure: the same for the same seed. */
export function streamOf(material: Material, options: StreamOptions): Stream {
  const told = toldStream(material, options);
  const history = new History(material, told);
  for (const { index, end } of endedByRemoval(history)) history.endAt(index, end);
  const drafts = [...KINDS.flatMap((questions) => questions(history)), ...drawnQuestions(history, options)];
  const asked = ask(holding(drafts, history), options);
  // What nothing else asks about is asked for whatever little it says.
  const open = new Set(unasked(told, asked));
  const little = toldQuestions(history, 'little').filter(({ about }) => about.some((index) => open.has(index)));
  asked.push(...ask(holding(little, history), options));
  asked.push(...ask(holding(landedQuestions(history, unasked(told, asked)), history), options));
  return { ...told, questions: select(asked, options) };
}

function unasked({ facts }: Pick<Stream, 'facts'>, questions: readonly Question[]): number[] {
  const asked = new Set(questions.flatMap(({ about }) => about));
  return [...facts.keys()].filter((index) => !asked.has(index));
}

/** Without what the user refused or put in other words, which `questionsFromReviews` asks about. */
function holding(drafts: readonly Draft[], history: History): Draft[] {
  return drafts.flatMap((draft) => {
    const about = draft.about.filter((index) => history.holds(index));
    return about.length === 0 && draft.about.length > 0 ? [] : [{ ...draft, about }];
  });
}

function ask(drafts: readonly Draft[], { name, seed }: StreamOptions): Question[] {
  return drafts
    .filter(({ from, to }) => to === undefined || to > from)
    .flatMap((draft) => phrase(name, seed, draft) ?? []);
}

/** Those that are still right when the stream is over. */
export function questionsAtEnd({ questions }: Pick<Stream, 'questions'>): readonly Question[] {
  return questions.filter(({ to }) => to === undefined);
}

const KINDS: readonly ((history: History) => Draft[])[] = [
  versionQuestions,
  usedQuestions,
  roleQuestions,
  successorQuestions,
  presenceQuestions,
  settingQuestions,
  revertQuestions,
  reasonQuestions,
  (history) => toldQuestions(history, 'much'),
];

/** Kinds that could be asked about every fact, and are asked about some. */
function drawnQuestions(history: History, { name, seed, foreign = WELL_KNOWN }: StreamOptions): Draft[] {
  const drawn = (purpose: string, share: number) => (index: number) =>
    draw(seed, purpose, name, history.facts[index]?.id ?? '') < share;
  const standing = (2 * history.reverts.length) / (history.facts.length + 1);
  return [
    ...peopleQuestions(history, drawn('who', 0.5)),
    ...standingQuestions(history, drawn('standing', standing)),
    ...reasonlessQuestions(history, drawn('no reason', REASONLESS)),
    ...absentQuestions(history, foreign),
  ];
}

/** Share of the facts without a reason that are asked for one: about as many as there are with one. */
const REASONLESS = 0.25;

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
