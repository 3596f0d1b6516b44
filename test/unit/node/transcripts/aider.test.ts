import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { aider } from '../../../../src/node/transcripts/aider';
import { AiderBlocks } from '../../../../src/node/transcripts/aiderBlocks';
import { readLines } from '../../../../src/node/transcripts/lines';
import type { TranscriptItem, Turn } from '../../../../src/node/transcripts/transcript';
import { useTemporaryFolders } from '../../../support/temporaryFolder';
import { collect, TemporaryHome } from '../../../support/transcripts';

const START = '# aider chat started at 2026-05-01 10:00:00';
const newFolder = useTemporaryFolders();
let home: TemporaryHome;

/** As Aider writes: a blank line before a message of the user, two spaces at the ends, blank lines around an answer. */
const user = (text: string) =>
  `\n${text
    .split('\n')
    .map((line) => `#### ${line}`)
    .join('  \n')}  \n`;
const answer = (text: string) => `\n${text}\n\n`;
const tool = (...lines: string[]) => lines.map((line) => `> ${line}  \n`).join('');
const start = (at = '2026-05-01 10:00:00') =>
  `\n# aider chat started at ${at}\n\n${tool('/usr/bin/aider', 'Aider v0.86.1')}`;

const read = (text: string) => collect(aider.read(home.write('history.md', text)));
const said = async (text: string) => saidIn(await read(text));
const turnsOf = async (text: string): Promise<Turn[]> => (await read(text)).filter((item) => item.type === 'turn');
const saidIn = (items: readonly TranscriptItem[]) =>
  items.flatMap((item) => (item.type === 'turn' ? `${item.role}: ${item.text}` : []));

beforeEach(() => (home = new TemporaryHome()));
afterEach(() => home.dispose());

