import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openMemory, Recall, type Embedder, type Logger, type ProjectMemory, type Redactor } from '../core/index';
import type { BankStatus, ServiceNotices, ServiceOptions } from '../protocol/service';
import { bankFolder } from './bankFolder';
import { loadBackground } from './embedder/background';
import { BankEmbedding } from './embedder/bankEmbedding';
import { Embedders } from './embedder/embedders';
import { openUseLite } from './embedder/useLite';
import { BankFreshness } from './freshness';
import { openGit, type Git } from './git/git';
import { loadShippedWeights, openAgents, type Agents, type ShippedWeights } from './learning/agents';
import { KeptWeights } from './learning/keptWeights';
import { Learner, type LearnerDeps } from './learning/learner';
import { BankReading } from './llm/bankReading';
import type { ModelHost } from './llm/hosted';
import type { Idle } from './llm/idle';
import { Meter } from './llm/meter';
import type { Models } from './llm/models';
import { randomId } from './randomId';
import { openFileStore } from './store/fileStore';
import { UseLog } from './uses';
import { createVectorIndex } from './vectors/createVectorIndex';

export interface BankDeps {
  /** Where the bundle lies, with the model in `model/`. */
  readonly distDir: string;
  /** Where the shipped weights of the agents lie. Default: in `media/weights`, beside the bundle's folder. */
  readonly weightsDir?: string;
  /** Default: the real training. */
  readonly learn?: LearnerDeps['learn'];
  readonly redactor: Redactor;
  /** Reaches the models of VS Code, and knows keys. Default: there are none. */
  readonly host?: ModelHost;
  readonly models: Models;
  readonly idle: Idle;
  /** How soon after a change a language model reads what is new. Default: 5 s. */
  readonly readAfterMs?: number;
  readonly clock: () => Date;
  readonly logger: Logger;
  readonly options: () => ServiceOptions;
  readonly emit: <E extends keyof ServiceNotices>(event: E, params: Parameters<ServiceNotices[E]>[0]) => void;
}

export interface OpenBank {
  readonly root: string;
  readonly folder: string;
  readonly git: Git | undefined;
  /** Where HEAD was when the bank was opened: before the first scan, only what comes after it is captured. */
  readonly baseline: string | undefined;
  readonly memory: ProjectMemory;
  readonly recall: Recall;
  readonly agents: Agents;
  readonly learner: Learner;
  readonly embedding: BankEmbedding;
  /** What language models used for this project. */
  readonly meter: Meter;
  readonly uses: UseLog;
  readonly freshness: BankFreshness;
  readonly reading: BankReading;
}

/** The banks that are open in this process, by the root they were opened for, and the one embedder they share. */
export class BankSet {
  readonly #deps: BankDeps;
  readonly #banks = new Map<string, Promise<OpenBank>>();
  readonly #embedding = new Map<OpenBank, { readonly done: Promise<void>; readonly stop: AbortController }>();
  readonly #embedders: Embedders;
  readonly #watch: NodeJS.Timeout;
  #loading: Promise<Model> | undefined;
  #shipped: Promise<ShippedWeights> | undefined;

