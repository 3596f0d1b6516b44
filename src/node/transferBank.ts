import path from 'node:path';
import type { JournalRecord, Redactor } from '../core/index';
import type { ExportFormat, ExportReport } from '../protocol/service';
import { countOf } from '../protocol/words';
import { cleanRecords } from './admit';
import type { OpenBank } from './banks';
import { toMarkdown } from './markdownExport';
import { exportJournal, importJournal, writeExport } from './store/transfer';

/** See `ServiceCalls.export`. */
export async function exportBank(bank: OpenBank, file: string, format: ExportFormat): Promise<ExportReport> {
  switch (format) {
    case 'markdown': {
      const name = path.basename(bank.git?.root ?? bank.root);
      const { text, memories, leftOut } = toMarkdown(name, bank.memory.memories());
      await writeExport(file, text);
      return { records: memories, file, leftOut };
    }
    case 'jsonl': {
      await bank.uses.flush();
      const { records, damaged } = await exportJournal(bank.folder, file, bank.uses.counts());
      const { inUse } = await bank.learner.state();
      const isTrained = inUse.manager.source === 'project' || inUse.distillation.source === 'project';
      const leftOut = [
        ...(damaged > 0 ? [`${countOf(damaged, 'damaged line')} of the journal`] : []),
        ...(isTrained ? ['the weights that were trained on this project'] : []),
      ];
      return { records, file, leftOut };
    }
  }
}

/** See `ServiceCalls.import`. */
export async function importBank(
  { memory, folder, uses }: OpenBank,
  file: string,
  redactor: Redactor,
  signal?: AbortSignal,
): Promise<{ readonly records: number; readonly added: number }> {
  const admit = async (records: readonly JournalRecord[]): Promise<readonly JournalRecord[]> =>
    memory.adoptable(await cleanRecords(records, redactor, signal));
  const { records, added, uses: theirs } = await importJournal(folder, file, admit, {}, signal);
  await memory.refresh();
  const known = new Set(memory.memories().map(({ id }) => id));
  await uses.adopt(new Map([...theirs].filter(([id]) => known.has(id))));
  return { records, added };
}
