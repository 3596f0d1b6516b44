import {
  errors,
  type LanguageModel,
  type Logger,
  type ModelReply,
  type ModelRequest,
  type ProjectMemory,
  type ReadOptions,
} from '../../core/index';
import type { ReadingReport } from '../../protocol/model';
import type { ServiceOptions } from '../../protocol/service';
import type { Idle } from './idle';
import { isLasting } from './lasting';
import type { Meter } from './meter';
import type { Models } from './models';
import { takeTurn } from './turn';

export interface BankReadingDeps {
  /** Of the bank. */
  readonly folder: string;
  readonly memory: ProjectMemory;
  readonly models: Models;
  readonly meter: Meter;
  readonly idle: Idle;
  readonly options: () => ServiceOptions;
  readonly onProgress: (done: number, total: number) => void;
  readonly logger: Logger;
  /** After a change; several changes in a row are one. Default: 5 s. */
  readonly startMs?: number;
}

/** What somebody asked for: at most so many events; also those that another model has read. */
export interface Wanted {
  readonly limit?: number;
  readonly again?: true;
}

const START_MS = 5000;

/** Events that are read before it is looked again at the budget, which other windows use, too. */
const STEP = 3;

/** How long a model that failed is left alone: the first time, the second, ... */
const BACK_OFF_MS = [1, 5, 30, 120, 360].map((minutes) => minutes * 60_000);

/** An event whose answers cannot be used is tried so often in the background: small models fail at the same one again and again. */
const TRIES = 2;

/** How soon it is looked again whether another window has left something to read. */
const TURN_MS = 60_000;

/** How soon it is looked again whether a day's budget has room. */
const BUDGET_MS = 30 * 60_000;

/**
 * The chosen model reads what rules have recorded: in the background after changes, while nobody waits for anything, within the day's budget; or because somebody
 * asked for it. One event at a time, newest first. Nothing waits for it.
 */
export class BankReading {
  readonly #deps: BankReadingDeps;
  #timer: NodeJS.Timeout | undefined;
  #running: { readonly done: Promise<void>; readonly stop: AbortController } | undefined;
  #failures = 0;
  /** While it was reading. */
  #isWoken = false;
  #isQuiet = false;
  #isClosed = false;
  #problem: string | undefined;

  constructor(deps: BankReadingDeps) {
    this.#deps = deps;
  }

  /** What keeps it from reading now. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** There may be something new to read. */
  wake(): void {
    if (this.#running) this.#isWoken = true;
    else if (!this.#isQuiet && this.#failures === 0) this.#later(this.#deps.startMs ?? START_MS);
  }

  /** The options changed: whatever was wrong may be right now. */
  restart(): void {
    void this.#halt().then(() => {
      this.#forgive();
      this.wake();
    });
  }

  /** Reads because somebody asked for it, whatever the budget. @throws 'llm/none' where no model is chosen; 'usage' for a bad address */
  async now(wanted: Wanted, signal: AbortSignal): Promise<ReadingReport> {
    const { models, meter, options } = this.#deps;
    await this.#halt();
    const model = await models.open(models.chosen(options().model), meter);
    if (!model) throw errors.noModel();
    this.#forgive();
    const progress = this.#progress(wanted.limit);
    try {
      return await this.#read(model, wanted, progress.step, signal);
    } finally {
      progress.end();
      this.wake();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#halt();
    await this.#deps.meter.settled();
  }

  #forgive(): void {
    this.#failures = 0;
    this.#isQuiet = false;
    this.#problem = undefined;
  }

