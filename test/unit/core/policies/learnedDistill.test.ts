import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  createLearnedDistill,
  DISTILL_FEATURES,
  DISTILL_NETWORK,
  DISTILL_SIZES,
  distillRule,
  distillState,
  parameterCount,
  type AskedQuestion,
  type DistillCandidate,
} from '../../../../src/core/index';
import { someCandidate } from '../../../support/someCandidates';

/** A network whose only weight is from one feature, through one hidden unit. */
function weightsOf(feature?: string, weight = 0): Parameters<typeof createLearnedDistill>[0] {
  const parameters = Array<number>(parameterCount(DISTILL_SIZES)).fill(0);
  const [inputs = 0, hidden = 0] = DISTILL_SIZES;
  if (feature !== undefined) {
    parameters[DISTILL_FEATURES.indexOf(feature)] = 1;
    parameters[hidden * (inputs + 1)] = weight;
  }
  return { algorithm: 'grpo', networks: { [DISTILL_NETWORK]: { sizes: DISTILL_SIZES, parameters } } };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const candidates = fc.array(
  fc.record({
    text: fc.constantFrom('The cache was removed.', 'vitest 3 runs the tests', '', 'Default is 20: because of node'),
    coverage: fc.oneof(share, fc.constant(0.42)),
    score: share,
    stated: share,
    shares: fc.tuple(share, share),
    namesSubject: fc.boolean(),
    kind: fc.constantFrom('feature', 'change', 'tool', 'revert'),
    state: fc.constantFrom('active', 'superseded', 'deleted'),
    validFrom: fc.constantFrom('2020-01-01T00:00:00Z', '2022-05-01T00:00:00Z', '2024-01-01T00:00:00Z'),
  } satisfies Record<string, fc.Arbitrary<unknown>>),
  { maxLength: 60 },
);
const asked: AskedQuestion = {
  type: 'why',
  isYesNo: false,
  terms: [
    { kind: 'name', weight: 6 },
    { kind: 'word', weight: 2 },
  ],
};
const some = (given: readonly Partial<DistillCandidate>[]): DistillCandidate[] =>
  given.map((one) => someCandidate(one));

describe('learned distillation', () => {
  it('is the rule as long as nothing was learned', () => {
    const nothing = createLearnedDistill(weightsOf());
    fc.assert(
      fc.property(candidates, (given) => {
        const all = some(given);
        assert.deepEqual(nothing.keep('Why?', all, asked), distillRule.keep('Why?', all));
      }),
    );
  });

  it('keeps what the rule leaves out, and drops what the rule keeps, where it learned to', () => {
    const all = some([{ kind: 'change' }, { coverage: 0.35 }]);
    assert.deepEqual(distillRule.keep('q', all), [0]);
    assert.deepEqual(createLearnedDistill(weightsOf('record', -3)).keep('q', all), []);
    assert.deepEqual(createLearnedDistill(weightsOf('coverage', 3)).keep('q', all), [0, 1]);
  });

  it('never keeps what was replaced or says hardly anything of the question', () => {
    const eager = createLearnedDistill(weightsOf('coverage', 1e6));
    assert.deepEqual(eager.keep('q', some([{ state: 'superseded' }, { coverage: 0.2 }, { coverage: 0.3 }])), [2]);
  });

  it('refuses a network of another size', () => {
    const sizes = [3, 1];
    assert.throws(
      () =>
        createLearnedDistill({
          algorithm: 'ppo',
          networks: { [DISTILL_NETWORK]: { sizes, parameters: [0, 0, 0, 0] } },
        }),
      RangeError,
    );
    assert.throws(() => createLearnedDistill({ algorithm: 'ppo', networks: {} }), RangeError);
  });
});

describe('the state that distillation sees', () => {
  it('has one finite row for each candidate that may be kept', () => {
    fc.assert(
      fc.property(candidates, fc.string(), (given, question) => {
        const { places, features, prior } = distillState(question, some(given), asked);
        assert.equal(features.length, places.length * DISTILL_FEATURES.length);
        assert.equal(prior.length, places.length);
        assert.ok([...features, ...prior].every((value) => Math.abs(value) <= 6));
      }),
    );
  });

  it('is the same for the same question, and leaves the candidates as they are', () => {
    fc.assert(
      fc.property(candidates, (given) => {
        const all = some(given);
        const before = structuredClone(all);
        assert.deepEqual(distillState('Why 20?', all, asked), distillState('Why 20?', all, asked));
        assert.deepEqual(all, before);
      }),
    );
  });

  it('tells candidates apart by what the others say', () => {
    const { features, places } = distillState(
      'Which version of node runs the cache?',
      some([
        { text: 'Node 20 runs the cache.', coverage: 0.9, shares: [1, 1], validFrom: '2020-01-01T00:00:00Z' },
        { text: 'Node 22 runs the cache.', coverage: 0.6, shares: [1, 0] },
      ]),
      asked,
    );
    const valueOf = (name: string): number[] =>
      places.map((_, row) => features[row * DISTILL_FEATURES.length + DISTILL_FEATURES.indexOf(name)] ?? NaN);
    assert.deepEqual(valueOf('first'), [1, 0]);
    assert.deepEqual(valueOf('newest'), [0, 1]);
    assert.deepEqual(valueOf('names said'), [1, 1]);
    assert.deepEqual(valueOf('most telling term missed'), [0, 0.25]);
    assert.deepEqual(valueOf('question unknown'), [0, 0]);
    assert.deepEqual(valueOf('asks why'), [1, 1]);
    assert.ok((valueOf('redundancy')[1] ?? 0) > 0.5);
  });

  it('has a name of its own for every feature', () =>
    assert.equal(new Set(DISTILL_FEATURES).size, DISTILL_FEATURES.length));
});
