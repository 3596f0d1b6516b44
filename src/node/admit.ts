import type { JournalRecord, Redactor } from '../core/index';

/** The entrance for records from another bank: their texts are cleaned as those of events are. */
export async function admitRecord(record: JournalRecord, redactor: Redactor): Promise<JournalRecord> {
  switch (record.type) {
    case 'event': {
      const { event, facts } = record;
      const { texts } = await redactor.redact([event.text, ...facts.flatMap((fact) => [fact.text, fact.quote])]);
      return {
        ...record,
        event: { ...event, text: texts[0]! },
        facts: facts.map((fact, i) => ({ ...fact, text: texts[1 + 2 * i]!, quote: texts[2 + 2 * i]! })),
      };
    }
    case 'review': {
      const { texts } = await redactor.redact([record.label, record.text ?? '']);
      return { ...record, label: texts[0]!, ...(record.text !== undefined && { text: texts[1]! }) };
    }
    case 'undo': {
      const { texts } = await redactor.redact([record.label]);
      return { ...record, label: texts[0]! };
    }
    default:
      return record;
  }
}
