import {
  createLearnedDistill,
  createLearnedManager,
  type DistillPolicy,
  type ManagerPolicy,
  type Material,
  type Networks,
  type PolicyCard,
  type PolicyRole,
  type PolicyWeights,
} from '../core/index';
import type { AnswerTask } from './answer/answerTask';
import { projectTasks, PROJECT_TASKS } from './answer/projectTasks';
import { trainAnswerAgent } from './answer/train';
import { calibrate } from './calibrate';
import { openCourse } from './manager/course';
import { trainOnCourses } from './manager/train';
import { askProject, keepProject, type Agents, type Asked, type Asking, type Project } from './project/askProject';
import { compare, scoreOf, spreadOf, type Comparison, type Measure } from './project/compare';
import { questionsOf, some, split, type Split } from './project/projectQuestions';
import type { Trained } from './trained';
import type { Question, TrainingHooks } from './types';

/** How many questions it takes before a training can tell anything: of the thirty in a hundred that are held out, a dozen are left. */
export const LEAST_QUESTIONS = 40;

/** What answers now, and its weights; without them it is the rule. */
export interface AgentsInUse {
  readonly manager: { readonly policy: ManagerPolicy; readonly weights?: PolicyWeights };
  readonly distillation: { readonly policy: DistillPolicy; readonly weights?: PolicyWeights };
}

export interface OwnProjectOptions {
  /** What the project is called. */
  readonly name: string;
  /** Word to probability in ordinary text; the prior of IDF. */
  readonly background: ReadonlyMap<string, number>;
  readonly before: AgentsInUse;
  /** How often it is trained; what does best on the questions that were learned from is compared with what answers now. Default 3. */
  readonly seeds?: number;
  /** For the cards. */
  readonly made: Pick<PolicyCard, 'trainedOn' | 'node' | 'commit'>;
  readonly effort?: Partial<typeof EFFORT>;
  readonly hooks: Omit<TrainingHooks, 'onStep'> & { readonly onProgress?: (progress: LearningStep) => void };
}

/** Steps of one training of each agent: it begins with weights that are good already. */
export const EFFORT = {
  /** Windows of the history that the Memory Manager lives through. */
  windows: 40,
  /** How often the Answer Agent is asked each question. */
  rounds: 6,
  /** Held-out questions that are asked, at most. */
  heldOut: 300,
  /** Questions that were learned from, by which the best training is chosen. */
  chosenBy: 150,
};

export interface LearningStep {
  readonly phase: 'preparing' | 'training' | 'evaluating';
  readonly step: number;
  /** Over both agents and all seeds. */
  readonly steps: number;
  readonly curve: readonly { readonly step: number; readonly score: Measure }[];
  readonly before?: Measure;
}

/** What came of learning from one project. */
export interface Learned extends Comparison {
  readonly weights: Readonly<Record<PolicyRole, PolicyWeights>>;
  readonly curve: LearningStep['curve'];
  readonly learnedFrom: Split['learnedFrom'];
  readonly seeds: number;
}

/**
 * Fine-tunes both agents on the first part of a project's history, and asks what comes of it about the rest: the Memory Manager against the frozen reader,
 * then the Answer Agent on the bank that the manager keeps. Stopped by the signal, it compares what it has.
 */
export async function learnFromProject(material: Material, options: OwnProjectOptions): Promise<Learned> {
  return await new Learning(material, options).run();
}

class Learning {
  readonly #options: OwnProjectOptions;
  readonly #split: Split;
  readonly #whole: Project;
  readonly #part: Project;
  readonly #seeds: number;
  /** How many trainings were begun before it was stopped. */
  #begun = 0;
  readonly #effort: typeof EFFORT;
  readonly #pause: () => Promise<void>;
  #progress: LearningStep;

  constructor(material: Material, options: OwnProjectOptions) {
    const { name, background, seeds = 3, hooks } = options;
    this.#options = options;
    this.#split = split(questionsOf(material, name));
    const events = new Map(material.events.map((event) => [event.id, event]));
    this.#whole = { stream: this.#split.whole, events, background };
    this.#part = { ...this.#whole, stream: this.#split.train };
    this.#seeds = seeds;
    this.#effort = { ...EFFORT, ...options.effort };
    this.#pause = pauseEvery(PIECE_MS, hooks.pause);
    this.#progress = { phase: 'preparing', step: 0, steps: seeds * (this.#effort.windows + ANSWER_STEPS), curve: [] };
  }

