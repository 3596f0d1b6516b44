import assert from 'node:assert/strict';
import { CommitLinker, linkCommits, type LinkCommit } from '../../../../src/core/link/commitLinker';
import type { LinkTurn } from '../../../../src/core/link/conversation';
import { LINK_MODEL, probabilityOf } from '../../../../src/core/link/linkModel';
import { createRandom } from '../../../../src/learning/random';

const START = Date.parse('2026-03-02T10:00:00Z') / 1000;
const SHA = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';

describe('CommitLinker', () => {
  it('links a commit to the conversation that changed its file and speaks of the same thing', () => {
    const turns = [
      ...exchange('login', 0, 'Show a spinner while the login form waits', ['src/login.ts']),
      ...exchange('docs', 60, 'Explain the retry policy in the guide', ['docs/guide.md']),
    ];
    const [link, ...others] = linkCommits(turns, [
      commit({ minutes: 70, text: 'Explain retry policy', files: ['docs/guide.md'] }),
    ]);
    assert.equal(link?.session, 'docs');
    assert.equal(link.turn, 'docs-0');
    assert.ok(link.confidence > 0.8 && link.confidence < 1, `confidence ${link.confidence}`);
    assert.deepEqual(others, []);
  });

  it('believes a transcript that names the commit, whatever else speaks against it', () => {
    const named = exchange('named', 0, 'Publish it', []).map((turn) =>
      turn.role === 'assistant' ? { ...turn, commits: [SHA.slice(0, 7)] } : turn,
    );
    const turns = [...named, ...exchange('near', 60, 'Explain retry policy', ['docs/guide.md'])];
    const links = linkCommits(turns, [commit({ minutes: 61, text: 'Explain retry policy', files: ['docs/guide.md'] })]);
    assert.deepEqual(links, [{ commit: SHA, session: 'named', turn: 'named-0', confidence: 1 }]);
  });

  it('tells every conversation that names the commit, and takes no other sha with the same beginning for it', () => {
    const naming = (session: string, sha: string): LinkTurn[] =>
      exchange(session, 0, 'Publish it', []).map((turn) => ({ ...turn, commits: [sha] }));
    const turns = [
      ...naming('one', SHA),
      ...naming('two', SHA.slice(0, 10)),
      ...naming('other', `${SHA.slice(0, 7)}000`),
    ];
    const links = linkCommits(turns, [commit({ minutes: 1, text: 'Release', files: ['package.json'] })]);
    assert.deepEqual(links.map(({ session }) => session).sort(), ['one', 'two']);
  });

  it('takes six digits for no name of a commit', () => {
    const turns = exchange('chat', 0, 'Publish it', []).map((turn) => ({ ...turn, commits: [SHA.slice(0, 6)] }));
    assert.deepEqual(linkCommits(turns, [commit({ minutes: 9000, text: 'Release', files: ['package.json'] })]), []);
  });

  it('links nothing where nothing fits', () => {
    const turns = exchange('login', 0, 'Show a spinner while the login form waits', ['src/login.ts']);
    const none = (changes: Partial<Shape>): void => {
      const made = commit({ minutes: 5, text: 'Raise the limit of uploads', files: ['server/upload.ts'], ...changes });
      assert.deepEqual(linkCommits(turns, [made]), []);
    };
    none({});
    none({ files: [] });
    none({ minutes: -5, text: 'Show a spinner while the login form waits', files: ['src/login.ts'] });
    none({ minutes: 21 * 24 * 60, text: 'Show a spinner while the login form waits', files: ['src/login.ts'] });
  });

  it('links nothing where there are no chats', () => {
    assert.deepEqual(linkCommits([], [commit({ minutes: 1, text: 'Anything', files: ['a.ts'] })]), []);
  });

  it('does not take a later tidying of the same file for work of the conversation', () => {
    const turns = [
      ...exchange('login', 0, 'Show a spinner while the login form waits', ['src/login.ts']),
      ...exchange('other', 30, 'Which port does the server use?', []),
      ...exchange('another', 60, 'What is a worktree?', []),
    ];
    const own = commit({ minutes: 2, text: 'Show a spinner in the login form', files: ['src/login.ts'] });
    const later = commit({ minutes: 300, text: 'cleanup', files: ['src/login.ts'], ref: 'f'.repeat(40) });
    assert.deepEqual(
      linkCommits(turns, [own, later]).map(({ commit: sha, session }) => [sha, session]),
      [[SHA, 'login']],
    );
  });

  it('tells the request that the message fits among those of one conversation', () => {
    const turns = [
      ...exchange('login', 0, 'Show a spinner while the login form waits', ['src/login.ts'], 0),
      ...exchange('login', 4, 'Trim the username before it is checked', ['src/login.ts'], 1),
      ...exchange('login', 8, 'Count failed attempts per address', ['src/login.ts'], 2),
    ];
    const linker = new CommitLinker(turns, []);
    const asked = (text: string): string | undefined =>
      linker.linksOf(commit({ minutes: 12, text, files: ['src/login.ts'] }))[0]?.turn;
    assert.equal(asked('Trim usernames'), 'login-1');
    assert.equal(asked('Add spinner to login form'), 'login-0');
    assert.equal(asked('Count failed attempts'), 'login-2');
  });

  it('prefers the newer of two requests that say the same', () => {
    const turns = [0, 1, 2].flatMap((place) =>
      exchange('login', 30 * place, 'Trim the username', ['src/login.ts'], place),
    );
    const [link] = linkCommits(turns, [commit({ minutes: 32, text: 'Trim username', files: ['src/login.ts'] })]);
    assert.equal(link?.turn, 'login-1', 'not the first, and not one after the commit');
  });

  it('guesses no chat for commits of people whose commits no chat names', () => {
    const own = commit({ minutes: 2, text: 'Show spinner', files: ['src/login.ts'], author: 'Ada' });
    const fitting = { minutes: 4, text: 'Trim the username before it is checked', files: ['src/login.ts'] };
    const turns = [
      ...exchange('login', 0, 'Show a spinner', ['src/login.ts']).map((turn) => ({ ...turn, commits: [SHA] })),
      ...exchange('login', 3, 'Trim the username before it is checked', ['src/login.ts'], 1),
    ];
    const linker = new CommitLinker(turns, [own]);
    const madeBy = (author: string): number =>
      linker.linksOf(commit({ ...fitting, ref: 'f'.repeat(40), author })).length;
    assert.equal(madeBy('Grace'), 0);
    assert.equal(madeBy('Ada'), 1);
  });

  it('lets a conversation of which only the beginning is known take the commit that was made at once', () => {
    const turns: LinkTurn[] = [
      ...exchange('login', 0, 'Show a spinner', ['src/login.ts']),
      { ref: 'beginning', session: 'silent', role: 'user', order: START + 600, text: '', files: [] },
    ];
    const at = (seconds: number): string | undefined =>
      linkCommits(turns, [commit({ minutes: 10 + seconds / 60, text: 'wip', files: ['src/other.ts'] })])[0]?.session;
    assert.equal(at(3), 'silent');
    assert.equal(at(120), undefined);
  });

  it('comes to the same links in whatever order turns and commits are given', () => {
    const { turns, commits } = randomMonth(7);
    const forwards = new CommitLinker(turns, commits);
    const backwards = new CommitLinker(turns.toReversed(), commits.toReversed());
    for (const one of commits) assert.deepEqual(backwards.linksOf(one), forwards.linksOf(one));
  });

  it('finds the best of all candidates although it does not read them all', () => {
    const { turns, commits } = randomMonth(11);
    const linker = new CommitLinker(turns, commits);
    let made = 0;
    for (const one of commits) {
      const chances = linker.candidates(one).map(({ evidence }) => probabilityOf(evidence, LINK_MODEL));
      const best = Math.max(0, ...chances);
      const [link] = linker.linksOf(one);
      assert.equal(link?.confidence, best >= LINK_MODEL.threshold ? best : undefined);
      if (link) made++;
    }
    assert.ok(made > 20 && made < commits.length - 20, `${made} of ${commits.length} have a link`);
  });

  it('keeps evidence and confidence in their ranges', () => {
    const { turns, commits } = randomMonth(3);
    const linker = new CommitLinker(turns, commits);
    for (const one of commits)
      for (const { evidence } of linker.candidates(one)) {
        const { files, mentioned, said, told, minutes, overtaken, spent } = evidence;
        for (const share of [files, mentioned, said, told]) assert.ok(share >= 0 && share <= 1);
        for (const amount of [minutes, overtaken, spent]) assert.ok(amount >= 0 && Number.isFinite(amount));
        const chance = probabilityOf(evidence, LINK_MODEL);
        assert.ok(chance > 0 && chance < 1);
      }
  });
});

