import assert from 'node:assert/strict';
import { someMemory, somePackage } from '../../../support/someMemories';
import { answerTo, ask, ended, setting } from './asking';

/** What every project remembers beside the thing that is asked about. */
const REST = [
  someMemory({ text: 'Coverage upload was removed: too buggy.' }),
  someMemory({ text: 'CI runs in Docker 24.' }),
  ...somePackage('mocha', [['^11.0.0', '2024-01-01T00:00:00Z']]),
];

const on = (validFrom: string, text: string, author = 'Anna Berg') =>
  someMemory({ text, validFrom: `${validFrom}T00:00:00Z`, author });

const reverted = (title: string, how = 'reverted') =>
  someMemory({ text: `The change "${title}" was ${how}.`, kind: 'revert', subject: title });

const check = (question: string, expected: string | undefined, ...told: Parameters<typeof answerTo>[1][]) =>
  assert.equal(answerTo(question, ...told, ...REST), expected, question);

describe('why a tool is used', () => {
  const chosen = (text: string) =>
    someMemory({ text, session: 's', kind: 'tool', subject: 'web framework', attribute: 'name', value: 'fastify' });

  it('is told by whoever chose it', () => {
    const told = chosen('Use Fastify for the server, not Express, because it is faster.');
    check('Why Fastify?', told.text, told);
    check('Why do we use Fastify?', told.text, told);
  });

  it('is told by no file', () =>
    check('Why do we use Fastify?', undefined, chosen('The project uses fastify as its web framework.')));
});

describe('a question for yes or no', () => {
  it('gets no yes from a memory that speaks of something else about the thing', () => {
    const told = on('2026-01-02', 'Make shadow branches worktree-specific.');
    check('Are shadow branches shared between worktrees?', told.text, told);
  });
});

describe('an answer of several memories', () => {
  it('says the same words once, however often they were said', () => {
    const said = (day: string) => on(day, 'Cache the `TreeContext` for each filename, and re-use it.');
    check('Which tree context is cached?', said('2026-01-02').text, said('2026-01-02'), said('2026-01-03'));
  });
});

describe('the default of a setting', () => {
  it('is what holds unless one says otherwise', () => {
    const retries = setting('retry.limit', '2');
    check('What is the default of retry.limit?', retries.text, retries);
    check('What is the retry limit unless I set one?', retries.text, retries);
    check('How many retries are there by default?', retries.text, retries);
  });

  it('is told by a sentence, too', () =>
    check(
      'Is strict mode the default?',
      'Yes. Strict mode is on by default now.',
      'Strict mode is on by default now.',
    ));

  it('answers yes or no where it is on or off', () => {
    check('Is autoSave on by default?', 'No. `autoSave` is false by default.', setting('autoSave', 'false'));
    check('Is autoSave on by default?', 'Yes. `autoSave` is true by default.', setting('autoSave', 'true'));
    check('Is autoSave off by default?', 'Yes. `autoSave` is false by default.', setting('autoSave', 'false'));
    check('Is autoSave disabled by default?', 'No. `autoSave` is true by default.', setting('autoSave', 'true'));
  });

  it('is not known from a memory that only names the setting', () =>
    check('What is the default of http2?', undefined, 'The `http2` option was added to the client.'));
});

describe('an amount', () => {
  it('is told by a memory with a number', () => {
    const [told, other] = ['A failed upload gets 3 retries.', 'Retries of a failed upload are logged.'];
    check('How many retries does a failed upload get?', told, told, other);
    check('How many retries does a failed upload get?', undefined, other);
  });

  it('of time is one as well, and no date', () => {
    check('How long does the lock file wait?', 'The lock file waits 30 seconds.', 'The lock file waits 30 seconds.');
    check(
      'How long has the lock file been there?',
      '4 Mar 2020: The lock file was added.',
      on('2020-03-04', 'The lock file was added.'),
    );
  });

  it('is not told by the version of a package', () => check('How many mocha tests are there?', undefined));
});

