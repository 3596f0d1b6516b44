import type { ChatTurn } from '../protocol/service';
import { formatTime } from '../protocol/words';
import { asPlainText } from './words';

/** Marks the turn that a memory rests on. What was said is indented, so no line of it can look like this one. */
export const THIS_TURN = '> this turn';

/** Lines of what was said are at most this long, unless a word is longer. In characters. */
const WIDTH = 96;

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
      .flatMap(wrapped)
      .map((line) => `    ${line}`.trimEnd()),
  ].join('\n');
}

/** A line that is too long goes on in the next one, as far in as it began. A word is never broken. */
function wrapped(line: string): string[] {
  const indent = /^\s*(?:[-*] |\d+[.)] )?/.exec(line)?.[0].length ?? 0;
  const lines: string[] = [];
  let from = 0;
  for (;;) {
    const inset = lines.length === 0 ? 0 : indent;
    const take = (end?: number): number => lines.push(' '.repeat(inset) + line.slice(from, end));
    const room = WIDTH - inset;
    const end = line.length - from > room ? line.lastIndexOf(' ', from + room) : -1;
    if (end <= from + (lines.length === 0 ? indent : 0)) {
      take();
      return lines;
    }
    take(end);
    from = end + 1;
  }
}
