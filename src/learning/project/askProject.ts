import {
  firstLine,
  Retriever,
  type DistillPolicy,
  type ManagerPolicy,
  type Memory,
  type Source,
  type StoredEvent,
} from '../../core/index';
import { productTask } from '../answer/projectTasks';
import { quotedScore } from '../answer/quotedScore';
import type { Outcome } from '../calibrate';
import { isRightAfter } from '../manager/asking';
import { openCourse, type Course } from '../manager/course';
import { Decision } from '../manager/decision';
import { createRandom } from '../random';
import type { Question, Stream, StreamFact } from '../types';

/** Both agents, as they decide. */
export interface Agents {
  readonly manager: ManagerPolicy;
  readonly distillation: DistillPolicy;
}

/** A stream with all that it takes to live through it and to be asked. */
export interface Project {
  readonly stream: Stream;
  readonly events: ReadonlyMap<string, StoredEvent>;
  readonly background: ReadonlyMap<string, number>;
}

export interface Asking {
  /** Index of the first fact after which anything is asked, and of the first whose decision is judged. */
  readonly from: number;
  readonly questions: readonly Question[];
  /** At so many decisions, spread evenly, every other operation is tried too; which takes about 10 ms each. */
  readonly judged: number;
  /** Awaited often; whoever gives it decides when to wait. */
  readonly pause: () => Promise<void>;
}

/** What became of one question. */
export interface AskedQuestion {
  readonly question: Question;
  readonly answer: string;
  readonly declined: boolean;
  /** In [0, 1]. */
  readonly score: number;
  /** Memories that the answer may use. */
  readonly kept: number;
}

export interface Asked {
  /** Every question that is right at one of the moments, once, in the same order for the same questions. */
  readonly answers: readonly AskedQuestion[];
  /** Of each decision how sure the manager was, and whether no other operation would have been answered better after. */
  readonly decisions: readonly Outcome[];
}

/**
 * Lives through a project as the product would: the manager decides each fact, and on the way the product answers from what the bank holds, by what
 * distillation keeps. Both agents together, by the answers that a user would read.
 */
export async function askProject(project: Project, agents: Agents, asking: Asking): Promise<Asked> {
  const { stream, background } = project;
  const course = openCourse(stream, { background });
  const reading = new Reading(project, course);
  const moments = momentsOf(stream, asking);
  const answers: AskedQuestion[] = [];
  const decisions: Outcome[] = [];
  const random = createRandom(JUDGE_SEED);
  const step = Math.max(1, (stream.facts.length - asking.from) / asking.judged);
  let judgedNext = asking.judged > 0 ? asking.from : Infinity;
  for (const index of stream.facts.keys()) {
    const isJudged = index >= judgedNext;
    const outcome = decide(course, index, agents.manager, isJudged ? random : undefined);
    if (isJudged) judgedNext += step;
    if (outcome) decisions.push(outcome);
    await asking.pause();
    for (const question of moments.get(index) ?? []) {
      answers.push(reading.ask(question, agents.distillation, index));
      await asking.pause();
    }
  }
  return { answers, decisions };
}

/** The memories that a manager has kept at the end of a stream, as the product would hold them. */
export async function keepProject(
  project: Project,
  manager: ManagerPolicy,
  pause: () => Promise<void>,
): Promise<{ readonly memories: readonly Memory[]; readonly retriever: Retriever }> {
  const course = openCourse(project.stream, { background: project.background });
  for (const index of project.stream.facts.keys()) {
    decide(course, index, manager, undefined);
    await pause();
  }
  return new Reading(project, course).at(project.stream.facts.length - 1);
}

/** @param random with it, the decision is judged */
function decide(
  course: Course,
  index: number,
  manager: ManagerPolicy,
  random: (() => number) | undefined,
): Outcome | undefined {
  const { bank } = course;
  const input = bank.meet(index);
  if (!input) {
    bank.apply(index, { operation: 'NOOP' });
    return undefined;
  }
  const { operation, target, confidence } = manager.choose(input);
  const candidate = target === undefined ? undefined : input.candidates[target];
  const chosen = { operation, ...(candidate && { target: bank.indexOf(candidate) }) };
  const decision = random && new Decision(course, index, input, JUDGED, random);
  const outcome = decision?.isAsked ? { probability: confidence, right: decision.isBest(chosen) } : undefined;
  bank.apply(index, chosen);
  return outcome;
}

