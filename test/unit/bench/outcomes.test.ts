import assert from 'node:assert/strict';
import { calibrate, drawCurve } from '../../../bench/calibration';
import { PRODUCT, shareOf, summarise, type Outcome, type SystemOutcome } from '../../../bench/outcomes';
import { summaryTable } from '../../../bench/report';

const system = (right: boolean, more: Partial<SystemOutcome> = {}): SystemOutcome => ({
  right,
  answer: '',
  declined: false,
  ...more,
});

const outcome = (history: string, product: SystemOutcome, more: Partial<Outcome> = {}): Outcome => ({
  history,
  set: 'train',
  origin: 'hand',
  kind: 'why',
  question: 'Why?',
  isAbsent: false,
  bySystem: { [PRODUCT]: product, search: system(false) },
  ...more,
});

const histories = (count: number): Outcome[] =>
  Array.from({ length: count }, (_, i) => [0, 1, 2, 3].map((j) => outcome(`h${i}`, system((i + j) % 3 !== 0)))).flat();

const isRight = ({ bySystem }: Outcome): boolean => bySystem[PRODUCT]!.right;

describe('shareOf', () => {
  it('draws histories where there are enough of them', () => {
    const few = shareOf(histories(4), isRight);
    const many = shareOf(histories(5), isRight);
    assert.equal(few.interval, 'Wilson');
    assert.equal(many.interval, 'bootstrap');
    for (const { low, percent, high } of [few, many]) assert.ok(low < percent && percent < high);
  });

  it('does not call a perfect score certain', () => {
    const { interval, percent, low } = shareOf(histories(6), () => true);
    assert.deepEqual([interval, percent], ['Wilson', 100]);
    assert.ok(low < 95);
  });
});

describe('summarise', () => {
  const absent = { isAbsent: true, kind: 'absent' };
  const outcomes = [
    outcome('a', system(true, { cited: true })),
    outcome('a', system(false, { cited: false })),
    outcome('a', system(false, { declined: true })),
    outcome('a', system(true, { declined: true }), absent),
    outcome('a', system(false), absent),
    outcome('b', system(true), { set: 'test' }),
  ];
  const [all, ...rest] = summarise(outcomes);

  it('counts answerable and absent questions apart, of each set and kind', () => {
    const { right, falselyDeclined, cited, declined } = all!.systems[PRODUCT]!;
    assert.deepEqual(
      [right, falselyDeclined, cited, declined].map((share) => [share?.hits, share?.of]),
      [
        [1, 3],
        [1, 3],
        [1, 2],
        [1, 2],
      ],
    );
    assert.deepEqual(
      rest.map(({ set, kind }) => `${set} ${kind}`),
      ['train why', 'train absent', 'test all', 'test why'],
    );
  });

  it('compares on the same questions', () => {
    assert.equal(all?.gains['search']?.points, 40);
    assert.match(summaryTable(summarise(outcomes)), /1\/3 33\.3 %/);
  });
});

describe('calibrate', () => {
  const rated = (confidence: number, right: boolean, more: Partial<Outcome> = {}): Outcome =>
    outcome('a', system(right, { confidence }), more);
  const outcomes = [
    rated(0.9, true),
    rated(0.8, true),
    rated(0.3, false),
    rated(0.2, false, { isAbsent: true }),
    outcome('a', system(false, { confidence: 0.1, declined: true })),
  ];

  it('tells what a threshold costs, and what it saves', () => {
    const at = (threshold: number) => calibrate(outcomes)?.points.find((point) => point.threshold === threshold);
    assert.deepEqual(at(0), { threshold: 0, given: 4, falselyDeclined: 0.25, wrong: 0.5, absentAnswered: 1 });
    assert.deepEqual(at(0.5), { threshold: 0.5, given: 2, falselyDeclined: 0.5, wrong: 0, absentAnswered: 0 });
    assert.deepEqual(at(1), { threshold: 1, given: 0, falselyDeclined: 1, wrong: 0, absentAnswered: 0 });
  });

  it('compares the confidence of answers with how often they are right', () => {
    const bins = calibrate(outcomes)?.bins.map(({ given, right }) => [given, right]);
    assert.deepEqual(bins, [
      [1, 0],
      [1, 0],
      [1, 1],
      [1, 1],
    ]);
  });

  it('says nothing where answers say no confidence', () => assert.equal(calibrate(histories(2)), undefined));

  it('is drawn from the points with answers', () => {
    const svg = drawCurve(calibrate(outcomes)!);
    assert.equal(svg.match(/<circle/g)?.length, 19);
    assert.match(svg, /^<svg[^>]*>[^]*<\/svg>\n$/);
  });
});
