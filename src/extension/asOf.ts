import * as vscode from 'vscode';
import type { App } from './app';
import { dayChoices, type DayChoice } from './days';
import { requireProject } from './projects';

type Item = vscode.QuickPickItem & { readonly choice: DayChoice };

/**
 * Memory: Show Memories as of... asks for a day, a month or a year.
 * @returns the day; null for today; undefined when nothing was chosen
 */
export async function chooseDay(app: App): Promise<string | null | undefined> {
  const { root } = requireProject(app.projects);
  const memories = await app.service.call('list', { root, states: ['active', 'superseded', 'deleted'], lasting: true });
  const last = new Date().getFullYear() - 1;
  const first = memories.reduce((year, { validFrom }) => Math.min(year, Number(validFrom.slice(0, 4))), last + 1);
  const toItems = (typed: string): Item[] =>
    dayChoices(typed, { first, last }).map((choice) => ({ label: choice.label, alwaysShow: true, choice }));

  const pick = vscode.window.createQuickPick<Item>();
  pick.title = 'Show Memories as of...';
  pick.placeholder = 'A day, a month or a year, such as 2024-03-12';
  pick.items = toItems('');
  pick.onDidChangeValue((typed) => (pick.items = toItems(typed)));
  return await new Promise((resolve) => {
    pick.onDidAccept(() => {
      const choice = pick.activeItems[0]?.choice;
      if (!choice || choice.isHint) return;
      resolve(choice.day ?? null);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
