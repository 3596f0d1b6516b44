import assert from 'node:assert/strict';
import { synonymsOf } from '../../../../src/core/base/synonyms';
import { words } from '../../../../src/core/base/words';

describe('synonymsOf', () => {
  const of = (said: string) => synonymsOf(words(said).join(' '));

  it('knows what else developers say, in any form of the words', () => {
    assert.ok(of('timeout').has('delay') && of('delays').has('timeout'));
    assert.ok(of('removing').has('drop') && of('dropped').has('remov'));
    assert.ok(of('env').has('environ variabl') && of('environment variables').has('env'));
  });

  it('knows them both ways', () => {
    for (const said of ['remov', 'add', 'timeout', 'env', 'environ variabl', 'line break', 'cach'])
      for (const other of synonymsOf(said)) assert.ok(synonymsOf(other).has(said), `${said}, ${other}`);
  });

  it('takes no opposites for the same', () => {
    for (const [one, other] of [
      ['enable', 'disable'],
      ['add', 'remove'],
      ['optional', 'required'],
      ['allow', 'forbid'],
      ['increase', 'decrease'],
      ['minimum', 'maximum'],
      ['start', 'stop'],
      ['show', 'hide'],
    ] as const)
      assert.ok(!of(one).has(words(other)[0] ?? ''), `${one}, ${other}`);
  });

  it('takes no everyday word for a phrase that has it', () => {
    for (const said of ['take', 'turn', 'back', 'read', 'look', 'back', 'opt']) assert.equal(of(said).size, 0, said);
  });

  it('takes no tool for another, and knows nothing of other words', () => {
    for (const said of ['mocha', 'webpack', 'zebra', '']) assert.equal(of(said).size, 0, said);
  });
});
