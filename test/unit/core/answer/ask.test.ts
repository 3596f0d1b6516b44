import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AnswerDeps } from '../../../../src/core/answer/ask';
import type { Answer, Memory } from '../../../../src/core/index';
import { Retriever } from '../../../../src/core/retrieval/retriever';
import { someMemory, somePackage } from '../../../support/someMemories';
import { ask as askOf } from './asking';

const typescript = somePackage('typescript', [
  ['^4.9.0', '2022-11-15T10:00:00Z'],
  ['^5.0.4', '2023-03-20T10:00:00Z'],
  ['^5.9.2', '2025-08-01T10:00:00Z'],
]);
const chai = somePackage(
  'chai',
  [
    ['^4.3.0', '2020-02-01T00:00:00Z'],
    ['^5.0.0', '2024-01-10T00:00:00Z'],
  ],
  {
    on: '2024-05-12T23:30:00+02:00',
    replacedBy: 'node:assert',
  },
);
const moment = somePackage('moment', [['^2.0.0', '2019-01-01T00:00:00Z']], {
  on: '2021-06-01T00:00:00Z',
  replacedBy: 'date-fns',
});
const dateFns = somePackage('date-fns', [['^4.1.0', '2021-06-01T00:00:00Z']]);
const node = someMemory({
  text: 'The project requires Node.js >=22 (minimum version 22.0.0).',
  kind: 'requirement',
  subject: 'node',
  attribute: 'required version',
  value: '>=22',
});
const tool = (name: string, given: Partial<Memory>) =>
  someMemory({
    text: `The project uses ${name.replace('@', ' ')} as its package manager.`,
    kind: 'tool',
    subject: 'package manager',
    attribute: 'name',
    value: name,
    lineage: 'package manager',
    ...given,
  });
const managers = [
  tool('yarn', { state: 'superseded', validFrom: '2019-01-01T00:00:00Z', validTo: '2024-09-03T00:00:00Z' }),
  tool('pnpm@11.2.0', { validFrom: '2024-09-03T00:00:00Z' }),
];
const decisions = [
  someMemory({ text: 'Disable DNS cache by default, because it broke on Windows.', validFrom: '2021-04-01T00:00:00Z' }),
  someMemory({
    text: 'Coverage upload was removed: too buggy.',
    validFrom: '2020-04-01T00:00:00Z',
    author: 'Anna Berg',
  }),
  someMemory({
    text: 'The change "Use explicit types with sql tag" was reverted.',
    kind: 'revert',
    subject: 'Use explicit types with sql tag',
  }),
  someMemory({ text: 'CI runs in Docker 24.', kind: 'note' }),
  someMemory({ text: 'Retries stop after three attempts to spare the servers.', kind: 'note' }),
];
const bank = [...typescript, ...chai, ...moment, ...dateFns, node, ...managers, ...decisions];

const ask = (question: string, memories: readonly Memory[] = bank, more: Partial<AnswerDeps> = {}): Answer =>
  askOf(question, memories, more);

