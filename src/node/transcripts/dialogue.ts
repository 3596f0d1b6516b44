import type { Conversation, TranscriptItem, Turn } from './transcript';

/** Where a title comes from, the best last: a first line is only what there is until the assistant or the user names the conversation. */
const TITLE_RANKS = ['first line', 'summary', 'assistant', 'user'] as const;
export type TitleRank = (typeof TITLE_RANKS)[number];

const MAX_TITLE_CHARS = 100;

/**
 * One conversation as it is read: puts what is known of it before its turns, and holds a turn until the next one begins, because files and commits
 * come after the words that announce them. They go to the assistant's words before them, else to those that follow, else to the user's request.
 */
export class Dialogue {
  readonly #id: string;
  #known: Omit<Conversation, 'id'> = {};
  #titleRank = -1;
  #told: string | undefined;
  #held: Turn | undefined;
  readonly #files = new Set<string>();
  readonly #commits = new Set<string>();
  readonly #turns = new Set<string>();

  constructor(id: string) {
    this.#id = id;
  }

  /** Whether anything was said. */
  get hasBegun(): boolean {
    return this.#held !== undefined || this.#told !== undefined;
  }

  /** The first that is told of a folder counts: later ones tell where a command went. */
  setCwd(cwd: string): void {
    this.#known = { ...this.#known, cwd: this.#known.cwd ?? cwd };
  }

  /** Of titles of one rank the last counts. */
  setTitle(title: string, rank: TitleRank): void {
    const at = TITLE_RANKS.indexOf(rank);
    const line = firstLine(title);
    if (line === '' || at < this.#titleRank || (rank === 'first line' && at === this.#titleRank)) return;
    this.#known = { ...this.#known, title: line };
    this.#titleRank = at;
  }

  setStart(startedAt: string): void {
    this.#known = { ...this.#known, startedAt: this.#known.startedAt ?? startedAt };
  }

  /** A turn that was told before is left out: programs write some records again. */
  *say(turn: Turn): Generator<TranscriptItem> {
    if (this.#turns.has(turn.id)) return;
    this.#turns.add(turn.id);
    const unclaimed = this.#held?.role !== 'assistant' && turn.role === 'assistant';
    yield* this.#release(!unclaimed);
    if (turn.time !== undefined) this.setStart(turn.time);
    if (turn.role === 'user') this.setTitle(turn.text, 'first line');
    this.#held = turn;
  }

  /** A file was changed. */
  touch(file: string): void {
    this.#files.add(file);
  }

  commit(sha: string): void {
    this.#commits.add(sha);
  }

  /** Lets go of what is held: the transcript ends here, or goes on with another conversation. */
  *end(): Generator<TranscriptItem> {
    yield* this.#release(true);
    if (this.#told !== undefined) yield* this.#tell();
  }

  /** Another conversation was told since; this one has to be named again before its next turn. */
  interrupted(): void {
    if (this.#told !== undefined) this.#told = '';
  }

  *#release(withFiles: boolean): Generator<TranscriptItem> {
    const turn = this.#held;
    if (turn === undefined) return;
    this.#held = undefined;
    yield* this.#tell();
    yield { type: 'turn', ...turn, ...(withFiles ? this.#takeTraces() : {}) };
  }

  *#tell(): Generator<TranscriptItem> {
    const { title, startedAt, cwd } = this.#known;
    const known = JSON.stringify([title, startedAt, cwd]);
    if (known !== this.#told) yield { type: 'conversation', id: this.#id, ...this.#known };
    this.#told = known;
  }

  #takeTraces(): Pick<Turn, 'files' | 'commits'> {
    const files = [...this.#files];
    const commits = [...this.#commits];
    this.#files.clear();
    this.#commits.clear();
    return { ...(files.length > 0 && { files }), ...(commits.length > 0 && { commits }) };
  }
}

function firstLine(text: string): string {
  const lines = text
    .slice(0, 10 * MAX_TITLE_CHARS)
    .split('\n')
    .map((each) => each.replace(/^\s*(?:#{1,6}\s|[>*-]\s)?\s*/, '').trim())
    .filter((each) => each !== '');
  // "Implement the following plan:" says less than what follows.
  const line = lines.find((each) => !each.endsWith(':')) ?? lines[0] ?? '';
  return line.length <= MAX_TITLE_CHARS ? line : `${line.slice(0, MAX_TITLE_CHARS - 1).trimEnd()}…`;
}
