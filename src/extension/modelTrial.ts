import * as vscode from 'vscode';
import type { ModelChoice, ModelTrial } from '../protocol/model';
import type { App } from './app';
import { toSignal } from './cancel';
import { STATE } from './ids';
import { placeOf } from './modelChoice';
import { agreementText, nameOf, type AgreedStep } from './modelText';
import { asPlainLine } from './words';

type Chosen = Exclude<ModelChoice, { kind: 'none' }>;

/** @returns whether text may be sent there; it is asked once */
export async function agree(app: App, choice: Chosen, next: AgreedStep): Promise<boolean> {
  const { globalState } = app.context;
  const agreed = globalState.get<readonly string[]>(STATE.agreedModels, []);
  const place = placeOf(choice);
  if (agreed.includes(place)) return true;
  const { message, detail, yes } = agreementText(choice, next);
  if ((await vscode.window.showInformationMessage(message, { modal: true, detail }, yes)) !== yes) return false;
  await globalState.update(STATE.agreedModels, [...agreed, place]);
  return true;
}

/** Has a model examined, with progress that can be cancelled. @returns undefined when it was cancelled */
export async function examine(app: App, choice: Chosen): Promise<ModelTrial | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Testing ${nameOf(choice)}`,
    cancellable: true,
  };
  const hosted = choice.kind === 'vscode' ? await app.models.find(choice.id) : undefined;
  const loan = hosted && app.models.lend(hosted);
  try {
    return await vscode.window.withProgress(options, async (progress, token) => {
      const steps = app.onDidExamine(({ step }) => {
        progress.report({ message: `${step.passed ? 'passed' : 'failed'}: ${asPlainLine(step.name)}` });
      });
      try {
        return await app.service.call('tryModel', { choice }, toSignal(token));
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      } finally {
        steps.dispose();
      }
    });
  } finally {
    loan?.dispose();
  }
}
