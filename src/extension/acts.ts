import * as vscode from 'vscode';
import { RemoteError } from '../protocol/rpc';
import type { Answered, AnswerVerdict, Selection } from '../core/index';
import type { ActionReport } from '../protocol/service';
import type { Outcome } from '../protocol/sidebar';
import { sentenceOf, TEXTS, UserError } from './failures';
import type { MemoryService } from './service';
import { asSentence } from './words';

/** In Restricted Mode nothing is written. @throws UserError */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) throw new UserError(TEXTS.restricted);
}

/** Everything that changes a bank at the user's word. Each act is one step of undo and ends in a sentence. */
export class Acts {
  readonly #service: MemoryService;

  constructor(service: MemoryService) {
    this.#service = service;
  }

  accept(root: string, selection: Selection): Promise<Outcome> {
    return settle('The proposal is still here.', () => this.#service.call('accept', { root, ...selection }));
  }

  reject(root: string, selection: Selection): Promise<Outcome> {
    return settle('The proposal is still here.', () => this.#service.call('reject', { root, ...selection }));
  }

  edit(root: string, id: string, text: string): Promise<Outcome> {
    return settle('The proposal is still here.', () => this.#service.call('edit', { root, id, text }));
  }

  editMemory(root: string, id: string, text: string): Promise<Outcome> {
    return settle('The memory is as it was.', () => this.#service.call('editMemory', { root, id, text }));
  }

  deleteMemory(root: string, id: string): Promise<Outcome> {
    return settle('The memory is still here.', () => this.#service.call('deleteMemory', { root, id }));
  }

  revertMemory(root: string, id: string): Promise<Outcome> {
    return settle('The memory is as it was.', () => this.#service.call('revertMemory', { root, id }));
  }

  /** Keeps what the user says of an answer, for learning. */
  rate(root: string, answer: Answered, verdict: AnswerVerdict): Promise<Outcome> {
    return settle('The answer stays as it is.', () => this.#service.call('rate', { root, ...answer, verdict }));
  }

  async undo(root: string): Promise<Outcome> {
    const outcome = await settle('', async () => (await this.#service.call('undo', { root, count: 1 }))[0]);
    return { ...outcome, undo: false };
  }
}

async function settle(still: string, act: () => Promise<ActionReport | undefined>): Promise<Outcome> {
  try {
    requireTrust();
    const report = await act();
    return { ok: true, message: asSentence(report?.label ?? 'Nothing to undo'), undo: report !== undefined };
  } catch (error) {
    // Another window, or the command line, was faster.
    if (error instanceof RemoteError && error.code === 'bank/not-found') {
      return { ok: false, message: 'This was decided elsewhere already.', undo: false };
    }
    return { ok: false, message: `${asSentence(sentenceOf(error))} ${still}`.trimEnd(), undo: false };
  }
}