  async #halt(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running?.stop.abort();
    await this.#running?.done;
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => this.#start(), ms).unref();
  }

  #start(): void {
    if (this.#running || this.#isClosed) return;
    const stop = new AbortController();
    const done = this.#takeTurn(stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) this.#failed(error);
      })
      .finally(() => {
        this.#running = undefined;
        if (this.#isWoken) this.wake();
        this.#isWoken = false;
      });
    this.#running = { done, stop };
  }

  async #takeTurn(signal: AbortSignal): Promise<void> {
    if (!(await this.#reader())) return;
    const giveBack = await takeTurn(this.#deps.folder);
    if (!giveBack) return this.#later(TURN_MS);
    const progress = this.#progress();
    try {
      await this.#readAll(progress.step, signal);
    } finally {
      progress.end();
      await giveBack();
    }
  }

  /** Who reads, if there is anything to read. */
  async #reader(): Promise<LanguageModel | undefined> {
    const { memory, models, meter, options } = this.#deps;
    const chosen = options().model;
    if (!chosen || chosen.dailyTokens === 0 || memory.readOnly !== undefined) return undefined;
    const model = await models.open(models.chosen(chosen), meter);
    return model?.trust.extracts && memory.unreadEvents > 0 ? model : undefined;
  }

  async #readAll(onStep: () => void, signal: AbortSignal): Promise<void> {
    const { meter, options, idle } = this.#deps;
    for (;;) {
      const model = await this.#reader();
      if (!model) return;
      const budgetTokens = (options().model?.dailyTokens ?? 0) - (await meter.spent());
      if (budgetTokens <= 0) {
        this.#problem = "Today's tokens for reading are used up; it goes on tomorrow.";
        return this.#later(BUDGET_MS);
      }
      this.#problem = undefined;
      let failure: unknown;
      const patient = whenIdle(model, idle, signal, (error) => (failure = error));
      const { events, failed } = await this.#read(patient, { limit: STEP, budgetTokens, tries: TRIES }, onStep, signal);
      if (signal.aborted) return;
      if (events + failed === 0) return;
      if (events > 0) this.#failures = 0;
      else if (failure !== undefined || failed === STEP) return this.#failed(failure);
    }
  }

  async #read(
    model: LanguageModel,
    wanted: Wanted & Pick<ReadOptions, 'budgetTokens' | 'tries'>,
    onStep: () => void,
    signal: AbortSignal,
  ): Promise<ReadingReport> {
    const { memory, meter } = this.#deps;
    const accept = this.#deps.options().review === 'off' ? 'all' : 'none';
    return await memory.readWithModel(
      model,
      {
        ...wanted,
        accept,
        onOutcome: ({ event, facts, problem }) => {
          meter.read({ event, facts, ...(problem !== undefined && { problem }) });
          if (problem !== undefined) meter.unusable('extract');
          onStep();
        },
      },
      signal,
    );
  }

  /** Of a reading from its beginning to its end, wherever that is. */
  #progress(limit = Infinity): { readonly step: () => void; readonly end: () => void } {
    const { memory, onProgress } = this.#deps;
    const total = Math.min(limit, memory.unreadEvents);
    let done = 0;
    return { step: () => onProgress(++done, Math.max(total, done)), end: () => onProgress(done, done) };
  }

  /** Nothing was changed; it is tried again later, unless somebody has to do something first. */
  #failed(error: unknown): void {
    const reason = error instanceof Error ? error.message : 'Its answers could not be used.';
    this.#problem = reason;
    this.#isQuiet = isLasting(error); // until the options change, or somebody asks for it
    const wait = BACK_OFF_MS[Math.min(this.#failures, BACK_OFF_MS.length - 1)] ?? 0;
    this.#failures++;
    this.#deps.logger.warn(`The language model could not read: ${reason}`);
    if (!this.#isQuiet) this.#later(wait);
  }
}

/** The same model; it is asked only while nobody waits for anything else. */
function whenIdle(
  model: LanguageModel,
  idle: Idle,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): LanguageModel {
  return {
    ...model,
    complete: async (request: ModelRequest): Promise<ModelReply> => {
      await idle.quiet(signal);
      try {
        return await model.complete(request, signal);
      } catch (error) {
        onFailure(error);
        throw error;
      }
    },
  };
}
