import assert from 'node:assert/strict';
import { exactMatch, expectedScore, f1, likeliest } from '../../../src/learning/score';
import type { Gold } from '../../../src/learning/types';

const value = (...answers: string[]): Gold => ({ form: 'value', answers });
const text = (...answers: string[]): Gold => ({ form: 'text', answers });

describe('A score', () => {
  it('takes a value as it is written, and only whole', () => {
    for (const said of ['5.9.2', '^5.9.2', 'v5.9.2', '>=5.9.2']) assert.equal(f1(said, value('^5.9.2')), 1, said);
    for (const said of ['5.9', '5.9.20', '15.9.2', '5.9.2 beta', '']) assert.equal(f1(said, value('^5.9.2')), 0, said);
    assert.equal(f1('5.9', value('5.9.0')), 1);
    assert.equal(f1('20', value('20.x')), 1);
    assert.equal(f1('10', value('1')), 0);
    assert.equal(f1('2024-03-09', value('2024-03-09T11:00:00+02:00')), 1);
    assert.equal(f1('The `node:test`', value('node:test')), 1);
    assert.equal(f1('@types/node', value('@types/node')), 1);
    assert.equal(f1('node', value('@types/node')), 0);
  });

  it('of a text is the overlap with the best of the right answers', () => {
    assert.equal(f1('are retried twice', text('are retried twice')), 1);
    assert.equal(f1('retried', text('retried twice')), 2 / 3);
    assert.equal(f1('retried', text('nothing', 'retried twice')), 2 / 3);
    assert.equal(f1('the the the', text('a')), 1);
    assert.equal(f1('', text('retried')), 0);
    assert.equal(exactMatch('Retried, twice', text('retried twice')), 1);
  });

  it('is one for silence exactly where nothing can be known', () => {
    assert.deepEqual([f1('', value()), f1('5.9', value()), f1('', value('5.9'))], [1, 0, 0]);
    assert.deepEqual([f1('', text()), f1('something', text())], [1, 0]);
  });

  it('of a reader that draws is the mean over what it would say', () => {
    const answers = [
      { text: '5.9', probability: 0.5 },
      { text: '5.8', probability: 0.3 },
      { text: '', probability: 0.2 },
    ];
    assert.equal(expectedScore(answers, value('5.9'), f1), 0.5);
    assert.equal(likeliest(answers), '5.9');
    assert.equal(
      likeliest([
        { text: 'a', probability: 0.4 },
        { text: '', probability: 0.6 },
      ]),
      '',
    );
  });
});
