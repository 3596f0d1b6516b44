import { tidy, type JournalRecord, type Redactor } from '../core/index';
import { mapTexts } from './mapTexts';
import { SecretSearch } from './secretSearch';

/** The entrance for the texts of another bank: cleaned as those of events are, but for what a clean bank has no more of. */
export async function cleanRecords(
  records: readonly JournalRecord[],
  redactor: Redactor,
  signal?: AbortSignal,
): Promise<JournalRecord[]> {
  const search = new SecretSearch(redactor);
  const tidied = records.map((record) => mapTexts(record, tidy));
  for (const record of tidied) await search.learn(record, signal);
  return tidied.map((record) => search.clean(record) as JournalRecord);
}
