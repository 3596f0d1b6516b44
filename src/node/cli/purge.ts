import type { Call, Result, Terminal } from './command';
import { readLines } from './lines';
import { paragraph, purgeText } from './text';
import { secretsDetail } from '../doctor';

/** Removes stored secrets for good, after the user said yes: with `--yes`, or by typing it where somebody watches. */
export async function purge({ service, root, options, terminal, signal }: Call): Promise<Result> {
  const { stored } = await service.doctor({ root }, signal);
  if (!stored) return { json: NOTHING, text: purgeText(NOTHING) };
  if (!options.yes) {
    terminal.writeError(paragraph([secretsDetail(stored), 'This cannot be undone.']));
    if (!terminal.isInteractive || !(await isConfirmed(terminal)))
      return {
        json: { stored },
        text: paragraph(['Nothing was changed. "doctor --purge --yes" removes them.']),
        failed: true,
      };
  }
  const report = await service.purge({ root }, signal);
  return { json: report, text: purgeText(report) };
}

async function isConfirmed(terminal: Terminal): Promise<boolean> {
  terminal.writeError('Type "yes" to remove them: ');
  for await (const line of readLines(terminal.stdin)) return line.trim().toLowerCase() === 'yes';
  return false;
}

const NOTHING = { secrets: 0, records: 0, files: [] } as const;
