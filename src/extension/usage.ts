import type * as vscode from 'vscode';
import type { Answer } from '../core/index';
import { STATE } from './ids';

/** By root, then by memory. */
type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** In how many answers of this workspace each memory was used. It is about answers, so it is not in the bank. */
export class Usage {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  of(root: string, id: string): number {
    return this.#all[root]?.[id] ?? 0;
  }

  async add(root: string, { used }: Pick<Answer, 'used'>): Promise<void> {
    if (used.length === 0) return;
    const counts = { ...this.#all[root] };
    for (const { id } of used) counts[id] = (counts[id] ?? 0) + 1;
    await this.#state.update(STATE.used, { ...this.#all, [root]: counts });
  }

  get #all(): Counts {
    return this.#state.get<Counts>(STATE.used, {});
  }
}
