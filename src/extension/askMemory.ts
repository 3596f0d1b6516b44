import type * as vscode from 'vscode';
import type { Answer } from '../core/index';
import type { App } from './app';
import { idOf, isForeign } from './languageModels';
import { usesPicked } from './modelChoice';

export interface Asked {
  readonly root: string;
  readonly question: string;
  /** The model that is picked for the chat that asks. */
  readonly picked?: vscode.LanguageModelChat;
}

/**
 * An answer from memory, in a model's words where there is one. It is the chat's own unless the user chose another; where a model fails, what memory itself says
 * stands, and the log has the reason.
 */
export async function askMemory(app: App, { root, question, picked }: Asked, signal: AbortSignal): Promise<Answer> {
  const model = pickedModel(app, picked);
  const loan = model && app.models.lend(model);
  try {
    const own = model && { model: { id: idOf(model), name: model.name } };
    return await app.service.call('ask', { root, question, ...own }, signal);
  } finally {
    loan?.dispose();
  }
}

/** Who will word an answer, if anybody: the answer then takes a while. */
export function wordingModel(app: App, picked?: vscode.LanguageModelChat): string | undefined {
  const choice = app.choice();
  const chosen = choice.kind === 'none' ? undefined : choice.kind === 'endpoint' ? choice.model : choice.name;
  return pickedModel(app, picked)?.name ?? chosen;
}

/** The model that is picked for a chat, where it is a model and the user has chosen no other. */
export function pickedModel(
  app: App,
  picked: vscode.LanguageModelChat | undefined,
): vscode.LanguageModelChat | undefined {
  return picked && isForeign(picked) && usesPicked(app.settings()) ? picked : undefined;
}
