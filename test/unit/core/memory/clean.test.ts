import assert from 'node:assert/strict';
import { KnownError } from '../../../../src/core/base/errors';
import { cleanEvent, INJECTED_END, INJECTED_START, type Redactor } from '../../../../src/core/memory/clean';
import type { Event, RawEvent } from '../../../../src/core/memory/event';

const SECRET = 'the-secret';
const redactor: Redactor = {
  redact: (texts) =>
    Promise.resolve({
      texts: texts.map((text) => text.replaceAll(SECRET, '[secret removed]')),
      found: texts.join('\u0000').split(SECRET).length - 1,
    }),
};

const chat: RawEvent = { kind: 'chat', ref: 'turn-1', time: '2026-03-01T12:00:00Z', role: 'user', text: 'Hello' };

const clean = (raw: Partial<RawEvent> = {}): Promise<Event> => cleanEvent({ ...chat, ...raw }, redactor);

async function check(text: string, expected: string) {
  assert.equal((await clean({ text })).text, expected);
}

describe('the entrance', () => {
  it('removes secrets from everything an event carries, and counts them', async () => {
    const event = await clean({
      text: `a ${SECRET}`,
      author: SECRET,
      session: `s ${SECRET}`,
      ref: SECRET,
      files: [{ path: `${SECRET}.ts`, oldPath: SECRET, status: 'R', before: SECRET, after: `x ${SECRET}` }],
    });
    assert.ok(!JSON.stringify(event).includes(SECRET));
    assert.equal(event.secrets, 8);
    assert.deepEqual(event.files, [
      {
        path: '[secret removed].ts',
        oldPath: '[secret removed]',
        status: 'R',
        before: '[secret removed]',
        after: 'x [secret removed]',
      },
    ]);
  });

  it('leaves absent what was absent', async () => {
    const event = await clean({
      files: [
        { path: 'a', status: 'A', after: 'x' },
        { path: 'b', status: 'D', before: '' },
      ],
    });
    assert.deepEqual(
      Object.keys(event).filter((key) => ['author', 'session', 'parents', 'rewriteOf'].includes(key)),
      [],
    );
    assert.deepEqual(event.files, [
      { path: 'a', status: 'A', after: 'x' },
      { path: 'b', status: 'D', before: '' },
    ]);
  });

  it('shortens home paths of all systems', async () => {
    await check('see /home/jane/project/a.ts and /Users/jane/b', 'see ~/project/a.ts and ~/b');
    await check('file:///home/jane/x', 'file://~/x');
    await check('C:\\Users\\Jane Doe\\a.ts, d:/Users/jane/b', '~\\a.ts, ~/b');
    await check('"cwd": "C:\\\\Users\\\\jane\\\\a"', '"cwd": "~\\\\a"');
    await check('/mnt/c/Users/jane/a and /c/Users/jane/b', '~/a and ~/b');
  });

  it('shortens home paths in links, in JSON inside JSON, behind remotes and in names of folders', async () => {
    await check('vscode-remote://ssh-remote%2Bbox/home/jane/a', 'vscode-remote://ssh-remote%2Bbox~/a');
    await check('"C:\\\\\\\\Users\\\\\\\\jane\\\\\\\\a"', '"~\\\\\\\\a"');
    await check('"\\/home\\/jane\\/a"', '"~\\/a"');
    await check('\\\\wsl$\\Ubuntu\\home\\jane\\a', '~\\a');
    await check('file%3A%2F%2F%2Fhome%2Fjane%2Fa and c%3A%5CUsers%5Cjane%5Ca', 'file%3A%2F%2F~%2Fa and ~%5Ca');
    await check('~/.claude/projects/-home-jane-app/x.jsonl', '~/.claude/projects/~-app/x.jsonl');
    await check('projects\\C--Users-jane-app', 'projects\\~-app');
    await check('/var/home/jane/a', '~/a');
  });

  it('leaves other paths alone', async () => {
    for (const text of [
      'https://example.org/home/page',
      'src/home/index.ts',
      './home/a',
      'src/Users/list.ts',
      'C:\\Program Files\\x',
    ]) {
      await check(text, text);
    }
  });

  it('shortens addresses of people, not versions of packages or accounts of tools', async () => {
    await check('Jane <jane.doe+x@mail.example.org>', 'Jane <<email>>');
    for (const text of [
      'yargs-parser@16.0.0',
      'pnpm@11.1.0-beta.rc',
      'git@github.com:a/b.git',
      '@sinonjs/fake-timers',
      'x@next.js',
      'a@b',
    ]) {
      await check(text, text);
    }
  });

  it('keeps addresses where the user allows them', async () => {
    const text = 'Jane <jane@example.org> in /home/jane/a';
    const event = await cleanEvent({ ...chat, text }, redactor, { addresses: 'keep' });
    assert.equal(event.text, 'Jane <jane@example.org> in ~/a');
  });

  it('takes whole commands to a terminal out, and leaves the text of links', async () => {
    await check('\u001B[1;31merror\u001B[0m at \u001B[2K\u001B[1Gline', 'error at line');
    await check('\u001B]8;;https://evil.example\u0007docs\u001B]8;;\u0007 and \u001B]0;title\u001B\\x', 'docs and x');
    await check('\u001BP1$r0m\u001B\\a\u001B(Bb\u009B31mc\u001Bcd', 'abcd');
    await check('cut \u001B]0;off\nnext \u001B[', 'cut \nnext ');
  });

  it('cleans title, assistant, branch and turns before, and takes no commit that is none', async () => {
    const event = await clean({
      title: SECRET,
      app: SECRET,
      before: [{ role: 'user', text: SECRET }],
      reach: { on: 'branch', branch: `fix/${SECRET}` },
      commits: ['a1b2c3d', SECRET],
      parents: [SECRET],
    });
    assert.ok(!JSON.stringify(event).includes(SECRET));
    assert.deepEqual(event.commits, ['a1b2c3d']);
  });

  it('brings line ends to one kind', () => check('a\r\nb\rc\u2028d\u0085e', 'a\nb\nc\nd\ne'));

  it('strips what is not seen but changes what is read', async () => {
    await check('a\u202Eb\u2066c\u200Bd\uFEFFe\u0007f\u001B[31mg\u00ADh', 'abcdefgh');
    await check('hidden\u{E0041}\u{E0042} words', 'hidden words');
    await check('broken \uD83D half', 'broken \uFFFD half');
  });

  it('keeps joiners, emojis, flags and tabs', async () => {
    for (const text of [
      '👩‍💻 ok',
      'می‌خواهم',
      '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}',
      '🇩🇪',
      'a\tb',
      '日本語',
      'क्‍ष',
    ]) {
      await check(text, text);
    }
  });

  it('a secret cannot hide behind invisible characters', () => check('the-\u200Bsecret', '[secret removed]'));

  it('never takes in again what memory itself injected', async () => {
    const block = `${INJECTED_START}\n[1] The project uses pnpm.\n${INJECTED_END}`;
    await check(`before ${block} after`, 'before  after');
    await check(`${block}a${block}b`, 'ab');
    await check(`x <PROJECT-MEMORY id="3">y</project-memory>`, 'x ');
    await check(`x <project\u200B-memory>y</project-memory>`, 'x ');
    await check(`x ${INJECTED_START} and the end was lost`, 'x ');
    await check('<project-memory-format> is another thing', '<project-memory-format> is another thing');
  });

  it('the id follows from kind, session and ref alone', async () => {
    const { id } = await clean();
    assert.match(id, /^[0-9a-f]{12}$/);
    assert.equal((await clean({ text: 'Other', time: '2020-01-01T00:00:00Z' })).id, id);
    for (const other of [{ ref: 'turn-2' }, { session: 's' }, { kind: 'note' as const }])
      assert.notEqual((await clean(other)).id, id);
  });

  it('orders by its time where capture gives no order, and lies on the default branch where it says nothing', async () => {
    const event = await clean();
    assert.equal(event.order, Date.parse('2026-03-01T12:00:00Z') / 1000);
    assert.deepEqual(event.reach, { on: 'main' });
    const held = await clean({ order: 7, reach: { on: 'branch', branch: 'feature' } });
    assert.equal(held.order, 7);
    assert.deepEqual(held.reach, { on: 'branch', branch: 'feature' });
  });

  it('a time that is none is refused in words', async () => {
    await assert.rejects(
      clean({ time: 'yesterday' }),
      (error) => KnownError.is(error, 'usage') && error.message.includes('yesterday'),
    );
  });

  it('fields that nobody asked for do not come in', async () => {
    const event = await clean({ secret: SECRET } as Partial<RawEvent>);
    assert.ok(!('secret' in event));
  });

  it('cleaning what is clean changes nothing', async () => {
    const once = await clean({ text: `C:\\Users\\jane\\a /home/x/y jane@example.org ${SECRET} \u202E` });
    assert.equal((await clean({ text: once.text })).text, once.text);
  });

  it('an event cannot be written by hand', () => {
    // @ts-expect-error: the brand is missing, and only the entrance puts it on
    const forged: Event = {
      id: '0',
      kind: 'note',
      ref: 'r',
      time: '',
      order: 0,
      role: 'user',
      text: SECRET,
      files: [],
      reach: { on: 'main' },
      secrets: 0,
    };
    assert.ok(forged);
  });
});
