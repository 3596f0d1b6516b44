import type { ComparedRow } from '../../protocol/learning';
import { h } from '../dom';
import { TEXTS } from '../texts';

/** New weights beside those of before, measure by measure. */
export function comparisonTable(rows: readonly ComparedRow[]): HTMLElement {
  return h(
    'table',
    {},
    h('caption', { class: 'sub' }, TEXTS.intervals),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        [TEXTS.measure, TEXTS.before, TEXTS.new, TEXTS.change].map((name) => h('th', { scope: 'col' }, name)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, row.name),
          h('td', {}, valueText(row.before.mean, row)),
          h('td', {}, valueText(row.after.mean, row)),
          h('td', {}, changeText(row.change.mean, row), h('span', { class: 'sub' }, intervalText(row))),
        ),
      ),
    ),
  );
}

/** "74.6%", "3.4" */
function valueText(value: number, { unit }: ComparedRow): string {
  return unit === 'share' ? `${(value * 100).toFixed(1)}%` : value.toFixed(1);
}

/** "+6.6", "-0.5": hundredths where the values are shares. */
export function changeText(change: number, { unit }: Pick<ComparedRow, 'unit'>): string {
  const value = (unit === 'share' ? change * 100 : change).toFixed(1);
  if (Number(value) === 0) return '0.0';
  return change > 0 ? `+${value}` : value;
}

function intervalText(row: ComparedRow): string {
  return `${changeText(row.change.low, row)} to ${changeText(row.change.high, row)}`;
}
