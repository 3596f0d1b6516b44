import * as vscode from 'vscode';
import type { ModelStatus, ReadingReport } from '../protocol/model';
import { requireTrust } from './acts';
import type { App } from './app';
import { isCancellation, toSignal } from './cancel';
import { COMMANDS } from './ids';
import { nameOf, readingSentence, tokensFor } from './modelText';
import { agree } from './modelTrial';
import { requireProject } from './projects';
import { countOf, formatCount } from '../protocol/words';
import { withoutIcons } from './words';

/** How many are offered to be read at once; more of them may take hours, or cost something. */
const PORTIONS = [20, 100] as const;

/** Memory: Read with Language Model... has the chosen model read what it has not read yet. What it finds waits for review. */
export async function readWithModel(app: App): Promise<void> {
  requireTrust();
  const { root } = requireProject(app.projects);
  const choice = app.choice();
  if (choice.kind === 'none') return await offerSetUp('No language model is set up. Facts come from rules only.');
  const status = await app.service.call('modelStatus', { root });
  if (status && !status.trust.extracts)
    return await offerSetUp(`${status.name} has not passed the test for reading commits and chats.`);
  if (status?.unread === 0) return void vscode.window.showInformationMessage('Everything was read before.');
  if (!(await agree(app, choice, 'reading'))) return;
  const limit = status ? await choosePortion(status) : 0;
  if (limit === undefined) return;
  const hosted = choice.kind === 'vscode' ? await app.models.find(choice.id) : undefined;
  const loan = hosted && app.models.lend(hosted);
  try {
    const report = await whileReadingWith(app, { root, ...(limit > 0 && { limit }) }, nameOf(choice));
    await app.banks.refresh(root);
    if (report) await tell(app, root, report);
  } finally {
    loan?.dispose();
  }
}

/** @returns how many are to be read, 0 for all; undefined when it was closed */
async function choosePortion(status: ModelStatus): Promise<number | undefined> {
  const { name, unread } = status;
  const portions = PORTIONS.filter((portion) => portion < unread);
  if (portions.length === 0) return 0;
  const items = [...portions, unread].map((portion) => ({
    label: portion === unread ? `All ${formatCount(unread)}` : `The newest ${portion}`,
    description: `about ${countOf(tokensFor(portion, status), 'token')}`,
    portion,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Read with Language Model',
    placeHolder: `${withoutIcons(name)} has not read ${countOf(unread, 'commit or message', 'commits and messages')} yet`,
  });
  return picked && (picked.portion === unread ? 0 : picked.portion);
}

interface Portion {
  readonly root: string;
  readonly limit?: number;
}

/** @returns undefined when it was cancelled */
async function whileReadingWith(app: App, portion: Portion, name: string): Promise<ReadingReport | undefined> {
  const { root } = portion;
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
      return await app.service.call('readWithModel', portion, toSignal(token));
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
