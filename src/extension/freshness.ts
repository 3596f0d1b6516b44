import * as vscode from 'vscode';
import { requireTrust } from './acts';
import type { App } from './app';
import { toSignal } from './cancel';
import { COMMANDS } from './ids';
import { requireProject } from './projects';
import { countOf } from '../protocol/words';
import type { FreshnessReport } from '../protocol/service';

/** Memory: Check for Outdated Memories. The check also runs by itself after commits were read; asked for, it tells what it found. */
export async function checkOutdated(app: App): Promise<void> {
  requireTrust();
  const { root } = requireProject(app.projects);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'Looking for outdated memories',
    cancellable: true,
  };
  const report = await vscode.window.withProgress(options, (_, token) =>
    app.service.call('checkFreshness', { root }, toSignal(token)),
  );
  await app.banks.refresh(root);
  void tell(report);
}

async function tell(report: FreshnessReport): Promise<void> {
  const review = 'Review Proposals';
  const acts = report.stale.length > 0 ? [review] : [];
  const chosen = await vscode.window.showInformationMessage(freshnessSentence(report), ...acts);
  if (chosen === review) await vscode.commands.executeCommand(COMMANDS.reviewProposals);
}

/** "Nothing is outdated: what 12 memories rest on is still there." */
export function freshnessSentence({ checked, stale }: Pick<FreshnessReport, 'checked' | 'stale'>): string {
  if (checked === 0) return 'No memory rests on a file, and no commit left the history.';
  if (stale.length === 0)
    return `Nothing is outdated: what ${countOf(checked, 'memory rests', 'memories rest')} on is still there.`;
  const waits = stale.length === 1 ? 'a proposal waits' : 'proposals wait';
  return `${countOf(stale.length, 'memory', 'memories')} may be out of date. Nothing was changed: ${waits} for you.`;
}