interface Shape {
  /** Since the first conversation. */
  readonly minutes: number;
  readonly text: string;
  readonly files: readonly string[];
  readonly ref?: string;
  readonly author?: string;
}

function commit({ minutes, text, files, ref = SHA, author }: Shape): LinkCommit {
  const time = new Date(1000 * (START + 60 * minutes)).toISOString();
  return { ref, time, text, files, ...(author !== undefined && { author }) };
}

/** A request, and a minute later its answer with the files that were changed. */
function exchange(session: string, minutes: number, text: string, files: readonly string[], place = 0): LinkTurn[] {
  const order = START + 60 * minutes;
  return [
    { ref: `${session}-${place}`, session, role: 'user', order, text, files: [] },
    { ref: `${session}-${place}a`, session, role: 'assistant', order: order + 60, text: 'Done.', files },
  ];
}

/** Conversations that follow each other, and commits, half of which say what was asked for. */
function randomMonth(seed: number): { turns: LinkTurn[]; commits: LinkCommit[] } {
  const random = createRandom(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const words = (count: number): string => Array.from({ length: count }, () => `zaq${pick(200)}`).join(' ');
  const turns: LinkTurn[] = [];
  const commits: LinkCommit[] = [];
  for (let index = 0; index < 150; index++) {
    const minutes = 20 * index + pick(15);
    const file = `src/part${pick(12)}.ts`;
    const text = words(8);
    turns.push(...exchange(`session${pick(50)}`, minutes, text, [file], index));
    const isOwn = random() < 0.5;
    commits.push(
      commit({
        minutes: minutes + 2 + pick(10),
        text: isOwn ? text : words(5),
        files: [isOwn ? file : `src/part${pick(12)}.ts`],
        ref: index.toString(16).padStart(40, '0'),
      }),
    );
  }
  return { turns, commits };
}
