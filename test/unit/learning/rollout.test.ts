import assert from 'node:assert/strict';
import { distributionsWith, minibatches, rollout, sumOf } from '../../../src/learning/rollout';
import { createRandom } from '../../../src/learning/random';
import { armBandit, NetworkPolicy } from './tasks';

describe('rollout', () => {
  /** Counts down; each episode begins one higher. */
  const countdown = () => {
    let begins = 0;
    let left = 0;
    return {
      reset: () => (left = ++begins),
      tryOut: () => 0,
      step: (by: number) => ({ reward: left, next: (left -= by) > 0 ? left : undefined }),
    };
  };

  it('keeps what was seen, done and given, episode by episode', async () => {
    const played = await rollout(countdown(), () => 1, 3, createRandom(1), {});
    const [first, , third] = played;
    assert.deepEqual(first, [{ observation: 1, action: 1, reward: 1 }]);
    assert.deepEqual(third!.map(({ observation }) => observation), [3, 2, 1]); // prettier-ignore
    assert.equal(played.length, 3);
  });

  it('leaves out the episode in which it is stopped', async () => {
    const stop = new AbortController();
    const act = (left: number): number => {
      if (left === 2) stop.abort();
      return 1;
    };
    const played = await rollout(countdown(), act, 3, createRandom(1), { signal: stop.signal });
    assert.deepEqual(played.map((episode) => episode.length), [1]); // prettier-ignore
  });
});

describe('distributionsWith', () => {
  const policy = new NetworkPolicy(armBandit, 1);
  const other = policy.parameters.map((_, i) => i / 10);
  const states = [{ observation: Float64Array.of(1, 0, 0) }];

  it('looks at other parameters and leaves its own', () => {
    const own = policy.parameters.slice();
    const [reference] = distributionsWith(policy, other, states);
    assert.deepEqual(policy.parameters, own);
    const now = policy.distribution(states[0]!.observation);
    assert.ok(reference!.kl(now) > 0.1);
    policy.parameters.set(other);
    assert.equal(reference!.kl(policy.distribution(states[0]!.observation)), 0);
    policy.parameters.set(own);
  });

  it('leaves its own even where a state cannot be looked at', () => {
    const own = policy.parameters.slice();
    assert.throws(() => distributionsWith(policy, other, [{ observation: new Float64Array(2) }]), RangeError);
    assert.deepEqual(policy.parameters, own);
  });
});

describe('minibatches', () => {
  it('hold everything once, in a new order', () => {
    const items = Array.from({ length: 10 }, (_, i) => i);
    const pieces = minibatches(items, 4, createRandom(1));
    assert.deepEqual(pieces.map((piece) => piece.length), [4, 4, 2]); // prettier-ignore
    assert.notDeepEqual(pieces.flat(), items);
    assert.deepEqual(pieces.flat().toSorted((a, b) => a - b), items); // prettier-ignore
    assert.deepEqual(minibatches([], 4, createRandom(1)), []);
  });

  it('put every item first about as often', () => {
    const random = createRandom(2);
    const firsts = [0, 0, 0, 0];
    for (let i = 0; i < 4000; i++) firsts[minibatches([0, 1, 2, 3], 4, random)[0]![0]!]!++;
    for (const count of firsts) assert.ok(Math.abs(count - 1000) < 120, firsts.join());
  });
});

describe('sumOf', () => {
  it('adds vectors and scales the sum', () => {
    assert.deepEqual(sumOf([Float64Array.of(1, 2), Float64Array.of(3, 5)], 0.5), Float64Array.of(2, 3.5));
    assert.deepEqual(sumOf([], 1), new Float64Array(0));
  });
});