describe('a place', () => {
  it('is told rather by a memory that has a path', () => {
    const moved = on('2020-01-01', 'The changelog was moved to docs/CHANGELOG.md.');
    const told = on('2021-01-01', 'The changelog lists every change.');
    const { answer } = ask('Where does the changelog live now?', [told, moved, ...REST]);
    assert.ok(answer.startsWith(moved.text), answer);
  });
});

describe('how something is done', () => {
  it('is told by what holds, not by what is gone', () => {
    const now = 'Requests can be cancelled with `AbortSignal`.';
    const gone = ended(
      { text: 'Requests can be cancelled with `request.cancel()`.' },
      { text: '`request.cancel()` was removed.', on: '2024-02-02T00:00:00Z' },
    );
    check('How do I cancel a request?', now, now, gone);
    check('How do I cancel a request?', undefined, gone);
  });
});

describe('whether something is still so', () => {
  it('needs no name of a package', () => {
    check('Do we still support Node 14?', 'No. Node 14 support was dropped.', 'Node 14 support was dropped.');
    check('Are nightly builds still published?', 'Yes. Nightly builds are published.', 'Nightly builds are published.');
    const [stopped] = ['Nightly builds are no longer published.'];
    check('Are nightly builds still published?', `No. ${stopped}`, stopped);
  });

  it('is answered by the end of what was there, with its day', () => {
    const pool = ended(
      { text: 'A worker pool was added.' },
      { text: 'The worker pool was removed.', on: '2024-02-02T00:00:00Z' },
    );
    check('Is the worker pool still there?', 'No. On 2 Feb 2024: The worker pool was removed.', pool);
  });

  it('is no yes where it is deprecated', () => {
    const [print, option] = [
      '`util.print` was deprecated.',
      'The `request` option is deprecated in favor of `fetcher`.',
    ];
    check('Is `util.print` still supported?', `No longer advised. ${print}`, print);
    check('Can I use the request option?', `No longer advised. ${option}`, option);
    check('Was `util.print` removed?', `No. ${print}`, print);
    check('Is `util.print` deprecated?', `Yes. ${print}`, print);
  });
});

describe('yes and no', () => {
  it('follow what the question denies itself', () => {
    const [off, gone, longer] = ['Telemetry is disabled.', 'Telemetry was removed.', 'Node 14 is no longer supported.'];
    check('Is telemetry disabled?', `Yes. ${off}`, off);
    check('Is telemetry enabled?', `No. ${off}`, off);
    check('Is telemetry disabled?', 'No. Telemetry is enabled.', 'Telemetry is enabled.');
    check('Can I turn off telemetry?', 'Yes. Telemetry can be turned off.', 'Telemetry can be turned off.');
    check('Was telemetry removed?', `Yes. ${gone}`, gone);
    check('Was telemetry dropped?', `Yes. ${gone}`, gone);
    check('Is Node 14 no longer supported?', `Yes. ${longer}`, longer);
    check('Is Node 14 supported?', `No. ${longer}`, longer);
    check('Is telemetry never sent?', 'Yes. Telemetry is never sent.', 'Telemetry is never sent.');
    check("Isn't telemetry sent?", 'No. Telemetry is never sent.', 'Telemetry is never sent.');
    check('Is telemetry sent or not?', 'Yes. Telemetry is sent.', 'Telemetry is sent.');
  });

  it('take a negative word of the question for the name of a thing where the memory has it too', () => {
    check('Are line breaks removed?', 'Yes. Line breaks are removed.', 'Line breaks are removed.');
    check('Is the ignore list supported?', 'Yes. An ignore list is supported.', 'An ignore list is supported.');
    check('Is the ignore list supported?', 'No. The ignore list was removed.', 'The ignore list was removed.');
  });

  it('do not follow a "not" of a subordinate clause', () => {
    const text = 'A warning for values that are no functions was added.';
    check('Is there a warning for values that are not functions?', `Yes. ${text}`, text);
  });

  it('do not follow the reason behind the statement', () =>
    check(
      'Are fonts cached?',
      'Yes. Fonts are cached: no request is needed then.',
      'Fonts are cached: no request is needed then.',
    ));

  it('know which side of an exchange is asked about', () => {
    const told = 'The parser was switched from acorn to meriyah.';
    check('Is the acorn parser used?', `No. ${told}`, told);
    check('Is the meriyah parser used?', `Yes. ${told}`, told);
  });
});

