import { meanOf } from '../../src/learning/statistics';
import { markdownTable } from '../markers';
import { drawPlot } from '../plots';
import type { provenanceOf } from '../provenance';
import { table } from '../report';
import type { Difference, Row } from './summary';
import type { CurvePoint } from './training';
import type { Interval } from '../../src/learning/statistics';

/** Everything that a run found out. */
export interface Report {
  readonly provenance: ReturnType<typeof provenanceOf>;
  readonly seconds: number;
  readonly on: 'test' | 'validation';
  readonly questions: { readonly train: number; readonly validation: number; readonly judged: number };
  /** Of the evidence, by how many candidates are looked at; in percent. */
  readonly recall: readonly { readonly depth: number; readonly recall: number }[];
  /** By expected F1 on validation. */
  readonly choices: { readonly learned: string; readonly fixed: string };
  readonly rows: readonly Row[];
  readonly validation: readonly Row[];
  readonly differences: readonly Difference[];
  readonly ablations: readonly Ablation[];
  readonly curves: readonly Band[];
}

/** GRPO with expected F1 and one thing changed. */
export interface Ablation {
  readonly name: string;
  /** Of the last pass over the training questions, in percent. */
  readonly reward: number;
  readonly validation: Row;
  readonly judged: Row;
}

export interface SeedCurve {
  readonly name: string;
  readonly seed: number;
  readonly points: readonly CurvePoint[];
}

/** The curves of all seeds of one training; in percent. */
export interface Band {
  readonly name: string;
  readonly points: readonly {
    readonly pass: number;
    readonly reward: number;
    readonly rewards: Interval;
    readonly validation: number;
    readonly validations: Interval;
  }[];
}

export function bandsOf(curves: readonly SeedCurve[]): Band[] {
  return [...new Set(curves.map(({ name }) => name))].map((name) => {
    const ofSeeds = curves.filter((curve) => curve.name === name).map(({ points }) => points);
    const points = ofSeeds[0]!.map(({ pass }, i) => {
      const rewards = ofSeeds.map((one) => 100 * one[i]!.reward);
      const validations = ofSeeds.map((one) => 100 * one[i]!.validation);
      return {
        pass,
        reward: mean(rewards),
        rewards: rangeOf(rewards),
        validation: mean(validations),
        validations: rangeOf(validations),
      };
    });
    return { name, points };
  });
}

/** The reward of both algorithms while they learn: mean of the seeds, and the range in which they lie. */
export function plotOf({ curves }: Report): string {
  const shown = curves.filter(({ name }) => name.endsWith('expected F1'));
  return drawPlot({
    title: 'Distillation on LoCoMo: reward while learning',
    description:
      'Expected F1 of what is tried on the training questions and of what is kept on validation, by pass over the training questions; bands are the range of the seeds.',
    x: 'passes over the training questions',
    y: 'expected F1, %',
    curves: shown.flatMap(({ name, points }) => {
      const algorithm = name.split(',')[0]!;
      return [
        {
          name: `${algorithm}, training reward`,
          points: points.map(({ pass, reward, rewards }) => ({ x: pass, y: reward, ...rewards })),
        },
        {
          name: `${algorithm}, validation`,
          points: points.map(({ pass, validation, validations }) => ({ x: pass, y: validation, ...validations })),
        },
      ];
    }),
  });
}

/** For the terminal. */
export function textOf(report: Report): string {
  return tablesOf(report)
    .map(({ title, head, rows }) => `${title}\n${table(head, rows)}`)
    .concat(`${report.seconds} s`)
    .join('\n\n');
}

/** For bench/README.md. */
export function markdownOf(report: Report): string {
  return tablesOf(report)
    .map(({ title, head, rows }) => `**${title}**\n\n${markdownTable(head, rows)}`)
    .join('\n\n');
}

interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function tablesOf({ on, questions, rows, validation, differences, ablations, choices, recall }: Report): Table[] {
  const softOf = new Map(validation.map(({ name, soft }) => [name, soft]));
  const found = recall.map((one) => `@${one.depth} ${one.recall.toFixed(1)}`).join(', ');
  return [
    {
      title: `${on === 'test' ? 'Test' : 'Validation'}, ${questions.judged} questions, embedded extractive reader. Best on validation: ${choices.learned}; of the fixed k ${choices.fixed}. Evidence among the first candidates, in percent: ${found}`,
      head: [
        'method',
        'F1',
        '95 %',
        'by category 1/2/3/4',
        'F1, cat. 1 by parts',
        'BLEU-1',
        'EM',
        'expected F1',
        'evidence P/R/F1',
        'kept',
        'expected F1 on validation',
      ],
      rows: rows.map((row) => [
        row.name,
        withBand(row.f1, row.band?.f1),
        rangeText(row.interval),
        row.categories.map((value) => value.toFixed(1)).join('/'),
        row.f1ByParts.toFixed(1),
        row.bleu1.toFixed(1),
        row.em.toFixed(1),
        withBand(row.soft, row.band?.soft),
        [row.evidence.precision, row.evidence.recall, row.evidence.f1].map((value) => value.toFixed(1)).join('/'),
        withBand(row.kept, row.band?.kept),
        (softOf.get(row.name) ?? 0).toFixed(1),
      ]),
    },
    {
      title: 'Differences in points, paired; 95 % by drawing questions, and by drawing whole conversations',
      head: ['method', 'over', 'F1', 'by question', 'by conversation', 'expected F1', 'by question', 'by conversation'],
      rows: differences
        .filter(({ metric }) => metric === 'f1')
        .map((difference) => {
          const soft = differences.find(
            (other) => other.metric === 'soft' && other.method === difference.method && other.over === difference.over,
          );
          return [difference.method, difference.over, ...cellsOf(difference), ...cellsOf(soft)];
        }),
    },
    {
      title: 'GRPO with expected F1 as its reward, one thing changed',
      head: [
        'variant',
        'training reward at the end',
        'expected F1 on validation',
        'F1',
        'expected F1',
        'evidence F1',
        'kept',
      ],
      rows: ablations.map(({ name, reward, validation: chosen, judged }) => [
        name,
        reward.toFixed(1),
        withBand(chosen.soft, chosen.band?.soft),
        withBand(judged.f1, judged.band?.f1),
        withBand(judged.soft, judged.band?.soft),
        judged.evidence.f1.toFixed(1),
        withBand(judged.kept, judged.band?.kept),
      ]),
    },
  ];
}

function cellsOf(difference: Difference | undefined): string[] {
  if (difference === undefined) return ['', '', ''];
  const { points, byQuestion, byConversation } = difference;
  return [
    `${points > 0 ? '+' : ''}${points.toFixed(1)}`,
    rangeText(byQuestion),
    byConversation ? rangeText(byConversation) : '',
  ];
}

/** "22.1 (21.9 - 22.3)": mean, lowest and highest seed. */
function withBand(value: number, band: Interval | undefined): string {
  return band ? `${value.toFixed(1)} (${band.low.toFixed(1)} - ${band.high.toFixed(1)})` : value.toFixed(1);
}

function rangeText({ low, high }: Interval): string {
  return `${low.toFixed(1)} to ${high.toFixed(1)}`;
}

function rangeOf(values: readonly number[]): Interval {
  return { low: rounded(Math.min(...values)), high: rounded(Math.max(...values)) };
}

function mean(values: readonly number[]): number {
  return rounded(meanOf(values));
}

function rounded(value: number): number {
  return Math.round(100 * value) / 100;
}
