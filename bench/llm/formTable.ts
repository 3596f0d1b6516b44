import { markdownTable } from '../markers';
import type { FormSummary } from './forms';
import type { PurposeRow } from './purposes';

export interface FormRow extends PurposeRow {
  /** The server held the model to the schema. */
  readonly schema: boolean;
}

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
      ...(form ? formCells(form) : ['', '', '', '', '']),
      right
        .map(
          ({ of, hits, count, policy }) =>
            `${of}: ${hits} of ${count}${policy === undefined ? '' : ` (the policy: ${policy})`}`,
        )
        .join('; '),
      form ? `${form.inputTokens} / ${form.outputTokens}` : '',
      form ? form.secondsPerCall.toFixed(1) : '',
    ]),
  );
}

function formCells({ asked, plainJson, readFirst, readAfterRepair, dropped }: FormSummary): string[] {
  const { id, quote, invented, form } = dropped;
  return [
    String(asked),
    `${plainJson} %`,
    `${readFirst} %`,
    `${readAfterRepair} %`,
    `${id}, ${quote}, ${invented}, ${form}`,
  ];
}
