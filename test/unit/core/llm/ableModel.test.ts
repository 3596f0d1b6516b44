import assert from 'node:assert/strict';
import { examine } from '../../../../src/core/llm/exam';
import { ableAnswer } from '../../../support/ableModel';
import { ScriptedModel } from '../../../support/scriptedModel';

describe('the able model of the tests', () => {
  it('passes the whole examination', async () => {
    const model = new ScriptedModel(({ messages }) => ableAnswer(messages.map(({ content }) => content).join('\n\n')));
    const { steps, trust } = await examine(model, { clock: () => new Date(0) });
    assert.deepEqual(
      steps.filter(({ passed }) => !passed),
      [],
    );
    assert.deepEqual(trust, { answers: 'distils', decides: true, extracts: true });
  });
});
