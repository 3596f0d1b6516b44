import * as vscode from 'vscode';
import type { ReviewMode, ServiceOptions } from '../protocol/service';
import { isChatApp, type ChatApp } from '../protocol/chats';
import type { ModelChoice } from '../protocol/model';
import { parseEndpoint } from './endpoints';
import { SETTINGS } from './ids';
import type { ModelName } from './languageModels';
import { MODEL_USES, toModelOptions, type ModelUse } from './modelChoice';

/** What the user set, as one frozen value. A change makes a new one. */
export interface Settings {
  /** What waits for review before it is remembered. Default `all`. */
  readonly review: ReviewMode;
  /** Whether new commits are read when they appear. Default true. */
  readonly commits: boolean;
  /** Assistants whose new conversations about the open project are read as they appear. Default none. */
  readonly chats: readonly ChatApp[];
  /** Memories retrieved for a question, 1 to 60. Default 60. */
  readonly candidates: number;
  /** How vectors are searched. Default `auto`. */
  readonly index: ServiceOptions['index'];
  /** Whether e-mail addresses of people are kept. Default false. */
  readonly emailAddresses: boolean;
  /** Which language model is used. Default `auto`. */
  readonly model: ModelUse;
  /** The endpoint, once it has an address. */
  readonly endpoint?: Endpoint;
  /** Tokens that reading in the background may use in 24 hours; 0: it does not run. Default 200,000. */
  readonly dailyTokens: number;
}

export interface Endpoint {
  readonly url: string;
  readonly model?: string;
  /** The model that embeds instead of the built-in one. */
  readonly embeddingModel?: string;
}

const DAILY_TOKENS = 200_000;

export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration();
  const oneOf = <T extends string>(key: string, allowed: readonly [T, ...T[]]): T => {
    const value = configuration.get<unknown>(key);
    return allowed.find((one) => one === value) ?? allowed[0];
  };
  const candidates = configuration.get<unknown>(SETTINGS.candidates);
  const chats = configuration.get<unknown>(SETTINGS.chats);
  const text = (key: string): string => {
    const value = configuration.get<unknown>(key);
    return typeof value === 'string' ? value.trim() : '';
  };
  const url = parseEndpoint(text(SETTINGS.endpointUrl));
  const model = text(SETTINGS.endpointModel);
  const embeddingModel = text(SETTINGS.embeddingModel);
  const dailyTokens = configuration.get<unknown>(SETTINGS.dailyTokens);
  return Object.freeze({
    review: oneOf(SETTINGS.review, ['all', 'uncertain', 'off']),
    commits: configuration.get<unknown>(SETTINGS.commits) !== false,
    chats: Array.isArray(chats) ? chats.filter((name) => typeof name === 'string').filter(isChatApp) : [],
    candidates: typeof candidates === 'number' ? Math.min(60, Math.max(1, Math.round(candidates))) : 60,
    index: oneOf(SETTINGS.index, ['auto', 'exact', 'hnsw']),
    emailAddresses: configuration.get<unknown>(SETTINGS.emailAddresses) === true,
    model: oneOf(SETTINGS.model, MODEL_USES),
    ...(url !== undefined && {
      endpoint: Object.freeze({ url, ...(model && { model }), ...(embeddingModel && { embeddingModel }) }),
    }),
    dailyTokens: typeof dailyTokens === 'number' ? Math.max(0, Math.round(dailyTokens)) : DAILY_TOKENS,
  });
}

/** @param hosted the model of VS Code that the user chose */
export function toServiceOptions(settings: Settings, hosted: ModelName | undefined): ServiceOptions {
  const { review, index, candidates, emailAddresses } = settings;
  const model = toModelOptions(settings, hosted);
  return { review, index, candidates, emailAddresses, ...(model && { model }) };
}

/** Keeps a choice of the language model for this person on this machine. Which model of VS Code it is stands elsewhere: see `STATE`. */
export async function saveModelChoice(choice: ModelChoice): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const save = (key: string, value: string): Thenable<void> =>
    configuration.update(key, value, vscode.ConfigurationTarget.Global);
  if (choice.kind === 'endpoint') {
    await save(SETTINGS.endpointUrl, choice.url);
    await save(SETTINGS.endpointModel, choice.model);
  }
  await save(SETTINGS.model, choice.kind);
}

/** Adds assistants to those whose new conversations are read, for this person on this machine. */
export async function watchChatsOf(apps: readonly ChatApp[]): Promise<void> {
  const all = [...new Set([...readSettings().chats, ...apps])];
  await vscode.workspace.getConfiguration().update(SETTINGS.chats, all, vscode.ConfigurationTarget.Global);
}

export function affectsSettings(event: vscode.ConfigurationChangeEvent): boolean {
  return Object.values(SETTINGS).some((key) => event.affectsConfiguration(key));
}
