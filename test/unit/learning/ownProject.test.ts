import assert from 'node:assert/strict';
import {
  distillRule,
  openMemory,
  ruleV3,
  type ManagerPolicy,
  type Material,
  type RawEvent,
} from '../../../src/core/index';
import {
  learnFromProject,
  type Learned,
  type LearningStep,
  type OwnProjectOptions,
} from '../../../src/learning/ownProject';
import { countQuestions, questionsOf, split, timesOf } from '../../../src/learning/project/projectQuestions';
import { InMemoryStore } from '../../support/inMemoryStore';
import { someWeights } from '../../support/someWeights';

describe('learning from an own project', function () {
  this.timeout(60_000);
  let material: Material;
  before(async () => (material = await takeIn(HISTORY)));

  it('trains on the first part of the history and asks about the rest', () => {
    const { train, whole, heldOut, cut } = split(questionsOf(material, 'sample'));
    assert.ok(cut > 0.6 * whole.facts.length && cut < 0.8 * whole.facts.length);
    assert.equal(train.facts.length, cut);
    assert.ok(heldOut.length >= 10, String(heldOut.length));
    for (const { from, to, about } of train.questions) {
      assert.ok(from < cut && (to ?? 0) < cut);
      assert.ok(about.every((fact) => fact < cut));
    }
    const learned = new Set(train.questions.map(({ id }) => id));
    for (const { id, from, gold } of heldOut) {
      assert.ok(!learned.has(id), id);
      assert.ok(from >= cut || gold.answers.length === 0);
    }
  });

  it('learns from reviews too, and holds some of them out', async () => {
    const reviewed = await takeIn(HISTORY, 'you');
    const questions = questionsOf(reviewed, 'sample');
    assert.ok(countQuestions(questions).reviews > 20);
    const { learnedFrom, heldOut, cut } = split(questions);
    assert.ok(learnedFrom.reviews > 0 && learnedFrom.reviews < questions.reviews.length);
    const ofReviews = new Set(questions.reviews.map(({ id }) => id));
    assert.ok(heldOut.some(({ id, from }) => ofReviews.has(id) && from < cut));
  });

  describe('what memories were used for', () => {
    const uses = (recalled: number, helpful = 0, wrong = 0) => ({ recalled, helpful, wrong });

    it('counts by doublings, a rated answer for three, and never without end', () => {
      const cases: readonly [ReturnType<typeof uses> | undefined, number][] = [
        [undefined, 1],
        [uses(0), 1],
        [uses(1), 2],
        [uses(2), 2],
        [uses(3), 3],
        [uses(0, 1), 3],
        [uses(0, 0, 1), 3],
        [uses(7), 4],
        [uses(1_000, 50, 50), 4],
      ];
      for (const [used, times] of cases) assert.equal(timesOf(used), times, JSON.stringify(used));
    });

    it('has training ask about them more often; what it is measured by stays as it was', () => {
      const before = split(questionsOf(material, 'sample'));
      const { facts } = before.train;
      const asked = before.train.questions.find(({ about }) => about.length > 0) ?? assert.fail('no question');
      const fact = facts[asked.about[0] ?? -1] ?? assert.fail('no fact');
      const after = split(questionsOf({ ...material, uses: new Map([[fact.id, uses(9, 1)]]) }, 'sample'));
      const often = after.train.questions.filter(({ times }) => times !== undefined);
      assert.ok(
        often.length > 0 &&
          often.every(
            ({ times, about }) => times === 4 && about.some((i) => facts[i] === fact || facts[i]?.id === fact.id),
          ),
      );
      assert.deepEqual(
        after.train.questions.map(({ times: _, ...question }) => question),
        before.train.questions,
      );
      assert.deepEqual(after.heldOut, before.heldOut);
      assert.deepEqual(after.whole.questions, before.whole.questions);
    });

    it('is of this project alone: nothing is known of the uses of others', () => {
      const elsewhere = questionsOf({ ...material, uses: new Map([['another memory', uses(9, 9)]]) }, 'sample');
      assert.ok(split(elsewhere).train.questions.every(({ times }) => times === undefined));
    });
  });

  it('wins over a manager that keeps nothing, with the whole interval above zero', async () => {
    const { won, rows, questions, better, worse, same, curve, changed } = await learn({ before: FORGETFUL, seeds: 2 });
    const [answers] = rows;
    assert.equal(answers?.name, 'Right answers');
    assert.ok(won && answers.change.low > 0, JSON.stringify(answers));
    assert.ok(answers.after.mean > answers.before.mean);
    assert.equal(better + worse + same, questions);
    assert.ok(better > worse);
    assert.ok(changed.some(({ became }) => became === 'better'));
    assert.ok(curve.length >= 2 && curve.every(({ score }) => score.low <= score.mean && score.mean <= score.high));
  });

  it('gives the same result for the same history', async () => {
    assert.deepEqual(await learn({ before: RULES, seeds: 1 }), await learn({ before: RULES, seeds: 1 }));
  });

  it('has won nothing where it was stopped before it learned anything', async () => {
    const weights = { manager: someWeights('manager'), distillation: someWeights('distillation') };
    const before = {
      manager: { policy: ruleV3, weights: weights.manager },
      distillation: { policy: distillRule, weights: weights.distillation },
    };
    const learned = await learn({ before, signal: AbortSignal.abort() });
    assert.deepEqual(learned.weights, weights);
    assert.deepEqual(
      learned.curve.map(({ step }) => step),
      [0],
    );
    assert.ok(!learned.won);
  });

  it('keeps what was learned when it is stopped on its way', async () => {
    const stop = new AbortController();
    const steps: LearningStep[] = [];
    const learned = await learn({
      before: RULES,
      seeds: 2,
      effort: { windows: 1000 },
      signal: stop.signal,
      onProgress: (step) => {
        steps.push(step);
        if (step.step >= 3) stop.abort();
      },
    });
    assert.ok(steps.every(({ step, steps: all }) => step < all / 10));
    assert.equal(steps.at(-1)?.phase, 'evaluating');
    assert.equal(learned.seeds, 1);
    assert.ok(learned.questions > 0);
    assert.ok(learned.weights.manager.networks['pair']?.parameters.some((parameter) => parameter !== 0));
  });

  it('lets others work between pieces, and ends at once when the pause throws', async () => {
    let pauses = 0;
    const pause = (): Promise<void> => (++pauses < 5 ? Promise.resolve() : Promise.reject(new Error('closed')));
    await assert.rejects(learn({ before: RULES, pause }), /closed/);
    assert.equal(pauses, 5);
  });

  async function learn({
    before,
    seeds = 1,
    effort = {},
    ...hooks
  }: Pick<OwnProjectOptions, 'before' | 'effort' | 'seeds'> & OwnProjectOptions['hooks']): Promise<Learned> {
    return await learnFromProject(material, {
      ...{ name: 'sample', background: new Map<string, number>(), before, seeds, hooks },
      effort: { windows: 4, rounds: 1, heldOut: 60, chosenBy: 20, ...effort },
      made: { trainedOn: '2026-01-02', node: 'v20', commit: '' },
    });
  }
});

