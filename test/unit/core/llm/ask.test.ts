import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as z from 'zod';
import { askModel, errors, type Prompt } from '../../../../src/core/index';
import { parseObject } from '../../../../src/core/llm/json';
import { ScriptedModel } from '../../../support/scriptedModel';

const SCHEMA = z.object({ size: z.number() });
const PROMPT: Prompt<{ size: number }> = {
  purpose: 'test',
  messages: [{ role: 'user', content: 'How large?' }],
  maxTokens: 50,
  schema: { name: 'size', schema: { type: 'object' } },
  parse: (text) => parseObject(text, SCHEMA),
};

describe('asking a model', () => {
  it('takes the first answer that can be read, and counts its tokens', async () => {
    const model = new ScriptedModel(['{"size": 3}']);
    const asked = await askModel(model, PROMPT);
    assert.deepEqual(asked, { value: { size: 3 }, dropped: [], usage: { input: 90, output: 10 }, attempts: 1 });
    const [request] = model.asked;
    assert.deepEqual(
      [request?.purpose, request?.maxTokens, request?.schema?.name, request?.messages.length],
      ['test', 50, 'size', 1],
    );
  });

  it('shows a bad answer to the model once, with what is wrong with it', async () => {
    const model = new ScriptedModel(['It is large.', '{"size": 3}']);
    const asked = await askModel(model, PROMPT);
    assert.ok('value' in asked);
    assert.deepEqual([asked.value.size, asked.attempts, asked.usage], [3, 2, { input: 180, output: 20 }]);
    const [question, said, repair] = model.asked[1]?.messages ?? [];
    assert.deepEqual(
      [question?.role, said?.role, said?.content, repair?.role],
      ['user', 'assistant', 'It is large.', 'user'],
    );
    assert.match(repair?.content ?? '', /The answer holds no JSON\./);
  });

  it('gives more room to one whose thoughts were cut off, and not to one that never ends its answer', async () => {
    const model = new ScriptedModel([{ cutOff: '<think>How large' }, '{"size": 3}']);
    assert.equal('value' in (await askModel(model, PROMPT)), true);
    assert.deepEqual(
      model.asked.map(({ maxTokens }) => maxTokens),
      [50, 150],
    );
    assert.match(model.asked[1]?.messages.at(-1)?.content ?? '', /cut off/);
    const endless = new ScriptedModel([{ cutOff: '{"size": "very, very, very' }]);
    assert.equal('problem' in (await askModel(endless, PROMPT)), true);
    assert.deepEqual(
      endless.asked.map(({ maxTokens }) => maxTokens),
      [50, 50],
    );
    const whole = new ScriptedModel([{ cutOff: '{"size": 3} and' }]);
    assert.equal((await askModel(whole, PROMPT)).attempts, 1);
  });

  it('gives up after a second bad answer, and never throws for it', async () => {
    const model = new ScriptedModel(['', '{"size": "huge"}', '{"size": 3}']);
    const asked = await askModel(model, PROMPT);
    assert.ok('problem' in asked);
    assert.match(asked.problem, /"size"/);
    assert.equal(model.asked.length, 2);
    assert.equal(model.asked[1]?.messages[1]?.content, '(nothing)');
  });

  it('shows no more of a long bad answer than needed', async () => {
    const model = new ScriptedModel(['word '.repeat(5000), '{"size": 3}']);
    await askModel(model, PROMPT);
    assert.ok((model.asked[1]?.messages[1]?.content.length ?? 0) <= 1500);
  });

  it('throws where the provider fails, and when it is cancelled', async () => {
    await assert.rejects(askModel(new ScriptedModel([errors.modelUnauthorized('http://x')]), PROMPT), {
      code: 'llm/unauthorized',
    });
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    const model = new ScriptedModel(['{"size": 3}']);
    await assert.rejects(askModel(model, PROMPT, stop.signal), /enough/);
    assert.equal(model.asked.length, 0);
  });
});
