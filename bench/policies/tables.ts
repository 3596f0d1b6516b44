import { markdownTable } from '../markers';
import { READERS, type Difference, type Value } from './measured';
import type { Comparison, Gain, Summary } from './summary';

/** How each method did: scores first, then what became of the bank. */
export function methodTable({ methods }: Comparison): string {
  const head = [
    'method',
    'F1, both readers',
    ...READERS.map((reader) => `F1, ${reader}`),
    ...READERS.map((reader) => `EM, ${reader}`),
    'entries',
    'stale',
    'wrongly lost',
    'tokens read',
    'ADD / UPDATE / DELETE / NOOP, %',
  ];
  const rows = methods.map((one) => [
    one.runs > 1 ? `${one.name} (${one.runs} seeds)` : one.name,
    `${valueText(one.score)}${one.runs > 1 ? ` ± ${one.spread.toFixed(1)}` : ''}`,
    ...READERS.map((reader) => one.f1[reader].mean.toFixed(1)),
    ...READERS.map((reader) => one.em[reader].mean.toFixed(1)),
    one.entries.toFixed(0),
    one.stale.toFixed(0),
    `${one.lost.toFixed(0)} (${one.lostShare.toFixed(1)} %)`,
    one.tokens.toFixed(0),
    operationsText(one),
  ]);
  return markdownTable(head, rows);
}

function operationsText({ operations: { ADD, UPDATE, DELETE, NOOP } }: Summary): string {
  return [ADD, UPDATE, DELETE, NOOP].map((share) => share.toFixed(1)).join(' / ');
}

export function kindTable({ methods }: Comparison): string {
  const kinds = Object.keys(methods[0]?.byKind ?? {});
  return markdownTable(
    ['F1, both readers', ...kinds],
    methods.map(({ name, byKind }) => [name, ...kinds.map((kind) => (byKind[kind] ?? 0).toFixed(1))]),
  );
}

export function historyTable({ methods, histories }: Comparison): string {
  return markdownTable(
    ['repository', 'facts', 'questions', ...methods.map(({ name }) => name)],
    histories.map(({ name, facts, questions }) => [
      name,
      String(facts),
      String(questions),
      ...methods.map(({ byHistory }) => (byHistory[name] ?? 0).toFixed(1)),
    ]),
  );
}

export function gainTable(gains: readonly Gain[]): string {
  const readers = READERS.map((reader) => `${reader}, by repository`);
  return markdownTable(
    ['difference in points of F1', 'by repository', 'by question', ...readers, 'stale', 'lost'],
    gains.map(({ method, over, all, byReader, stale, lost }) => [
      `${method} over ${over}`,
      repositoryText(all),
      valueText(all.byQuestion, true),
      ...READERS.map((reader) => repositoryText(byReader[reader])),
      signed(stale, 0),
      signed(lost, 0),
    ]),
  );
}

function repositoryText({ byRepository }: Difference): string {
  return byRepository ? valueText(byRepository, true) : '-';
}

/** "72.4 (70.1 to 74.9)", in bold where the interval of a difference is above 0. */
export function valueText({ mean, low, high }: Value, isDifference = false): string {
  const text = `${isDifference ? signed(mean, 1) : mean.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`;
  return isDifference && low > 0 ? `**${text}**` : text;
}

export function signed(value: number, digits: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(digits)}`;
}