describe('the chat history of Aider', () => {
  it('is read as conversations of user and assistant', async () => {
    const items = await read(
      start() + user('Use pnpm, not npm.') + answer('Sure.') + start('2026-05-02 09:30:05') + user('Why?'),
    );
    assert.deepEqual(
      items.map((item) =>
        item.type === 'turn' ? `${item.role}: ${item.text}` : item.type === 'conversation' ? item.id : item,
      ),
      ['2026-05-01T10:00:00', 'user: Use pnpm, not npm.', 'assistant: Sure.', '2026-05-02T09:30:05', 'user: Why?'],
    );
  });

  it('takes the start for local time of this machine, as it names no zone', async () => {
    const [first] = await read(start());
    assert.equal(first?.type === 'conversation' && first.startedAt, new Date(2026, 4, 1, 10, 0, 0).toISOString());
  });

  it('is read without the two spaces at the ends, too', async () => {
    const text = `${START}\n#### Use pnpm, not npm.\nSure, switching the scripts.\n> Applied edit to package.json\n> Commit 0123abc chore: use pnpm\n`;
    const [asked, done] = await turnsOf(text);
    assert.equal(asked?.text, 'Use pnpm, not npm.');
    assert.deepEqual(done && [done.text, done.files, done.commits], [
      'Sure, switching the scripts.',
      ['package.json'],
      ['0123abc'],
    ]);
  });

  it('keeps a message of several lines together, and two messages apart', async () => {
    assert.deepEqual(await said(start() + user('One\n\nstill one') + user('two')), [
      'user: One\n\nstill one',
      'user: two',
    ]);
  });

  it('gives a turn the edits and commits that are told after it', async () => {
    const told = tool(
      'Tokens: 1k sent',
      'Applied edit to src/a b.ts',
      'Applied edit to src/c.ts',
      'Commit 0123abc feat: a',
    );
    const turns = await turnsOf(
      start() + user('Go') + answer('Done.') + told + tool('Commit 89abcde style: b') + user('Thanks'),
    );
    assert.deepEqual(
      turns.map(({ text, files, commits }) => [text, files, commits]),
      [
        ['Go', undefined, undefined],
        ['Done.', ['src/a b.ts', 'src/c.ts'], ['0123abc', '89abcde']],
        ['Thanks', undefined, undefined],
      ],
    );
  });

  it('takes no other lines for commits or edits', async () => {
    const told = tool(
      'Commit all pending changes with a suitable commit message, then exit',
      'You can use /undo to revert and discard commit 7d56889.',
      'Committing a.ts before applying edits.',
      'Commit 0123abc',
      'Did not apply edit to a.ts (--dry-run)',
    );
    const turns = await turnsOf(
      start() + user('Go') + answer('Say "> Commit 0123abc feat: x".\n\n    > Applied edit to b.ts') + told,
    );
    assert.ok(turns.every((turn) => turn.commits === undefined && turn.files === undefined));
  });

  it('takes back a commit that the user had undone before going on', async () => {
    const done = answer('Done.') + tool('Applied edit to a.ts', 'Commit 0123abc feat: a');
    const undone = user('/undo') + tool('Removed: 0123abc feat: a', 'HEAD is: fedcba9 b');
    const turn = (await turnsOf(start() + user('Go') + done + undone + user('Other'))).at(1);
    assert.deepEqual([turn?.text, turn?.files, turn?.commits], ['Done.', undefined, undefined]);
  });

  it('reads a commit whose message goes over several lines, and takes none of it for an answer', async () => {
    const told =
      '> Tokens: 7.3k sent, 5 received.\nCost: $0.03 message.  \n> Applied edit to a.ts  \n> Commit 0123abc feat: a\n\nThe reason is b.  \n> You can use /undo  \n';
    const turns = await turnsOf(start() + user('Go') + answer('Done.') + told);
    assert.deepEqual(
      turns.map(({ text, commits }) => [text, commits]),
      [
        ['Go', undefined],
        ['Done.', ['0123abc']],
      ],
    );
  });

  it('leaves output of commands out, also where it goes over several lines', async () => {
    assert.deepEqual(
      await said(start() + user('!ls') + '> CNAME\nREADME.md\n\nsrc  \n> Add the output? n  \n' + user('Go')),
      ['user: Go'],
    );
  });

  it('leaves output out to its end, also where lines in it end with spaces', async () => {
    const output =
      '> ==== test session starts ====\ncollected 1 item\n    \n>       assert a\nDefault: False  \nE   AssertionError  \n';
    assert.deepEqual(await said(start() + user('/test pytest') + output + answer('It fails because of a.')), [
      'assistant: It fails because of a.',
    ]);
  });

  it('keeps headings and quotations that the assistant writes', async () => {
    const text = 'Two classes:\n\n#### `Coder`\n\n> as the guide says\n\n#### `Repo`';
    assert.deepEqual(await said(start() + user('Go') + answer(text)), ['user: Go', `assistant: ${text}`]);
  });

  for (const [what, text] of [
    ['a code block', `Like this:\n\n\`\`\`\n\n${START}\n\n#### hi\n> Commit 0123abc x\n\`\`\`\n\nThat is all.`],
    ['a longer fence', `\`\`\`\`md\n\`\`\`\n\n${START}\n\n#### hi\n\`\`\`\n\`\`\`\``],
    ['a paragraph', `The file says\n${START}\nat its top.`],
    ['a quotation', `> ${START}`],
  ] as const) {
    it(`is not split by a start in ${what}`, async () => {
      const items = await read(start() + user('Go') + answer(text));
      assert.equal(items.filter((item) => item.type === 'conversation').length, 1);
      assert.deepEqual(saidIn(items), ['user: Go', `assistant: ${text}`]);
    });
  }

  it('is not split by a start in a message of the user, or in output', async () => {
    const items = await read(
      start() + user(`See:\n${START}`) + tool(START) + user('!cat x') + `> line\n${START}\n  \n`,
    );
    assert.equal(items.filter((item) => item.type === 'conversation').length, 1);
  });

  it('goes on with the next conversation where an answer was broken off inside a code block', async () => {
    const items = await read(
      start() + user('Go') + answer('```ts\nconst a =') + start('2026-05-01 11:00:00') + user('Again'),
    );
    assert.equal(items.filter((item) => item.type === 'conversation').length, 2);
    assert.deepEqual(saidIn(items), ['user: Go', 'assistant: ```ts\nconst a =', 'user: Again']);
  });

  it('skips what was said before the first start, and says so once', async () => {
    assert.deepEqual(await read(user('Old words') + answer('Yes') + user('More')), [
      { type: 'skipped', reason: 'what was said before the first start of a chat' },
    ]);
  });

  it('takes commands for words only where they carry some', async () => {
    const text = [
      '/add a.ts',
      '/undo',
      '/ask',
      '/ask Why SQLite?',
      '/arch Plan it\nwell',
      '!ls',
      '/commit words',
      '/chat-mode ask',
    ]
      .map(user)
      .join('');
    assert.deepEqual(await said(start() + text), ['user: Why SQLite?', 'user: Plan it\nwell']);
  });

  it('takes a question once that Aider writes down twice', async () => {
    assert.deepEqual(
      await said(start() + user('/ask Why SQLite?') + user(' Why SQLite?') + answer('One file.') + user('Why SQLite?')),
      ['user: Why SQLite?', 'assistant: One file.', 'user: Why SQLite?'],
    );
  });

  it('does not take the plan of the assistant for words of the user when it is handed to the editor', async () => {
    const plan = '# Plan\n\n1. Do it.\n   2. Well.';
    assert.deepEqual(await said(start() + user('/architect Go') + answer(plan) + user(plan) + answer('Done.')), [
      'user: Go',
      `assistant: ${plan}`,
      'assistant: Done.',
    ]);
  });

  for (const text of [
    '# Fix any errors below, if possible.\n\n## Running: lint.sh\n\na.py:1: E402',
    '# Question:  how are you\n\n# Relevant docs:\n\n<doc>\nUsing /help',
    'I ran this command:\n\nls\n\nAnd got this output:\n\na',
    'I\'ve written your instructions in comments in the code and marked them with "ai"',
    'Add file to the chat? (Y)es/(N)o/(A)ll/(S)kip all [Yes]: y',
    '<blank>',
    'y',
  ]) {
    it(`leaves out what Aider put together: ${text.split('\n')[0] ?? ''}`, async () => {
      assert.deepEqual(await said(start() + user(text)), []);
    });
  }

  it('keeps a yes that answers the assistant', async () => {
    assert.deepEqual(
      await said(start() + user('Plan?') + answer('Shall I?') + user('yes') + tool('Run it?') + user('y')),
      ['user: Plan?', 'assistant: Shall I?', 'user: yes'],
    );
  });

  it('names conversations that started in the same second apart, and the same on every reading', async () => {
    const text = start() + user('a') + start() + user('b');
    const ids = (await read(text + start('2026-05-01 10:00:01'))).flatMap((item) =>
      item.type === 'conversation' ? item.id : [],
    );
    assert.deepEqual(ids, ['2026-05-01T10:00:00', '2026-05-01T10:00:00-2', '2026-05-01T10:00:01']);
  });

  it('names turns that say the same apart', async () => {
    const ids = (await turnsOf(start() + user('hi') + answer('Hi.') + user('hi'))).map((turn) => turn.id);
    assert.equal(new Set(ids).size, 3);
  });

  it('adds only what is new when it has grown, wherever it was cut when it was read first', async () => {
    const text =
      start() +
      user('One\ntwo') +
      answer('An answer of\n\n```ts\ncode\n```') +
      tool('Commit 0123abc a') +
      user('hi') +
      start() +
      user('hi');
    const whole = new Set((await turnsOf(text)).map((turn) => turn.id));
    const ends = [...text.matchAll(/\S[^\n]*\S/g)].flatMap((match) => [
      match.index + 1,
      match.index + match[0].length - 1,
    ]);
    for (const end of ends) {
      const part = (await turnsOf(text.slice(0, end))).map((turn) => turn.id);
      assert.ok(
        part.every((id) => whole.has(id)),
        text.slice(0, end),
      );
    }
  });

  it('leaves a turn that is being written for the next reading, and says so', async () => {
    const items = await read(start() + user('Go') + '\nI will now ex');
    assert.deepEqual(saidIn(items), ['user: Go']);
    assert.deepEqual(items.at(-1), { type: 'skipped', reason: 'a last turn that is not finished' });
  });

  it('reads Windows line ends and a byte order mark', async () => {
    const text =
      `\uFEFF${START}\n${user('Use pnpm')}${answer('Sure.\n\nDone.')}${tool('Applied edit to src\\a.ts')}`.replace(
        /\n/g,
        '\r\n',
      );
    const turns = await turnsOf(text);
    assert.deepEqual(
      turns.map((turn) => turn.text),
      ['Use pnpm', 'Sure.\n\nDone.'],
    );
    assert.deepEqual(turns[1]?.files, ['src\\a.ts']);
  });

  it('may be empty, or hold conversations in which nobody said anything', async () => {
    assert.deepEqual(await read(''), []);
    assert.deepEqual(saidIn(await read(start() + start('2026-05-01 10:00:09') + user('/exit'))), []);
  });

  it('is no start without a date that exists', async () => {
    const items = await read('# aider chat started at 2026-13-41 10:00:00\n\n' + start('2026-02-30 10:00:00'));
    assert.deepEqual(items, []);
  });

  it('never fails on garbage, and never gives an empty turn', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        START,
        '#### hi  ',
        '#### hi',
        '> Commit 0123abc x  ',
        '> Applied edit to a',
        '```',
        '',
        '  ',
        '/ask',
        '#### /ask x  ',
        '>',
      ),
      fc.string({ unit: 'binary' }),
    );
    const folder = await newFolder();
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
        const file = path.join(folder, 'h.md');
        await writeFile(file, lines.join('\n'));
        for (const item of await collect(aider.read(file))) assert.ok(item.type !== 'turn' || item.text.trim() !== '');
      }),
      { numRuns: 150 },
    );
  });
});

