import {
  createLearnedManager,
  examine,
  type Answer,
  type Examination,
  type ManagerInput,
  type ManagerPolicy,
  type PolicyWeights,
} from '../../src/core/index';
import { createRandom, sample } from '../../src/learning/random';
import { CASES, checkCase } from '../../test/support/caseStudies';
import { eventsOf, named, openRecall, takeIn } from '../histories';
import { readQuestioned } from '../questionFiles';
import type { History } from '../training/histories';
import { keepStreams, readStream } from '../training/streams';
import { askOpinion, isAmong, placed } from './askedOpinions';
import type { EndpointModel } from './endpointModel';
import { extractionTasks, operationTasks } from './formTasks';
import { askForm, faultsIn, isJson, summariseForms, type FormOutcome, type FormSummary } from './forms';
import { modelAlone } from './votes';

export const PURPOSES = ['exam', 'extraction', 'operations', 'answers', 'cases'] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface FormsAsk {
  readonly data: string;
  readonly histories: readonly History[];
  readonly background: ReadonlyMap<string, number>;
  readonly weights: PolicyWeights;
  readonly limit: number;
  readonly seed: number;
}

export interface PurposeRow {
  readonly purpose: Purpose;
  readonly form?: FormSummary;
  /** "of decisions where adding is right": how many of how many, and how many the shipped policy gets right. */
  readonly right: readonly {
    readonly of: string;
    readonly hits: number;
    readonly count: number;
    readonly policy?: number;
  }[];
  /** Names of the case studies that come out right. */
  readonly solved?: readonly string[];
  /** What the set-up of the product finds, and trusts the model with. */
  readonly examination?: Examination;
}

export async function measurePurpose(purpose: Purpose, model: EndpointModel, ask: FormsAsk): Promise<PurposeRow> {
  switch (purpose) {
    case 'exam':
      return exam(model);
    case 'extraction':
      return extraction(model, ask);
    case 'operations':
      return operations(model, ask);
    case 'answers':
      return answers(model, ask);
    case 'cases':
      return cases(model, ask);
  }
}

async function exam(model: EndpointModel): Promise<PurposeRow> {
  const examination = await examine(model, { clock: () => new Date() });
  const passed = examination.steps.filter((step) => step.passed).length;
  return {
    purpose: 'exam',
    right: [{ of: 'questions of the examination', hits: passed, count: examination.steps.length }],
    examination,
  };
}

async function extraction(model: EndpointModel, ask: FormsAsk): Promise<PurposeRow> {
  const outcomes: FormOutcome<readonly unknown[]>[] = [];
  for (const prompt of await extractionTasks(ask.histories, ask)) outcomes.push(await askForm(model, prompt));
  const facts = outcomes.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
  const left = outcomes.reduce((sum, { dropped }) => sum + dropped.id + dropped.quote + dropped.invented, 0);
  return {
    purpose: 'extraction',
    form: summariseForms(outcomes, model.exchanges.length),
    right: [{ of: 'facts that rest on their event', hits: facts, count: facts + left }],
  };
}

async function operations(model: EndpointModel, ask: FormsAsk): Promise<PurposeRow> {
  const streams = (await keepStreams(ask.histories, ask.background)).map(readStream);
  const tasks = operationTasks(streams, ask.weights, ask);
  const outcomes: FormOutcome<unknown>[] = [];
  const counts = { adds: { hits: 0, count: 0, policy: 0 }, changes: { hits: 0, count: 0, policy: 0 } };
  for (const task of tasks) {
    const outcome = await askOpinion(model, task);
    outcomes.push(outcome);
    const opinion = placed(outcome.value?.[0], task.input);
    const count = counts[task.right.some(({ operation }) => operation === 'ADD') ? 'adds' : 'changes'];
    count.count += 1;
    count.hits += Number(opinion !== undefined && isAmong(opinion, task.right));
    count.policy += Number(task.isPolicyRight);
  }
  return {
    purpose: 'operations',
    form: summariseForms(outcomes, model.exchanges.length),
    right: [
      { of: 'decisions where adding is right', ...counts.adds },
      { of: 'decisions where adding is wrong', ...counts.changes },
    ],
  };
}

/** Candidates per question, as in the product. */
const CANDIDATES = 60;

