import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'mocha';
import { faultOf } from '../../../bench/llm/forms';
import type { CompletionOptions, LocalModel } from '../../../bench/llm/llama';
import { carelessReader, perfectReader, readShown } from '../../../bench/llm/scriptedReaders';
import { scriptedAdviser } from '../../../bench/llm/scriptedOpinions';
import { createProtocol } from '../../../bench/llm/serve';
import { trainWithOpinions } from '../../../bench/llm/opinionFeature';
import { modelAlone, policyAlone, voting } from '../../../bench/llm/votes';
import type { Question } from '../../../bench/judge';
import { shippedWeights, WEIGHTS } from '../../../bench/policies/shipped';
import { answerPrompt, type LanguageModel, type ManagerPolicy, type ModelAnswer } from '../../../src/core/index';
import { Endpoint } from '../../../src/node/llm/endpoint';
import { evaluateManager } from '../../../src/learning/manager/evaluate';
import { SOME_BACKGROUND, toyStream } from '../../support/toyStream';

const PROMPT = answerPrompt({
  question: 'Why was pnpm chosen?',
  memories: [
    {
      text: 'Tests run with vitest.',
      time: '2024-05-12T00:00:00Z',
      replaced: [{ text: 'Tests run with jest.', until: '2024-05-12T00:00:00Z' }],
    },
    {
      text: 'The project uses pnpm.',
      time: '2023-01-02T00:00:00Z',
      author: 'Ana',
      passage: 'Use pnpm: CI spent four minutes on installs. Thanks all.',
    },
  ],
  chosen: 1,
  today: '2025-01-01T00:00:00Z',
});

describe('A scripted reader', () => {
  const question: Question = { records: '', q: '', accept: ['four minutes'], reject: [], sha: [], kind: 'why' };
  const noSources = (): string[] => [];

  it('sees the memories of a prompt with what stands beside them', () => {
    const [first, second] = readShown(PROMPT.messages.at(-1)?.content ?? '');
    assert.deepEqual(first?.beside, ['Tests run with jest.']);
    assert.equal(second?.text, 'The project uses pnpm.');
    assert.ok(second.notes.includes('by Ana'));
    assert.match(second.beside[0] ?? '', /four minutes/);
  });

  it('that is perfect answers from the memory that tells it, in a form that the product takes', async () => {
    const said = await ask(perfectReader(question, 'distils', noSources));
    assert.deepEqual(said.used, [1]);
    assert.match(said.answer, /four minutes/);
  });

  it('that is perfect does not know what it is not shown, though it knows what is right', async () => {
    const unshown = await ask(perfectReader({ ...question, accept: ['ten seconds'] }, 'distils', noSources));
    assert.equal(unshown.knows, false);
    const absent = await ask(perfectReader({ ...question, accept: [] }, 'distils', noSources));
    assert.equal(absent.knows, false);
  });

  it('says yes or no only from the commit that decides', async () => {
    const yesNo = { ...question, accept: ['^Yes'], sha: ['abc'] };
    assert.equal((await ask(perfectReader(yesNo, 'distils', noSources))).knows, false);
    const bySha = perfectReader(yesNo, 'distils', (text) => (text.includes('pnpm') ? ['abcdef'] : []));
    assert.match((await ask(bySha)).answer, /^Yes\. The project uses pnpm/);
  });

  it('that is careless takes what stands first', async () => {
    const said = await ask(carelessReader('distils'));
    assert.deepEqual([said.used, said.answer], [[0], 'Tests run with vitest.']);
  });
});

async function ask(model: LanguageModel): Promise<ModelAnswer> {
  const { text } = await model.complete(PROMPT);
  const read = PROMPT.parse(text);
  assert.ok(!('problem' in read), JSON.stringify(read));
  return read.value;
}

const FACTS = Array.from({ length: 60 }, (_, i) => [
  `Bump package${String(i)} to 1.0.`,
  `Bump package${String(i)} to 2.0.`,
]).flat();

const STREAM = toyStream(
  FACTS,
  FACTS.map((text, index) => ({
    text: `Which version of ${text.split(' ')[1] ?? ''} do we use?`,
    gold: { form: 'value', answers: [text.includes('1.0') ? '1.0' : '2.0'] },
    about: [index],
    ...(index % 2 === 0 && { to: index + 1 }),
  })),
);

