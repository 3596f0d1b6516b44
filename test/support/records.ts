import {
  contentId,
  type BankSnapshot,
  type Fact,
  type JournalRecord,
  type Memory,
  type StoredEvent,
} from '../../src/core/index';

/** Records that look like the real ones, for tests of what keeps them. */
export type EventRecord = Extract<JournalRecord, { type: 'event' }>;

const AT = '2026-02-03T10:00:00.000Z';

/** A note with one fact; the name makes it another one. */
export function noteRecord(name: string, text = `The answer is ${name}.`): EventRecord {
  const event: StoredEvent = {
    id: contentId('note', undefined, name),
    kind: 'note',
    ref: name,
    time: AT,
    order: 1_770_112_800,
    role: 'user',
    text,
    files: [],
    secrets: 0,
  };
  const fact: Fact = {
    id: contentId(event.id, text),
    event: event.id,
    order: event.order,
    time: AT,
    kind: 'note',
    text: text.slice(0, 300),
    quote: text,
  };
  return { type: 'event', at: AT, run: 'run-1', event, reach: { on: 'main' }, facts: [fact], decisions: [] };
}

export function namesOf(records: readonly JournalRecord[]): string[] {
  return records.flatMap((record) => (record.type === 'event' ? [record.event.ref] : []));
}

/** A bank that only collects, so that tests of a store need no real one. */
export class CollectingBank {
  readonly events = new Map<string, EventRecord>();

  get names(): string[] {
    return [...this.events.keys()].sort();
  }

  add(records: readonly JournalRecord[]): void {
    for (const record of records) if (record.type === 'event') this.events.set(record.event.ref, record);
  }

  restore(snapshot: BankSnapshot | undefined): void {
    for (const { run, at, reach, ...event } of snapshot?.events ?? [])
      this.add([
        {
          type: 'event',
          at,
          run,
          reach,
          event,
          facts: (snapshot?.facts ?? []).filter((fact) => fact.event === event.id),
          decisions: [],
        },
      ]);
  }

  state(): { snapshot: BankSnapshot; memories: Memory[] } {
    const records = [...this.events.values()];
    const events = records.map(({ event, run, at, reach }) => ({ ...event, run, at, reach }));
    const facts = records.flatMap((record) => record.facts);
    return {
      snapshot: { runs: [], events, facts, decisions: [], readings: [], actions: [] },
      memories: facts.map(toMemory),
    };
  }
}

function toMemory(fact: Fact): Memory {
  return {
    ...{
      id: fact.id,
      lineage: fact.id,
      text: fact.text,
      kind: fact.kind,
      state: 'active',
      validFrom: fact.time,
      reviewed: true,
      decidedBy: 'you',
    },
    sources: [{ kind: 'note', ref: fact.event, subject: fact.text, time: fact.time, quote: fact.quote }],
  };
}
