import { CommitLinker, type LinkCommit, type LinkTurn } from '../src/core/index';
import { createRandom } from '../src/learning/random';

const TURNS = 10_000;
const COMMITS = 10_000;
const TURNS_IN_CONVERSATION = 20;
const QUERIES = 1_000;
const FILES = 500;
const VOCABULARY = 5_000;
/** Of an answer, about what import keeps of one; a request has a quarter, a message ten. */
const WORDS_IN_ANSWER = 200;

export interface LinkTimes {
  readonly turns: number;
  readonly commits: number;
  readonly queries: number;
  /** Of these, how many found a conversation. */
  readonly linked: number;
  readonly indexMs: number;
  readonly queryP50Ms: number;
  readonly queryP95Ms: number;
  readonly queryMaxMs: number;
}

/** Time of the index, and of asking it about commits all over a year of chats and commits made at random. */
export function timeLinks(seed: number): LinkTimes {
  const random = createRandom(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const text = (length: number): string => Array.from({ length }, () => WORDS[pick(VOCABULARY)]!).join(' ');
  const file = (): string => `src/part${pick(20)}/file${pick(FILES / 20)}.ts`;
  const start = Date.parse('2025-01-01T00:00:00Z') / 1000;
  const year = 365 * 24 * 3600;

  const turns = Array.from({ length: TURNS }, (_, index): LinkTurn => {
    const conversation = Math.floor(index / TURNS_IN_CONVERSATION);
    const isUser = index % 2 === 0;
    return {
      ref: `turn${index}`,
      session: `session${conversation}`,
      role: isUser ? 'user' : 'assistant',
      order:
        Math.floor(start + (year * conversation * TURNS_IN_CONVERSATION) / TURNS) +
        60 * (index % TURNS_IN_CONVERSATION),
      text: text(isUser ? WORDS_IN_ANSWER / 4 : WORDS_IN_ANSWER),
      files: isUser ? [] : [file()],
    };
  });
  const commits = Array.from({ length: COMMITS }, (_, index): LinkCommit => {
    // Half of them come from a chat: only these make the linker read what was said.
    const answer = index % 2 === 0 ? turns[2 * pick(TURNS / 2) + 1] : undefined;
    const at = answer ? answer.order + 120 : start + Math.floor((year * index) / COMMITS);
    return {
      ref: index.toString(16).padStart(40, '0'),
      time: new Date(1000 * at).toISOString(),
      text: answer ? answer.text.split(' ', 10).join(' ') : text(10),
      files: answer ? answer.files : Array.from({ length: 1 + pick(4) }, file),
    };
  });

  const before = performance.now();
  const linker = new CommitLinker(turns, commits);
  const indexMs = performance.now() - before;
  let linked = 0;
  const times = Array.from({ length: QUERIES }, () => {
    const commit = commits[pick(COMMITS)]!;
    const asked = performance.now();
    linked += linker.linksOf(commit).length;
    return performance.now() - asked;
  }).sort((a, b) => a - b);
  const at = (share: number): number => Math.round(100 * times[Math.floor(share * (times.length - 1))]!) / 100;
  return {
    turns: TURNS,
    commits: COMMITS,
    queries: QUERIES,
    linked,
    indexMs: Math.round(indexMs),
    queryP50Ms: at(0.5),
    queryP95Ms: at(0.95),
    queryMaxMs: at(1),
  };
}

/** Words of no language, so that none is a stop word. */
const WORDS = Array.from({ length: VOCABULARY }, (_, index) => {
  const syllables = ['ba', 'de', 'fi', 'go', 'ku', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'xo', 'zu'];
  return [index % 15, Math.floor(index / 15) % 15, Math.floor(index / 225) % 15, Math.floor(index / 3375)]
    .map((syllable) => syllables[syllable])
    .join('');
});
