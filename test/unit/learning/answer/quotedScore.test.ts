import assert from 'node:assert/strict';
import { quotedScore } from '../../../../src/learning/answer/quotedScore';

describe('the score of an answer that quotes', () => {
  const value = (answer: string, ...answers: string[]) => quotedScore(answer, { form: 'value', answers });
  const yesNo = (answer: string, right: string) => quotedScore(answer, { form: 'yesNo', answers: [right] });
  const text = (answer: string, right: string) => quotedScore(answer, { form: 'text', answers: [right] });

  it('is 1 where a value stands in it as a whole', () => {
    assert.equal(value('On 3 May 2024: typescript was upgraded to ^5.9.2 (development dependency).', '5.9.2'), 1);
    assert.equal(value('Now v5.9.2 is used', '^5.9.2'), 1);
    assert.equal(value('dev-12, on 3 May 2024: Add the cache.', 'dev-1', 'dev-12'), 1);
    assert.equal(value('typescript 15.9.2', '5.9.2'), 0);
    assert.equal(value('eslint runs', 'lint'), 0);
    assert.equal(value('typescript 5.9.20', '5.9.2'), 0);
  });

  it('goes by the verdict where yes or no is asked for', () => {
    assert.equal(yesNo('Yes. The project uses vitest.', 'yes'), 1);
    assert.equal(yesNo('No. mocha was removed.', 'yes'), 0);
    assert.equal(yesNo('The project uses vitest.', 'no'), 0.5);
    assert.equal(yesNo('Nothing is known.', 'no'), 0.5);
  });

  it('grows with the words of a statement that it says, whatever else it says', () => {
    const right = 'cache cleared every hour';
    assert.equal(text('The cache is cleared every hour. The search runs in a worker.', right), 1);
    assert.ok(text('The cache is cleared daily.', right) < text('The cache is cleared each hour.', right));
    assert.equal(text('The cache is large.', right), 0);
  });

  it('is 0 where nothing is right', () => {
    assert.equal(value('5.9', ''), 0);
    assert.equal(quotedScore('anything', { form: 'text', answers: [] }), 0);
  });
});
