import { setImmediate as nextTask } from 'node:timers/promises';
import { errors, type Logger, type ProjectMemory, type RecallCounts } from '../../core/index';
import { LEAST_QUESTIONS, learnFromProject, type Learned, type LearningStep } from '../../learning/ownProject';
import { countQuestions, questionsOf } from '../../learning/project/projectQuestions';
import type {
  LearningMaterial,
  LearningState,
  TrainingProgress,
  TrainingReport,
  WeightsSource,
} from '../../protocol/learning';
import type { Agents } from './agents';
import { newVersion, type Choice, type Kept, type KeptWeights } from './keptWeights';
import { toReport } from './report';

export interface LearnerDeps {
  readonly memory: ProjectMemory;
  readonly agents: Agents;
  readonly own: KeptWeights;
  /** What the project is called. */
  readonly ownName: string;
  readonly background: ReadonlyMap<string, number>;
  readonly clock: () => Date;
  readonly logger: Logger;
  /** How often memories were used in answers. */
  readonly recalled?: () => RecallCounts;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** A training began or ended, or other weights were chosen. */
  readonly onChange: () => void;
  /** Default: the real training. */
  readonly learn?: typeof learnFromProject;
}

/** The learning of one project: one training at a time, what came of it, and which weights answer. */
export class Learner {
  readonly #deps: LearnerDeps;
  readonly #subscription: { dispose(): void };
  readonly #closed = new AbortController();
  #running: Running | undefined;
  /** With the words of its questions, which no file keeps. */
  #last: TrainingReport | undefined;
  #questions: Pick<LearningMaterial, 'history' | 'reviews'> | undefined;

  constructor(deps: LearnerDeps) {
    this.#deps = deps;
    this.#subscription = deps.memory.onDidChange(() => (this.#questions = undefined));
  }

  async state(): Promise<LearningState> {
    const { agents, own } = this.#deps;
    await agents.refresh();
    const { current, before, last, newest, failed, isOpen } = own.kept;
    return {
      inUse: agents.inUse,
      wasTrained: newest !== undefined || last !== undefined,
      material: this.#material(),
      ...(this.#running && { running: this.#running.progress }),
      ...(failed !== undefined && { failed }),
      ...(last && { last: this.#last?.at === last.at ? this.#last : last }),
      isOpen,
      isNewInUse: newest !== undefined && isSame(current, { source: 'project', version: newest }),
      ...(before && { back: await agents.describe(before) }),
    };
  }

  /**
   * @param signal ends it early: what was learned until then is evaluated and reported
   * @throws KnownError 'learning/too-little' | 'learning/running' | 'store/read-only' | 'store/write-failed'
   */
  async train(seeds: number | undefined, signal: AbortSignal): Promise<TrainingReport> {
    const { memory, onChange } = this.#deps;
    if (this.#running) throw errors.trainingRuns();
    if (memory.readOnly !== undefined) throw errors.readOnly(memory.readOnly);
    const { isEnough, history, reviews, needed } = this.#material();
    if (!isEnough) throw errors.tooLittle(history + reviews, needed);
    const stop = new AbortController();
    const training = this.#train(seeds, AbortSignal.any([stop.signal, signal]));
    this.#running = { stop, ended: training.then(noop, noop), progress: PREPARING };
    onChange();
    try {
      return await training;
    } finally {
      this.#running = undefined;
      onChange();
    }
  }

  /** Ends a training early, as the signal does. */
  stop(): void {
    this.#running?.stop.abort();
  }

  /** @throws KnownError 'learning/no-weights' where the last training did not win */
  async useNew(): Promise<void> {
    const kept = await this.#kept();
    const { newest, last, current } = kept;
    if (last?.outcome !== 'won' || newest === undefined)
      throw errors.noWeights('The last training brought no better weights. The current ones stay.');
    const target: Choice = { source: 'project', version: newest };
    await this.#keep({
      ...kept,
      ...(!isSame(target, current) && { current: target, before: current }),
      isOpen: false,
    });
  }

  /** Puts the weights of before the last training to use again, if it had won. */
  async keepCurrent(): Promise<void> {
    const kept = await this.#kept();
    if (!kept.isOpen) return;
    const { current, before, last } = kept;
    await this.#keep({
      ...kept,
      ...(last?.outcome === 'won' && before && { current: before, before: current }),
      isOpen: false,
    });
  }

