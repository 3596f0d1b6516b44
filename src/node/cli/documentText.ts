import {
  DOCUMENT_KINDS,
  type DocumentReport,
  type FoundDocument,
  type ReadDocument,
  type SkippedDocument,
} from '../../protocol/documents';
import type { ExportFormat, ExportReport } from '../../protocol/service';
import { countOf } from '../../protocol/words';
import { scanJson } from './json';
import { paragraph, scanText, table } from './text';

/** What `import-documents` and `export` say, for programs and for people. */

export function foundDocumentJson({ path, name, kind, sizeBytes, state, outside }: FoundDocument): object {
  return { path, name, kind, size: sizeBytes, state, ...(outside && { outside }) };
}

/** As of a scan (`commits` counts the documents and entries that are new), and what became of each document. */
export function documentsJson(report: DocumentReport): object {
  return {
    ...scanJson(report),
    documents: report.documents.map(({ name, kind, statements, leftOut, news }) => ({
      ...{ name, kind, statements, leftOut, new: news },
    })),
    skipped: report.skipped.map(({ name, reason }) => ({ name, reason })),
  };
}

export function foundDocumentsText(found: readonly FoundDocument[]): string {
  const size = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return table(
    found.map(({ name, kind, sizeBytes, state, outside }) => [
      ...[name, size(sizeBytes), state, DOCUMENT_KINDS[kind]],
      outside ? 'outside of the project: name its path to read it' : '',
    ]),
    'No rules for assistants were found in this project.',
  );
}

export function documentsText(report: DocumentReport): string {
  const lines = report.documents.map(documentLine);
  lines.push(...report.skipped.map(({ name, reason }: SkippedDocument) => `Passed over: ${name}: ${reason}`));
  if (lines.length === 0) return paragraph(['No document was found.']);
  return paragraph(lines) + scanText(report, 'event');
}

function documentLine({ name, statements, leftOut, news }: ReadDocument): string {
  if (!news) return `${name}: nothing new.`;
  const more = leftOut > 0 ? `, ${leftOut} more left out` : '';
  return `${name}: ${countOf(statements, 'statement')}${more}.`;
}

export function exportText({ records, file, leftOut }: ExportReport, format: ExportFormat): string {
  const what = format === 'markdown' ? countOf(records, 'memory', 'memories') : countOf(records, 'record');
  return paragraph([`Wrote ${what} to ${file}.`, ...(leftOut.length > 0 ? [`Left out: ${leftOut.join(', ')}.`] : [])]);
}
