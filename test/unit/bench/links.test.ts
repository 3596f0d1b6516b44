import assert from 'node:assert/strict';
import { Baselines } from '../../../bench/linkBaselines';
import { fit, type Example } from '../../../bench/linkFit';
import { hide } from '../../../bench/linkGold';
import { createRandom } from '../../../src/learning/random';
import type { LinkCommit, LinkTurn } from '../../../src/core/index';
import { EVIDENCE, type Evidence } from '../../../src/core/link/evidence';

describe('the measurement of links', () => {
  it('hides commit lines, and their subjects wherever they stand', () => {
    const history = [
      '#### Sort the imports  ',
      '> Commit d0ffbf1 fix: Reorder imports  ',
      '#### /undo  ',
      '> Removed: d0ffbf1 fix: Reorder imports  ',
      'I will undo "fix: Reorder imports in main".',
    ].join('\n');
    const hidden = hide(history, ['fix: Reorder imports', 'fix: Reorder imports in main', '']);
    assert.doesNotMatch(hidden, /Reorder imports|> Commit/);
    assert.match(hidden, /Sort the imports/);
    assert.match(hidden, /I will undo ""\./);
  });

  it('finds the weights that examples were drawn with', () => {
    const random = createRandom(5);
    const truth = { always: -1, files: 2, said: 3, minutes: -0.5 };
    const examples = Array.from({ length: 20_000 }, (): Example => {
      const evidence = evidenceOf({ files: random(), said: random(), minutes: 4 * random() });
      const score = truth.always + 2 * evidence.files + 3 * evidence.said - 0.5 * evidence.minutes;
      return { evidence, isRight: random() < 1 / (1 + Math.exp(-score)) };
    });
    const weights = fit(examples, 0.001);
    for (const [name, value] of Object.entries(truth))
      assert.ok(Math.abs(weights[name as keyof Evidence] - value) < 0.15, `${name} ${weights[name as keyof Evidence]}`);
    assert.ok(Math.abs(weights.told) < 0.001, 'what no example has gets no weight');
  });

  it('shrinks weights towards 0 with a stronger prior, and not the constant', () => {
    const examples: Example[] = [0, 1].flatMap((files) =>
      Array.from({ length: 50 }, (_, index) => ({ evidence: evidenceOf({ files }), isRight: index < 10 + 30 * files })),
    );
    const [free, held] = [fit(examples, 0.001), fit(examples, 1000)];
    assert.ok(free.files > 2.5 && Math.abs(held.files) < 0.1);
    assert.ok(Math.abs(held.always) < 0.1, 'half of all are right');
  });

  it('links by one thing only in each baseline', () => {
    const turn = (session: string, order: number, text: string, file: string): LinkTurn => ({
      ref: session,
      session,
      role: 'user',
      order,
      text,
      files: [file],
    });
    const commit: LinkCommit = {
      ref: 'a'.repeat(40),
      time: new Date(400_000).toISOString(),
      text: 'zebra',
      files: ['b.ts'],
    };
    const turns = [turn('said', 100, 'zebra', 'a.ts'), turn('files', 200, 'x', 'b.ts'), turn('last', 300, 'y', 'c.ts')];
    const baselines = new Baselines([...turns, turn('after', 500, 'zebra', 'b.ts')], [commit]);
    assert.equal(baselines.content(commit)?.session, 'said');
    assert.equal(baselines.files(commit)?.session, 'files');
    assert.equal(baselines.time(Infinity)(commit)?.session, 'last');
    assert.equal(baselines.time(100)(commit)?.session, 'last');
    assert.equal(baselines.time(99)(commit), undefined);
  });
});

function evidenceOf(given: Partial<Evidence>): Evidence {
  const nothing = Object.fromEntries(EVIDENCE.map((name) => [name, 0]));
  return { ...(nothing as unknown as Evidence), always: 1, ...given };
}