describe('A scripted adviser', () => {
  function rightShare(policy: ManagerPolicy, reliability: number): number {
    const { outcomes } = evaluateManager(STREAM, policy, {
      background: SOME_BACKGROUND,
      questions: 0,
      calibration: true,
      advise: scriptedAdviser(reliability, 1),
    });
    return outcomes.filter(({ right }) => right).length / outcomes.length;
  }

  it('is as often right by outcome as it should be', () => {
    assert.equal(rightShare(modelAlone.policy, 1), 1);
    const share = rightShare(modelAlone.policy, 0.75);
    assert.ok(share > 0.62 && share < 0.88, String(share));
  });

  it('that is always wrong leads a policy astray that follows it, less one that only hears its vote', () => {
    const { manager } = shippedWeights(WEIGHTS);
    assert.ok(manager, 'no weights are shipped');
    const followed = rightShare(modelAlone.policy, 0);
    const heard = rightShare(voting(manager, 1).policy, 0);
    assert.ok(followed < 0.5 && heard > followed, `${String(followed)} ${String(heard)}`);
  });
});

describe('The Memory Manager with opinions among its inputs', () => {
  it('decides as the shipped one until it has learned, whatever a model says', async () => {
    const { manager } = shippedWeights(WEIGHTS);
    assert.ok(manager, 'no weights are shipped');
    const options = { background: SOME_BACKGROUND, iterations: 0, seed: 1 };
    const untrained = await trainWithOpinions([STREAM], manager, options, () => undefined);
    const decided = (policy: ManagerPolicy, reliability?: number): object =>
      evaluateManager(STREAM, policy, {
        background: SOME_BACKGROUND,
        questions: 0,
        ...(reliability !== undefined && { advise: scriptedAdviser(reliability, 1) }),
      }).operations;
    assert.deepEqual(decided(untrained, 0), decided(policyAlone(manager).policy));
  });
});

describe('What is wrong with an answer', () => {
  it('is told apart by the words of its reader', () => {
    assert.equal(faultOf('Fact a: it names memory 7, which was not shown.'), 'id');
    assert.equal(faultOf('Fact 1: its quote "x" does not stand in the text.'), 'quote');
    assert.equal(faultOf('"lodash" stands in no source.'), 'invented');
    assert.equal(faultOf('The answer holds no JSON.'), 'form');
  });
});

describe('The server of a small model', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function serve(model: LocalModel): Promise<string> {
    server = createServer(createProtocol('small', model));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`;
  }

  function echo(asked: CompletionOptions[]): LocalModel {
    return {
      complete(messages, options) {
        asked.push(options);
        return Promise.resolve({ text: messages.at(-1)?.content ?? '', input: 5, output: 3, cut: false });
      },
      dispose: () => Promise.resolve(),
    };
  }

  it('answers the endpoint of the product, with schema and tokens', async () => {
    const asked: CompletionOptions[] = [];
    const endpoint = new Endpoint({ url: await serve(echo(asked)), model: 'small', getKey: () => Promise.resolve('') });
    const schema = { name: 'form', schema: { type: 'object' } };
    const messages = [{ role: 'user', content: 'Hello' }] as const;
    const reply = await endpoint.complete({ purpose: 'test', messages, maxTokens: 7, schema });
    assert.deepEqual(reply, { text: 'Hello', usage: { input: 5, output: 3 } });
    assert.deepEqual([asked[0]?.maxTokens, asked[0]?.temperature, asked[0]?.schema], [7, 0, { type: 'object' }]);
  });

  it('says what is wrong with a request, and goes on', async () => {
    const url = await serve(echo([]));
    const post = (body: string): Promise<Response> => fetch(`${url}/chat/completions`, { method: 'POST', body });
    assert.equal((await post('{')).status, 400);
    assert.equal((await post('{"messages": []}')).status, 400);
    assert.equal((await post('{"messages": [{"role": "user", "content": "Hi"}]}')).status, 200);
    assert.equal((await fetch(`${url}/nothing`)).status, 404);
    assert.match(await (await fetch(`${url}/models`)).text(), /"id":"small"/);
  });
});
