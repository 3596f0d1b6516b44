import type { LearningState } from '../../protocol/learning';
import { formatPercent } from '../texts';
import { verdictOf } from './verdict';

/** Progress is told this often, in parts of the whole: four times. */
const PARTS = 4;

/** What a screen reader is told when the state becomes another: each turn of events, but not each step. */
export function announcementOf(before: LearningState | undefined, now: LearningState): string | undefined {
  if (!before) return undefined; // the page is read from the top
  const headline = verdictOf(now).headline;
  const { running } = now;
  if (!running) return verdictOf(before).headline === headline ? undefined : headline;
  if (!before.running || before.running.phase !== running.phase) return headline;
  const part = partOf(running);
  return part > partOf(before.running) ? `Training, ${formatPercent(part / PARTS)} done.` : undefined;
}

function partOf({ step, steps }: NonNullable<LearningState['running']>): number {
  return steps > 0 ? Math.floor((PARTS * step) / steps) : 0;
}
