/**
 * What stands in one piece in a chat history of Aider. The user's own lines carry `#### `, what Aider itself printed `> `, and the rest is what the
 * assistant said; Aider writes each piece at once, ends the lines of the first two with two spaces, and leaves a blank line before and after the last
 * (aider/io.py: `user_input`, `tool_output`, `ai_output`, `append_chat_history`).
 */
export type AiderBlock =
  /** `at` as written, in the local time of the machine that wrote it: "2026-05-01 10:00:00". */
  | { readonly kind: 'start'; readonly at: string }
  | { readonly kind: 'user'; readonly text: string; readonly finished: boolean }
  | { readonly kind: 'assistant'; readonly text: string; readonly finished: boolean }
  /** Only the first line of what was printed. */
  | { readonly kind: 'tool'; readonly text: string };

/** Nobody says more in one go; what a damaged file runs together is cut here. */
const MAX_TEXT_LENGTH = 1 << 20;

const START = /^# aider chat started at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*$/;
const USER = /^####(?: |$)/;
const TOOL = /^>(?: |$)/;
/** What Aider may print over several lines after an answer, where other lines of this form are quotations in the answer. */
const PRINTED_AFTER_ANSWER = /^> (?:Tokens: [\d.,]+k? sent|Commit [0-9a-f]{7,40} )/;
const FENCE = /^\s{0,3}(`{3,}|~{3,})(.*)$/;
const MARKED_END = '  ';
/** Empty lines of what was printed may be indented. */
const PRINTED_END = /\S {2}$/;

/** Cuts the lines of a chat history into blocks. What stands before the first start is one, too, so that it can be told. */
export class AiderBlocks {
  #open: { kind: 'user' | 'assistant' | 'printed'; lines: string[]; length: number } | undefined;
  /** The code block that the assistant has open, by its marks. */
  #fence: string | undefined;
  /** Whether this conversation ends lines with two spaces, so that "> " and "#### " without them are the assistant's Markdown. */
  #marked = false;
  #blankLines = 1;
  #startedAt = '';

  /** @param ended whether a line end follows: the last line of a growing file has none */
  *push(line: string, ended = true): Generator<AiderBlock> {
    const at = this.#startIn(line);
    if (!ended && this.#open?.kind === 'user' && this.#blankLines === 0) {
      // Whatever this becomes, it may go on with what the user said.
      yield* this.#close(false);
    } else if (at !== undefined) {
      yield* this.#close();
      [this.#startedAt, this.#marked] = [at, false];
      yield { kind: 'start', at };
    } else if (this.#isUser(line)) {
      if (this.#open?.kind !== 'user' || this.#blankLines > 0) yield* this.#close();
      this.#marked ||= line.endsWith(MARKED_END);
      this.#add('user', line.slice(5).trimEnd());
    } else if (this.#isTool(line)) {
      yield* this.#close();
      this.#marked ||= line.endsWith(MARKED_END);
      yield { kind: 'tool', text: line.slice(2).trim() };
    } else if (this.#isPrintedOver(line)) {
      yield* this.#close();
      if (!PRINTED_END.test(line)) this.#add('printed', '');
      if (TOOL.test(line)) yield { kind: 'tool', text: line.slice(2).trim() };
    } else if (this.#open?.kind === 'printed') {
      if (PRINTED_END.test(line)) yield* this.#close();
    } else if (this.#open?.kind === 'assistant' || line.trim() !== '') {
      if (this.#open?.kind === 'user') yield* this.#close();
      this.#add('assistant', line);
      this.#fence = fenceAfter(line, this.#fence);
    }
    this.#blankLines = line.trim() === '' ? this.#blankLines + 1 : 0;
    if (!ended) yield* this.#close(false);
  }

  end(): Generator<AiderBlock> {
    return this.#close();
  }

  /** The time in a line that starts a conversation. In a code block it is one only where an answer was broken off: two blank lines end what the assistant said. */
  #startIn(line: string): string | undefined {
    const at = START.exec(line)?.[1];
    if (at === undefined || toLocalTime(at) === undefined) return undefined;
    const isQuoted = this.#fence === undefined ? this.#blankLines === 0 : this.#blankLines < 2 || at < this.#startedAt;
    const isWithin = this.#open?.kind === 'assistant' || this.#open?.kind === 'printed';
    return isQuoted && isWithin ? undefined : at;
  }

  #isUser(line: string): boolean {
    return USER.test(line) && this.#standsApart(line);
  }

  #isTool(line: string): boolean {
    return TOOL.test(line) && this.#standsApart(line);
  }

  #standsApart(line: string): boolean {
    if (line.endsWith(MARKED_END)) return this.#open?.kind !== 'assistant' || this.#blankLines > 0;
    return !this.#marked && this.#fence === undefined;
  }

  /**
   * Of something printed that takes several lines only the last ends with two spaces, unless others happen to. What the assistant says begins after a
   * blank line.
   */
  #isPrintedOver(line: string): boolean {
    if (!this.#marked || this.#open?.kind === 'printed' || line.trim() === '') return false;
    if (this.#blankLines === 0) return this.#open?.kind !== 'assistant';
    return PRINTED_AFTER_ANSWER.test(line);
  }

  #add(kind: 'user' | 'assistant' | 'printed', line: string): void {
    this.#open ??= { kind, lines: [], length: 0 };
    this.#open.length += line.length + 1;
    if (this.#open.length <= MAX_TEXT_LENGTH) this.#open.lines.push(line);
  }

  *#close(finished = true): Generator<AiderBlock> {
    const open = this.#open;
    [this.#open, this.#fence] = [undefined, undefined];
    if (open === undefined || open.kind === 'printed') return;
    const text = open.lines.join('\n').trim();
    if (text !== '') yield { kind: open.kind, text, finished };
  }
}

/** ISO 8601 of a time as Aider writes it. It names no zone, so it is taken to be of this machine's. */
export function toLocalTime(at: string): string | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = at.split(/\D/).map(Number);
  const date = new Date(year, month - 1, day, hour, minute, second);
  const exists =
    date.getFullYear() === year &&
    date.getMonth() === month - 1 &&
    date.getDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return exists ? date.toISOString() : undefined;
}

function fenceAfter(line: string, fence: string | undefined): string | undefined {
  const [, marks, rest = ''] = FENCE.exec(line) ?? [];
  if (marks === undefined) return fence;
  if (fence === undefined) return marks;
  return marks.startsWith(fence) && rest.trim() === '' ? undefined : fence;
}
