import assert from 'node:assert/strict';
import { grpo } from '../../../src/learning/grpo';
import { estimatesOf, ppo } from '../../../src/learning/ppo';
import type { StepLog, TrainingHooks } from '../../../src/learning/types';
import { armBandit, armCorridor, keepBandit, keepCorridor, NetworkCritic, NetworkPolicy, type Task } from './tasks';

interface Settings {
  readonly seed: number;
  readonly steps: number;
  readonly episodes?: number;
  readonly kl?: number;
  readonly entropy?: number;
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly reference?: Float64Array;
  readonly normaliseAdvantages?: boolean;
}

type Algorithm = <A>(task: Task<A>, settings: Settings, hooks?: TrainingHooks) => Promise<Run<A>>;

interface Run<A> {
  readonly policy: NetworkPolicy<A>;
  readonly logs: readonly StepLog[];
}

const ALGORITHMS: Record<string, Algorithm> = {
  async grpo(task, settings, hooks) {
    const policy = new NetworkPolicy(task, settings.seed);
    const logs = await grpo(policy, task.environment(policy), { learningRate: 0.02, ...settings }, hooks);
    return { policy, logs };
  },
  async ppo(task, settings, hooks) {
    const policy = new NetworkPolicy(task, settings.seed);
    const critic = new NetworkCritic(task, settings.seed + 1000);
    const options = { gamma: 0.97, learningRate: 0.02, criticLearningRate: 0.02, ...settings };
    const logs = await ppo(policy, critic, task.environment(policy), options, hooks);
    return { policy, logs };
  },
};

const SEEDS = [1, 2, 3];

for (const [name, train] of Object.entries(ALGORITHMS)) {
  describe(name, () => {
    const solves = async <A>(task: Task<A>, settings: Omit<Settings, 'seed'>): Promise<void> => {
      for (const seed of SEEDS) {
        const { policy, logs } = await train(task, { seed, ...settings });
        assert.equal(task.score(policy), 1, `seed ${seed}`);
        assert.ok(logs.at(-1)!.reward > logs[0]!.reward, `seed ${seed}`);
        assert.ok(logs.at(-1)!.entropy < logs[0]!.entropy, `seed ${seed}`);
      }
    };

    it('finds the arm that pays in each state, and never draws one that is not allowed', () =>
      solves(armBandit, { steps: 40, episodes: 16 }));

    it('keeps what is worth it in each state', () => solves(keepBandit, { steps: 60, episodes: 16 }));

    it('walks a corridor whose only reward is at its end', () => solves(armCorridor, { steps: 60, episodes: 8 }));

    it('walks the corridor by keeping', () => solves(keepCorridor, { steps: 60, episodes: 8 }));

    it('learns the same from the same seed, and something else from another', async () => {
      const run = async (seed: number) => (await train(armBandit, { seed, steps: 3, episodes: 8 })).policy.parameters;
      assert.deepEqual(await run(1), await run(1));
      assert.notDeepEqual(await run(1), await run(2));
    });

    it('stays nearer to the policy it began with, the more a divergence weighs', async () => {
      const divergence = async (kl: number): Promise<number> => {
        const { logs } = await train(armBandit, { seed: 1, steps: 40, episodes: 16, entropy: 0, kl });
        assert.equal(logs[0]!.kl, 0);
        return logs.at(-1)!.kl;
      };
      const [free, held, bound] = [await divergence(0), await divergence(5), await divergence(100)];
      assert.ok(free > 1 && held < free / 2 && bound < 0.02, `${free} ${held} ${bound}`);
    });

    it('can be held to another policy than the one it began with', async () => {
      const { policy: teacher } = await train(armBandit, { seed: 1, steps: 40, episodes: 16 });
      const reference = teacher.parameters.slice();
      const { logs } = await train(armBandit, { seed: 2, steps: 60, episodes: 16, entropy: 0, kl: 100, reference });
      assert.ok(logs[0]!.kl > 1 && logs.at(-1)!.kl < 0.1, `${logs[0]!.kl} ${logs.at(-1)!.kl}`);
    });

    it('pauses between its pieces, and tells of each step', async () => {
      let pauses = 0;
      const told: StepLog[] = [];
      const { logs } = await train(
        armBandit,
        { seed: 1, steps: 4, episodes: 8 },
        {
          onStep: (log) => told.push(log),
          pause: async () => {
            pauses++;
          },
        },
      );
      assert.deepEqual(told, logs);
      assert.deepEqual(logs.map(({ step, steps }) => [step, steps]), [1, 2, 3, 4].map((step) => [step, 4])); // prettier-ignore
      assert.ok(pauses >= 4 * 8, `${pauses}`);
    });

    it('stops where it is asked to, and keeps what it has learned', async () => {
      const stop = new AbortController();
      const { logs, policy } = await train(
        armBandit,
        { seed: 1, steps: 40, episodes: 8 },
        {
          onStep: ({ step }) => step === 3 && stop.abort(),
          signal: stop.signal,
        },
      );
      assert.equal(logs.length, 3);
      const { policy: short } = await train(armBandit, { seed: 1, steps: 3, episodes: 8 });
      assert.deepEqual(policy.parameters, short.parameters);
    });

    it('stops in the middle of an update, too', async () => {
      const stop = new AbortController();
      let pauses = 0;
      const pause = async (): Promise<void> => {
        if (++pauses === 9) stop.abort(); // eight states, then the first update
      };
      const { logs } = await train(armBandit, { seed: 1, steps: 40, episodes: 8 }, { pause, signal: stop.signal });
      assert.deepEqual([logs.length, pauses], [0, 9]);
    });

    it('ends in words where a reward is no number', async () => {
      const broken: Task<number> = { ...armBandit, environment: () => paying(() => NaN) };
      await assert.rejects(train(broken, { seed: 1, steps: 2 }), /reward is not finite/);
    });

    it('does nothing where there is nothing to decide', async () => {
      const empty: Task<number> = { ...armBandit, environment: () => ({ ...paying(() => 1), reset: () => undefined }) };
      const { logs, policy } = await train(empty, { seed: 1, steps: 2 });
      assert.deepEqual(logs, []);
      assert.deepEqual(policy.parameters, new NetworkPolicy(empty, 1).parameters);
    });

    it('leaves parameters alone where all rewards are alike and nothing else weighs', async () => {
      const flat: Task<number> = { ...armBandit, environment: () => paying(() => 0.5) };
      const { policy } = await train(flat, { seed: 1, steps: 2, entropy: 0, normaliseAdvantages: false });
      const began = new NetworkPolicy(flat, 1).parameters;
      if (name === 'grpo') assert.deepEqual(policy.parameters, began);
      else assert.notDeepEqual(policy.parameters, began); // its critic has yet to learn what is usual
    });
  });
}

