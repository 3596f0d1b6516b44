import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JournalRecord } from '../../../../src/core/index';
import { encodeHeader, encodeRecord, parseHeader, parseLines } from '../../../../src/node/store/journalFormat';
import { anyRecord } from '../../../support/anyRecord';
import { namesOf, noteRecord } from '../../../support/records';

describe('journal format', () => {
  it('gives back what was written, whatever the texts hold', () => {
    fc.assert(
      fc.property(fc.array(anyRecord), fc.nat(), (records, fence) => {
        const parsed = parseLines(journalOf(records, fence), 0);
        assert.deepEqual(parsed.records, asJson(records));
        assert.deepEqual(parsed.damaged, []);
        assert.equal(parsed.unknown, 0);
        assert.equal(parsed.fence, records.length > 0 ? fence : 0);
      }),
    );
  });

  it('loses exactly the record in which a byte changed', () => {
    const records = ['a', 'b', 'c', 'd'].map((name) => noteRecord(name));
    const journal = journalOf(records);
    fc.assert(
      fc.property(fc.nat(journal.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(journal);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const hit = lineAt(journal, at) - 1;
        const isNewline = journal[at] === 0x0a;
        const expected = isNewline ? records : records.filter((_, index) => index !== hit);
        assert.deepEqual(namesOf(parseLines(damaged, 0).records), namesOf(expected));
      }),
      { numRuns: 500 },
    );
  });

  it('loses nothing when the end of a line is lost', () => {
    const records = [noteRecord('a'), noteRecord('b'), noteRecord('c')];
    const joined = Buffer.from(records.map((record) => encodeRecord(1, record).trimEnd()).join('') + '\n');
    const parsed = parseLines(joined, 0);
    assert.deepEqual(namesOf(parsed.records), ['a', 'b', 'c']);
  });

  it('waits for the end of a line that is not whole', () => {
    const whole = journalOf([noteRecord('a')]);
    const parsed = parseLines(Buffer.concat([whole, Buffer.from(encodeRecord(1, noteRecord('b'))).subarray(0, -9)]), 0);
    assert.deepEqual(namesOf(parsed.records), ['a']);
    assert.equal(parsed.consumed, whole.length);
    assert.deepEqual(parsed.damaged, []);
  });

  it('takes a last line that lacks nothing but its end', () => {
    const journal = journalOf([noteRecord('a')]);
    assert.deepEqual(namesOf(parseLines(journal.subarray(0, -1), 0).records), ['a']);
  });

  it('names where a damaged line begins', () => {
    const journal = journalOf([noteRecord('a')]);
    const parsed = parseLines(Buffer.concat([journal, Buffer.from('garbage\n')]), 1000);
    assert.deepEqual(parsed.damaged, [{ offset: 1000 + journal.length, bytes: Buffer.from('garbage') }]);
  });

  it('leaves records of a newer minor version alone, and keeps fields that it does not know', () => {
    const unknown = { type: 'anything', at: 'now' } as unknown as JournalRecord;
    const extended = { ...noteRecord('a'), weight: 3 };
    const parsed = parseLines(journalOf([unknown, extended]), 0);
    assert.deepEqual(parsed.records, [extended]);
    assert.equal(parsed.unknown, 1);
    assert.deepEqual(parsed.damaged, []);
  });

  it('does not take for a record what only has the right checksum', () => {
    const wrong = { ...noteRecord('a'), facts: [{ id: 7 }] } as unknown as JournalRecord;
    assert.deepEqual(parseLines(journalOf([wrong]), 0).records, []);
  });

  it('reads the version from the first line', () => {
    assert.deepEqual(parseHeader(journalOf([noteRecord('a')])), { version: 1 });
    assert.equal(parseHeader(Buffer.from(encodeRecord(1, noteRecord('a')))), undefined);
    assert.equal(parseHeader(Buffer.alloc(0)), undefined);
  });
});

function journalOf(records: readonly JournalRecord[], fence = 1): Buffer {
  return Buffer.from(encodeHeader() + records.map((record) => encodeRecord(fence, record)).join(''));
}

function lineAt(journal: Buffer, at: number): number {
  return journal.subarray(0, at).filter((byte) => byte === 0x0a).length;
}

/** What JSON makes of it: halves of surrogate pairs stay, undefined fields go. */
function asJson(records: readonly JournalRecord[]): unknown {
  return JSON.parse(JSON.stringify(records));
}
