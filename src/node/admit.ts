import type { JournalRecord, Redactor } from '../core/index';
import { SecretSearch } from './secretSearch';

/** The entrance for records from another bank: whatever is text in them is cleaned, as the text of events is. */
export function createAdmission(redactor: Redactor): (record: JournalRecord) => Promise<JournalRecord> {
  const search = new SecretSearch(redactor);
  return async (record) => {
    await search.learn(record);
    return search.clean(record) as JournalRecord;
  };
}
