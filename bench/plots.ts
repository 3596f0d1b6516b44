/** One line of a plot, with the range in which it lies. */
export interface Curve {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly low?: number; readonly high?: number }[];
}

export interface Plot {
  readonly title: string;
  /** What is seen, in a sentence or two, for who cannot see it. */
  readonly description: string;
  readonly x: string;
  readonly y: string;
  readonly curves: readonly Curve[];
  /** A straight line from corner to corner: where the curves should lie. */
  readonly diagonal?: boolean;
  /** Default: what the curves need. */
  readonly range?: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
}

const WIDTH = 560;
const HEIGHT = 320;
const EDGE = { left: 56, right: 16, top: 36, bottom: 72 };
/** Told apart by people who see colours otherwise, and readable on white and on black (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];
const DASHES = ['', '6 3', '2 3', '8 3 2 3'];
/** Grey that can be read on white and on black. */
const INK = '#7a7a7a';

/** Draws lines with bands as an SVG without scripts, fonts or a background: it lies on light and dark pages alike. */
export function drawPlot(plot: Plot): string {
  const range = plot.range ?? rangeOf(plot.curves);
  const x = scale(range.x, [EDGE.left, WIDTH - EDGE.right]);
  const y = scale(range.y, [HEIGHT - EDGE.bottom, EDGE.top]);
  const grid = [
    ...ticks(range.x).map(
      (at) =>
        `<path d="M${x(at)} ${y(range.y[0])}V${y(range.y[1])}" stroke-opacity=".25"/><text x="${x(at)}" y="${HEIGHT - EDGE.bottom + 16}" text-anchor="middle">${told(at)}</text>`,
    ),
    ...ticks(range.y).map(
      (at) =>
        `<path d="M${x(range.x[0])} ${y(at)}H${x(range.x[1])}" stroke-opacity=".25"/><text x="${EDGE.left - 6}" y="${y(at) + 4}" text-anchor="end">${told(at)}</text>`,
    ),
  ];
  const curves = plot.curves.map(({ name, points }, i) => {
    const colour = COLOURS[i % COLOURS.length]!;
    const line = points.map((point) => `${x(point.x)},${y(point.y)}`).join(' ');
    const upper = points.map((point) => `${x(point.x)},${y(point.high ?? point.y)}`);
    const lower = points.map((point) => `${x(point.x)},${y(point.low ?? point.y)}`).reverse();
    const hasBand = points.some(({ low, high }) => low !== undefined || high !== undefined);
    const band = hasBand
      ? `<polygon points="${[...upper, ...lower].join(' ')}" fill="${colour}" fill-opacity=".2" stroke="none"/>`
      : '';
    return `<g><title>${escaped(name)}</title>${band}<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${DASHES[i % DASHES.length]!}"/></g>`;
  });
  const legend = plot.curves.map(({ name }, i) => {
    const left = EDGE.left + (i % 2) * ((WIDTH - EDGE.left) / 2);
    const top = HEIGHT - 22 + Math.floor(i / 2) * 15;
    return `<path d="M${left} ${top - 4}h24" stroke="${COLOURS[i % COLOURS.length]!}" stroke-width="2" stroke-dasharray="${DASHES[i % DASHES.length]!}"/><text x="${left + 30}" y="${top}">${escaped(name)}</text>`;
  });
  const diagonal = plot.diagonal
    ? `<path d="M${x(range.x[0])} ${y(range.y[0])}L${x(range.x[1])} ${y(range.y[1])}" stroke="${INK}" stroke-dasharray="3 3"/>`
    : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description" font-family="sans-serif" font-size="12" fill="${INK}">
<title id="title">${escaped(plot.title)}</title>
<desc id="description">${escaped(plot.description)}</desc>
<text x="${EDGE.left}" y="20" font-weight="bold">${escaped(plot.title)}</text>
<g stroke="${INK}" stroke-width="1">${grid.map((part) => part.replace('<text', '<text stroke="none"')).join('')}</g>
<text x="${(EDGE.left + WIDTH - EDGE.right) / 2}" y="${HEIGHT - EDGE.bottom + 32}" text-anchor="middle">${escaped(plot.x)}</text>
<text transform="translate(14 ${(EDGE.top + HEIGHT - EDGE.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(plot.y)}</text>
${diagonal}${curves.join('\n')}
<g>${legend.join('')}</g>
</svg>
`;
}

/** Several runs as one curve: their mean, within the least and the greatest. */
export function bandOf(name: string, runs: readonly (readonly { readonly x: number; readonly y: number }[])[]): Curve {
  const longest = runs.reduce<readonly { readonly x: number; readonly y: number }[]>(
    (best, run) => (run.length > best.length ? run : best),
    [],
  );
  const points = longest.map(({ x }, i) => {
    const values = runs.flatMap((run) => (run[i] ? [run[i].y] : []));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { x, y: mean, low: Math.min(...values), high: Math.max(...values) };
  });
  return { name, points };
}

/** Means of at most `count` stretches of a run, so that a curve of thousands of steps can be read. */
export function thinned(
  run: readonly { readonly x: number; readonly y: number }[],
  count: number,
): { readonly x: number; readonly y: number }[] {
  const size = Math.max(1, Math.ceil(run.length / count));
  return Array.from({ length: Math.ceil(run.length / size) }, (_, i) => {
    const part = run.slice(i * size, (i + 1) * size);
    const mean = (of: (point: { x: number; y: number }) => number): number =>
      part.reduce((sum, point) => sum + of(point), 0) / part.length;
    return { x: mean(({ x }) => x), y: mean(({ y }) => y) };
  });
}

type Range = readonly [number, number];

function rangeOf(curves: readonly Curve[]): { x: Range; y: Range } {
  const points = curves.flatMap((curve) => curve.points);
  const around = (values: readonly number[]): Range => {
    const least = values.reduce((a, b) => Math.min(a, b), Infinity);
    const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return least < most ? [least, most] : [least - 0.5, least + 0.5];
  };
  if (points.length === 0) return { x: [0, 1], y: [0, 1] };
  const heights = around(points.flatMap(({ y, low = y, high = y }) => [low, y, high]));
  const room = 0.05 * (heights[1] - heights[0]);
  return { x: around(points.map(({ x }) => x)), y: [heights[0] - room, heights[1] + room] };
}

function scale([from, to]: Range, [first, last]: Range): (value: number) => number {
  return (value) => Math.round(10 * (first + ((value - from) / (to - from)) * (last - first))) / 10;
}

/** Four to eight round numbers inside of a range. */
function ticks([from, to]: Range): number[] {
  const rough = (to - from) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

function told(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