  async run(): Promise<Learned> {
    const { before, hooks } = this.#options;
    const old: Agents = { manager: before.manager.policy, distillation: before.distillation.policy };
    this.#tell({});
    const asked = await this.#askHeldOut(old, JUDGED);
    const begins = scoreOf(asked);
    this.#tell({
      phase: 'training',
      before: spreadOf(asked.answers.map(({ score }) => score)),
      curve: [{ step: 0, score: { mean: begins, low: begins, high: begins } }],
    });

    const manager = await this.#learnManager(old);
    const distillation = await this.#learnDistillation(manager);

    this.#tell({ phase: 'evaluating', step: hooks.signal?.aborted ? this.#progress.step : this.#progress.steps });
    const answered = await this.#askHeldOut(agentsOf(manager, distillation), JUDGED);
    const { learnedFrom } = this.#split;
    const comparison = compare(asked, answered);
    const card = this.#card(comparison);
    const weights = { manager: { card, ...manager }, distillation: { card, ...distillation } };
    return { ...comparison, weights, curve: this.#progress.curve, learnedFrom, seeds: this.#begun };
  }

  /** Of several trainings, and what it began with, the one that does best on what it learned from. */
  async #learnManager(old: Agents): Promise<Unnamed> {
    const { background, before, hooks } = this.#options;
    const initial = before.manager.weights;
    const { windows } = this.#effort;
    const course = openCourse(this.#split.train, { background });
    const checkpoints = new Map<number, Networks[]>();
    const trained: Unnamed[] = [];
    for (let seed = 1; seed <= this.#seeds && !hooks.signal?.aborted; seed++) {
      this.#begun = seed;
      const training = {
        algorithm: 'grpo',
        background,
        seed,
        iterations: windows,
        ...(initial && { initial }),
      } as const;
      const { weights } = await trainOnCourses([course], training, {
        ...this.#following((seed - 1) * windows, windows),
        checkpointEvery: Math.max(1, Math.round(windows / CHECKPOINTS)),
        onCheckpoint: (networks, step) => checkpoints.set(step, [...(checkpoints.get(step) ?? []), networks]),
      });
      trained.push(weights);
    }
    const toAgents = (weights: Unnamed): Agents => ({ ...old, manager: createLearnedManager(weights) });
    const [first] = trained;
    if (first)
      for (const [step, networks] of checkpoints)
        await this.#plot(
          step,
          networks.map((network) => toAgents({ ...first, networks: network })),
        );
    const best = await this.#best([...(initial ? [initial] : []), ...trained], toAgents);
    return best === initial ? best : await this.#calibrated(best, old);
  }

  async #learnDistillation(manager: Unnamed): Promise<Unnamed> {
    const { before, hooks } = this.#options;
    const initial = before.distillation.weights;
    const { rounds, windows } = this.#effort;
    const policy = createLearnedManager(manager);
    const tasks = hooks.signal?.aborted ? [] : await this.#answerTasks(policy);
    const trained: Unnamed[] = [];
    for (let seed = 1; seed <= this.#seeds && !hooks.signal?.aborted; seed++) {
      const training = { algorithm: 'grpo', seed, rounds, ...(initial && { initial }) } as const;
      const following = this.#following(this.#seeds * windows + (seed - 1) * ANSWER_STEPS, ANSWER_STEPS);
      trained.push((await trainAnswerAgent(tasks, training, following)).weights);
    }
    const toAgents = (weights: Unnamed): Agents => ({ manager: policy, distillation: createLearnedDistill(weights) });
    await this.#plot(windows + ANSWER_STEPS, trained.map(toAgents));
    if (!initial && trained.length === 0)
      trained.push((await trainAnswerAgent([], { algorithm: 'grpo', seed: 1 })).weights);
    return await this.#best([...(initial ? [initial] : []), ...trained], toAgents);
  }

  /** What the Answer Agent is asked of the bank that the manager keeps of the first part. */
  async #answerTasks(manager: ManagerPolicy): Promise<AnswerTask[]> {
    const { name } = this.#options;
    const memory = { name, ownName: name, ...(await keepProject(this.#part, manager, this.#pause)) };
    const tasks: AnswerTask[] = [];
    // One by one, so that others need not wait for all of them.
    for (const question of some(this.#split.train.questions, PROJECT_TASKS.most)) {
      const stream = { ...this.#split.train, questions: [question] };
      const asked = projectTasks(stream, memory, { ...PROJECT_TASKS, seed: 1 });
      for (let time = 0; time < (question.times ?? 1); time++) tasks.push(...asked);
      await this.#pause();
    }
    return tasks;
  }

  /** As the product would: with confidence that tells how often its operations are right. */
  async #calibrated(weights: Unnamed, { distillation }: Agents): Promise<Unnamed> {
    const plain = { ...weights, calibration: { slope: 1, bias: 0 } };
    const agents = { manager: createLearnedManager(plain), distillation };
    const { decisions } = await askProject(this.#part, agents, {
      ...{ from: 0, questions: [], judged: JUDGED, pause: this.#pause },
    });
    return { ...weights, calibration: calibrate(decisions) };
  }

  /** By the answers to questions that were learned from: those held out choose nothing. */
  async #best(candidates: readonly Unnamed[], toAgents: (weights: Unnamed) => Agents): Promise<Unnamed> {
    const [only] = candidates;
    if (!only) throw new Error('it was stopped before anything was learned');
    if (candidates.length === 1) return only;
    const { questions } = this.#split.train;
    const asking = this.#asking(some(questions, this.#effort.chosenBy), Math.floor(this.#split.cut / 3));
    let best = { weights: only, score: -1 };
    for (const weights of candidates) {
      const score = scoreOf(await askProject(this.#part, toAgents(weights), asking));
      if (score > best.score) best = { weights, score };
    }
    return best.weights;
  }

  /** One point of the curve: how well those trainings do that have come so far. @param step of one seed */
  async #plot(step: number, trainings: readonly Agents[]): Promise<void> {
    if (this.#options.hooks.signal?.aborted) return;
    const scores: number[] = [];
    for (const agents of trainings) scores.push(scoreOf(await this.#askHeldOut(agents, 0)));
    if (scores.length === 0) return;
    const score = {
      mean: scores.reduce((sum, one) => sum + one, 0) / scores.length,
      low: Math.min(...scores),
      high: Math.max(...scores),
    };
    this.#tell({ curve: [...this.#progress.curve, { step: step * this.#seeds, score }] });
  }

  async #askHeldOut(agents: Agents, judged: number): Promise<Asked> {
    const { heldOut, cut } = this.#split;
    return await askProject(this.#whole, agents, { ...this.#asking(some(heldOut, this.#effort.heldOut), cut), judged });
  }

  #asking(questions: readonly Question[], from: number): Asking {
    return { questions, from, judged: 0, pause: this.#pause };
  }

  /** Hooks of one training, as a part of the whole. */
  #following(done: number, share: number): TrainingHooks {
    const { signal } = this.#options.hooks;
    return {
      pause: this.#pause,
      ...(signal && { signal }),
      onStep: ({ step, steps }) => this.#tell({ step: done + Math.round((share * step) / steps) }),
    };
  }

  #tell(news: Partial<LearningStep>): void {
    this.#progress = { ...this.#progress, ...news };
    this.#options.hooks.onProgress?.(this.#progress);
  }

  #card({ rows, questions }: Comparison): PolicyCard {
    const [answers] = rows;
    const { learnedFrom } = this.#split;
    return {
      ...this.#options.made,
      seed: 1,
      data: [{ name: 'this project', licence: '', commit: '' }],
      questions: learnedFrom.history + learnedFrom.reviews,
      scores: answers ? [{ name: `right answers on ${questions} held-out questions`, ...answers.after }] : [],
    };
  }
}

/** Without a card, but for those that training began with. */
type Unnamed = Trained['weights'] & Partial<Pick<PolicyWeights, 'card'>>;

function agentsOf(manager: Unnamed, distillation: Unnamed): Agents {
  return { manager: createLearnedManager(manager), distillation: createLearnedDistill(distillation) };
}

/** What a training of the Answer Agent counts in progress, whatever its steps are. */
const ANSWER_STEPS = 20;

/** Decisions that are looked at closely, of the old and the new manager each. */
const JUDGED = 150;

/** Points of the curve while the Memory Manager learns. */
const CHECKPOINTS = 4;

/** How long others wait at most, but for a single piece that takes longer. */
const PIECE_MS = 10;

/** Pauses only where the last pause is so long ago. */
function pauseEvery(pieceMs: number, pause: TrainingHooks['pause']): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (!pause || performance.now() - last < pieceMs) return;
    await pause();
    last = performance.now();
  };
}
