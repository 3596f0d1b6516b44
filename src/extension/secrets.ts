import * as vscode from 'vscode';
import { requireTrust } from './acts';
import type { App } from './app';
import { toSignal } from './cancel';
import { UserError } from './failures';
import { requireProject } from './projects';
import { countOf } from '../protocol/words';

/** Name of the doctor's check that looks for what today's rules would have removed. */
const CHECK = 'secrets';

/** Memory: Check for Secrets... looks, and offers to remove what it found. That is the one thing without undo, so it asks first. */
export async function checkSecrets(app: App): Promise<void> {
  requireTrust();
  const { root, name } = requireProject(app.projects);
  const check = await whileWorking('Checking for secrets', async (signal) => {
    const { checks } = await app.service.call('doctor', { root }, signal);
    return checks.find((one) => one.name === CHECK);
  });
  if (!check) throw new UserError('The memory of this project could not be checked for secrets.');
  if (check.ok) {
    void vscode.window.showInformationMessage(`No secrets were found in the memory of ${name}.`);
    return;
  }
  // The rest names the way of the command line.
  const [found] = check.detail.split(/\.(?= )/);
  const remove = 'Remove for Good';
  const chosen = await vscode.window.showWarningMessage(
    `Remove the secrets from the memory of ${name}?`,
    {
      modal: true,
      detail: `${found}.\n\nThey are taken out of every file of this memory, backups included. That cannot be undone. Everything else stays as it is. Whoever had the secrets may still have them: change them where they are used.`,
    },
    remove,
  );
  if (chosen !== remove) return;
  const { secrets, records } = await whileWorking('Removing secrets', () => app.service.call('purge', { root }));
  await app.banks.refresh(root);
  void vscode.window.showInformationMessage(
    `Removed ${countOf(secrets, 'secret')} from ${countOf(records, 'record')} for good.`,
  );
}

async function whileWorking<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title };
  return await vscode.window.withProgress(options, (_, token) => work(toSignal(token)));
}
