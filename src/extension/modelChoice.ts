import type { ModelChoice, ModelOptions } from '../protocol/model';
import { hostOf, isLocal } from './endpoints';
import type { ModelName } from './languageModels';
import type { Settings } from './settings';

/** What `memory.model` can be; the first is the default. */
export const MODEL_USES = ['auto', 'vscode', 'endpoint', 'none'] as const;
export type ModelUse = (typeof MODEL_USES)[number];

type ModelSettings = Pick<Settings, 'model' | 'endpoint' | 'dailyTokens'>;

/** What the worker is told of the model. Undefined where the user wants none: then nothing is sent anywhere. */
export function toModelOptions(settings: ModelSettings, hosted: ModelName | undefined): ModelOptions | undefined {
  const { model, endpoint, dailyTokens } = settings;
  if (model === 'none') return undefined;
  const { url, embeddingModel } = endpoint ?? {};
  const embeddings = url !== undefined && embeddingModel !== undefined ? { url, model: embeddingModel } : undefined;
  return { choice: toChoice(settings, hosted), dailyTokens, ...(embeddings && { embeddings }) };
}

/** Which model answers where no chat request brings its own. */
export function toChoice({ model, endpoint }: ModelSettings, hosted: ModelName | undefined): ModelChoice {
  const none = { kind: 'none' } as const;
  const ofEndpoint = endpoint?.model ? ({ kind: 'endpoint', url: endpoint.url, model: endpoint.model } as const) : none;
  const ofVscode = hosted ? ({ kind: 'vscode', ...hosted } as const) : none;
  switch (model) {
    case 'none':
      return none;
    case 'endpoint':
      return ofEndpoint;
    case 'vscode':
      return ofVscode;
    case 'auto':
      return ofEndpoint.kind === 'none' ? ofVscode : ofEndpoint;
  }
}

/** Whether `@memory` uses the model that is picked for the chat, where that is one. */
export function usesPicked({ model }: Pick<Settings, 'model'>): boolean {
  return model === 'auto' || model === 'vscode';
}

/** Where text goes, as one name that an agreement is kept under. */
export function placeOf(choice: Exclude<ModelChoice, { kind: 'none' }>): string {
  return choice.kind === 'endpoint' ? choice.url : `vscode:${choice.id}`;
}

/** "qwen3:4b at localhost:11434", "GPT-5 mini of VS Code". */
export function describeChoice(choice: Exclude<ModelChoice, { kind: 'none' }>): string {
  return choice.kind === 'endpoint' ? `${choice.model} at ${hostOf(choice.url)}` : `${choice.name} of VS Code`;
}

export function isOnThisMachine(choice: ModelChoice): boolean {
  return choice.kind === 'none' || (choice.kind === 'endpoint' && isLocal(choice.url));
}
