import { DOCUMENT_KINDS, type DocumentReport, type FoundDocument, type SkippedDocument } from '../protocol/documents';
import { countOf, formatCount } from '../protocol/words';

/** "Read 3 documents: 24 proposals. 12 statements more were left out. 1 secret was left out. 2 documents were passed over." */
export function documentSentence({ documents, proposals, secrets, skipped }: DocumentReport): string {
  const news = documents.filter((document) => document.news).length;
  const proposed = proposals.add + proposals.update + proposals.delete;
  const leftOut = documents.reduce((sum, document) => sum + document.leftOut, 0);
  const passedOver = new Set(skipped.map(({ name }) => name)).size;
  return [
    documents.length === 0
      ? 'No document was read.'
      : news === 0
        ? `Nothing new in ${countOf(documents.length, 'document')}.`
        : `Read ${countOf(news, 'document')}: ${proposed === 0 ? 'no proposals' : countOf(proposed, 'proposal')}.`,
    ...(leftOut > 0 ? [`${countOf(leftOut, 'more statement')} ${leftOut === 1 ? 'was' : 'were'} left out.`] : []),
    ...(secrets > 0 ? [`${countOf(secrets, 'secret')} ${secrets === 1 ? 'was' : 'were'} left out.`] : []),
    ...(passedOver > 0 ? [`${countOf(passedOver, 'document')} ${passedOver === 1 ? 'was' : 'were'} passed over.`] : []),
  ].join(' ');
}

/** Why something was not read, for the log: a line each. */
export function skippedDocumentLines(skipped: readonly SkippedDocument[]): string[] {
  return skipped.map(({ name, reason }) => `${name}: ${reason}`);
}

/** "Copilot instructions, 4 kB, changed since it was read" */
export function foundLine({ kind, sizeBytes, state }: FoundDocument): string {
  const size = `${formatCount(Math.max(1, Math.round(sizeBytes / 1000)))} kB`;
  const read = { new: 'new', changed: 'changed since it was read', read: 'read already' }[state];
  return `${DOCUMENT_KINDS[kind]}, ${size}, ${read}`;
}
