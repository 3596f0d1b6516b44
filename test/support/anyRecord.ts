import fc from 'fast-check';
import { FACT_KINDS, type BankSnapshot, type Fact, type JournalRecord, type StoredEvent } from '../../src/core/index';

/** Records and snapshots of every shape, for property tests. */

/** Any text that may turn up in a project: other scripts, line ends, halves of pairs, things that look like our own lines. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '\n',
    '\r\n',
    '\u2028',
    '\ud800',
    '"\\',
    '0123456789abcdef 7 {"type":"run"}',
    '\u0000',
    '日本語',
    '__proto__',
  ),
);
const id = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'0123456789abcdef') });
const time = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
  .map((date) => date.toISOString());
const reach = fc.oneof(
  fc.constant({ on: 'main' as const }),
  fc.constant({ on: 'gone' as const }),
  fc.constant({ on: 'gone' as const, left: true as const }),
  text.map((branch) => ({ on: 'branch' as const, branch })),
);
const decidedBy = fc.constantFrom('you' as const, 'rule' as const, 'policy' as const, 'model' as const);
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0); // No -0: JSON has none.

const event: fc.Arbitrary<StoredEvent> = fc.record(
  {
    id,
    kind: fc.constantFrom('commit' as const, 'chat' as const, 'note' as const, 'file' as const),
    ref: id,
    session: text,
    time,
    order: fc.integer(),
    role: fc.constantFrom('user' as const, 'assistant' as const),
    author: text,
    text,
    parents: fc.array(id),
    rewriteOf: id,
    secrets: fc.nat(),
    files: fc.array(text),
  },
  { requiredKeys: ['id', 'kind', 'ref', 'time', 'order', 'role', 'text', 'secrets', 'files'] },
);

const fact: fc.Arbitrary<Fact> = fc.record(
  {
    id,
    event: id,
    order: fc.integer(),
    time,
    kind: fc.constantFrom(...FACT_KINDS),
    text,
    quote: text,
    subject: text,
    attribute: text,
    value: text,
    ends: fc.constant(true as const),
    replacedBy: text,
    reverts: id,
    target: id,
    readBy: text,
  },
  { requiredKeys: ['id', 'event', 'order', 'time', 'kind', 'text', 'quote'] },
);

const decision = fc.record(
  {
    fact: id,
    operation: fc.constantFrom('ADD' as const, 'UPDATE' as const, 'DELETE' as const, 'NOOP' as const),
    target: id,
    confidence: share,
    reason: text,
    by: decidedBy,
    candidates: fc.array(id),
    text,
  },
  { requiredKeys: ['fact', 'operation', 'confidence', 'reason', 'by', 'candidates'] },
);

const run = fc.record(
  {
    type: fc.constant('run' as const),
    id,
    kind: fc.constantFrom('scan' as const, 'note' as const),
    at: time,
    commits: fc.nat(),
  },
  { requiredKeys: ['type', 'id', 'kind', 'at'] },
);
const review = fc.record(
  {
    type: fc.constant('review' as const),
    at: time,
    action: id,
    facts: fc.array(id),
    verdict: fc.constantFrom('accepted' as const, 'edited' as const, 'rejected' as const, 'reverted' as const),
    text,
    by: decidedBy,
    label: text,
  },
  { requiredKeys: ['type', 'at', 'action', 'facts', 'verdict', 'by', 'label'] },
);
const undo = fc.record({ type: fc.constant('undo' as const), at: time, action: id, undoes: id, label: text });

const feedback = fc.record({
  type: fc.constant('feedback' as const),
  at: time,
  action: id,
  question: text,
  used: fc.array(id),
  declined: fc.boolean(),
  verdict: fc.constantFrom('helpful' as const, 'wrong' as const),
  label: text,
});

const opinion = fc.record(
  {
    fact: id,
    operation: fc.constantFrom('ADD' as const, 'UPDATE' as const, 'DELETE' as const, 'NOOP' as const),
    target: id,
    text,
    reason: text,
    model: text,
  },
  { requiredKeys: ['fact', 'operation', 'reason', 'model'] },
);
const reading = fc.record({
  type: fc.constant('reading' as const),
  at: time,
  event: id,
  model: text,
  facts: fc.array(fact, { maxLength: 3 }),
  decisions: fc.array(decision, { maxLength: 3 }),
  opinions: fc.array(opinion, { maxLength: 3 }),
});

export const anyRecord: fc.Arbitrary<JournalRecord> = fc.oneof(
  run,
  fc.record(
    {
      type: fc.constant('event' as const),
      at: time,
      run: id,
      event,
      reach,
      facts: fc.array(fact, { maxLength: 3 }),
      decisions: fc.array(decision, { maxLength: 3 }),
      action: id,
    },
    { requiredKeys: ['type', 'at', 'run', 'event', 'reach', 'facts', 'decisions'] },
  ),
  fc.record({ type: fc.constant('decide' as const), at: time, decisions: fc.array(decision, { maxLength: 3 }) }),
  review,
  undo,
  feedback,
  reading,
  fc.record({
    type: fc.constant('reach' as const),
    at: time,
    entries: fc.array(fc.record({ event: id, reach }), { maxLength: 3 }),
  }),
);

export const anySnapshot: fc.Arbitrary<BankSnapshot> = fc.record({
  runs: fc.array(run, { maxLength: 3 }),
  events: fc.array(
    fc.record({ event, run: id, at: time, reach }).map(({ event, ...rest }) => ({ ...event, ...rest })),
    { maxLength: 5 },
  ),
  facts: fc.array(fact, { maxLength: 5 }),
  decisions: fc.array(decision, { maxLength: 5 }),
  readings: fc.array(reading, { maxLength: 3 }),
  actions: fc.array(fc.oneof(review, undo, feedback), { maxLength: 5 }),
});