describe('a reason', () => {
  const why = 'Why was the CommonJS build dropped?';

  it('must be given', () => {
    check(why, undefined, 'The CommonJS build was dropped.');
    check(why, 'The CommonJS build was dropped: nobody used it.', 'The CommonJS build was dropped: nobody used it.');
  });

  it('comes before a memory that gives none', () => {
    const told = 'Drop the CommonJS build because bundlers handle modules.';
    check(why, told, 'The CommonJS build was dropped.', told);
  });

  it('is not made up for by that of something else', () => {
    check(why, undefined, 'The CommonJS build was dropped.', 'The CommonJS tests were dropped because they were slow.');
  });

  it('must say more than the question', () =>
    check('Why is it fast to avoid the cache?', undefined, 'Avoid the cache to be fast.'));

  it('of a revert does not stand in the title of what was reverted', () => {
    const told = 'Drop retries because of load';
    check('Why was the drop of retries reverted?', undefined, reverted(told));
    const because = someMemory({ text: `The change "${told}" was reverted, because clients failed.`, kind: 'revert' });
    check('Why was the drop of retries reverted?', because.text, because);
  });
});

describe('a day', () => {
  const added = on('2020-03-04', 'A font cache was added.');
  const faster = on('2021-03-04', 'The font cache was changed to a map.');
  const removed = on('2023-03-04', 'The font cache was removed.');

  it('of a beginning is that of the first memory, of an end that of the last', () => {
    for (const told of [
      [added, faster, removed],
      [removed, faster, added],
    ]) {
      check('When was the font cache added?', '4 Mar 2020: A font cache was added.', ...told);
      check('When was the font cache removed?', '4 Mar 2023: The font cache was removed.', ...told);
    }
    check('When was the font cache last changed?', '4 Mar 2021: The font cache was changed to a map.', added, faster);
  });

  it('is not that of the opposite', () => {
    check('When was the font cache removed?', undefined, added);
  });
});

describe('a person', () => {
  const license = on('2022-05-06', 'The license was changed to MIT.');

  it('is who wrote the commit', () =>
    check('Who changed the license?', 'Anna Berg, on 6 May 2022: The license was changed to MIT.', license));

  it('is unknown where it is asked for something no history tells', () => {
    check('Who approved the license?', undefined, license);
    check('Who asked for the license?', undefined, license);
    check('Who is the lawyer for the license?', undefined, license);
    check('How much was paid for the license change?', undefined, license);
    const told = 'Anna Berg, on 1 Jan 2022: Approved license: MIT, by the board.';
    check('Who approved the license?', told, on('2022-01-01', 'Approved license: MIT, by the board.'));
  });
});

describe('a revert', () => {
  it('is told, or said not to be known', () => {
    check(
      'Was the switch to fetch reverted?',
      'Yes. The change "Switch to fetch" was reverted.',
      reverted('Switch to fetch'),
    );
    check('Was the switch to fetch undone?', 'No. Memory holds no revert of it. Switch to fetch.', 'Switch to fetch.');
  });

  it('takes back what it reverts, be that an addition or a removal', () => {
    const asked = 'Is there a font cache?';
    check(asked, 'No. The change "Add a font cache" was reverted.', reverted('Add a font cache'));
    check(asked, 'Yes. The change "Remove the font cache" was reverted.', reverted('Remove the font cache'));
    check(
      asked,
      'Yes. The change "Add a font cache" was applied again.',
      reverted('Add a font cache', 'applied again'),
    );
    check(
      asked,
      'No. The change "Remove the font cache" was applied again.',
      reverted('Remove the font cache', 'applied again'),
    );
  });
});

