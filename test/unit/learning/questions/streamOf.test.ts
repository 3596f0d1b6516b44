import assert from 'node:assert/strict';
import { phrase } from '../../../../src/learning/questions/phrase';
import { questionsAtEnd, streamOf } from '../../../../src/learning/questions/streamOf';
import { asked, materialOf, streamFrom, type Step } from './histories';

const BASE: Step = { message: 'chore: set up the project', dependencies: { typescript: '^5.8.0', mocha: '^10.0.0' } };

describe('streamOf', () => {
  it('tells what messages say, without keys, and not what only files say', async () => {
    const { facts } = await streamFrom([
      BASE,
      { message: 'Upgrade TypeScript to 5.9', dependencies: { typescript: '^5.9.2', mocha: '^10.0.0' } },
      { message: 'Bump all of it', dependencies: { typescript: '^5.9.2', mocha: '^11.0.0' } },
      'feat: add support for proxies',
    ]);
    assert.deepEqual(
      facts.map(({ text, kind }) => [text, kind]),
      [
        ['Upgrade TypeScript to 5.9.', 'dependency'],
        ['Support for proxies was added.', 'feature'],
      ],
    );
    assert.ok(facts.every((fact) => !('subject' in fact) && !('attribute' in fact) && !('value' in fact)));
  });

  it('leaves out what was done once, unless it is wanted', async () => {
    const steps = ['feat: add support for proxies', 'Move the tests of the parser around'];
    const texts = async (records: boolean): Promise<string[]> =>
      (await streamFrom(steps, { records })).facts.map(({ text }) => text);
    assert.deepEqual(await texts(false), ['Support for proxies was added.']);
    assert.deepEqual(await texts(true), ['Support for proxies was added.', 'Move the tests of the parser around.']);
  });

  it('asks for a version from the message that tells it to the commit that changes it, told or not', async () => {
    const stream = await streamFrom([
      BASE,
      { message: 'Upgrade TypeScript to 5.9', dependencies: { typescript: '^5.9.2', mocha: '^10.0.0' } },
      'feat: add support for proxies',
      { message: 'Bump all of it', dependencies: { typescript: '^6.0.1', mocha: '^10.0.0' } },
      'feat: add a cache for requests',
    ]);
    const [version, ...more] = asked(stream, 'version');
    assert.equal(more.length, 0);
    assert.deepEqual([version?.from, version?.to, version?.about], [0, 2, [0]]);
    assert.deepEqual(version?.gold, { form: 'value', answers: ['5.9.2', '^5.9.2', '5.9'] });
  });

  it('asks whether something is still used, both ways, before and after its removal', async () => {
    const stream = await streamFrom([
      BASE,
      { message: 'Add lodash for deep clones', dependencies: { ...BASE.dependencies, lodash: '^4.17.0' } },
      'feat: add support for proxies',
      { message: 'Remove lodash', dependencies: BASE.dependencies ?? {} },
    ]);
    const answers = (kind: string, after: number): unknown =>
      asked(stream, kind, after).flatMap(({ text, gold }) => (/lodash/.test(text) ? gold.answers : []));
    assert.deepEqual([answers('still used', 1), answers('is it gone', 1)], [['yes'], ['no']]);
    assert.deepEqual([answers('still used', 2), answers('is it gone', 2)], [['no'], ['yes']]);
  });

  it('asks for the tool of a role and the one before it', async () => {
    const stream = await streamFrom([
      BASE,
      { message: 'Replace mocha with vitest', dependencies: { typescript: '^5.8.0', vitest: '^3.0.0' } },
    ]);
    assert.deepEqual(
      asked(stream, 'role').map(({ gold }) => gold.answers[0]),
      ['vitest'],
    );
    assert.deepEqual(
      asked(stream, 'former role').map(({ gold }) => gold.answers[0]),
      ['mocha'],
    );
    assert.deepEqual(
      asked(stream, 'replaced by').map(({ gold }) => gold.answers[0]),
      ['vitest'],
    );
    assert.deepEqual(
      asked(stream, 'what it replaced').map(({ gold }) => gold.answers[0]),
      ['mocha'],
    );
  });

  it('asks for the version of Node.js that is needed', async () => {
    const stream = await streamFrom([BASE, { message: 'Require Node.js 20', engines: { node: '>=20.1' } }]);
    assert.deepEqual(
      asked(stream, 'required version').map(({ gold }) => gold.answers),
      [['20.1', '>=20.1', '20']],
    );
  });

  it('asks for both names of what was renamed', async () => {
    const stream = await streamFrom(['Rename option `foo` to `bar`']);
    assert.deepEqual(
      asked(stream, 'renamed').map(({ gold }) => gold.answers.at(-1)),
      ['bar'],
    );
    assert.match(asked(stream, 'former name')[0]?.gold.answers.at(-1) ?? '', /foo$/);
  });

  it('asks for a default until the next one is told', async () => {
    const stream = await streamFrom([
      'feat: `retries` option is 2 by default',
      'feat: add support for proxies',
      'feat: `retries` option is 5 by default',
    ]);
    assert.deepEqual(
      asked(stream, 'setting').map(({ gold, from, to }) => [gold.answers[0], from, to]),
      [
        ['2', 0, 2],
        ['5', 2, undefined],
      ],
    );
  });

  it('asks whether a feature is there until it goes', async () => {
    const stream = await streamFrom([
      'feat: add the `beforeInit` hook',
      'feat: add support for proxies',
      'feat!: remove the `beforeInit` hook',
    ]);
    const about = (kind: string): unknown[] =>
      asked(stream, kind).flatMap(({ text, gold, from, to }) =>
        /beforeInit/.test(text) ? [[gold.answers[0], from, to]] : [],
      );
    assert.deepEqual(about('is it there'), [
      ['yes', 0, 2],
      ['no', 2, undefined],
    ]);
    assert.deepEqual(about('was it removed'), [
      ['no', 0, 2],
      ['yes', 2, undefined],
    ]);
  });

  it('does not ask about a feature as if it were there once a title takes it away in other words', async () => {
    const stream = await streamFrom([
      'feat: add the `beforeInit` hook',
      'feat: add support for proxies',
      'refactor: kill beforeInit and friends, drop node 4',
      'feat: add a cache for requests',
    ]);
    const there = asked(stream, 'is it there').filter(({ text }) => /beforeInit/.test(text));
    assert.deepEqual(
      there.map(({ gold, from, to }) => [gold.answers[0], from, to]),
      [['yes', 0, 2]],
    );
  });

  it('asks whether something was reverted, and nothing more of what was', async () => {
    const stream = await streamFrom([
      'feat: add support for proxies\n\nBecause many companies need them.',
      'feat: add a cache for requests',
      'Revert "feat: add support for proxies"',
    ]);
    const reverts = asked(stream, 'was it reverted').filter(({ text }) => /prox/.test(text));
    assert.deepEqual(reverts.map(({ gold, from, to }) => [gold.answers[0], from, to]).sort(), [
      ['no', 0, 2],
      ['yes', 2, undefined],
    ]);
    for (const { kind, about, to } of stream.questions)
      if (about.includes(0) && kind !== 'was it reverted') assert.equal(to, 2, kind);
    assert.equal(asked(stream, 'reason', 1).length, 1);
  });

  it('asks why only where the message says it, and lets memory decline where it does not', async () => {
    const stream = await streamFrom([
      'feat: remove the old parser\n\nIt was removed because it was too slow for large files.',
      ...Array.from({ length: 12 }, (_, i) => `feat: add the \`option${String(i)}\` option`),
    ]);
    const [reason] = asked(stream, 'reason');
    assert.match(reason?.gold.answers[0] ?? '', /too slow for large files/);
    const unknown = asked(stream, 'no reason given');
    assert.ok(
      unknown.length > 0 && unknown.every(({ gold, about }) => gold.answers.length === 0 && about.length === 0),
    );
  });

  it('asks who or when, with the day in every way of writing it', async () => {
    const steps = Array.from({ length: 10 }, (_, i) => ({
      message: `feat: add the \`option${String(i)}\` option`,
      author: 'Grace Hopper',
    }));
    const stream = await streamFrom(steps);
    const [who, when] = [asked(stream, 'who'), asked(stream, 'when')];
    assert.equal(who.length + when.length, steps.length);
    assert.deepEqual(who[0]?.gold.answers, ['Grace Hopper']);
    const day = 1 + (when[0]?.from ?? 0);
    assert.deepEqual(when[0]?.gold.answers, [
      `2025-01-${String(day).padStart(2, '0')}`,
      ...new Set([`${String(day)} January 2025`, `${String(day)} Jan 2025`, `January ${String(day)}, 2025`]),
    ]);
  });

  it('asks about every fact', async () => {
    const stream = await streamFrom([
      BASE,
      { message: 'Update mocha', dependencies: { typescript: '^5.8.0', mocha: '^11.0.0' } },
      'feat: add support for proxies',
    ]);
    const known = new Set(stream.questions.flatMap(({ about }) => about));
    assert.deepEqual([...known].sort(), [0, 1]);
  });

  it('asks what other projects have and this one never mentions, to be declined', async () => {
    const stream = await streamFrom(['feat: add support for lodash templates'], { foreign: ['lodash', 'immer'] });
    const absent = asked(stream, 'absent');
    assert.deepEqual(
      absent.map(({ gold }) => gold.answers),
      [[]],
    );
    assert.match(absent[0]?.text ?? '', /immer/);
  });

  it('keeps a question about each fact when it asks fewer', async () => {
    const material = await materialOf(
      ...Array.from({ length: 30 }, (_, i) => `feat: add the \`option${String(i)}\` option`),
    );
    const { facts, questions } = streamOf(material, { name: 'sample', seed: 1, most: 40 });
    assert.equal(questions.length, 40);
    assert.equal(new Set(questions.flatMap(({ about }) => about)).size, facts.length);
  });

  it('asks in the same words for the same seed, in others for another', async () => {
    const material = await materialOf(
      'feat: add support for proxies',
      'feat: add the `retries` option',
      'feat: drop the old parser',
    );
    const texts = (seed: number): string[] =>
      streamOf(material, { name: 'sample', seed }).questions.map(({ text }) => text);
    assert.deepEqual(texts(1), texts(1));
    assert.notDeepEqual(texts(1), texts(2));
  });

  it('gives those that are right at the end', async () => {
    const stream = await streamFrom(['feat: add the `beforeInit` hook', 'feat!: remove the `beforeInit` hook']);
    const there = questionsAtEnd(stream).filter(({ kind }) => kind === 'is it there');
    assert.deepEqual(
      there.map(({ gold }) => gold.answers[0]),
      ['no'],
    );
  });
});

describe('phrase', () => {
  it('passes over words that name the answer, and asks nothing where all do', () => {
    const draft = {
      key: 'k',
      kind: 'role',
      gold: { form: 'value', answers: ['vitest'] },
      from: 0,
      about: [0],
    } as const;
    for (const seed of [1, 2, 3, 4, 5]) {
      assert.equal(
        phrase('s', seed, { ...draft, wordings: ['Is it Vitest?', 'Which one is it?'] })?.text,
        'Which one is it?',
      );
      assert.equal(phrase('s', seed, { ...draft, wordings: ['Is it Vitest?'] }), undefined);
    }
  });
});
