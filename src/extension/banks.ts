import * as vscode from 'vscode';
import type { BankStatus } from '../protocol/service';
import { debounce } from './cancel';
import type { MemoryService } from './service';
import { sentenceOf } from './failures';

/** What is known of a bank: its status, or why it cannot be opened. */
export interface BankView {
  readonly status?: BankStatus;
  readonly failure?: string;
  /** What is being read into it now. */
  readonly reading?: Reading;
}

export type Reading = 'commits' | 'chats' | 'documents';

/** A change of the bank is looked at when it has been quiet this long; reading makes many. */
const QUIET_MS = 120;

/** The last known status of every bank, asked for again after each change. */
export class Banks implements vscode.Disposable {
  readonly #service: MemoryService;
  readonly #views = new Map<string, BankView>();
  readonly #refreshers = new Map<string, ReturnType<typeof debounce<[]>>>();
  readonly #changed = new vscode.EventEmitter<string>();

  /** Told with the root after the status, or what is being read, has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(service: MemoryService) {
    this.#service = service;
  }

  get(root: string): BankView {
    return this.#views.get(root) ?? {};
  }

  /** What is being read into any of them. */
  get reading(): Reading | undefined {
    return [...this.#views.values()].find(({ reading }) => reading)?.reading;
  }

  /** The status, asked for if it is not known yet. @returns undefined when the bank cannot be opened; `get` then says why. */
  async open(root: string): Promise<BankStatus | undefined> {
    return this.get(root).status ?? (await this.refresh(root)).status;
  }

  async refresh(root: string): Promise<BankView> {
    const answer = await this.#service.call('status', { root }).then(
      (status) => ({ status }),
      (error: unknown) => ({ failure: sentenceOf(error) }),
    );
    const { reading } = this.get(root);
    return this.#set(root, { ...answer, ...(reading && { reading }) });
  }

  /** The bank changed, by us or by another process. While something is read this waits for its end. */
  noteChange(root: string): void {
    if (this.get(root).reading) return;
    let refresher = this.#refreshers.get(root);
    if (!refresher) this.#refreshers.set(root, (refresher = debounce(() => void this.refresh(root), QUIET_MS)));
    refresher();
  }

  /** Marks the bank as being read into while `work` runs. */
  async whileReading<T>(root: string, reading: Reading, work: () => Promise<T>): Promise<T> {
    this.#set(root, { ...this.get(root), reading });
    try {
      return await work();
    } finally {
      // Without telling: the refresh does, with the state after it.
      const { reading: _ended, ...view } = this.get(root);
      this.#views.set(root, view);
      await this.refresh(root);
    }
  }

  dispose(): void {
    for (const refresher of this.#refreshers.values()) refresher.dispose();
    this.#changed.dispose();
  }

  #set(root: string, view: BankView): BankView {
    this.#views.set(root, view);
    this.#changed.fire(root);
    return view;
  }
}
