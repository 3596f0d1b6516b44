import assert from 'node:assert/strict';
import type { ProjectMemory } from '../../../../src/core/index';
import { questionsFromReviews } from '../../../../src/learning/questions/fromReviews';
import { streamOf } from '../../../../src/learning/questions/streamOf';
import type { Question } from '../../../../src/learning/types';
import { defaultExtractors } from '../../../../src/core/index';
import { commit, openScripted, shaOf } from '../../../support/scriptedMemory';

const FIRST = 'feat: `retries` option is 2 by default';
const SECOND = 'feat: `retries` option is 9 by default';

async function proposed(...messages: readonly string[]): Promise<ProjectMemory> {
  const { memory } = await openScripted(undefined, { extractors: defaultExtractors });
  for (const [day, message] of messages.entries())
    await memory.ingest([commit(`step${String(day)}`, day, message, { files: [] })], {
      kind: 'capture',
      accept: 'none',
    });
  return memory;
}

function questionsOf(memory: ProjectMemory): readonly Question[] {
  const material = memory.material();
  return questionsFromReviews(material, streamOf(material, { name: 'sample', seed: 1 }));
}

function proposalAbout(memory: ProjectMemory, text: RegExp): string {
  return (
    memory.proposals().find(({ newText = '' }) => text.test(newText))?.id ?? assert.fail(`no proposal ${String(text)}`)
  );
}

