import type { CurvePoint, Measured } from '../../protocol/learning';

/** What the chart shows: one curve with its spread, and the line it has to pass. */
export interface ChartGiven {
  /** By step. */
  readonly curve: readonly CurvePoint[];
  /** Score of the weights that answered until now; in [0, 1]. */
  readonly before?: Measured;
  /** Steps of the whole training, as far as the axis goes. */
  readonly steps: number;
}

/** Shares and steps to pixels. */
export interface ChartScale {
  readonly x: (step: number) => number;
  readonly y: (share: number) => number;
  /** Shares in [0, 1], from the bottom. */
  readonly shares: readonly number[];
  readonly steps: readonly number[];
}

export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Distances between lines, in hundredths: the first that needs no more lines than this. */
const STEPS_OF_SHARES = [1, 2, 5, 10, 20, 25, 50];
const MOST_LINES = 5;

/** Pixels that the label of a step needs. */
const STEP_LABEL_PX = 70;

/** The whole of what is shown fits, between round numbers; what is flat keeps room above and below. */
export function scaleOf({ curve, before, steps }: ChartGiven, { left, right, top, bottom }: Frame): ChartScale {
  const hundredths = [...curve.flatMap(({ score }) => [score.low, score.mean, score.high]), before?.mean]
    .filter((share) => share !== undefined)
    .map((share) => share * 100);
  const low = Math.min(...hundredths) - 1;
  const high = Math.max(...hundredths) + 1;
  const distance = STEPS_OF_SHARES.find((each) => Math.ceil(high / each) - Math.floor(low / each) < MOST_LINES) ?? 50;
  const first = Math.max(0, Math.floor(low / distance));
  const last = Math.min(Math.ceil(100 / distance), Math.max(first + 1, Math.ceil(high / distance)));
  const shares = range(first, last).map((line) => (line * distance) / 100);
  const from = (first * distance) / 100;
  const to = (last * distance) / 100;
  const end = Math.max(1, steps, curve.at(-1)?.step ?? 0);
  return {
    x: (step) => left + ((right - left) * step) / end,
    y: (share) => bottom - ((bottom - top) * (share - from)) / (to - from),
    shares,
    steps: stepTicks(end, Math.floor((right - left) / STEP_LABEL_PX)),
  };
}

/** Round steps from 0 to the end: 1, 2 or 5 times a power of ten apart. */
function stepTicks(end: number, most: number): number[] {
  const rough = end / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const distance = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? 10 * power;
  return range(0, Math.floor(end / distance)).map((tick) => tick * distance);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
