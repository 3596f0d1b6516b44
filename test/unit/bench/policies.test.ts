import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { between, markdownTable } from '../../../bench/markers';
import { bandOf, drawPlot, thinned } from '../../../bench/plots';
import { firstHalf } from '../../../bench/policies/ablations';
import { answerRows } from '../../../bench/policies/answerTable';
import { addOnly, mem0Like, replaceMostSimilar } from '../../../bench/policies/baselines';
import { frozenRule } from '../../../bench/policies/frozenRule';
import { difference, meanScore, scoresOf, type Measured } from '../../../bench/policies/measured';
import { compare } from '../../../bench/policies/summary';
import { methodTable } from '../../../bench/policies/tables';
import { choose } from '../../../bench/training/choose';
import type { ManagerInput } from '../../../src/core/index';

function measured(history: string, f1: readonly number[], more: Partial<Measured> = {}): Measured {
  const scores = { f1, em: f1.map(Math.floor) };
  return {
    history,
    kinds: f1.map((_, i) => (i % 2 === 0 ? 'told' : 'version')),
    after: f1.map(() => 0),
    scores: { 'ignores time': scores, 'prefers newer': scores },
    facts: 10,
    entries: 5,
    stale: 1,
    staleIds: [],
    lost: 2,
    needed: 8,
    tokens: 100,
    operations: { ADD: 6, UPDATE: 2, DELETE: 1, NOOP: 1 },
    ...more,
  };
}

describe('a comparison of policies', () => {
  it('counts each repository alike for its mean, whatever was asked of it', () => {
    const scores = scoresOf([[measured('small', [1]), measured('large', [0, 0, 0])]]);
    assert.equal(meanScore(scores).mean, 50);
  });

  it('averages seeds before it compares, and readers, and may look at one kind', () => {
    const runs = [[measured('a', [1, 0])], [measured('a', [0, 0])]];
    assert.deepEqual([...scoresOf(runs)], [['a', [0.5, 0]]]);
    assert.deepEqual([...scoresOf(runs, { kind: 'version' })], [['a', [0]]]);
  });

  it('pairs the questions: what both answer alike makes no interval', () => {
    const ours = scoresOf([[measured('a', [1, 0.2, 0.3]), measured('b', [0.5, 0.9])]]);
    const theirs = scoresOf([[measured('a', [0.9, 0.1, 0.2]), measured('b', [0.4, 0.8])]]);
    const { byRepository, byQuestion } = difference(ours, theirs);
    assert.deepEqual(byRepository, { mean: 10, low: 10, high: 10 });
    assert.deepEqual(byQuestion, { mean: 10, low: 10, high: 10 });
  });

  it('has no interval by repository where there is one only', () => {
    const { byRepository, byQuestion } = difference(
      scoresOf([[measured('a', [1, 0])]]),
      scoresOf([[measured('a', [0, 0])]]),
    );
    assert.equal(byRepository, undefined);
    assert.equal(byQuestion.mean, 50);
    assert.ok(byQuestion.low < byQuestion.high);
  });

  it('compares each learned method with all others', () => {
    const methods = ['ADD-only', 'GRPO', 'PPO'].map((name) => ({ name, runs: [[measured('a', [1, 0])]] }));
    const { differences, methods: rows } = compare(methods, (name) => name !== 'ADD-only');
    assert.deepEqual(
      differences.map(({ method, over }) => `${method} over ${over}`),
      ['GRPO over ADD-only', 'GRPO over PPO', 'PPO over ADD-only', 'PPO over GRPO'],
    );
    assert.equal(rows[0]?.lostShare, 25);
    assert.deepEqual(rows[0]?.operations, { ADD: 60, UPDATE: 20, DELETE: 10, NOOP: 10 });
    assert.match(
      methodTable({ histories: [], methods: rows, differences }),
      /\| GRPO \|.*\| 60\.0 \/ 20\.0 \/ 10\.0 \/ 10\.0 \|/,
    );
  });

  it('tells what answer agents keep and decline', () => {
    const run = {
      histories: ['a', 'a', 'b'],
      kinds: ['told', 'told', 'told'],
      scores: [1, 0, 1],
      absent: [false, false, true],
      declined: [false, true, true],
      kept: [2, 0, 0],
    };
    const better = { ...run, scores: [1, 1, 1], declined: [false, false, true], kept: [2, 1, 0] };
    const [rule, learned] = answerRows([
      { name: 'rule', runs: [run] },
      { name: 'GRPO', runs: [better] },
    ]);
    assert.deepEqual([rule?.answered, rule?.falselyDeclined, rule?.rightlyDeclined, rule?.kept], [50, 50, 100, 2]);
    assert.equal(rule?.gain, undefined);
    assert.equal(learned?.gain?.byRepository?.mean, 25);
  });
});