/** As in training, but that more memories cost nothing. */
const JUDGED = { questions: 8, reward: 'expected F1', cost: 0 } as const;
const JUDGE_SEED = 1;

/** How often on its way the bank is asked. */
const MOMENTS = 8;

/** After which facts which questions are asked: each at the first moment at which it is right. */
function momentsOf({ facts }: Stream, { from, questions }: Asking): ReadonlyMap<number, readonly Question[]> {
  const rest = facts.length - from;
  const moments = Array.from({ length: MOMENTS }, (_, i) => from + Math.ceil((rest * (i + 1)) / MOMENTS) - 1);
  const asked = new Map<number, Question[]>();
  for (const question of questions) {
    const moment = moments.find((index) => isRightAfter(question, index));
    if (moment !== undefined) asked.set(moment, [...(asked.get(moment) ?? []), question]);
  }
  return asked;
}

/** What a bank of a stream holds, for the product to read. */
class Reading {
  readonly #project: Project;
  readonly #course: Course;
  readonly #retriever: Retriever;
  readonly #memories = new Map<string, Memory>();
  #now: { readonly index: number; readonly memories: readonly Memory[] } | undefined;

  constructor(project: Project, course: Course) {
    this.#project = project;
    this.#course = course;
    const told = new Map([...project.events.values()].map((event) => [placeOf(event), event.text]));
    this.#retriever = new Retriever(project.background, undefined, (source) => told.get(placeOf(source)));
  }

  /** Right after a fact. */
  at(index: number): { readonly memories: readonly Memory[]; readonly retriever: Retriever } {
    if (this.#now?.index !== index) this.#now = { index, memories: this.#read() };
    return { memories: this.#now.memories, retriever: this.#retriever };
  }

  ask(question: Question, distillation: DistillPolicy, index: number): AskedQuestion {
    const { name } = this.#project.stream;
    const { id, text, kind, gold } = question;
    const isAbsent = gold.answers.length === 0;
    const score = ({ text: said }: { readonly text: string }): number => quotedScore(said, gold);
    const task = productTask({ id, text, kind, isAbsent, score }, { name, ownName: name, ...this.at(index) });
    const kept = distillation.keep(text, task.candidates, task.asked);
    const answer = task.read(kept);
    return {
      question,
      answer: answer.text,
      declined: answer.declined,
      score: answer.declined || isAbsent ? Number(answer.declined === isAbsent) : score(answer),
      kept: kept.length,
    };
  }

  #read(): Memory[] {
    const { bank, stream } = this.#course;
    return stream.facts.flatMap((fact, index) => {
      if (!bank.canRead(index)) return [];
      const key = `${index} ${bank.holds(index)}`;
      let memory = this.#memories.get(key);
      if (!memory) this.#memories.set(key, (memory = this.#toMemory(fact, bank.holds(index))));
      return [memory];
    });
  }

  /** @param holds otherwise it tells how something ended */
  #toMemory(fact: StreamFact, holds: boolean): Memory {
    const { id, text, time, kind = 'note' } = fact;
    const sources = this.#sourcesOf(fact);
    return {
      ...{ id, lineage: id, text, kind, validFrom: time, sources, reviewed: true, decidedBy: 'policy' },
      ...(holds
        ? { state: 'active' }
        : { state: 'deleted', validTo: time, ending: { text, time, sources, forgotten: false } }),
    };
  }

  #sourcesOf({ event: id, text, time }: StreamFact): readonly Source[] {
    const event = this.#project.events.get(id);
    if (!event) return [];
    const { kind, ref, session, author } = event;
    const source = { kind, ref, subject: firstLine(event.text), time, quote: text };
    return [{ ...source, ...(session !== undefined && { session }), ...(author !== undefined && { author }) }];
  }
}

function placeOf({ kind, session, ref }: Pick<Source, 'kind' | 'session' | 'ref'>): string {
  return `${kind} ${session ?? ''} ${ref}`;
}