  /** @throws KnownError 'learning/no-weights' */
  async revert(to: WeightsSource | undefined): Promise<void> {
    const kept = await this.#kept();
    const target = to === undefined ? kept.before : choiceOf(to, kept);
    if (!target)
      throw errors.noWeights(
        to === undefined ? 'There are no weights to go back to.' : 'This project has no weights of its own.',
      );
    if (isSame(target, kept.current)) return;
    await this.#keep({ ...kept, current: target, before: kept.current, isOpen: false });
  }

  /** A running training ends without a result. */
  async close(): Promise<void> {
    this.#subscription.dispose();
    this.#closed.abort();
    this.stop();
    await this.#running?.ended;
  }

  async #train(seeds: number | undefined, signal: AbortSignal): Promise<TrainingReport> {
    const { memory, agents, ownName, background, clock, logger, learn = learnFromProject } = this.#deps;
    const start = clock();
    const minutes = (): number => (clock().getTime() - start.getTime()) / 60_000;
    try {
      await agents.refresh();
      const learned = await learn(memory.material(this.#deps.recalled?.()), {
        name: ownName,
        background,
        before: agents.now,
        ...(seeds !== undefined && { seeds }),
        made: { trainedOn: start.toISOString(), node: process.version, commit: '' },
        hooks: {
          signal,
          pause: async () => {
            await nextTask(); // so that the worker answers others
            this.#closed.signal.throwIfAborted();
          },
          onProgress: (step) => this.#follow(step, minutes()),
        },
      });
      const report = toReport(learned, { at: clock(), minutes: minutes(), stopped: signal.aborted });
      await this.#conclude(report, learned);
      return report;
    } catch (error) {
      if (this.#closed.signal.aborted) throw error;
      logger.error('The training failed.', error);
      const failed = error instanceof Error ? error.message : String(error);
      await this.#keep({ ...(await this.#kept()), failed, isOpen: false });
      throw error;
    }
  }

  async #conclude(report: TrainingReport, { weights }: Learned): Promise<void> {
    const { own, clock } = this.#deps;
    this.#last = report;
    const { failed: _, ...kept } = await this.#kept();
    if (report.outcome === 'notWon') {
      await this.#keep({ ...kept, last: report, isOpen: false });
      return;
    }
    const version = newVersion(clock());
    await own.addWeights(version, weights);
    await this.#keep({
      ...{ current: { source: 'project', version }, before: kept.current, newest: version },
      ...{ last: report, isOpen: true },
    });
  }

  #follow(step: LearningStep, minutes: number): void {
    if (!this.#running) return;
    const { phase, step: done, steps } = step;
    const minutesLeft = done > 0 ? { minutesLeft: (minutes * (steps - done)) / done } : {};
    this.#running.progress = { ...step, ...(phase === 'training' && minutesLeft) };
    this.#deps.onProgress(this.#running.progress);
  }

  #material(): LearningMaterial {
    const { memory, ownName } = this.#deps;
    this.#questions ??= countQuestions(questionsOf(memory.material(), ownName));
    const { history, reviews } = this.#questions;
    return { history, reviews, needed: LEAST_QUESTIONS, isEnough: history + reviews >= LEAST_QUESTIONS };
  }

  async #kept(): Promise<Kept> {
    const { agents, own } = this.#deps;
    await agents.refresh();
    return own.kept;
  }

  async #keep(kept: Kept): Promise<void> {
    const { own, agents, onChange } = this.#deps;
    await own.keep(kept);
    await agents.takeUp();
    onChange();
  }
}

interface Running {
  readonly stop: AbortController;
  /** Never fails: whoever called `train` is told. */
  readonly ended: Promise<void>;
  progress: TrainingProgress;
}

const PREPARING: TrainingProgress = { phase: 'preparing', step: 0, steps: 1, curve: [] };

function noop(): void {
  // `ended` only says when.
}

function choiceOf(source: WeightsSource, { newest }: Kept): Choice | undefined {
  if (source !== 'project') return { source };
  return newest === undefined ? undefined : { source, version: newest };
}

function isSame(a: Choice, b: Choice): boolean {
  return a.source === b.source && (a.source !== 'project' || b.source !== 'project' || a.version === b.version);
}
