import * as vscode from 'vscode';

/** The user pressed the button that goes back. */
export const BACK = Symbol('back');

/** Where a question stands among those of a command. */
export interface Frame {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** An item without a value is a separator, or only to be read. */
export type StepItem<T> = vscode.QuickPickItem & { readonly value?: T };

export interface Choice<T> {
  readonly placeholder: string;
  readonly items: readonly StepItem<T>[];
  /** The item that is active at first. */
  readonly active?: StepItem<T>;
  /** Finds out more while the list is on show, which says so meanwhile. What it gives replaces the list. */
  readonly refine?: (signal: AbortSignal) => Promise<Pick<Choice<T>, 'placeholder' | 'items' | 'active'>>;
}

/** @returns the value; BACK; undefined when it was closed */
export async function chooseOne<T>(frame: Frame, choice: Choice<T>): Promise<T | typeof BACK | undefined> {
  const pick = vscode.window.createQuickPick<StepItem<T>>();
  const closed = new AbortController();
  const show = ({ placeholder, items, active }: Pick<Choice<T>, 'placeholder' | 'items' | 'active'>): void => {
    // Whoever went down a list that is merely told more about stays where they are.
    const [before] = pick.activeItems;
    const same = before && items[pick.items.indexOf(before)];
    const kept = active ?? (same?.label === before?.label ? same : undefined);
    pick.placeholder = placeholder;
    pick.items = items;
    if (kept) pick.activeItems = [kept];
  };
  place(pick, frame);
  pick.matchOnDescription = true;
  show(choice);
  return await new Promise((resolve, reject) => {
    if (choice.refine) {
      pick.busy = true;
      choice
        .refine(closed.signal)
        .then((refined) => {
          if (closed.signal.aborted) return;
          pick.busy = false;
          show(refined);
        })
        .catch((error: unknown) => {
          if (closed.signal.aborted) return;
          pick.hide();
          reject(error instanceof Error ? error : new Error(String(error)));
        });
    }
    pick.onDidTriggerButton(() => {
      resolve(BACK);
      pick.hide();
    });
    pick.onDidAccept(() => {
      const value = pick.activeItems[0]?.value;
      if (value === undefined) return;
      resolve(value);
      pick.hide();
    });
    pick.onDidHide(() => {
      closed.abort();
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

export interface Blank {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly password?: true;
  /** What is wrong with what was typed; it is taken once nothing is. */
  readonly problem: (typed: string) => string | undefined;
}

/** @returns what was typed, trimmed; BACK; undefined when it was closed */
export async function typeOne(frame: Frame, blank: Blank): Promise<string | typeof BACK | undefined> {
  const box = vscode.window.createInputBox();
  place(box, frame);
  box.prompt = blank.prompt;
  box.placeholder = blank.placeholder ?? '';
  box.value = blank.value ?? '';
  box.password = blank.password === true;
  return await new Promise((resolve) => {
    box.onDidTriggerButton(() => {
      resolve(BACK);
      box.hide();
    });
    // What is wrong is said when it is to be taken, not while it is being typed.
    box.onDidChangeValue(() => (box.validationMessage = ''));
    box.onDidAccept(() => {
      const problem = blank.problem(box.value);
      box.validationMessage = problem ?? '';
      if (problem !== undefined) return;
      resolve(box.value.trim());
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

function place(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  { title, step, totalSteps }: Frame,
): void {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  input.ignoreFocusOut = true; // whoever looks up an address or a key comes back
  if (step > 1) input.buttons = [vscode.QuickInputButtons.Back];
}
