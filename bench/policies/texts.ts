import { markdownTable } from '../markers';
import type { AblationRow } from './ablations';
import type { AnswerRow } from './answerTable';
import { meanOf } from '../../src/learning/statistics';
import type { LearningCurve, MainResult, Reliability } from './parts';
import type { Speed } from './speed';
import { gainTable, historyTable, kindTable, methodTable, signed, valueText } from './tables';

/** The tables of each part, in Markdown. */
export function mainText(result: MainResult): string {
  return [
    sizeText(result),
    methodTable(result),
    gainTable(result.differences),
    'With an operation forbidden (an operation is worth something where this is below 0):',
    gainTable(result.forbidden),
    'By kind of question:',
    kindTable(result),
    'By repository:',
    historyTable(result),
  ].join('\n\n');
}

export function chatsText(result: MainResult): string {
  return [sizeText(result), methodTable(result), gainTable(result.differences), kindTable(result)].join('\n\n');
}

function sizeText({ histories, threshold }: MainResult): string {
  const sum = (of: (history: (typeof histories)[number]) => number): number =>
    histories.reduce((total, history) => total + of(history), 0);
  return `${histories.length} histories, ${sum(({ facts }) => facts)} facts, ${sum(({ questions }) => questions)} answers asked for on the way and at the end. Threshold of the Mem0-like rule, chosen on the train histories: ${threshold}.`;
}

export function answerText(rows: readonly AnswerRow[]): string {
  const [{ questions, absent } = { questions: 0, absent: 0 }] = rows;
  return [
    `${questions} questions about whole histories, ${absent} of them about what memory never heard of.`,
    markdownTable(
      [
        'Answer Agent',
        'right answers and refusals',
        'over the rule, by repository',
        'by question',
        'right, of the answerable',
        'falsely declined',
        'rightly declined',
        'memories used',
      ],
      rows.map(({ name, runs, score, gain, answered, falselyDeclined, rightlyDeclined, kept }) => [
        runs > 1 ? `${name} (${runs} seeds)` : name,
        valueText(score),
        gain?.byRepository ? valueText(gain.byRepository, true) : '-',
        gain ? valueText(gain.byQuestion, true) : '-',
        answered.toFixed(1),
        falselyDeclined.toFixed(1),
        rightlyDeclined.toFixed(1),
        kept.toFixed(2),
      ]),
    ),
  ].join('\n\n');
}

export function curvesText(curves: readonly LearningCurve[]): string {
  const eighth = (run: readonly number[], last: boolean): number => {
    const size = Math.max(1, Math.floor(run.length / 8));
    return meanOf(last ? run.slice(-size) : run.slice(0, size));
  };
  return markdownTable(
    [
      'agent',
      'algorithm',
      'seeds',
      'steps',
      'reward, first eighth',
      'reward, last eighth',
      'rise: mean (least seed)',
      'entropy, first to last',
    ],
    curves.map(({ agent, algorithm, rewards, entropies }) => {
      const rises = rewards.map((run) => eighth(run, true) - eighth(run, false));
      const mean = (runs: readonly (readonly number[])[], last: boolean): string =>
        meanOf(runs.map((run) => eighth(run, last))).toFixed(3);
      return [
        agent,
        algorithm.toUpperCase(),
        String(rewards.length),
        String(rewards[0]?.length ?? 0),
        mean(rewards, false),
        mean(rewards, true),
        `${signed(meanOf(rises), 3)} (${signed(Math.min(...rises), 3)})`,
        `${mean(entropies, false)} to ${mean(entropies, true)}`,
      ];
    }),
  );
}

export function calibrationText(decisions: readonly Reliability[]): string {
  return markdownTable(
    ['confidence of', 'decisions', 'ECE', 'said: right, by tenths of confidence'],
    decisions.map(({ name, decisions: count, error, bins }) => [
      name,
      String(count),
      error.toFixed(3),
      bins
        .filter((bin) => bin.count > 0)
        .map((bin) => `${bin.confidence.toFixed(2)}: ${bin.right.toFixed(2)} (${bin.count})`)
        .join(', '),
    ]),
  );
}

export function ablationText(rows: readonly AblationRow[]): string {
  return markdownTable(
    ['training', 'F1, both readers', 'over the training as it is, by repository', 'by question', 'stale', 'lost'],
    rows.map(({ name, score, gain, stale, lost }) => [
      name,
      valueText(score),
      gain?.byRepository ? valueText(gain.byRepository, true) : '-',
      gain ? valueText(gain.byQuestion, true) : '-',
      String(stale),
      String(lost),
    ]),
  );
}

export function speedText({ memories, facts, questions, perFact, perQuestion }: Speed): string {
  const rows = (what: string, times: Speed['perFact']): string[][] =>
    Object.entries(times).map(([name, { p50, p95, max }]) => [
      `${what}, ${name}`,
      String(p50),
      String(p95),
      String(max),
    ]);
  return markdownTable(
    [`at ${memories.toLocaleString('en')} memories`, 'p50, ms', 'p95, ms', 'max, ms'],
    [
      ...rows(`a decision with its search (${facts} facts)`, perFact),
      ...rows(`choosing among the candidates of a question (${questions})`, perQuestion),
    ],
  );
}
