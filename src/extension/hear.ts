import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Proposal } from '../core/index';
import type { App } from './app';
import { isCancellation } from './cancel';
import { proposalLine } from './chatText';
import { sentenceOf } from './failures';
import { COMMANDS } from './ids';
import type { Project } from './projects';
import { countOf } from '../protocol/words';

/** What the user wrote in the chat, and what came right before it. */
export interface Said {
  /** The conversation; see `sessionOf`. */
  readonly session: string;
  readonly text: string;
  /** What was answered last. It only says what "no, the other one" means; nothing is learned from our own words. */
  readonly before?: string;
}

/** What memory made of it: what waits for review, and how much was let in without. */
export interface Heard {
  readonly proposals: readonly Proposal[];
  readonly accepted: number;
}

const NOTHING: Heard = { proposals: [], accepted: 0 };

/** Lets memory hear what the user wrote. An answer never fails because of it. */
export async function hear(app: App, { root }: Project, said: Said, signal: AbortSignal): Promise<Heard> {
  if (!vscode.workspace.isTrusted) return NOTHING;
  try {
    const status = await app.banks.open(root);
    if (!status || status.readOnly !== undefined) return NOTHING;
    const ref = randomUUID();
    const report = await app.service.call('hear', { root, ref, ...said }, signal);
    if (report.facts === 0) return NOTHING;
    const waiting = await app.service.call('review', { root }, signal);
    return {
      proposals: waiting.filter(({ sources }) => sources.some((source) => source.ref === ref)),
      accepted: report.accepted,
    };
  } catch (error) {
    if (isCancellation(error)) throw error;
    app.log.warn(`What was said in the chat was not heard: ${sentenceOf(error)}`);
    return NOTHING;
  }
}

export function isSomething({ proposals, accepted }: Heard): boolean {
  return proposals.length + accepted > 0;
}

/** Says what came of it, with the buttons that decide it. */
export function showHeard(stream: vscode.ChatResponseStream, { proposals, accepted }: Heard, { root }: Project): void {
  const [first, ...more] = proposals;
  if (!first) {
    stream.markdown('Remembered from what you said. **Memory: Undo Last Change** takes that back.');
    if (accepted > 0) stream.button({ command: COMMANDS.undo, title: 'Undo' });
    return;
  }
  stream.markdown(proposals.map((proposal) => `- ${proposalLine(proposal)}`).join('\n'));
  stream.markdown(
    `\n\n${countOf(proposals.length, 'proposal')} from what you said. Nothing is changed before you accept.`,
  );
  if (more.length === 0)
    stream.button({ command: COMMANDS.accept, title: 'Accept', arguments: [{ root, id: first.id }] });
  stream.button({ command: COMMANDS.reviewProposals, title: 'Review' });
}
