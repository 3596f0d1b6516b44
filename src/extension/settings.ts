import * as vscode from 'vscode';
import type { ReviewMode, ServiceOptions } from '../protocol/service';
import { isChatApp, type ChatApp } from '../protocol/chats';
import { SETTINGS } from './ids';

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
}

export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration();
  const oneOf = <T extends string>(key: string, allowed: readonly [T, ...T[]]): T => {
    const value = configuration.get<unknown>(key);
    return allowed.find((one) => one === value) ?? allowed[0];
  };
  const candidates = configuration.get<unknown>(SETTINGS.candidates);
  const chats = configuration.get<unknown>(SETTINGS.chats);
  return Object.freeze({
    review: oneOf(SETTINGS.review, ['all', 'uncertain', 'off']),
    commits: configuration.get<unknown>(SETTINGS.commits) !== false,
    chats: Array.isArray(chats) ? chats.filter((name) => typeof name === 'string').filter(isChatApp) : [],
    candidates: typeof candidates === 'number' ? Math.min(60, Math.max(1, Math.round(candidates))) : 60,
    index: oneOf(SETTINGS.index, ['auto', 'exact', 'hnsw']),
    emailAddresses: configuration.get<unknown>(SETTINGS.emailAddresses) === true,
  });
}

export function toServiceOptions({ review, index, candidates, emailAddresses }: Settings): ServiceOptions {
  return { review, index, candidates, emailAddresses };
}

/** Adds assistants to those whose new conversations are read, for this person on this machine. */
export async function watchChatsOf(apps: readonly ChatApp[]): Promise<void> {
  const all = [...new Set([...readSettings().chats, ...apps])];
  await vscode.workspace.getConfiguration().update(SETTINGS.chats, all, vscode.ConfigurationTarget.Global);
}

export function affectsSettings(event: vscode.ConfigurationChangeEvent): boolean {
  return Object.values(SETTINGS).some((key) => event.affectsConfiguration(key));
}
