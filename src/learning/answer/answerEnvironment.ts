import { keptPlaces, type DistillState } from '../../core/index';
import type { Keeps } from '../distribution';
import type { Environment } from '../environment';
import type { AnswerTask } from './answerTask';
import { rewardOfKept, type AnswerRewardOptions } from './rewardOfKept';

/**
 * One question an episode: the policy sees the candidates, keeps some, and the frozen reader answers from them. All tasks come once, in a new
 * order, before any comes again; one of weight 3 comes three times.
 */
export class AnswerEnvironment implements Environment<DistillState, Keeps> {
  readonly #tasks: readonly AnswerTask[];
  readonly #options: AnswerRewardOptions;
  /** Rewards of what was kept before: readers are slow, and a policy that has learned keeps the same again and again. */
  readonly #rewards = new Map<AnswerTask, Map<string, number>>();
  #left: AnswerTask[] = [];
  #task: AnswerTask | undefined;

  constructor(tasks: readonly AnswerTask[], options: AnswerRewardOptions) {
    this.#tasks = tasks.flatMap((task) => Array<AnswerTask>(task.weight ?? 1).fill(task));
    this.#options = options;
  }

  reset(random: () => number): DistillState | undefined {
    if (this.#left.length === 0) this.#left = [...this.#tasks];
    const [task] = this.#left.splice(Math.floor(random() * this.#left.length), 1);
    this.#task = task;
    return task?.state;
  }

  tryOut(action: Keeps): number {
    const task = this.#task;
    if (!task) throw new Error('No question was asked');
    const kept = keptPlaces(task.state, (row) => action[row] === true);
    const key = kept.join(' ');
    const known = this.#rewards.get(task) ?? new Map<string, number>();
    this.#rewards.set(task, known);
    let reward = known.get(key);
    if (reward === undefined) {
      reward = rewardOfKept(task, kept, this.#options);
      known.set(key, reward);
    }
    return reward;
  }

  step(action: Keeps): { readonly reward: number; readonly next: undefined } {
    return { reward: this.tryOut(action), next: undefined };
  }
}
