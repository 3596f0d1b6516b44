import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { contentId, type Decision, type Fact, type JournalRecord, type Opinion } from '../../../../src/core/index';
import { Bank } from '../../../../src/core/memory/bank';
import { proposals } from '../../../../src/core/memory/proposals';
import { history, memories } from '../../../../src/core/memory/views';
import { noteRecord } from '../../../support/records';

const AT = '2026-02-03T10:00:00.000Z';
const EVENTS = ['a', 'b', 'c'].map((name, i) => {
  const record = noteRecord(name);
  const order = record.event.order + i;
  return { ...record, event: { ...record.event, order }, facts: record.facts.map((fact) => ({ ...fact, order })) };
});

type Reading = Extract<JournalRecord, { type: 'reading' }>;

/** What one model read in one event: a fact, what was decided about it, and an opinion about the event's own fact. */
function readingOf(
  event: number,
  model: string,
  second: number,
  operation: Decision['operation'],
  on: number,
): Reading {
  const { event: read, facts } = EVENTS[event]!;
  const text = `${model} read ${read.ref}.`;
  const fact: Fact = {
    ...{
      id: contentId(read.id, text),
      event: read.id,
      order: read.order,
      time: AT,
      kind: 'decision',
      text,
      quote: 'answer',
    },
    readBy: model,
  };
  const target = EVENTS[on]!.facts[0]!.id;
  const isAdd = operation === 'ADD';
  const told = { operation, reason: model, ...(!isAdd && { target }) };
  const merged = operation === 'UPDATE' ? { text: `${text} Merged.` } : {};
  const decision: Decision = { ...told, ...merged, fact: fact.id, confidence: 0.5, by: 'model', candidates: [target] };
  const opinions: Opinion[] = [fact.id, facts[0]!.id].map((id) => ({ ...told, ...merged, fact: id, model }));
  const at = new Date(Date.parse(AT) + second * 1000).toISOString();
  return { type: 'reading', at, event: read.id, model, facts: [fact], decisions: [decision], opinions };
}

const anyReading = fc
  .tuple(
    fc.nat(2),
    fc.constantFrom('small', 'large'),
    fc.nat(3),
    fc.constantFrom<Decision['operation'][]>('ADD', 'UPDATE', 'DELETE', 'NOOP'),
    fc.nat(2),
  )
  .map((parts) => readingOf(...parts));
/** One of each event and model: that is what makes it one reading. */
const anyReadings = fc.uniqueArray(anyReading, { selector: ({ event, model }) => `${event} ${model}`, maxLength: 6 });
const anyVerdicts = fc.array(fc.constantFrom('accepted', 'rejected', undefined), { minLength: 9, maxLength: 9 });

/** All that a reader of the bank can see. */
function seen(bank: Bank): unknown {
  const ids = [...bank.facts()].map(({ id }) => id).sort();
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
  return {
    facts: ids.map((id) => [bank.fact(id), bank.decision(id), bank.opinion(id), bank.textOf(bank.fact(id))]),
    read: EVENTS.map(({ event }) => [
      bank.wasRead(event.id),
      [...(bank.hasEvent(event.id) ? bank.factsOfEvent(event.id) : [])].sort(),
    ]),
    memories: memories(bank).sort(byId),
    proposals: proposals(bank).sort(byId),
    history: [...bank.lineages()].sort().map((lineage) => history(bank, lineage)),
  };
}

function bankOf(records: readonly JournalRecord[]): Bank {
  const bank = new Bank();
  for (const record of records) bank.apply(record);
  return bank;
}

function reviewsOf(
  records: readonly JournalRecord[],
  verdicts: readonly ('accepted' | 'rejected' | undefined)[],
): JournalRecord[] {
  const facts = records.flatMap((record) => (record.type === 'event' || record.type === 'reading' ? record.facts : []));
  return facts.flatMap(({ id }, i): JournalRecord[] => {
    const verdict = verdicts[i];
    if (!verdict) return [];
    return [{ type: 'review', at: AT, action: `act-${id}`, facts: [id], verdict, by: 'you', label: verdict }];
  });
}

describe('Readings in the bank', () => {
  const anyHistory = fc.tuple(anyReadings, anyVerdicts).map(([readings, verdicts]): JournalRecord[] => {
    const records = [...EVENTS, ...readings];
    return [...records, ...reviewsOf(records, verdicts)];
  });
  const shuffled = anyHistory.chain((records) =>
    fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
  );

  it('give the same bank in any order, also before their events', () => {
    fc.assert(
      fc.property(shuffled, ([records, mixed]) => {
        assert.deepEqual(seen(bankOf(mixed)), seen(bankOf(records)));
      }),
      { numRuns: 200 },
    );
  });

  it('give the same bank once or twice', () => {
    fc.assert(
      fc.property(shuffled, ([records, mixed]) => {
        const twice = bankOf([...records, ...mixed.filter(({ type }) => type !== 'review')]);
        assert.deepEqual(seen(twice), seen(bankOf(records)));
        assert.deepEqual(twice.snapshot(), bankOf(records).snapshot());
      }),
      { numRuns: 100 },
    );
  });

  it('are in the snapshot, also those that wait for their event', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(12), ([records, mixed], cut) => {
        const restored = Bank.restore(structuredClone(bankOf(mixed.slice(0, cut)).snapshot()));
        for (const record of mixed.slice(cut)) restored.apply(record);
        assert.deepEqual(seen(restored), seen(bankOf(records)));
      }),
      { numRuns: 200 },
    );
  });

  it('of two models both stay; the opinion of the newer one counts', () => {
    const small = readingOf(1, 'small', 1, 'UPDATE', 0);
    const large = readingOf(1, 'large', 2, 'NOOP', 0);
    const bank = bankOf([...EVENTS, large, small]);
    assert.equal(bank.factsOfEvent(small.event).length, 3);
    assert.equal(bank.opinion(EVENTS[1]!.facts[0]!.id)?.model, 'large');
  });

  it('decide nothing that was decided anew since', () => {
    const reading = readingOf(1, 'small', 1, 'UPDATE', 0);
    const decision: Decision = { ...reading.decisions[0]!, operation: 'NOOP', by: 'policy' };
    const decide: JournalRecord = { type: 'decide', at: AT, decisions: [decision] };
    for (const records of [
      [reading, decide],
      [decide, reading],
      [reading, decide, reading],
    ])
      assert.equal(bankOf([...EVENTS, ...records]).decision(decision.fact)?.by, 'policy');
  });

  it('of the rules’ own fact leave the words alone', () => {
    const { facts } = EVENTS[1]!;
    const forged = {
      ...readingOf(1, 'small', 1, 'ADD', 0),
      facts: [{ ...facts[0]!, text: 'Something else.', readBy: 'small' }],
    };
    assert.equal(bankOf([...EVENTS, forged]).fact(facts[0]!.id).text, facts[0]!.text);
  });

  it('are forgotten with the bank', () => {
    const bank = bankOf([...EVENTS, readingOf(1, 'small', 1, 'ADD', 0)]);
    bank.clear();
    assert.deepEqual(bank.snapshot(), new Bank().snapshot());
    assert.equal(bank.wasRead(EVENTS[1]!.event.id), false);
  });
});