  constructor(deps: BankDeps) {
    this.#deps = deps;
    this.#embedders = new Embedders({
      builtIn: async () => (await this.#model()).embedder,
      ...{ host: deps.host, redactor: deps.redactor, logger: deps.logger },
      onChange: () => void this.#switchEmbedder(),
    });
    this.#watch = setInterval(() => void this.#refreshAll(), POLL_MS).unref();
  }

  async open(root: string): Promise<OpenBank> {
    const key = path.resolve(root);
    let bank = this.#banks.get(key);
    if (!bank) {
      bank = this.#openBank(key);
      this.#banks.set(key, bank);
      bank.catch(() => this.#banks.delete(key)); // so that the next call tries again
    }
    const open = await bank;
    await open.memory.refresh();
    await open.agents.refresh();
    await open.uses.refresh();
    return open;
  }

  async close(root: string): Promise<void> {
    const key = path.resolve(root);
    const bank = await this.#banks.get(key);
    this.#banks.delete(key);
    if (!bank) return;
    await bank.reading.close();
    await bank.freshness.close();
    await bank.uses.close();
    await bank.learner.close();
    const running = this.#embedding.get(bank);
    running?.stop.abort();
    await running?.done;
    bank.recall.dispose();
    await bank.embedding.close();
    await bank.memory.close();
  }

  async dispose(): Promise<void> {
    clearInterval(this.#watch);
    this.#embedders.dispose();
    await Promise.all([...this.#banks.keys()].map((root) => this.close(root)));
  }

  /** The options changed: other models may be chosen, or what was wrong with them is mended. */
  chooseModels(): void {
    this.#embedders.choose(this.#deps.options().model?.embeddings);
    for (const bank of this.#banks.values())
      void bank.then(
        ({ reading }) => reading.restart(),
        () => undefined, // whoever opens it is told
      );
  }

  /** What this bank is searched with by meaning. */
  async embedder({ embedding }: OpenBank): Promise<BankStatus['embedder']> {
    const { embedder } = embedding;
    const { problem } = this.#embedders;
    if (!embedder) return { unavailable: problem ?? (await this.#model()).problem ?? 'There is no model.' };
    const { model, dimension } = embedder;
    return { model, dimension, ...(problem !== undefined && { problem: `${problem} ${MEANWHILE}` }) };
  }

  /** The setting for the index changed: the next question builds the other one. */
  forgetIndexes(): void {
    for (const bank of this.#banks.values()) void bank.then(({ recall }) => recall.forgetIndex());
  }

  /** Starts computing missing vectors, and writes a checkpoint where it is worth it; nothing waits for it but `settle`. */
  embedLater(bank: OpenBank): void {
    const before = this.#embedding.get(bank);
    const stop = before && !before.stop.signal.aborted ? before.stop : new AbortController();
    const done = (before?.done ?? Promise.resolve()).then(() => this.#finish(bank, stop.signal));
    this.#embedding.set(bank, { done, stop });
  }

  /** Resolves when all vectors are there and the checkpoint is written. */
  async settle(bank: OpenBank, signal?: AbortSignal): Promise<void> {
    this.embedLater(bank);
    const running = this.#embedding.get(bank);
    const stop = (): void => running?.stop.abort();
    signal?.addEventListener('abort', stop, { once: true });
    await running?.done;
    signal?.removeEventListener('abort', stop);
  }

  async #finish(bank: OpenBank, signal: AbortSignal): Promise<void> {
    const onProgress = (done: number, total: number): void =>
      this.#deps.emit('progress', { root: bank.root, phase: 'embedding', done, total });
    try {
      await bank.recall.embedMissing(onProgress, signal);
    } catch (error) {
      if (!signal.aborted)
        this.#deps.logger.error('Some memories could not be embedded; they are found by words.', error);
    }
    try {
      if (bank.memory.readOnly === undefined) await bank.memory.checkpoint();
    } catch (error) {
      this.#deps.logger.error('The checkpoint was not written; the next start reads the whole journal.', error);
    }
  }

  async #switchEmbedder(): Promise<void> {
    for (const opening of this.#banks.values()) {
      const bank = await opening.catch(() => undefined); // whoever opens it is told
      if (!bank) continue;
      bank.embedding.use(await this.#embedders.current());
      this.embedLater(bank);
    }
  }

  /** Sees what other windows and the command line wrote; a look at the size of a file where there was nothing. */
  async #refreshAll(): Promise<void> {
    for (const opening of this.#banks.values()) {
      try {
        const { root, memory, agents } = await opening;
        await memory.refresh();
        if (await agents.refresh()) this.#deps.emit('learned', { root });
      } catch (error) {
        this.#deps.logger.debug(`Not refreshed: ${String(error)}`); // whoever opens or uses the bank is told
      }
    }
  }

  async #openBank(root: string): Promise<OpenBank> {
    const { clock, logger, redactor, emit, options, learn } = this.#deps;
    const git = await openGit(root);
    const folder = await bankFolder(git?.root ?? root, git?.commonDir);
    const own = new KeptWeights(folder);
    const [store, model, agents] = await Promise.all([
      openFileStore(folder, { logger }),
      this.#model(),
      (this.#shipped ??= loadShippedWeights(this.#weightsDir, logger)).then((shipped) =>
        openAgents(shipped, own, logger),
      ),
    ]);
    const memory = await openMemory({
      store,
      redactor,
      policy: agents.manager,
      background: model.background,
      clock,
      newId: randomId,
      logger,
      get emailAddresses() {
        return options().emailAddresses;
      },
    });
    if (git) memory.branch = await git.heldBranch();
    const ownName = await nameOf(git?.root ?? root);
    const recall = new Recall({
      memory,
      ownName,
      background: model.background,
      policy: agents.distillation,
      ...{ redactor, clock, logger },
    });
    const embedding = new BankEmbedding({
      ...{ folder, recall, logger },
      createIndex: (dimension, expected) => createVectorIndex(options().index, dimension, expected),
    });
    await this.#embedders.ready();
    embedding.use(await this.#embedders.current());
    const meter = new Meter(folder, clock, logger);
    const reading = new BankReading({
      ...{ folder, memory, meter, models: this.#deps.models, idle: this.#deps.idle, options, logger },
      onProgress: (done, total) => emit('progress', { root, phase: 'model', done, total }),
      ...(this.#deps.readAfterMs !== undefined && { startMs: this.#deps.readAfterMs }),
    });
    memory.onDidChange(() => {
      emit('changed', { root });
      reading.wake();
    });
    reading.wake();
    const uses = new UseLog(folder, { logger, canWrite: memory.readOnly === undefined });
    const learner = new Learner({
      ...{ memory, agents, own, ownName, background: model.background, clock, logger },
      recalled: () => uses.counts(),
      onProgress: (progress) => emit('training', { root, ...progress }),
      onChange: () => emit('learned', { root }),
      ...(learn && { learn }),
    });
    const freshness = new BankFreshness({ memory, git, logger });
    const baseline = await git?.head();
    return {
      root,
      folder,
      git,
      baseline,
      memory,
      recall,
      agents,
      learner,
      embedding,
      meter,
      reading,
      uses,
      freshness,
    };
  }

  get #weightsDir(): string {
    return this.#deps.weightsDir ?? path.join(this.#deps.distDir, '../media/weights');
  }

  async #model(): Promise<Model> {
    return await (this.#loading ??= this.#loadModel());
  }

  /** Without its model files everything works on, by words alone. */
  async #loadModel(): Promise<Model> {
    const dir = path.join(this.#deps.distDir, 'model');
    try {
      const [embedder, background] = await Promise.all([openUseLite(dir), loadBackground(dir)]);
      return { embedder, background };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.#deps.logger.warn(`Search goes by words alone: ${problem}`);
      return { background: new Map(), problem };
    }
  }
}

/** What the project calls itself, else its folder. */
async function nameOf(root: string): Promise<string> {
  const folder = path.basename(root);
  try {
    const manifest: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    const name = typeof manifest === 'object' && manifest !== null && 'name' in manifest ? manifest.name : undefined;
    return typeof name === 'string' && name !== '' ? name : folder;
  } catch {
    return folder; // no manifest, or one that is being written
  }
}

/** What searches while the chosen model does not. */
const MEANWHILE = 'The built-in model searches meanwhile.';

/** How soon this process notices what another one wrote. */
const POLL_MS = 2000;

interface Model {
  readonly embedder?: Embedder;
  readonly background: ReadonlyMap<string, number>;
  readonly problem?: string;
}
