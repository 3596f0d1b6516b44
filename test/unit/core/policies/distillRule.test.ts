import assert from 'node:assert/strict';
import type { DistillCandidate } from '../../../../src/core/index';
import { distillRule } from '../../../../src/core/policies/distillRule';

const candidate = (given: Partial<DistillCandidate>): DistillCandidate => ({
  id: 'id',
  text: 'text',
  score: 0.5,
  lexical: 0.5,
  coverage: 1,
  namesSubject: false,
  validFrom: '2024-01-01T00:00:00Z',
  state: 'active',
  ...given,
});

describe('distillRule', () => {
  const check = (candidates: readonly Partial<DistillCandidate>[], expected: readonly number[]) =>
    assert.deepEqual(distillRule.keep('question', candidates.map(candidate)), expected);

  it('keeps nothing where nothing speaks of the question', () => {
    check([], []);
    check([{ coverage: 0.5, score: 1 }, { coverage: 0.1 }], []);
  });

  it('keeps the one that fits', () => check([{ coverage: 0.2, score: 0.9 }, { coverage: 0.9 }], [1]));

  it('keeps others only when they fit almost as well, and never more than three', () => {
    check([{ score: 0.9 }, { score: 0.85 }, { score: 0.3 }], [0, 1]);
    check([{}, {}, {}, {}, {}], [0, 1, 2]);
  });

  it('puts the newest of what fits alike first', () => {
    check([{ validFrom: '2022-01-01T00:00:00Z' }, { validFrom: '2024-01-01T00:00:00Z', score: 0.49 }], [1, 0]);
  });

  it('never keeps what was replaced', () => check([{ state: 'superseded', score: 1 }, { score: 0.2 }], [1]));

  it('keeps what ended, for its end holds', () => check([{ state: 'deleted' }], [0]));
});
