import * as vscode from 'vscode';

export interface ManyChoice<T extends vscode.QuickPickItem> {
  readonly title: string;
  /** Of two; absent where there is only one. */
  readonly step?: 1 | 2;
  readonly placeholder: string;
  readonly items: readonly T[];
  /** Those that are ticked at first. */
  readonly ticked: readonly T[];
  /** A button of an item was pressed. */
  press?(item: T): void;
}

/** A list with a box before each item. @returns the ticked ones; undefined when it was closed, or nothing was ticked */
export async function pickMany<T extends vscode.QuickPickItem>(
  choice: ManyChoice<T>,
): Promise<readonly T[] | undefined> {
  const pick = vscode.window.createQuickPick<T>();
  pick.title = choice.title;
  if (choice.step !== undefined) {
    pick.step = choice.step;
    pick.totalSteps = 2;
  }
  pick.placeholder = choice.placeholder;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true; // what was ticked by hand is not to be lost by a click elsewhere
  pick.items = choice.items;
  pick.selectedItems = choice.ticked;
  return await new Promise((resolve) => {
    pick.onDidTriggerItemButton(({ item }) => choice.press?.(item));
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.length > 0 ? pick.selectedItems : undefined);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
