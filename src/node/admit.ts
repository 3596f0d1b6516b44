import type { JournalRecord, Redactor } from '../core/index';

/** The entrance for records from another bank: whatever is text in them is cleaned, as the text of events is. */
export async function admitRecord(record: JournalRecord, redactor: Redactor): Promise<JournalRecord> {
  const found: string[] = [];
  mapStrings(record, (text) => {
    found.push(text);
    return text;
  });
  const { texts } = await redactor.redact(found);
  let next = 0;
  return mapStrings(record, (text) => texts[next++] ?? text) as JournalRecord;
}

/** The same value with every string in it replaced; in a fixed order. */
function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapStrings(item, map)]));
}