describe('the place of the chat history of Aider', () => {
  it('is the root of each worktree, or what the settings there name', async () => {
    const [one, two] = [await newFolder(), await newFolder()];
    await writeFile(path.join(one, '.aider.chat.history.md'), start());
    await writeFile(path.join(two, '.aider.conf.yml'), 'chat-history-file: notes/chat.md\nmodel: x\n');
    await mkdir(path.join(two, 'notes'));
    await writeFile(path.join(two, 'notes', 'chat.md'), start());
    const found = await collect(aider.find(home.places({ roots: [one, two] })));
    assert.deepEqual(found, [path.join(one, '.aider.chat.history.md'), path.join(two, 'notes', 'chat.md')]);
  });

  it('is not a file outside the project, which may be that of several', async () => {
    const [root, outside] = [await newFolder(), await newFolder()];
    await writeFile(path.join(outside, 'chat.md'), start());
    await writeFile(
      path.join(root, '.aider.conf.yml'),
      `chat-history-file: ${JSON.stringify(path.join(outside, 'chat.md'))}\n`,
    );
    const places = home.places({ roots: [root], home: outside, env: { AIDER_CHAT_HISTORY_FILE: '~/chat.md' } });
    assert.deepEqual(await collect(aider.find(places)), []);
    assert.deepEqual(await collect(aider.find({ ...places, roots: [root, outside] })), [path.join(outside, 'chat.md')]);
  });

  it('may not exist, and the settings may be damaged', async () => {
    const root = await newFolder();
    await writeFile(path.join(root, '.aider.conf.yml'), 'chat-history-file: [\n');
    assert.deepEqual(await collect(aider.find(home.places({ roots: [root] }))), []);
  });

  it('may be given as a folder', async () => {
    const root = await newFolder();
    await writeFile(path.join(root, '.aider.chat.history.md'), start() + user('Go'));
    await writeFile(path.join(root, 'README.md'), START);
    assert.deepEqual(saidIn(await collect(aider.read(root))), ['user: Go']);
  });

  it('fails where it is not, and stops when asked to', async () => {
    const root = await newFolder();
    const file = path.join(root, 'h.md');
    await assert.rejects(collect(aider.read(file)), { code: 'ENOENT' });
    await appendFile(file, start());
    await assert.rejects(collect(aider.read(file, AbortSignal.abort(new Error('enough')))), /enough/);
  });
});

