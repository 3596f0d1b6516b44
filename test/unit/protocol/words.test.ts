import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { FACT_KINDS } from '../../../src/core/index';
import { KIND_NAMES, letInBy } from '../../../src/protocol/words';

describe('words of all surfaces', () => {
  it('have a heading for every kind of fact', () => {
    assert.deepEqual(Object.keys(KIND_NAMES).sort(), [...FACT_KINDS].sort());
  });

  it('say who let a step of a history in', () => {
    assert.equal(letInBy({ reviewed: true, decidedBy: 'you' }), 'accepted by you');
    assert.equal(letInBy({ reviewed: true, decidedBy: 'you', edited: true }), 'edited by you');
    assert.equal(letInBy({ reviewed: true, decidedBy: 'rule' }), 'accepted by rule');
    assert.equal(letInBy({ reviewed: false, decidedBy: 'rule' }), 'not reviewed');
  });
});
