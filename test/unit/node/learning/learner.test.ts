import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { errors, KnownError, silentLogger, type Material } from '../../../../src/core/index';
import type { Learned, learnFromProject } from '../../../../src/learning/ownProject';
import { createRedactor } from '../../../../src/node/redactor';
import { createService, DEFAULT_OPTIONS, type MemoryService, type ServiceDeps } from '../../../../src/node/service';
import type { TrainingProgress } from '../../../../src/protocol/learning';
import { eventually } from '../../../support/eventually';
import { someWeights } from '../../../support/someWeights';
import { SampleRepository } from '../git/sampleRepository';

const signal = new AbortController().signal;

describe('learning of a project', function () {
  this.timeout(30_000);
  const repos: SampleRepository[] = [];
  const services: MemoryService[] = [];
  afterEach(async () => {
    for (const service of services.splice(0)) await service.dispose();
    for (const repo of repos.splice(0)) repo.remove();
  });

  it('has shipped weights decide from the start', async () => {
    const { learning } = await project();
    const { inUse, wasTrained, isOpen, back, material } = await learning();
    assert.deepEqual(inUse, { manager: SHIPPED, distillation: SHIPPED });
    assert.deepEqual({ wasTrained, isOpen, back }, { wasTrained: false, isOpen: false, back: undefined });
    assert.ok(material.isEnough);
  });

  it('lets the rule stand in for weights that are damaged or of another version, and says why', async () => {
    const { deps, learning, service, root } = await project({
      shipped: { manager: '{', distillation: JSON.stringify({ ...someWeights('distillation'), format: 2 }) },
    });
    const { manager, distillation } = (await learning()).inUse;
    assert.equal(manager.source, 'rule');
    assert.match(manager.problem ?? '', /damaged/);
    assert.equal(distillation.source, 'rule');
    assert.ok(distillation.problem);
    assert.equal(deps.logged.length, 2);
    const { checks } = await service.doctor({ root }, signal);
    assert.deepEqual(
      checks.filter(({ name }) => name === 'memory manager' || name === 'distillation').map(({ ok }) => ok),
      [false, false],
    );
  });

  it('has the rule decide, and no complaint, for an agent that ships without weights', async () => {
    const { learning, service, root, deps } = await project({ events: 0, shipped: { manager: FIT.manager } });
    assert.deepEqual((await learning()).inUse, { manager: SHIPPED, distillation: { source: 'rule' } });
    const { checks } = await service.doctor({ root }, signal);
    assert.deepEqual(
      checks.find(({ name }) => name === 'distillation'),
      { name: 'distillation', ok: true, detail: 'Uses the rule.' },
    );
    assert.deepEqual(deps.logged, []);
  });

  for (const [bias, waits] of [
    [-1, true],
    [3, false],
  ] as const)
    it(`lets ${waits ? 'an unsure' : 'a sure'} decision of the policy ${waits ? 'wait' : 'pass'} under review: uncertain`, async () => {
      const weights = { ...someWeights('manager'), calibration: { slope: 0, bias } };
      const { service, root } = await project({
        events: 0,
        shipped: { manager: JSON.stringify(weights), distillation: FIT.distillation },
      });
      await service.configure({ ...DEFAULT_OPTIONS, review: 'uncertain' }, signal);
      const text = 'We decided to keep the parser synchronous because callers rely on its order.';
      const { facts, accepted } = await service.hear({ root, session: 's', ref: '1', text }, signal);
      assert.equal(facts, 1);
      assert.equal(accepted, waits ? 0 : 1);
      const proposals = await service.review({ root }, signal);
      assert.deepEqual(
        proposals.map(({ confidence, decidedBy }) => [Math.round(confidence * 100), decidedBy]),
        waits ? [[27, 'policy']] : [],
      );
    });

  it('uses weights that won at once, and goes back in one step', async () => {
    const { service, root, learning } = await project({ learn: () => Promise.resolve(learned(true)) });
    const report = await service.train({ root }, signal);
    assert.equal(report.outcome, 'won');
    assert.match(report.verdict, /^New weights answer better: 80% right on 10 questions held out, 60% before\.$/);
    const after = await learning();
    assert.equal(after.inUse.manager.source, 'project');
    assert.equal(after.inUse.distillation.source, 'project');
    assert.deepEqual(after.back, SHIPPED);
    assert.ok(after.isOpen);
    assert.deepEqual(after.last, report);

    const kept = await service.keepCurrent({ root }, signal);
    assert.deepEqual(kept.inUse, { manager: SHIPPED, distillation: SHIPPED });
    assert.ok(!kept.isOpen);
    assert.equal((await service.useWeights({ root }, signal)).inUse.manager.source, 'project');
    assert.equal((await service.revertWeights({ root }, signal)).inUse.manager.source, 'shipped');
    assert.equal((await service.revertWeights({ root, to: 'rule' }, signal)).inUse.manager.source, 'rule');
    assert.equal((await service.revertWeights({ root, to: 'project' }, signal)).inUse.manager.source, 'project');
  });

  it('learns from how often memories were used, and from what was said of the answers', async () => {
    let material: Material | undefined;
    const { service, root } = await project({
      learn: (given) => {
        material = given;
        return Promise.resolve(learned(false));
      },
    });
    const { used } = await service.ask({ root, question: 'Why do we use echo4 instead of alpha4?' }, signal);
    const ids = used.map(({ id }) => id);
    assert.ok(ids.length > 0);
    await service.rate({ root, question: 'Why echo4?', used: ids, declined: false, verdict: 'wrong' }, signal);
    await service.train({ root }, signal);
    const { recalled, helpful, wrong } =
      material?.uses?.get(ids[0] ?? '') ?? assert.fail('nothing is known of its use');
    assert.deepEqual({ recalled, helpful, wrong }, { recalled: 1, helpful: 0, wrong: 1 });
  });

  it('keeps the current weights when the new ones did not win', async () => {
    const { service, root, learning, folder } = await project({ learn: () => Promise.resolve(learned(false)) });
    const report = await service.train({ root }, signal);
    assert.match(report.verdict, /^New weights are not better: .* The current ones stay\.$/);
    const { inUse, isOpen, back, wasTrained } = await learning();
    assert.deepEqual([inUse.manager, isOpen, back, wasTrained], [SHIPPED, false, undefined, true]);
    assert.deepEqual(readdirSync(path.join(folder, 'weights')), ['kept.json']);
    await assert.rejects(async () => await service.useWeights({ root }, signal), code('learning/no-weights'));
    await assert.rejects(async () => await service.revertWeights({ root }, signal), code('learning/no-weights'));
  });

  it('is told by the files of the bank alone: another process answers from the same weights, without the words of the questions', async () => {
    const { service, root, folder, restart } = await project({ learn: () => Promise.resolve(learned(true)) });
    const report = await service.train({ root }, signal);
    const there = await restart().learning({ root }, signal);
    assert.equal(there.inUse.manager.source, 'project');
    assert.deepEqual(there.last, { ...report, changed: [] });
    for (const name of readdirSync(path.join(folder, 'weights')))
      assert.doesNotMatch(readFileSync(path.join(folder, 'weights', name), 'utf8'), /secret plan/);
  });

  it('falls back to the shipped weights where those of the project are damaged', async () => {
    const { service, root, folder, restart } = await project({ learn: () => Promise.resolve(learned(true)) });
    await service.train({ root }, signal);
    const [file = ''] = readdirSync(path.join(folder, 'weights')).filter((name) => name.startsWith('manager-'));
    writeFileSync(path.join(folder, 'weights', file), '{}');
    const { inUse } = await restart().learning({ root }, signal);
    assert.equal(inUse.manager.source, 'shipped');
    assert.match(inUse.manager.problem ?? '', /Train again/);
    assert.equal(inUse.distillation.source, 'project');
  });

  it('keeps two generations of weights and no more', async () => {
    const { service, root, folder } = await project({ learn: () => Promise.resolve(learned(true)) });
    for (let i = 0; i < 3; i++) await service.train({ root }, signal);
    const managers = readdirSync(path.join(folder, 'weights')).filter((name) => name.startsWith('manager-'));
    assert.equal(managers.length, 2);
  });

  it('runs one training at a time, tells how it goes, and ends it when asked, with what was learned so far', async () => {
    const { service, root, learning, progress } = await project({
      learn: async (_, { hooks }) => {
        for (let step = 1; !hooks.signal?.aborted; step++) {
          hooks.onProgress?.({ phase: 'training', step, steps: 1e9, curve: [] });
          await hooks.pause?.();
        }
        return learned(false);
      },
    });
    const training = Promise.resolve(service.train({ root }, signal));
    await eventually(() => assert.ok(progress.length >= 3));
    assert.equal((await learning()).running?.phase, 'training');
    await assert.rejects(async () => await service.train({ root }, signal), code('learning/running'));
    await service.stopTraining({ root }, signal);
    assert.ok((await training).stopped);
    assert.equal((await learning()).running, undefined);
    assert.ok(progress.every(({ minutesLeft }) => minutesLeft !== undefined && minutesLeft >= 0));
  });

  it('answers others while it really trains, and reports when it is stopped', async () => {
    const { service, root, learning, progress } = await project();
    const training = Promise.resolve(service.train({ root }, signal));
    await eventually(() => assert.ok(progress.some(({ phase, step }) => phase === 'training' && step > 0)));
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      const answer = await service.ask({ root, question: `Why do we use ${WORDS[i]}${i}?` }, signal);
      assert.ok(performance.now() - start < LONGEST_WAIT_MS);
      assert.match(answer.answer, /faster/);
    }
    assert.ok((await learning()).running);
    await service.stopTraining({ root }, signal);
    const { stopped, questions, rows, learnedFrom } = await training;
    assert.ok(stopped && questions > 0 && learnedFrom.history > 0);
    assert.equal(rows[0]?.name, 'Right answers');
  });

  it('ends a training without a result when its bank is closed or deleted', async () => {
    const { service, root, folder, progress } = await project({
      learn: async (_, { hooks }) => {
        for (;;) {
          hooks.onProgress?.({ phase: 'evaluating', step: 1, steps: 1, curve: [] });
          await hooks.pause?.();
        }
      },
    });
    const training = Promise.resolve(service.train({ root }, signal));
    const ended = assert.rejects(training, { name: 'AbortError' });
    await eventually(() => assert.ok(progress.length > 0));
    await service.deleteBank({ root }, signal);
    await ended;
    assert.throws(() => readdirSync(folder), { code: 'ENOENT' });
  });

  it('says why a training failed, until the next one', async () => {
    let fails = true;
    const { service, root, learning } = await project({
      learn: () => (fails ? Promise.reject(new Error('the disk is full')) : Promise.resolve(learned(false))),
    });
    await assert.rejects(async () => await service.train({ root }, signal), /the disk is full/);
    assert.equal((await learning()).failed, 'the disk is full');
    fails = false;
    await service.train({ root }, signal);
    assert.equal((await learning()).failed, undefined);
  });

  it('does not train on too little, and counts what there is', async () => {
    const { service, root, learning } = await project({ events: 2, learn: () => assert.fail('trained') });
    const { isEnough, needed, history, reviews } = (await learning()).material;
    assert.deepEqual(
      { isEnough, needed, isLess: history + reviews < needed },
      { isEnough: false, needed: 40, isLess: true },
      String(history + reviews),
    );
    await assert.rejects(async () => await service.train({ root }, signal), code('learning/too-little'));
  });

  interface Options {
    readonly events?: number;
    readonly shipped?: { readonly manager: string; readonly distillation?: string };
    readonly learn?: typeof learnFromProject;
  }

  async function project({ events = 60, shipped = FIT, learn }: Options = {}) {
    const repo = new SampleRepository();
    repos.push(repo);
    const weightsDir = path.join(repo.root, 'weights');
    mkdirSync(weightsDir);
    for (const [role, text] of Object.entries(shipped)) writeFileSync(path.join(weightsDir, `${role}.json`), text);
    const logged: string[] = [];
    const progress: TrainingProgress[] = [];
    const start = (): MemoryService => {
      const deps: ServiceDeps = {
        distDir: path.join(repo.root, 'no-such-dist'),
        weightsDir,
        ...(learn && { learn }),
        redactor: createRedactor(),
        clock: () => new Date(),
        logger: {
          ...silentLogger,
          warn: (message) => {
            if (message.includes('weights')) logged.push(message);
          },
        },
        emit: (event, params) => {
          if (event === 'training') progress.push(params as unknown as TrainingProgress);
        },
      };
      const service = createService(deps);
      services.push(service);
      return service;
    };
    const service = start();
    const { root } = repo;
    await service.ingest(
      { root, lines: Array.from({ length: events }, (_, i) => eventLine(i)), accept: 'all' },
      signal,
    );
    return {
      ...{ service, root, progress, deps: { logged }, restart: start },
      folder: (await service.status({ root }, signal)).path,
      learning: async () => await service.learning({ root }, signal),
    };
  }
});