/** Through the whole of the product: what it shows a model, and what it takes of its answer. */
async function answers(
  model: EndpointModel,
  { data, histories, background, limit, seed }: FormsAsk,
): Promise<PurposeRow> {
  const { histories: questioned } = readQuestioned({ data, files: [], origin: 'hand', perKind: 0, seed });
  const asked = questioned
    .filter(({ name }) => histories.some((history) => history.name === name))
    .flatMap((history) => history.questions.map((question) => ({ history, question })));
  const chosen = new Set(sample(asked, limit, createRandom(seed)));
  const outcomes: FormOutcome<Answer>[] = [];
  for (const history of questioned) {
    const own = asked.filter((one) => one.history === history && chosen.has(one));
    if (own.length === 0) continue;
    const memory = await takeIn(eventsOf(history.commits), { background });
    const recall = await openRecall(memory, { background, ...named(history.commits), mayAsk: true });
    for (const { question } of own) {
      const begin = model.exchanges.length;
      const answer = await recall.ask(question.q, CANDIDATES, undefined, model);
      const exchanges = model.exchanges.slice(begin);
      if (exchanges.length > 0) outcomes.push(outcomeOf(answer, exchanges));
    }
    recall.dispose();
    await memory.close();
  }
  const worded = outcomes.filter(({ value }) => value?.wordedBy !== undefined).length;
  return {
    purpose: 'answers',
    form: summariseForms(outcomes, model.exchanges.length),
    right: [{ of: 'answers that the product takes', hits: worded, count: outcomes.length }],
  };
}

function outcomeOf(answer: Answer, exchanges: EndpointModel['exchanges']): FormOutcome<Answer> {
  const isRead = answer.problem === undefined || REFUSED_AFTER_READING.test(answer.problem);
  const sum = (of: (exchange: EndpointModel['exchanges'][number]) => number): number =>
    exchanges.reduce((total, exchange) => total + of(exchange), 0);
  return {
    value: answer,
    isPlainJson: isJson(exchanges[0]),
    readAt: !isRead ? 'never' : exchanges.length === 1 ? 'first attempt' : 'repair',
    dropped: faultsIn(isRead || answer.problem === undefined ? [] : [answer.problem]),
    seconds: sum(({ seconds }) => seconds),
    tokens: { input: sum(({ reply }) => reply.usage.input), output: sum(({ reply }) => reply.usage.output) },
  };
}

/** The form was kept; the product does not follow it. */
const REFUSED_AFTER_READING =
  /^It (?:says that the memories do not answer|leaves out the memory that decides|turns yes and no round|names no memory\.)/;

/** The case studies, with the model's opinions about what the policy meets there, as in the product told before the decision. */
async function cases(model: EndpointModel, { weights }: FormsAsk): Promise<PurposeRow> {
  const outcomes: FormOutcome<unknown>[] = [];
  const alone = createLearnedManager(weights, { vote: 0 });
  const solved: string[] = [];
  const bare: string[] = [];
  const ownWay: string[] = [];
  for (const each of CASES) {
    const met: ManagerInput[] = [];
    const listening: ManagerPolicy = { ...alone, choose: (input) => (met.push(input), alone.choose(input)) };
    if (await holds(each, listening)) bare.push(each.name);
    const opinions = new Map<string, Parameters<typeof placed>[0]>();
    for (const input of met) {
      const outcome = await askOpinion(model, { fact: 'fact', input });
      outcomes.push(outcome);
      opinions.set(input.fact.text, outcome.value?.[0]);
    }
    const told = (policy: ManagerPolicy): ManagerPolicy => ({
      ...policy,
      choose(input) {
        const opinion = placed(opinions.get(input.fact.text), input);
        return policy.choose(opinion ? { ...input, opinion } : input);
      },
    });
    if (await holds(each, told(createLearnedManager(weights)))) solved.push(each.name);
    if (await holds(each, told(modelAlone.policy))) ownWay.push(each.name);
  }
  return {
    purpose: 'cases',
    form: summariseForms(outcomes, model.exchanges.length),
    right: [
      { of: 'case studies, policy and model', hits: solved.length, count: CASES.length, policy: bare.length },
      { of: 'case studies, model alone', hits: ownWay.length, count: CASES.length, policy: bare.length },
    ],
    solved,
  };
}

async function holds(each: (typeof CASES)[number], manager: ManagerPolicy): Promise<boolean> {
  try {
    await checkCase(each, { manager });
    return true;
  } catch {
    return false; // an assertion of the case: that is what is counted
  }
}