describe('an answer', () => {
  const check = (question: string, expected: string, memories: readonly Memory[] = bank) => {
    const { answer, declined } = ask(question, memories);
    assert.equal(answer, expected, question);
    assert.equal(declined, false);
  };

  it('names the version that holds', () => {
    const expected = 'The project uses typescript ^5.9.2 (development dependency).';
    check('Which version of typescript does the project use?', expected);
    check('What TypeScript version are we on?', expected);
    check('What is the minimum Node.js version?', 'The project requires Node.js >=22 (minimum version 22.0.0).');
    check('Which version of chai is used?', 'None: chai was removed on 12 May 2024 and replaced by node:assert.');
  });

  it('says yes or no to whether something is still used', () => {
    check(
      'Does the project still depend on typescript?',
      'Yes. The project uses typescript ^5.9.2 (development dependency).',
    );
    check('Is chai still used?', 'No. chai was removed on 12 May 2024 and replaced by node:assert.');
    check('Is Node.js supported?', 'Yes. The project requires Node.js >=22 (minimum version 22.0.0).');
    check('Is yarn still used?', 'No. The project uses pnpm 11.2.0 as its package manager.');
    check('Do we use pnpm?', 'Yes. The project uses pnpm 11.2.0 as its package manager.');
    check('Was chai removed?', 'Yes. chai was removed on 12 May 2024 and replaced by node:assert.');
    check('Was typescript removed?', 'No. The project uses typescript ^5.9.2 (development dependency).');
  });

  it('says which tool, and what replaced what', () => {
    check('Which package manager does the project use?', 'The project uses pnpm 11.2.0 as its package manager.');
    check('What replaced moment?', 'moment was removed on 1 Jun 2021 and replaced by date-fns.');
    check('What do we use instead of yarn?', 'The project uses pnpm 11.2.0 as its package manager.');
  });

  it('says when and who', () => {
    check('When was chai removed?', 'chai was removed on 12 May 2024 and replaced by node:assert.');
    check('When was typescript added?', '15 Nov 2022: The project uses typescript ^4.9.0 (development dependency).');
    check(
      'When was typescript upgraded to 5?',
      '20 Mar 2023: The project uses typescript ^5.0.4 (development dependency).',
    );
    check(
      'When was typescript last upgraded?',
      '1 Aug 2025: The project uses typescript ^5.9.2 (development dependency).',
    );
    check('When was chai added?', '1 Feb 2020: The project uses chai ^4.3.0 (development dependency).');
    check(
      'Who removed chai?',
      'the-remover, on 12 May 2024: chai was removed on 12 May 2024 and replaced by node:assert.',
    );
    check(
      'Who added typescript?',
      'author-1, on 15 Nov 2022: The project uses typescript ^4.9.0 (development dependency).',
    );
  });

  it('gives the decision with its reason', () => {
    check('Why is the DNS cache off?', 'Disable DNS cache by default, because it broke on Windows.');
    check('Why was the coverage upload removed?', 'Coverage upload was removed: too buggy.');
  });

  it('begins with yes or no where the words of the memory tell', () => {
    check('Is DNS cache enabled by default?', 'No. Disable DNS cache by default, because it broke on Windows.');
    check('Is there still a coverage upload?', 'No. Coverage upload was removed: too buggy.');
    check(
      'Was the explicit types change of the sql tag reverted?',
      'Yes. The change "Use explicit types with sql tag" was reverted.',
    );
    check(
      'Was the coverage upload reverted?',
      'No. Memory holds no revert of it. Coverage upload was removed: too buggy.',
    );
    check('Do retries stop after three attempts?', 'Yes. Retries stop after three attempts to spare the servers.');
  });

  it('finds a version that only a sentence tells', () => {
    check('Which version of Docker runs CI?', 'CI runs in Docker 24.');
  });

  it('prefers the project itself to its folders, and the version in use to the range for peers', () => {
    const of = (attribute: string, value: string, text: string) =>
      someMemory({ text, kind: 'dependency', subject: 'react', attribute, value });
    const root = of('version', '^19.0.0', 'The project uses react ^19.0.0 (development dependency).');
    const peer = of('peer range', '>=18', 'The project expects react >=18 as a peer dependency.');
    const nested = of('version in packages/site', '^18.2.0', 'packages/site uses react ^18.2.0 (runtime dependency).');
    const all = [nested, peer, root];
    check('Which version of react does the project use?', root.text, all);
    check('Which react version is required?', peer.text, all);
    check('Which version of react is used in packages/site?', nested.text, all);
    check('Is react still used?', `Yes. ${nested.text}`, [
      nested,
      ...somePackage('react', [['1', '2020-01-01']], { on: '2021-01-01' }),
    ]);
  });

  it('tells a package from the engine of the same name', () => {
    const engine = someMemory({
      text: 'The project requires VS Code ^1.90.0.',
      kind: 'requirement',
      subject: 'vscode',
      attribute: 'required version',
      value: '^1.90.0',
    });
    const all = [
      engine,
      ...somePackage('vscode', [['^1.1.37', '2019-01-01T00:00:00Z']], { on: '2020-02-02T00:00:00Z' }),
    ];
    check('Does the project still depend on vscode?', 'No. vscode was removed on 2 Feb 2020.', all);
    check('What is the minimum VS Code version?', engine.text, all);
  });

  it('is what was decided last, where two statements fit alike', () => {
    const older = someMemory({ text: 'Default save timeout is 1500 now.', validFrom: '2020-01-01T00:00:00Z' });
    const newer = someMemory({ text: 'Default save timeout is 250 now.', validFrom: '2022-01-01T00:00:00Z' });
    check('What is the default save timeout?', newer.text, [newer, older]);
    check('What is the default save timeout?', newer.text, [older, newer]);
  });

  it('is found in scripts without spaces', () => {
    check('为什么使用缓存？', '使用缓存，因为服务器很慢。', [
      someMemory({ text: '使用缓存，因为服务器很慢。' }),
      ...bank,
    ]);
  });

  it('has at most 300 characters and 3 memories', () => {
    const long = someMemory({ text: `Retry limit is three, because ${'servers were slow and '.repeat(30)}so on` });
    for (const question of ['Why is there a retry limit?', 'Is there a retry limit?']) {
      const { answer, used, declined } = ask(question, [long]);
      assert.ok(!declined && answer.length <= 300 && answer.includes('Retry limit is three') && used.length <= 3);
    }
  });
});