/** A second on a machine that has nothing else to do, and room for one that has. */
const LONGEST_WAIT_MS = 4000;

const SHIPPED = { source: 'shipped', trainedAt: '2026-01-02' } as const;
const FIT = {
  manager: JSON.stringify(someWeights('manager')),
  distillation: JSON.stringify(someWeights('distillation')),
};
const WORDS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf'];

function eventLine(i: number): string {
  const day = new Date(Date.UTC(2025, 0, 1 + i)).toISOString();
  const [now, before] = [WORDS[i % WORDS.length], WORDS[(i + 3) % WORDS.length]];
  const text = `Use ${now}${i} instead of ${before}${i} because it is faster`;
  return JSON.stringify({ kind: 'commit', ref: String(i).padStart(40, '0'), time: day, text });
}

function learned(won: boolean): Learned {
  const measure = (mean: number) => ({ mean, low: mean - 0.1, high: mean + 0.1 });
  return {
    weights: { manager: someWeights('manager'), distillation: someWeights('distillation') },
    won,
    ...{ questions: 10, better: 3, worse: 1, same: 6 },
    rows: [
      {
        name: 'Right answers',
        unit: 'share',
        before: measure(0.6),
        after: measure(won ? 0.8 : 0.6),
        change: measure(0.2),
      },
    ],
    changed: [
      { question: 'What about the secret plan?', before: 'secret plan A', after: 'B', right: ['B'], became: 'better' },
    ],
    curve: [{ step: 1, score: measure(0.7) }],
    learnedFrom: { history: 30, reviews: 2 },
    seeds: 3,
  };
}

function code(expected: ReturnType<typeof errors.usage>['code']) {
  return (error: unknown): boolean => KnownError.is(error, expected);
}
