import * as vscode from 'vscode';
import type { LearningState, TrainingProgress } from '../protocol/learning';
import { RemoteError } from '../protocol/rpc';
import { requireTrust } from './acts';
import { sentenceOf } from './failures';
import { trainingFailed } from '../protocol/words';
import type { MemoryService } from './service';

/** What is known of the learning of a project: its state, or why there is none. */
export interface LearningView {
  readonly state?: LearningState;
  readonly failure?: string;
}

export interface TrainingEnd {
  readonly root: string;
  /** In one sentence: what came of it, or why it ended without a result. */
  readonly text: string;
}

/** The last known learning of every project, asked for again after each change, and the trainings of this window. */
export class Learning implements vscode.Disposable {
  readonly #service: MemoryService;
  readonly #views = new Map<string, LearningView>();
  /** Roots of what this window trains. */
  readonly #training = new Set<string>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #ended = new vscode.EventEmitter<TrainingEnd>();

  /** Told with the root. */
  readonly onDidChange = this.#changed.event;
  /** A training that this window had begun is over. */
  readonly onDidEnd = this.#ended.event;

  constructor(service: MemoryService) {
    this.#service = service;
  }

  get(root: string): LearningView {
    return this.#views.get(root) ?? {};
  }

  /** Roots of what is trained now. */
  get training(): readonly string[] {
    return [...this.#training];
  }

  /** The service told of a change; who never asked need not know. */
  noteChange(root: string): void {
    if (this.#views.has(root) || this.#training.has(root)) void this.refresh(root);
  }

  noteProgress({ root, ...running }: TrainingProgress & { readonly root: string }): void {
    const { state } = this.get(root);
    if (state && this.#training.has(root)) this.#set(root, { state: { ...state, running } });
  }

  async refresh(root: string): Promise<LearningView> {
    const view = await this.#service.call('learning', { root }).then(
      (state) => ({ state }),
      (error: unknown) => ({ failure: sentenceOf(error) }),
    );
    return this.#set(root, view);
  }

  /** Trains until it ends by itself, or is stopped. How it ended is told, and stands in the state. */
  async train(root: string): Promise<void> {
    if (this.#training.has(root)) return;
    requireTrust();
    this.#training.add(root);
    let end: string | undefined;
    let failed: string | undefined;
    try {
      ({ verdict: end } = await this.#service.call('train', { root }));
    } catch (error) {
      if (!isAnswered(error)) failed = sentenceOf(error);
    } finally {
      this.#training.delete(root);
      const { state } = await this.refresh(root);
      // A worker that died could not keep why.
      if (state && failed !== undefined && state.failed === undefined) this.#set(root, { state: { ...state, failed } });
      const text = failed === undefined ? end : `${trainingFailed(failed)} The current weights stay.`;
      if (text !== undefined) this.#ended.fire({ root, text });
    }
  }

  /** What was learned so far is compared and reported. */
  async stop(root: string): Promise<void> {
    await this.#service.call('stopTraining', { root });
  }

  /** Declines weights that won. */
  async keepOld(root: string): Promise<void> {
    this.#set(root, { state: await this.#service.call('keepCurrent', { root }) });
  }

  async useNew(root: string): Promise<void> {
    this.#set(root, { state: await this.#service.call('useWeights', { root }) });
  }

  /** To what answered before the last switch, or to the shipped weights. */
  async goBack(root: string, to?: 'shipped'): Promise<void> {
    this.#set(root, { state: await this.#service.call('revertWeights', { root, ...(to && { to }) }) });
  }

  dispose(): void {
    this.#changed.dispose();
    this.#ended.dispose();
  }

  #set(root: string, view: LearningView): LearningView {
    this.#views.set(root, view);
    this.#changed.fire(root);
    return view;
  }
}

/** The state says it better than an error does: too little to learn from, or another training runs. */
function isAnswered(error: unknown): boolean {
  return error instanceof RemoteError && (error.code === 'learning/too-little' || error.code === 'learning/running');
}