describe('a question', () => {
  it('with a whole log pasted after it is answered in no time', () => {
    const begin = performance.now();
    const { answer } = ask(`Is chai still used? ${'is was at Object.<anonymous> (src/index.ts:12:3) '.repeat(20_000)}`);
    assert.ok(answer !== '');
    assert.ok(performance.now() - begin < 500);
  });
});

describe('an answer shows', () => {
  it('what held before, newest first, apart from what holds', () => {
    assert.deepEqual(ask('Which version of typescript does the project use?').replaced, [
      { text: 'The project uses typescript ^5.0.4 (development dependency).', until: '2025-08-01T10:00:00Z' },
      { text: 'The project uses typescript ^4.9.0 (development dependency).', until: '2023-03-20T10:00:00Z' },
    ]);
    assert.deepEqual(
      ask('Is chai still used?').replaced.map(({ until }) => until),
      ['2024-05-12T23:30:00+02:00', '2024-01-10T00:00:00Z'],
    );
    assert.deepEqual(ask('Why was the coverage upload removed?').replaced, []);
  });

  it('not more than the last five of them', () => {
    const versions = Array.from({ length: 12 }, (_, i) => [`^1.${i}.0`, `20${10 + i}-01-01T00:00:00Z`] as const);
    const { replaced } = ask('Which version of esbuild?', somePackage('esbuild', versions));
    assert.equal(replaced.length, 5);
    assert.match(replaced[0]?.text ?? '', /1\.10\.0/);
  });

  it('the memory it rests on, with its source', () => {
    const { used } = ask('Which version of typescript does the project use?');
    assert.deepEqual(
      used.map(({ id }) => id),
      [typescript[2]?.id],
    );
    assert.deepEqual(used[0]?.sources, typescript[2]?.sources);
  });

  it('the commit that removed something', () => {
    const { used } = ask('Is chai still used?');
    assert.equal(used[0]?.text, 'chai was removed from the development dependencies');
    assert.equal(used[0]?.validFrom, '2024-05-12T23:30:00+02:00');
    assert.equal(used[0]?.sources[0]?.subject, 'Remove chai');
  });

  it('what is not reviewed, held for a branch, or stale', () => {
    const [held] = somePackage('vitest', [['^3.0.0', '2025-01-01T00:00:00Z']]);
    assert.ok(held);
    const { used } = ask('Is vitest used?', [{ ...held, reviewed: false, branch: 'try-vitest', stale: true }]);
    assert.deepEqual(
      { reviewed: used[0]?.reviewed, branch: used[0]?.branch, stale: used[0]?.stale },
      { reviewed: false, branch: 'try-vitest', stale: true },
    );
    assert.equal('branch' in (ask('Is chai still used?').used[0] ?? {}), false);
  });

  it('how many candidates there were and how long it took', () => {
    let now = 100;
    const { candidates, ms } = ask('typescript', bank, { clock: () => new Date((now += 7)), limit: 2 });
    assert.equal(candidates, 2);
    assert.equal(ms, 7);
  });
});

