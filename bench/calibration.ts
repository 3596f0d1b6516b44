import { distillRuleFrom } from '../src/core/policies/distillRule';
import { askBanks, type QuestionedBank } from './ablations';
import type { Model } from './histories';
import { PRODUCT, type Outcome, type SystemOutcome } from './outcomes';
import { without } from './variants';

/** What becomes of the questions when answers below a threshold are declined. */
export interface CalibrationPoint {
  /** In [0, 1]. */
  readonly threshold: number;
  readonly given: number;
  /** Of the answerable questions, the share that is declined. */
  readonly falselyDeclined: number;
  /** Of the answers given, the share that is wrong; to a question that memory cannot answer every answer is. */
  readonly wrong: number;
  /** Of the questions that memory cannot answer, the share that is answered. */
  readonly absentAnswered: number;
}

/** How often answers of about one confidence are right. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly given: number;
  readonly meanConfidence: number;
  readonly right: number;
}

export interface Calibration {
  /** Of what the thresholds are. */
  readonly by: 'confidence' | 'coverage';
  readonly origin: string;
  readonly points: readonly CalibrationPoint[];
  readonly bins: readonly CalibrationBin[];
}

/** By hand-written questions where there are any. @returns undefined where the answers say no confidence */
export function calibrate(outcomes: readonly Outcome[]): Calibration | undefined {
  const byHand = outcomes.filter(({ origin }) => origin === 'hand');
  const counted = byHand.length > 0 ? byHand : outcomes;
  const said = counted.flatMap(({ isAbsent, bySystem }) => {
    const { right, declined, confidence } = bySystem[PRODUCT]!;
    return confidence === undefined ? [] : [{ isAbsent, right, declined, confidence }];
  });
  if (said.length === 0) return undefined;
  const thresholds = Array.from({ length: STEPS + 1 }, (_, step) => step / STEPS);
  return {
    by: 'confidence',
    origin: byHand.length > 0 ? 'hand' : 'generated',
    points: thresholds.map((threshold) => pointAt(threshold, said)),
    bins: thresholds.slice(0, -1).flatMap((from) => binOf(from, from + 1 / STEPS, said)),
  };
}

const STEPS = 20;

/** Asks again with more and less coverage demanded of a memory, so that the curve also shows what is declined today. */
export async function sweepCoverage(banks: readonly QuestionedBank[], model: Model): Promise<Calibration> {
  const points: CalibrationPoint[] = [];
  for (const threshold of COVERAGES) {
    process.stderr.write(`coverage ${threshold}\n`);
    const asked = await askBanks(banks, { ...without(), policy: distillRuleFrom(threshold) }, model);
    points.push(
      pointAt(
        threshold,
        asked.map((one) => ({ ...one, confidence: 1 })),
      ),
    );
  }
  return { by: 'coverage', origin: 'hand', points, bins: [] };
}

const COVERAGES = [0.1, 0.2, 0.3, 0.35, 0.4, 0.42, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9];

type Rated = Pick<SystemOutcome, 'right' | 'declined'> & { readonly isAbsent: boolean; readonly confidence: number };

function pointAt(threshold: number, all: readonly Rated[]): CalibrationPoint {
  const isGiven = ({ declined, confidence }: Rated): boolean => !declined && confidence >= threshold;
  const given = all.filter(isGiven);
  const answerable = all.filter(({ isAbsent }) => !isAbsent);
  const absent = all.filter(({ isAbsent }) => isAbsent);
  return {
    threshold,
    given: given.length,
    falselyDeclined: shareOf(answerable, (rated) => !isGiven(rated)),
    wrong: shareOf(given, ({ isAbsent, right }) => isAbsent || !right),
    absentAnswered: shareOf(absent, isGiven),
  };
}

function binOf(from: number, to: number, all: readonly Rated[]): CalibrationBin[] {
  const isLast = to >= 1;
  const inside = all.filter(
    ({ declined, confidence }) => !declined && confidence >= from && (confidence < to || isLast),
  );
  if (inside.length === 0) return [];
  const meanConfidence = inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length;
  const right = shareOf(inside, (rated) => !rated.isAbsent && rated.right);
  return [{ from, to, given: inside.length, meanConfidence: rounded(meanConfidence), right }];
}

function shareOf(all: readonly Rated[], isHit: (rated: Rated) => boolean): number {
  return all.length === 0 ? 0 : rounded(all.filter(isHit).length / all.length);
}

function rounded(value: number): number {
  return Math.round(1000 * value) / 1000;
}

const SIZE = 360;
const MARGIN = 48;

/** Declined against wrong, as an SVG of about 3 kB: down and left is better. */
export function drawCurve({ by, points, origin }: Calibration): string {
  const shown = points.filter(({ given }) => given > 0);
  const x = (share: number): number => Math.round(10 * (MARGIN + share * (SIZE - 2 * MARGIN))) / 10;
  const y = (share: number): number => Math.round(10 * (SIZE - MARGIN - share * (SIZE - 2 * MARGIN))) / 10;
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<line x1="${x(share)}" y1="${y(0)}" x2="${x(share)}" y2="${y(1)}"/><line x1="${x(0)}" y1="${y(share)}" x2="${x(1)}" y2="${y(share)}"/>`,
    `<text x="${x(share)}" y="${y(0) + 16}" text-anchor="middle">${100 * share} %</text>`,
    `<text x="${x(0) - 6}" y="${y(share) + 4}" text-anchor="end">${100 * share} %</text>`,
  ]);
  const line = shown.map(({ falselyDeclined, wrong }) => `${x(falselyDeclined)},${y(wrong)}`).join(' ');
  const dots = shown.map(
    ({ falselyDeclined, wrong, threshold }) =>
      `<circle cx="${x(falselyDeclined)}" cy="${y(wrong)}" r="3"><title>threshold ${threshold}</title></circle>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" font-family="sans-serif" font-size="11">
<rect width="${SIZE}" height="${SIZE}" fill="#fff"/>
<g stroke="#e3e3e3">${ticks.filter((tick) => tick.startsWith('<line')).join('')}</g>
<g fill="#555">${ticks.filter((tick) => tick.startsWith('<text')).join('')}</g>
<text x="${SIZE / 2}" y="${SIZE - 10}" text-anchor="middle">answerable questions declined</text>
<text transform="translate(12 ${SIZE / 2}) rotate(-90)" text-anchor="middle">given answers that are wrong</text>
<text x="${SIZE / 2}" y="20" text-anchor="middle">${origin === 'hand' ? 'Hand-written' : 'Generated'} questions, by threshold of ${by}</text>
<polyline points="${line}" fill="none" stroke="#2563b8" stroke-width="2"/>
<g fill="#2563b8">${dots.join('')}</g>
</svg>
`;
}
