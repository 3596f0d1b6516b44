import { markdownTable } from '../markers';
import type { PurposeRow } from './purposes';

export type FormRow = PurposeRow & { readonly schema: boolean };

export function formTable(rows: readonly FormRow[]): string {
  return markdownTable(
    [
      'asked for',
      'schema',
      'asked',
      'plain JSON',
      'read at once',
      'read after a repair',
      'left out: ids, quotes, invented, form',
      'right',
      'tokens in / out a call',
      's a call',
    ],
    rows.map(({ purpose, schema, form, right }) => [
      purpose,
      schema ? 'yes' : 'no',
      String(form.asked),
      `${form.plainJson} %`,
      `${form.readFirst} %`,
      `${form.readAfterRepair} %`,
      [form.dropped.id, form.dropped.quote, form.dropped.invented, form.dropped.form].join(', '),
      right
        .map(
          ({ of, hits, count, policy }) =>
            `${of}: ${hits}/${count}${policy === undefined ? '' : ` (policy ${policy})`}`,
        )
        .join('; '),
      `${form.inputTokens} / ${form.outputTokens}`,
      form.secondsPerCall.toFixed(1),
    ]),
  );
}
