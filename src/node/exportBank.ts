import path from 'node:path';
import type { ExportFormat, ExportReport } from '../protocol/service';
import { countOf } from '../protocol/words';
import type { OpenBank } from './banks';
import { toMarkdown } from './markdownExport';
import { exportJournal, writeExport } from './store/transfer';

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
      const { records, damaged } = await exportJournal(bank.folder, file);
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
