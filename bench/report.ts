import { DEPTHS, type Ablation } from './ablations';
import type { Calibration } from './calibration';
import { PRODUCT, type Outcome, type Share, type Summary } from './outcomes';

/** A table for people: columns padded, the first one to the left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

export function summaryTable(summaries: readonly Summary[]): string {
  const systems = Object.keys(summaries[0]?.systems ?? {});
  const searches = systems.filter((name) => name !== PRODUCT);
  const head = [
    'questions',
    'right',
    '95 %',
    'cited',
    'falsely declined',
    'absent declined',
    ...searches.map((name) => `${name}: right`),
  ];
  const rows = summaries.map(({ set, origin, kind, systems: said }) => {
    const { right, cited, falselyDeclined, declined } = said[PRODUCT]!;
    return [
      kind === 'all' ? `${set}, ${origin}` : `  ${kind}`,
      count(right),
      right ? `${right.low}-${right.high}${right.interval === 'Wilson' ? 'w' : 'b'}` : '',
      count(cited),
      count(falselyDeclined),
      count(declined),
      ...searches.map((name) => count(said[name]?.right)),
    ];
  });
  const gains = summaries
    .filter(({ kind }) => kind === 'all')
    .flatMap(({ set, origin, gains: over }) =>
      Object.entries(over).map(([name, { points, low, high }]) => [
        `${set}, ${origin}`,
        name,
        `${points}`,
        `${low} to ${high}`,
      ]),
    );
  return [
    table(head, rows),
    '95 %: b = bootstrap over histories, w = Wilson. Searches never decline.',
    ...(gains.length > 0
      ? [
          '',
          table(
            ['right answers and right refusals, product over', 'search', 'points', '95 % (paired bootstrap)'],
            gains,
          ),
        ]
      : []),
  ].join('\n');
}

function count(share: Share | undefined): string {
  return share ? `${share.hits}/${share.of} ${share.percent.toFixed(1)} %` : '';
}

export function outcomeLines(outcomes: readonly Outcome[], all: boolean): string {
  const shown = outcomes.filter(
    ({ bySystem }) => all || !bySystem[PRODUCT]!.right || bySystem[PRODUCT]!.cited === false,
  );
  return shown
    .map(({ history, kind, question, bySystem }) => {
      const { right, cited, declined, answer, confidence } = bySystem[PRODUCT]!;
      const verdict = !right ? 'wrong' : cited === false ? 'uncited' : 'right';
      const rating = confidence === undefined ? '' : ` (${confidence.toFixed(2)})`;
      return `${verdict} [${history}, ${kind}] ${question}\n  ${declined ? 'declined: ' : ''}${answer}${rating}`;
    })
    .join('\n');
}

export function calibrationTable({ by, points, bins, origin }: Calibration): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const rows = points.map(({ threshold, given, falselyDeclined, wrong, absentAnswered }) => [
    threshold.toFixed(2),
    String(given),
    percent(falselyDeclined),
    percent(wrong),
    percent(absentAnswered),
  ]);
  const ofBins = bins.map(({ from, to, given, meanConfidence, right }) => [
    `${from.toFixed(2)}-${to.toFixed(2)}`,
    String(given),
    meanConfidence.toFixed(2),
    percent(right),
  ]);
  return [
    '',
    `Calibration, ${origin === 'hand' ? 'hand-written' : 'generated'} questions`,
    table([by, 'given', 'answerable declined', 'given wrong', 'absent answered'], rows),
    ...(bins.length > 0 ? ['', table(['confidence', 'given', 'mean', 'right'], ofBins)] : []),
  ].join('\n');
}

export function ablationTable(ablations: readonly Ablation[]): string {
  const head = [
    'retrieval',
    ...DEPTHS.map((depth) => `R@${depth}`),
    'MRR',
    'MRR over full',
    'findable',
    'tellable',
    'right',
    'cited',
    'absent declined',
    'falsely declined',
  ];
  const percent = (share: number): string => (100 * share).toFixed(1);
  const rows = ablations.map(({ variant, score, gain }) => [
    variant.name,
    ...DEPTHS.map((depth) => percent(score.found[`R@${depth}`])),
    percent(score.mrr),
    `${percent(gain.mean)} (${percent(gain.low)} to ${percent(gain.high)})`,
    `${score.findable}/${score.citable}`,
    `${score.tellable}/${score.citable}`,
    `${score.right}/${score.answerable}`,
    `${score.cited}/${score.citable}`,
    `${score.declined}/${score.absent}`,
    `${score.falselyDeclined}/${score.answerable}`,
  ]);
  return table(head, rows);
}
