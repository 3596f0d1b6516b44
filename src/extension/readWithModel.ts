import * as vscode from 'vscode';
import type { ReadingReport } from '../protocol/model';
import { requireTrust } from './acts';
import type { App } from './app';
import { isCancellation, toSignal } from './cancel';
import { COMMANDS } from './ids';
import { nameOf, readingSentence } from './modelText';
import { requireProject } from './projects';
import { agree } from './setUpModel';
import { formatCount } from '../protocol/words';

/** Memory: Read with Language Model... has the chosen model read what it has not read yet. What it finds waits for review. */
export async function readWithModel(app: App): Promise<void> {
  requireTrust();
  const { root } = requireProject(app.projects);
  const choice = app.choice();
  if (choice.kind === 'none') return await offerSetUp('No language model is set up. Facts come from rules only.');
  const status = await app.service.call('modelStatus', { root });
  if (status && !status.trust.extracts)
    return await offerSetUp(`${status.name} has not passed the test for reading commits and chats.`);
  if (!(await agree(app, choice))) return;
  const hosted = choice.kind === 'vscode' ? await app.models.find(choice.id) : undefined;
  const loan = hosted && app.models.lend(hosted);
  try {
    const report = await whileReadingWith(app, root, nameOf(choice));
    await app.banks.refresh(root);
    if (report) await tell(app, root, report);
  } finally {
    loan?.dispose();
  }
}

/** @returns undefined when it was cancelled */
async function whileReadingWith(app: App, root: string, name: string): Promise<ReadingReport | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title: `Reading with ${name}`, cancellable: true };
  return await vscode.window.withProgress(options, async (progress, token) => {
    let shown = 0;
    const steps = app.onDidProgress((step) => {
      if (step.root !== root || step.phase !== 'model' || step.total === 0) return;
      const share = (100 * step.done) / step.total;
      progress.report({
        message: `${formatCount(step.done)} of ${formatCount(step.total)}`,
        increment: Math.max(0, share - shown),
      });
      shown = Math.max(shown, share);
    });
    try {
      return await app.service.call('readWithModel', { root }, toSignal(token));
    } catch (error) {
      if (!isCancellation(error)) throw error;
      void vscode.window.showInformationMessage(
        'Stopped. What was read so far is kept; reading again goes on from there.',
      );
      return undefined;
    } finally {
      steps.dispose();
    }
  });
}

async function tell(app: App, root: string, report: ReadingReport): Promise<void> {
  const reason = report.failed > 0 ? await lastProblem(app, root) : undefined;
  const text = readingSentence(report, reason);
  app.log.info(text);
  const review = 'Review proposals';
  const chosen = await vscode.window.showInformationMessage(
    text,
    ...(report.facts > 0 ? [review] : []),
    ...(report.failed > 0 ? ['Show log'] : []),
  );
  if (chosen === review) await vscode.commands.executeCommand(COMMANDS.reviewProposals);
  else if (chosen) app.log.show();
}

/** Why the last reading that failed did. */
async function lastProblem(app: App, root: string): Promise<string | undefined> {
  const status = await app.service.call('modelStatus', { root });
  return status?.log.find(({ problem }) => problem !== undefined)?.problem;
}

async function offerSetUp(text: string): Promise<void> {
  const setUp = 'Set up language model...';
  if ((await vscode.window.showInformationMessage(text, setUp)) === setUp)
    await vscode.commands.executeCommand(COMMANDS.setUpModel);
}
