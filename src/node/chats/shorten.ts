import type { Role } from '../../core/index';

/** What is kept of a turn: users' words nearly always whole, of assistants the beginning and the end. In characters. */
const LIMITS: Readonly<Record<Role, number>> = { user: 20_000, assistant: 6_000 };
/** Lines of code in an answer that still read like a part of the sentence around them. */
const SHORT_CODE = 6;

/**
 * What memory keeps of a turn. Code in answers is what the commits hold, so longer blocks are named by their length; a turn that is too long keeps both ends,
 * where requests and summaries stand.
 */
export function shorten(text: string, role: Role): string {
  const said = (role === 'assistant' ? withoutCode(text) : text).trim();
  const limit = LIMITS[role];
  if (said.length <= limit) return said;
  const half = Math.floor(limit / 2);
  return `${said.slice(0, half)}\n\n[${said.length - 2 * half} characters left out]\n\n${said.slice(-half)}`;
}

/** Fences of Markdown (https://spec.commonmark.org/0.31.2/#fenced-code-blocks); one that lost its end goes to the end. */
function withoutCode(text: string): string {
  const kept: string[] = [];
  let fence: string | undefined;
  let block: string[] = [];
  const close = (): void => {
    const code = block.slice(1, -1);
    kept.push(...(code.length <= SHORT_CODE ? block : [`[${code.length} lines of code]`]));
    block = [];
    fence = undefined;
  };
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      if (mark === undefined) kept.push(line);
      else {
        fence = mark;
        block = [line];
      }
      continue;
    }
    block.push(line);
    if (mark?.startsWith(fence) && line.trim() === mark) close();
  }
  if (fence !== undefined) kept.push(`[${block.length - 1} lines of code]`);
  return kept.join('\n');
}
