import assert from 'node:assert/strict';
import { WorkingBank, type Operation } from '../../../../src/learning/manager/workingBank';
import { SOME_BACKGROUND, toyStream } from '../../../support/toyStream';

const STREAM = toyStream([
  'Use mocha for tests.',
  'Bump typescript to 5.8.',
  'Bump typescript to 5.9.',
  { text: 'The telemetry flag was removed.', ends: true },
  'Use mocha for tests.',
]);

function bankAfter(...operations: readonly Operation[]): WorkingBank {
  const bank = new WorkingBank(STREAM, SOME_BACKGROUND);
  operations.forEach((operation, index) => bank.apply(index, operation));
  return bank;
}

const ADD: Operation = { operation: 'ADD' };

/** "+" holds, "-" can be read as an end, "." is not there. */
function picture(bank: WorkingBank): string {
  return STREAM.facts.map((_, index) => (bank.holds(index) ? '+' : bank.canRead(index) ? '-' : '.')).join('');
}

describe('A working bank', () => {
  it('keeps what is added, puts what is newer in its place, ends, and leaves out', () => {
    assert.equal(picture(bankAfter(ADD, ADD, ADD)), '+++..');
    assert.equal(picture(bankAfter(ADD, ADD, { operation: 'UPDATE', target: 1 })), '+.+..');
    assert.equal(picture(bankAfter(ADD, ADD, { operation: 'DELETE', target: 1 })), '+.-..');
    assert.equal(picture(bankAfter(ADD, ADD, { operation: 'NOOP' })), '++...');
  });

  it('keeps the end that a fact tells readable, and counts only what holds', () => {
    const bank = bankAfter(ADD, ADD, ADD, ADD);
    assert.equal(picture(bank), '+++-.');
    assert.equal(bank.size, 3);
    assert.equal(bank.read(3)?.ends, true);
    assert.equal(bank.read(2)?.ends, undefined);
  });

  it('is after trying as it was before, whatever was tried', () => {
    const bank = bankAfter(ADD, ADD);
    const before = JSON.stringify([picture(bank), bank.size, bank.meet(2)?.candidates]);
    const tried: Operation[] = [
      ADD,
      { operation: 'NOOP' },
      { operation: 'UPDATE', target: 1 },
      { operation: 'DELETE', target: 0 },
    ];
    const seen = tried.map((operation) => bank.tryOut(2, operation, () => picture(bank)));
    assert.deepEqual(seen, ['+++..', '++...', '+.+..', '.+-..']);
    assert.equal(JSON.stringify([picture(bank), bank.size, bank.meet(2)?.candidates]), before);
  });

  it('is as it was when what is tried fails', () => {
    const bank = bankAfter(ADD, ADD);
    assert.throws(() =>
      bank.tryOut(2, { operation: 'UPDATE', target: 1 }, () => {
        throw new Error('no answer');
      }),
    );
    assert.equal(picture(bank), '++...');
  });

  it('meets the most similar memories that hold, and only those', () => {
    const bank = bankAfter(ADD, ADD);
    assert.deepEqual(
      bank.meet(2)?.candidates.map((candidate) => bank.indexOf(candidate)),
      [1],
    );
    const ended = bankAfter(ADD, { operation: 'DELETE', target: 0 });
    assert.deepEqual(ended.meet(2)?.candidates, []);
  });

  it('lets no duplicate through the gate, unless it tells an end', () => {
    const bank = bankAfter(ADD, ADD, ADD, ADD);
    assert.equal(bank.meet(4), undefined);
    assert.notEqual(bank.meet(3), undefined);
  });

  it('begins anew with the words of ordinary text only', () => {
    const bank = bankAfter(ADD, ADD, ADD);
    const fresh = bankAfter();
    bank.clear();
    const idf = (of: WorkingBank): number | undefined => of.meet(1)?.idf('typescript');
    assert.equal(picture(bank), '.....');
    assert.equal(bank.size, 0);
    assert.equal(idf(bank), idf(fresh));
    fresh.apply(1, ADD);
    assert.notEqual(fresh.meet(2)?.idf('typescript'), idf(bank));
  });

  it('has statistics of words for comparisons: those of ordinary text, or none', () => {
    const background = new WorkingBank(STREAM, SOME_BACKGROUND, 'background');
    const before = background.meet(0)?.idf('typescript');
    background.apply(1, ADD);
    assert.equal(background.meet(0)?.idf('typescript'), before);
    assert.equal(new WorkingBank(STREAM, SOME_BACKGROUND, 'none').meet(0)?.idf('the'), 1);
  });
});