describe('the choice of weights', () => {
  const value = (mean: number) => ({ mean, low: mean - 1, high: mean + 1 });

  it('is the best on validation', () => {
    const choice = choose(
      [
        { name: 'a', trained: 1, score: value(70) },
        { name: 'b', trained: 2, score: value(72) },
      ],
      [{ name: 'rule', score: value(69) }],
    );
    assert.ok('chosen' in choice);
    assert.equal(choice.chosen.trained, 2);
  });

  it('is refused in words where a baseline is better', () => {
    const choice = choose(
      [{ name: 'GRPO, seed 1', trained: 1, score: value(70) }],
      [
        { name: 'ADD-only', score: value(60) },
        { name: 'rule', score: value(71) },
      ],
    );
    assert.deepEqual(choice, {
      refused: 'the best, GRPO, seed 1 with 70.0 %, is behind rule (71.0 %) on the validation histories',
    });
  });

  it('prefers what loses no more than the rule, where there is such', () => {
    const careless = { name: 'careless', trained: 1, score: value(80), lost: 9 };
    const careful = { name: 'careful', trained: 2, score: value(75), lost: 3 };
    const baselines = [{ name: 'rule', score: value(70), lost: 3 }];
    assert.ok('chosen' in choose([careless, careful], baselines));
    assert.deepEqual(choose([careless, careful], baselines), { chosen: careful });
    assert.deepEqual(choose([careless], baselines), { chosen: careless });
  });
});

describe('the methods beside the learned ones', () => {
  const time = '2025-01-01T00:00:00Z';
  const input = (text: string, ...memories: readonly (readonly [string, number])[]): ManagerInput => ({
    fact: { text, time, event: 'e' },
    candidates: memories.map(([said, similarity], i) => ({
      id: `m${i}`,
      text: said,
      similarity,
      fact: { text: said, time, event: 'e' },
    })),
    idf: () => 1,
    bankSize: memories.length,
  });
  const near = input('The timeout is 500 ms.', ['The timeout is 250 ms.', 0.8]);

  it('do what their names say', () => {
    assert.equal(addOnly.choose(near).operation, 'ADD');
    assert.equal(replaceMostSimilar.choose(near).operation, 'UPDATE');
    assert.equal(replaceMostSimilar.choose(input('Anything.', ['Something.', 0.1])).operation, 'ADD');
    assert.equal(mem0Like(0.5).choose(near).operation, 'UPDATE');
    assert.equal(mem0Like(0.9).choose(near).operation, 'ADD');
    const restated = input('The timeout is 250 ms.', ['By default the timeout is 250 ms.', 0.8]);
    assert.equal(mem0Like(0.5).choose(restated).operation, 'NOOP');
    const ended: ManagerInput = { ...near, fact: { ...near.fact, ends: true } };
    assert.deepEqual(mem0Like(0.5).choose(ended).operation, 'DELETE');
  });

  it('hold the rule as it was before policies were learned', () => {
    const { operation, target, confidence } = frozenRule.choose(near);
    assert.deepEqual([operation, target, confidence], ['UPDATE', 0, 0.9]);
    assert.equal(frozenRule.choose(input('Use tabs.', ['Use spaces.', 0.6])).operation, 'ADD');
    assert.equal(frozenRule.choose(input('The timeout is 500 ms.', ['The timeout is 250 ms.', 0.2])).operation, 'ADD');
  });
});

describe('half of a stream', () => {
  it('knows nothing of the other half', () => {
    const fact = (id: string) => ({ id, text: id, time: '2025-01-01T00:00:00Z', event: id });
    const question = { text: 'q', kind: 'told', gold: { form: 'text' as const, answers: ['a'] } };
    const half = firstHalf({
      name: 's',
      facts: ['a', 'b', 'c', 'd'].map(fact),
      questions: [
        { ...question, id: '1', from: 0, to: 1, about: [0] },
        { ...question, id: '2', from: 1, to: 3, about: [1, 3] },
        { ...question, id: '3', from: 2, about: [2] },
      ],
    });
    assert.equal(half.facts.length, 2);
    assert.deepEqual(
      half.questions.map(({ id, to, about }) => [id, to, about]),
      [
        ['1', 1, [0]],
        ['2', undefined, [1]],
      ],
    );
  });
});

describe('tables and plots', () => {
  it('stand between their markers, however often they are written', () => {
    const page = 'a\n<!-- x -->\nold\n<!-- /x -->\nb';
    const once = between(page, 'x', 'new');
    assert.equal(once, 'a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb');
    assert.equal(between(once, 'x', 'new'), once);
    assert.throws(() => between(page, 'y', 'new'), /no place called "y"/);
  });

  it('keep bars out of cells', () => {
    assert.equal(markdownTable(['a|b'], [['1|2']]), '| a\\|b |\n| --- |\n| 1\\|2 |');
  });

  it('draw the mean of runs within the least and the greatest', () => {
    const run = (...values: number[]) => values.map((y, x) => ({ x, y }));
    assert.deepEqual(bandOf('GRPO', [run(0, 2), run(1, 4)]).points, [
      { x: 0, y: 0.5, low: 0, high: 1 },
      { x: 1, y: 3, low: 2, high: 4 },
    ]);
    assert.deepEqual(thinned(run(0, 2, 4, 6), 2), [
      { x: 0.5, y: 1 },
      { x: 2.5, y: 5 },
    ]);
  });

  it('make an SVG that tells in words what it shows', () => {
    const svg = drawPlot({
      title: 'Reward <while> learning',
      description: 'It rises.',
      x: 'step',
      y: 'reward',
      curves: [
        {
          name: 'GRPO & PPO',
          points: [
            { x: 0, y: 0.2, low: 0.1, high: 0.3 },
            { x: 10, y: 0.8 },
          ],
        },
      ],
    });
    assert.match(svg, /<title id="title">Reward &lt;while&gt; learning<\/title>/);
    assert.match(svg, /<desc id="description">It rises\.<\/desc>/);
    assert.match(svg, /GRPO &amp; PPO/);
    assert.match(svg, /<polygon/);
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
  });
});