/** One state after another, each paying the same. */
function paying(reward: () => number): ReturnType<typeof armBandit.environment> {
  const state = Float64Array.of(1, 0, 0);
  return { reset: () => state, tryOut: reward, step: () => ({ reward: reward(), next: undefined }) };
}

describe('estimatesOf', () => {
  const values = [0.5, -0.25, 2];
  const episode = [1, 0, 3].map((reward, observation) => ({ observation, action: 0, reward }));
  const critic = { value: (state: number) => values[state]! };
  const advantages = (gamma: number, lambda: number): number[] =>
    estimatesOf(episode, critic, { gamma, lambda }).map(({ advantage }) => advantage);

  it('is what an action itself gave beyond what was expected, without regard to what comes', () =>
    assert.deepEqual(advantages(0, 0.95), [0.5, 0.25, 1]));

  it('is all that came beyond what was expected, for lambda 1', () =>
    assert.deepEqual(advantages(0.5, 1), [1 + 0.25 * 3 - 0.5, 0.5 * 3 + 0.25, 1]));

  it('is the surprise at the next state, for lambda 0', () =>
    assert.deepEqual(advantages(0.5, 0), [1 - 0.5 * 0.25 - 0.5, 0.5 * 2 + 0.25, 1]));

  it('lies between them otherwise, and the critic is to learn value and advantage', () => {
    assert.deepEqual(advantages(0.5, 0.5), [0.375 + 0.25 * (1.25 + 0.25), 1.25 + 0.25, 1]);
    const targets = estimatesOf(episode, critic, { gamma: 0.5, lambda: 1 }).map(({ target }) => target);
    assert.deepEqual(targets, [1.75, 1.5, 3]);
  });
});
