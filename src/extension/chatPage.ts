import type { ChatTurn } from '../protocol/service';
import { formatTime } from '../protocol/words';
import { asPlainText } from './words';

/** Marks the turn that a memory rests on. What was said is indented, so no line of it can look like this one. */
export const THIS_TURN = '> this turn';

const ROLES = { user: 'User', assistant: 'Assistant' } as const;

/** A conversation around one of its turns as plain text: who spoke, when, and what was said. */
export function chatPage(turns: readonly ChatTurn[], ref: string): string {
  if (!turns.some((turn) => turn.ref === ref))
    return 'What was said there is not kept. The quote is in the history of the memory.';
  return [
    'A conversation as memory read it: secrets and the output of tools are left out.',
    ...turns.map((turn) => turnText(turn, turn.ref === ref)),
    '',
  ].join('\n\n');
}

function turnText({ role, time, text, turn }: ChatTurn, isThis: boolean): string {
  const number = turn === undefined ? '' : `${turn}. `;
  return [
    ...(isThis ? [THIS_TURN] : []),
    `${number}${ROLES[role]}, ${formatTime(time)}`,
    ...asPlainText(text)
      .split('\n')
      .map((line) => `    ${line}`.trimEnd()),
  ].join('\n');
}