describe('memory declines', () => {
  const check = (question: string, about: string) => {
    const { answer, declined, used, replaced, ...rest } = ask(question);
    assert.equal(answer, `Memory holds nothing about ${about}.`, question);
    assert.deepEqual(
      { declined, used, replaced, about: rest.about },
      { declined: true, used: [], replaced: [], about },
    );
  };

  it('what it has never heard of', () => {
    check('Which CDN serves the mobile app?', 'mobile app');
    check('Which cloud region are the servers deployed in?', 'cloud region');
    check('Which message broker carries the retries?', 'message broker');
    check('Who signed the data processing agreement?', 'data processing agreement');
    check('deployment', 'deployment');
    check('?', 'this');
  });

  it('packages that only look like known ones', () => {
    check('Which version of chai-subset does the project use?', 'chai-subset');
    check('Does the project still depend on @types/chai?', '@types/chai');
    check('Does the project still depend on date-fns-tz?', 'date-fns-tz');
    check('Which version of docker-compose is used?', 'docker-compose');
  });

  it('what it knows by name, but not whether it is used', () => {
    const memories = [
      someMemory({ text: 'The change "Overwrite Content-Type in browsers" was reverted.', kind: 'revert' }),
      ...somePackage('mime', [['^4.0.0', '2024-01-01T00:00:00Z']]).map((memory) => ({
        ...memory,
        text: 'The project uses mime ^4.0.0 to guess content-type.',
      })),
    ];
    for (const question of ['Is content-type still used?', 'Does the project still depend on content-type?'])
      assert.equal(ask(question, memories).declined, true, question);
  });

  it('the reason, where only the change is known', () => {
    const { answer, lacks } = ask('Why was chai removed?');
    assert.equal(
      answer,
      'No reason was recorded. Memory holds: On 12 May 2024: chai was removed from the development dependencies.',
    );
    assert.equal(lacks, 'reason');
    assert.equal(ask('Why do we use pnpm?').declined, true);
    const dropped = someMemory({ text: 'Drop the CommonJS distribution.' });
    const { declined, closest } = ask('Why was the CommonJS distribution dropped?', [dropped]);
    assert.equal(declined, true);
    assert.equal(closest?.id, dropped.id);
  });

  it('a version, where the sentence has none of it', () =>
    check('Which version of the DNS cache do we use?', 'DNS cache'));

  it('what the user wants forgotten', () => {
    const memories = somePackage(
      'left-pad',
      [
        ['^1.0.0', '2020-01-01'],
        ['^2.0.0', '2021-01-01'],
      ],
      { on: '2022-01-01', forgotten: true },
    );
    const { declined, closest, candidates } = ask('Is left-pad still used?', memories);
    assert.deepEqual({ declined, closest, candidates }, { declined: true, closest: undefined, candidates: 0 });
  });

  it('everything while it is empty', () => {
    assert.equal(ask('Which version of typescript does the project use?', []).declined, true);
  });

  it('but shows the closest memory that holds, which is no answer', () => {
    const { closest } = ask('Why do retries wait for the moon?');
    assert.equal(closest?.text, 'Retries stop after three attempts to spare the servers.');
    assert.equal(ask('Which CDN?').closest, undefined);
  });
});

describe('an answer to any text', () => {
  const words = [
    ...'which what why when who how where is does was not still default version removed replaced instead of the by reverted'.split(
      ' ',
    ),
    ...'typescript chai Node.js package manager retries DNS cache coverage upload sql test runner `x.y()` ? " 5.0 为什么 \u{1F600} \\ ( ['.split(
      ' ',
    ),
  ];
  const text = fc.oneof(
    fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((some) => some.join(' ')),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
  );
  const retriever = new Retriever();

  it('is brief, rests on memories, and is surer than nothing and no surer than sure', () => {
    const known = new Map(bank.map((memory) => [memory.id, memory]));
    fc.assert(
      fc.property(text, (question) => {
        const { answer, declined, used, confidence, candidates, replaced, closest } = ask(question, bank, {
          retriever,
        });
        assert.ok(answer.length > 0 && answer.length <= 300 + (declined ? question.length : 0));
        assert.ok(used.length <= 3 && used.length === new Set(used.map(({ id }) => id)).size);
        assert.equal(used.length === 0, declined);
        assert.ok(used.every(({ id, sources }) => known.has(id) && sources.length > 0));
        assert.ok(confidence >= 0 && confidence <= 1, String(confidence));
        assert.ok(candidates <= 60 && replaced.length <= 5);
        assert.ok(closest === undefined || (declined && known.has(closest.id)));
      }),
      { numRuns: 400 },
    );
  });

  it('says nothing that was replaced, unless it asks how that began', () => {
    const past = bank.filter(({ state }) => state === 'superseded').map(({ id }) => id);
    fc.assert(
      fc.property(text, (question) => {
        if (/when|who/i.test(question)) return;
        const { used } = ask(question, bank, { retriever });
        assert.ok(
          used.every(({ id }) => !past.includes(id)),
          question,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is the same whatever the order of the memories', () => {
    fc.assert(
      fc.property(text, fc.shuffledSubarray(bank, { minLength: bank.length }), (question, shuffled) => {
        assert.deepEqual(ask(question, shuffled), ask(question, bank));
      }),
      { numRuns: 60 },
    );
  });
});

describe('confidence', () => {
  it('is high where it follows from a key, and grows with what the evidence speaks of', () => {
    assert.ok(ask('Which version of typescript is used?').confidence >= 0.9);
    const whole = ask('Is there a DNS cache?').confidence;
    const half = ask('Is there a DNS cache for mobile phones?').confidence;
    assert.ok(whole > half && half > 0, `${whole}, ${half}`);
  });

  it('of what is declined is that of the nearest memory, or nothing', () => {
    const { declined, confidence } = ask('Why do retries wait for the moon?');
    assert.ok(declined && confidence > 0 && confidence < 0.5, String(confidence));
    assert.equal(ask('Which CDN?').confidence, 0);
  });
});