describe('questionsFromReviews', () => {
  it('asks for what was accepted', async () => {
    const memory = await proposed('feat: add support for proxies in the browser');
    await memory.accept({ all: true });
    const [question, ...more] = questionsOf(memory);
    assert.equal(more.length, 0);
    assert.deepEqual([question?.kind, question?.gold.form, question?.about], ['accepted', 'text', [0]]);
    assert.ok((question?.gold.answers[0] ?? '') !== '');
  });

  it('asks for what the user put in place, not for what was proposed', async () => {
    const memory = await proposed('feat: add support for proxies');
    await memory.edit(proposalAbout(memory, /proxies/), 'Proxies work in Node.js only.');
    const [question] = questionsOf(memory);
    assert.match(question?.gold.answers[0] ?? '', /work in.* only/);
    const { questions } = streamOf(memory.material(), { name: 'sample', seed: 1 });
    assert.deepEqual(
      questions.filter(({ about }) => about.length > 0),
      [],
    );
  });

  it('takes a memory for right that was kept although a check found its commit gone', async () => {
    const memory = await proposed('feat: add support for proxies in the browser');
    await memory.ingest([commit('z', 9, 'feat: add support for cookies', { files: [] })], {
      kind: 'scan',
      accept: 'all',
    });
    const { event } = memory.commits().get(shaOf('z'))!;
    await memory.place([{ event, reach: { on: 'gone' } }]);
    await memory.checkFreshness(undefined);
    const [found] = memory.proposals().filter(({ operation }) => operation === 'DELETE');
    await memory.reject({ ids: [found!.id] });
    await memory.place([{ event, reach: { on: 'main' } }]);
    const asked = questionsOf(memory);
    assert.deepEqual(
      asked.map(({ kind }) => kind),
      ['accepted'],
    );
    assert.match(asked[0]?.text ?? '', /cookies/);
    // What the check said is no fact to learn from.
    const { facts } = streamOf(memory.material(), { name: 'sample', seed: 1 });
    assert.ok(facts.every(({ text }) => !text.includes('No longer holds')));
  });

  it('wants what was known before in place of what was rejected', async () => {
    const memory = await proposed(FIRST);
    await memory.accept({ all: true });
    await memory.ingest([commit('later', 5, SECOND, { files: [] })], { kind: 'capture', accept: 'none' });
    await memory.reject({ all: true });
    const rejected = questionsOf(memory).filter(({ kind }) => kind === 'rejected');
    assert.equal(rejected.length, 1);
    const [answer = ''] = rejected[0]?.gold.answers ?? [];
    assert.match(answer, /\b2\b/);
    assert.doesNotMatch(answer, /\b9\b/);
  });

  it('wants memory to decline where nothing was known before what was rejected', async () => {
    const memory = await proposed('feat: add support for proxies');
    await memory.reject({ all: true });
    const questions = questionsOf(memory);
    assert.deepEqual(
      questions.map(({ kind, gold }) => [kind, gold.answers]),
      [['rejected', []]],
    );
  });

  it('wants the version before one that was rejected', async () => {
    const manifest = (range: string): string => `{ "devDependencies": { "mocha": "${range}" } }\n`;
    const { memory } = await openScripted(undefined, { extractors: defaultExtractors });
    const file = (before: string, after: string) => [{ path: 'package.json', status: 'M', before, after }] as const;
    await memory.ingest([commit('a', 1, 'Use mocha 10', { files: file('{}', manifest('^10.0.0')) })], {
      kind: 'scan',
      accept: 'all',
    });
    await memory.ingest([commit('b', 2, 'Use mocha 11', { files: file(manifest('^10.0.0'), manifest('^11.0.0')) })], {
      kind: 'capture',
      accept: 'none',
    });
    await memory.reject({ all: true });
    const versions = questionsOf(memory).filter(({ kind, gold }) => kind === 'rejected' && gold.form === 'value');
    assert.deepEqual(
      versions.map(({ gold }) => gold.answers),
      [['10.0.0', '^10.0.0']],
    );
  });

  it('asks nothing of a verdict that was undone', async () => {
    const memory = await proposed('feat: add support for proxies');
    await memory.reject({ all: true });
    await memory.undo();
    assert.deepEqual(questionsOf(memory), []);
  });

  it('takes what a deleted memory said for wrong', async () => {
    const memory = await proposed('feat: add support for proxies');
    await memory.accept({ all: true });
    const [memoryOfProxies] = memory.memories();
    await memory.deleteMemory(memoryOfProxies?.id ?? '');
    const last = questionsOf(memory).filter(({ kind }) => kind === 'rejected');
    assert.deepEqual(
      last.map(({ gold }) => gold.answers),
      [[]],
    );
  });

  it('asks again what was answered helpfully, and wants the memories that it rested on', async () => {
    const memory = await proposed('feat: add support for proxies');
    await memory.accept({ all: true });
    const used = memory.memories().map(({ id }) => id);
    await memory.rate({ question: 'Do proxies work?', used, declined: false }, 'helpful');
    const [question] = questionsOf(memory).filter(({ kind }) => kind === 'helpful');
    assert.equal(question?.text, 'Do proxies work?');
    assert.deepEqual(question.gold.answers, ['Support for proxies was added.']);
    assert.deepEqual(question.about, [0]);
  });

  it('learns that it was right to decline', async () => {
    const memory = await proposed('feat: add support for proxies');
    await memory.rate({ question: 'Who pays for it?', used: [], declined: true }, 'helpful');
    assert.deepEqual(
      questionsOf(memory).map(({ text, gold }) => [text, gold.answers]),
      [['Who pays for it?', []]],
    );
  });

  it('leaves a wrong answer out until the user says what is right', async () => {
    const memory = await proposed('feat: add support for proxies');
    await memory.accept({ all: true });
    const [wrong] = memory.memories();
    await memory.rate({ question: 'Do proxies work?', used: [wrong?.id ?? ''], declined: false }, 'wrong');
    assert.deepEqual(
      questionsOf(memory).filter(({ kind }) => kind === 'wrong'),
      [],
    );
    await memory.editMemory(wrong?.id ?? '', 'Proxies work in Node.js only.');
    const [question] = questionsOf(memory).filter(({ kind }) => kind === 'wrong');
    assert.deepEqual(question?.gold.answers, ['Proxies work in Node.js only.']);
  });
});