/** Whatever it is told, it keeps nothing. */
const forgetful: ManagerPolicy = {
  name: 'forgetful',
  by: 'rule',
  choose: () => ({ operation: 'NOOP', confidence: 1, reason: '' }),
};

const RULES = { manager: { policy: ruleV3 }, distillation: { policy: distillRule } };
const FORGETFUL = { ...RULES, manager: { policy: forgetful } };

/** Commits as people write them. */
const HISTORY: readonly string[] = ['parser', 'renderer', 'router', 'cache', 'logger', 'scheduler'].flatMap(
  (part, i) => [
    `Add the \`${part}Mode\` option`,
    `Use ${toolNamed(i)} instead of ${toolNamed(i + 1)} for the ${part}, because it starts faster`,
    `Set the default ${part} timeout to ${10 * (i + 1)} seconds`,
    `Drop support for the legacy ${part} format`,
    `Rename \`${part}Mode\` to \`${part}Kind\``,
    `Move the ${part} into its own package so that it can be tested alone`,
    `Increase the default ${part} timeout to ${10 * (i + 2)} seconds`,
    `Remove the \`${part}Kind\` option`,
    `Decide to keep the ${part} synchronous since callers rely on its order`,
  ],
);

function toolNamed(i: number): string {
  return ['esbuild', 'rollup', 'vitest', 'jest', 'fastify', 'express', 'pino', 'winston'][i % 8]!;
}

async function takeIn(subjects: readonly string[], acceptedBy?: 'you'): Promise<Material> {
  let ids = 0;
  const memory = await openMemory({
    store: new InMemoryStore(),
    redactor: { redact: (texts) => Promise.resolve({ texts: [...texts], found: 0 }) },
    policy: ruleV3,
    background: new Map(),
    clock: () => new Date(Date.UTC(2026, 0, 2)),
    newId: () => `id-${++ids}`,
  });
  const events = subjects.map((text, i): RawEvent => {
    const time = new Date(Date.UTC(2025, 0, 1 + i)).toISOString();
    return { kind: 'commit', ref: String(i).padStart(40, '0'), order: i + 1, time, role: 'user', author: 'Ann', text };
  });
  await memory.ingest(events, { kind: 'scan', accept: acceptedBy ? 'none' : 'all' });
  if (acceptedBy) await memory.accept({ all: true });
  const material = memory.material();
  await memory.close();
  return material;
}
