import { createHash } from 'node:crypto';
import { allowedActions, toOperation } from '../../src/core/index';
import type { Adviser, Decision } from '../../src/learning/manager/decision';
import { createRandom } from '../../src/learning/random';

/**
 * The opinions of a language model that is right so often, by outcome: of the decisions where some operation would be answered noticeably worse than
 * another, it names one that would not with this probability, and a plausible wrong one otherwise. Where nothing is at stake it adds.
 * @param reliability in [0, 1]
 * @param seed of its errors; they depend on the fact alone, so that every policy is told alike
 */
export function scriptedAdviser(reliability: number, seed: number): Adviser {
  return (decision) => {
    const actions = allowedActions(decision.input.candidates.length);
    const isRight = (action: number): boolean => decision.isBest(decision.toOperation(action));
    const right = actions.filter(isRight);
    const wrong = actions.filter((action) => !right.includes(action));
    const random = randomOf(decision, seed);
    const errs = wrong.length > 0 && random() >= reliability;
    // The first of the right ones is the most careful: what need not be ended or replaced is not.
    const action = errs ? draw(plausible(wrong), random) : right[0];
    return action === undefined ? undefined : toOperation(action);
  };
}

/** Errors are about the memory most like the fact, where there are such. */
function plausible(wrong: readonly number[]): readonly number[] {
  const near = wrong.filter((action) => (toOperation(action).target ?? 0) === 0);
  return near.length > 0 ? near : wrong;
}

function draw<T>(items: readonly T[], random: () => number): T | undefined {
  return items[Math.floor(random() * items.length)];
}

function randomOf({ course, index }: Decision, seed: number): () => number {
  const id = course.stream.facts[index]?.id ?? '';
  return createRandom(createHash('sha256').update(`${seed} ${id}`).digest().readInt32LE());
}
