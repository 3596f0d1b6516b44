import { DISTILL_NETWORK, type Networks } from '../../core/index';
import { createRandom } from '../random';
import { AnswerEnvironment } from './answerEnvironment';
import { isOpen, type AnswerTask } from './answerTask';
import { DistillNetwork } from './distillNetworks';
import type { AnswerRewardOptions } from './rewardOfKept';

/**
 * Share of questions that teach nothing, because every kept set that is drawn for them has the same reward (to a ten-thousandth), in [0, 1].
 * Without what a memory costs, so that only answers count.
 */
export function shareWithoutSignal(
  tasks: readonly AnswerTask[],
  networks: Networks,
  {
    reward,
    groupSize,
    seed,
  }: { readonly reward: AnswerRewardOptions; readonly groupSize: number; readonly seed: number },
): number {
  const { sizes, parameters } = networks[DISTILL_NETWORK]!;
  const policy = new DistillNetwork(sizes, Float64Array.from(parameters));
  const random = createRandom(seed);
  const open = tasks.filter(isOpen);
  const without = open.filter((task) => {
    const environment = new AnswerEnvironment([{ ...task, weight: 1 }], { ...reward, cost: 0 });
    environment.reset(random);
    const distribution = policy.distribution(task.state);
    const rewards = Array.from({ length: groupSize }, () => environment.tryOut(distribution.sample(random)));
    return Math.max(...rewards) - Math.min(...rewards) < ALIKE;
  });
  return open.length === 0 ? 1 : without.length / open.length;
}

const ALIKE = 1e-4;
