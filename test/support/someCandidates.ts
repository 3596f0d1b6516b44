import type { DistillCandidate } from '../../src/core/index';

/** A candidate that speaks of all that is asked, unless told otherwise. */
export function someCandidate(given: Partial<DistillCandidate> = {}): DistillCandidate {
  return {
    id: 'id',
    text: 'text',
    score: 0.5,
    lexical: 0.5,
    coverage: 1,
    stated: 1,
    shares: [],
    namesSubject: false,
    kind: 'feature',
    from: 'commit',
    validFrom: '2024-01-01T00:00:00Z',
    state: 'active',
    ...given,
  };
}
