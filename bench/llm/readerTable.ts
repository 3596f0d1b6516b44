import { markdownTable } from '../markers';
import { valueText } from '../policies/tables';
import { PLAIN, type ReadSummary } from './readerQuestions';

export function readerTable(summaries: readonly ReadSummary[]): string {
  return markdownTable(
    [
      'questions',
      'reader',
      'right',
      'cited',
      'falsely declined',
      'absent declined',
      'in its words',
      'mended / broken',
      'over no model, points',
    ],
    summaries.map((one) => [
      `${one.set}, ${one.origin}`,
      one.variant,
      `${one.right} of ${one.answerable}`,
      String(one.cited),
      String(one.falselyDeclined),
      `${one.rightlyDeclined} of ${one.absent}`,
      String(one.worded),
      ...(one.variant === PLAIN ? ['', ''] : [`${one.mended} / ${one.broken}`, valueText(one.gain, true)]),
    ]),
  );
}
