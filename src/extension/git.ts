import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

/** The few parts of the built-in git extension's API (version 1) that are used here. */
interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
  getAPI(version: 1): GitApi;
}

export interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<'uninitialized' | 'initialized'>;
  readonly repositories: readonly GitRepository[];
  readonly onDidOpenRepository: vscode.Event<GitRepository>;
  readonly onDidCloseRepository: vscode.Event<GitRepository>;
}

export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD?: { readonly name?: string; readonly commit?: string };
    /** Fires for any change of the repository, not for commits alone. */
    readonly onDidChange: vscode.Event<void>;
  };
}

/** @returns undefined where the git extension is missing or switched off; git itself may be there all the same. */
export async function openGitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  try {
    const git = await extension.activate();
    return git.enabled ? git.getAPI(1) : undefined;
  } catch {
    // It throws when git is disabled or not installed; whoever asks has another way.
    return undefined;
  }
}

/** Whether two paths name one folder, links and letter case of the disk considered. */
export async function isSameFolder(a: string, b: string): Promise<boolean> {
  const [realA, realB] = await Promise.all(
    [a, b].map((folder) => fs.realpath(folder).catch(() => path.resolve(folder))),
  );
  return realA !== undefined && realB !== undefined && path.relative(realA, realB) === '';
}
