/** The two files of a bank that others must know by name. */
export const JOURNAL = 'journal.log';
export const CHECKPOINT = 'bank.sqlite';
