import { formatCount } from '../../protocol/words';
import { formatPercent, TEXTS } from '../texts';
import { scaleOf, type ChartGiven, type Frame } from './chartScale';

const HEIGHT = 210;

/** Room for the labels of the axes. */
const MARGIN = { left: 40, right: 4, top: 10, bottom: 38 };

/** Distance of a line's label from the line. */
const LABEL_PX = 8;
const LABEL_BELOW_PX = 16;

/** How near to the right side a step's label would be cut if it stood centred. */
const STEP_OVERHANG_PX = 20;

/** Room that the label of the curve needs. */
const LABEL_WIDTH_PX = 90;

/**
 * Right answers over the steps of a training, as a line with its spread, and the weights of before as a dashed line. Classes give the
 * colours, so another theme needs no drawing anew.
 * @param width in pixels
 * @param labels what the two lines are called
 */
export function chart(
  given: ChartGiven,
  width: number,
  labels: { readonly curve: string; readonly before: string },
): SVGSVGElement {
  const { curve, before } = given;
  const frame: Frame = {
    left: MARGIN.left,
    right: Math.max(MARGIN.left + 60, width - MARGIN.right),
    top: MARGIN.top,
    bottom: HEIGHT - MARGIN.bottom,
  };
  const { x, y, shares, steps } = scaleOf(given, frame);
  const points = curve.map(({ step, score }) => ({ x: x(step), ...score }));
  const path = (of: readonly string[]): string => (of.length > 0 ? `M${of.join('L')}` : '');
  const line = path(points.map((point) => `${point.x},${y(point.mean)}`));
  const band = path([
    ...points.map((point) => `${point.x},${y(point.high)}`),
    ...points.toReversed().map((point) => `${point.x},${y(point.low)}`),
  ]);
  const end = points.at(-1);
  // The label ends where the curve does, which is short of the right side while the training runs.
  const labelEnd = Math.max(end?.x ?? 0, frame.left + LABEL_WIDTH_PX);
  const isAbove = !before || !end || end.mean >= before.mean;
  const [only] = points.length === 1 ? points : [];
  return svg('svg', { class: 'chart', width, height: HEIGHT, role: 'img', 'aria-label': describe(given, labels) }, [
    ...shares.flatMap((share) => [
      svg('line', { class: 'grid', x1: frame.left, x2: frame.right, y1: y(share), y2: y(share) }),
      svg('text', { class: 'tick', x: frame.left - 8, y: y(share) + 4, 'text-anchor': 'end' }, formatPercent(share)),
    ]),
    ...steps.map((step) =>
      svg(
        'text',
        {
          ...{ class: 'tick', x: x(step), y: frame.bottom + 16 },
          'text-anchor': x(step) > frame.right - STEP_OVERHANG_PX ? 'end' : 'middle',
        },
        formatCount(step),
      ),
    ),
    svg(
      'text',
      { class: 'tick', x: (frame.left + frame.right) / 2, y: HEIGHT - 6, 'text-anchor': 'middle' },
      TEXTS.trainingSteps,
    ),
    svg('path', { class: 'band', d: band }),
    ...(before
      ? [
          svg('line', { class: 'before', x1: frame.left, x2: frame.right, y1: y(before.mean), y2: y(before.mean) }),
          lineLabel(labels.before, 'tick', frame.right, y(before.mean) + (isAbove ? LABEL_BELOW_PX : -LABEL_PX)),
        ]
      : []),
    svg('path', { class: 'curve', d: line }),
    ...(only ? [svg('circle', { class: 'point', cx: only.x, cy: y(only.mean), r: 3 })] : []),
    ...(end ? [lineLabel(labels.curve, 'name', labelEnd, labelHeight())] : []),
  ]);

  /** Where the label of the curve lies over none of its last points. */
  function labelHeight(): number {
    const near = points.filter((point) => point.x >= Math.min(end?.x ?? 0, labelEnd - LABEL_WIDTH_PX));
    if (isAbove) return Math.max(12, Math.min(...near.map(({ high }) => y(high))) - LABEL_PX);
    return Math.min(frame.bottom - 4, Math.max(...near.map(({ low }) => y(low))) + LABEL_BELOW_PX);
  }
}

/** The chart in words. */
function describe({ curve, before }: ChartGiven, labels: { readonly curve: string; readonly before: string }): string {
  const first = curve[0];
  const last = curve.at(-1);
  if (!first || !last) return TEXTS.rightAnswers;
  const from = first === last ? '' : `from ${formatPercent(first.score.mean)} at step ${formatCount(first.step)} to `;
  const spread = `between ${formatPercent(last.score.low)} and ${formatPercent(last.score.high)}`;
  const compared = before ? ` ${labels.before}: ${formatPercent(before.mean)}.` : '';
  return `${TEXTS.rightAnswers}. ${labels.curve}: ${from}${formatPercent(last.score.mean)} at step ${formatCount(last.step)}, ${spread}.${compared}`;
}

function lineLabel(text: string, className: string, x: number, y: number): SVGElement {
  return svg('text', { class: className, x, y, 'text-anchor': 'end' }, text);
}

type Attributes = Readonly<Record<string, string | number>>;

function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes,
  content: string | readonly SVGElement[] = [],
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...(typeof content === 'string' ? [content] : content));
  return element;
}