const data = process.env.MEMORY_R1_DATA;
(data === undefined ? describe.skip : describe)('a real chat history of Aider (MEMORY_R1_DATA)', () => {
  const file = path.join(data ?? '', 'chats', 'aider-history.md');
  const counted = (program: string) =>
    Number(execFileSync('awk', [`${program} END { print n + 0 }`, file], { encoding: 'utf8' }));

  it('has as many starts, messages, edits and commits as its lines say', async () => {
    const counts = { start: 0, user: 0, assistant: 0, edits: 0, commits: 0 };
    const blocks = new AiderBlocks();
    for await (const line of readLines(file)) {
      for (const block of line.type === 'line' ? blocks.push(line.text) : []) {
        if (block.kind !== 'tool') counts[block.kind]++;
        else if (block.text.startsWith('Applied edit to ')) counts.edits++;
        else if (/^Commit [0-9a-f]{7} /.test(block.text)) counts.commits++;
      }
    }
    assert.equal(counts.start, 1133);
    assert.equal(counts.start, counted('/^# aider chat started at /{n++}'));
    // Messages are runs of lines; a heading of the assistant does not end with two spaces.
    assert.equal(counts.user, counted('{ is = /^####.*  $/; if (is && !was) n++; was = is }'));
    assert.equal(counts.edits, counted('/^> Applied edit to /{n++}'));
    assert.equal(counts.commits, counted('/^> Commit [0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f] /{n++}'));
  });

  it('is read in well under two seconds', async () => {
    const items = await collect(aider.read(file));
    assert.equal(items.filter((item) => item.type === 'conversation').length, 1133);
  }).timeout(2000);
});
