import * as vscode from 'vscode';
import { debounce } from './cancel';
import type { LanguageModels } from './languageModels';

/** Models come one by one while VS Code starts. */
const QUIET_MS = 500;

/**
 * Watches whether the chosen model of VS Code may be used: it may come after us, or go; and consent may be given, or taken back.
 * @param chosen the id of the model; undefined where none of VS Code is chosen
 * @param changed told after that changed, for what failed before may work now
 */
export function watchHosted(
  context: Pick<vscode.ExtensionContext, 'languageModelAccessInformation'>,
  models: LanguageModels,
  chosen: () => string | undefined,
  changed: () => void,
): vscode.Disposable {
  let last: string | undefined;
  const look = async (): Promise<void> => {
    const id = chosen();
    const now = id === undefined ? undefined : `${id} ${await models.isAllowed(id)}`;
    if (now === last) return;
    last = now;
    if (now !== undefined) changed();
  };
  const later = debounce(() => {
    look().catch(() => undefined); // it is looked at again with the next change
  }, QUIET_MS);
  return vscode.Disposable.from(
    later,
    vscode.lm.onDidChangeChatModels(later),
    context.languageModelAccessInformation.onDidChange(later),
  );
}