describe('what took the place of something', () => {
  it('is told by an exchange in the memory', () => {
    const told = [
      '`request.abort()` was replaced by `AbortSignal`.',
      '`request.abort()` was deprecated in favor of `AbortSignal`.',
      '`request.abort()` was renamed to `AbortSignal`.',
      'Use `AbortSignal` instead of `request.abort()`.',
    ];
    for (const text of told) check('What replaced `request.abort()`?', text, text);
    check('What replaced `request.abort()`?', undefined, '`request.abort()` stops the request.');
  });
});

describe('of several memories', () => {
  it('the newest counts where they fit alike, and its end where it ended', () => {
    const used = 'Fonts come from a font cache.';
    const removed = 'The font cache was removed.';
    check('Is the font cache used?', `No. ${removed}`, on('2020-01-01', used), on('2021-01-01', removed));
    check('Is there a font cache?', `Yes. ${used}`, on('2022-01-01', used), on('2021-01-01', removed));
  });

  it('several answer where more than one may, in 300 characters and three memories', () => {
    const told = ['fonts', 'icons', 'images', 'scripts', 'styles'].map(
      (what) => `Cached files of ${what} expire within a day.`,
    );
    const { answer, used } = ask(
      'How do cached files expire?',
      told.map((text) => someMemory({ text })),
    );
    assert.equal(used.length, 3);
    assert.deepEqual(used.map(({ text }) => text).join(' '), answer);
    const long = told.map((text) => someMemory({ text: `${text} ${'All of them do. '.repeat(8)}`.trim() }));
    const cut = ask('How do cached files expire?', long);
    assert.ok(cut.answer.length <= 300 && cut.used.length === 1, cut.answer);
  });

  it('one answers where only one can', () => {
    const told = [
      on('2020-01-01', 'Cached font files expire within a day.'),
      on('2021-01-01', 'Cached icon files expire within a day.'),
    ];
    for (const question of [
      'Do cached files expire within a day?',
      'When do cached files expire?',
      'Who made cached files expire?',
    ])
      assert.equal(ask(question, told).used.length, 1, question);
  });

  it('what was done once counts less than what holds, unless it is asked what was done', () => {
    const record = someMemory({
      text: 'Cache fonts.',
      kind: 'change',
      validFrom: '2024-01-02T00:00:00Z',
      author: 'Ida',
    });
    const holds = someMemory({ text: 'Fonts stay in the cache.', kind: 'decision', validFrom: '2024-01-01T00:00:00Z' });
    assert.equal(ask('Is there a cache for fonts?', [record, holds]).used[0]?.id, holds.id);
    check('Who made fonts go to the cache?', 'Ida, on 2 Jan 2024: Cache fonts.', record);
  });
});

describe('a question and a memory that use different words', () => {
  it('meet where these mean the same', () => {
    check('Was the delay raised?', 'Yes. Timeout was increased.', 'Timeout was increased.');
    check(
      'Which folder holds the fixtures?',
      'The fixtures directory is test/data.',
      'The fixtures directory is test/data.',
    );
  });

  it('meet where one of them writes two words together', () => {
    check('Are line breaks stripped?', 'Yes. `removeLinebreaks` was added.', '`removeLinebreaks` was added.');
  });

  it('meet where one of them leaves out what a name belongs to', () => {
    const told = '`execFile` got a timeout.';
    check('Does child_process.execFile have a timeout?', `Yes. ${told}`, told);
  });

  it('meet in the first line of the commit', () => {
    const told = someMemory({ text: 'The limit is 10 entries.', title: 'Bound the font cache' });
    check('How many entries may the font cache have?', told.text, told);
  });
});
