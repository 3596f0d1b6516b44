import type * as vscode from 'vscode';
import type { App } from './app';
import { STATE } from './ids';

/** What the user said about one answer. Later these become questions that the policies learn from. */
export interface Feedback {
  /** ISO 8601. */
  readonly at: string;
  readonly root: string;
  /** The question, with secrets removed. */
  readonly question: string;
  /** Ids of the memories that the answer rested on. */
  readonly used: readonly string[];
  readonly declined: boolean;
  readonly verdict: 'right' | 'wrong';
}

/** The oldest fall out, so that the stored state stays small. */
const LIMIT = 500;

/** Kept in the extension's global state: it is about answers, not about the project, so it is no event of the bank. */
export async function storeFeedback(app: App, said: Omit<Feedback, 'at'>): Promise<void> {
  const { texts } = await app.service.call('redact', { texts: [said.question] });
  const entry: Feedback = { ...said, question: texts[0] ?? '', at: new Date().toISOString() };
  const { globalState } = app.context;
  await globalState.update(STATE.feedback, [...readFeedback(globalState), entry].slice(-LIMIT));
}

export function readFeedback(state: vscode.Memento): readonly Feedback[] {
  return state.get<readonly Feedback[]>(STATE.feedback, []);
}
