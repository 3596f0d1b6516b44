import type { ManagerFeatures, ManagerInput } from '../../core/index';
import type { Environment } from '../environment';
import type { Course } from './course';
import { Decision, type Adviser, type DecisionOptions } from './decision';

export interface ManagerState extends ManagerFeatures {
  /** Only where an adviser was asked. */
  readonly opinion?: NonNullable<ManagerInput['opinion']>;
}

export interface ManagerEnvironmentOptions extends DecisionOptions {
  /** Facts of an episode. */
  readonly window: number;
  /** A language model beside the policy; what it says is part of the state. Default: none. */
  readonly advise?: Adviser;
}

/**
 * The life of a bank as episodes: a window of consecutive facts of some stream, from an empty bank; one decision a fact, as in the product behind
 * the gate for duplicates. The reward of an operation is how well questions are answered right after it.
 */
export function createManagerEnvironment(
  courses: readonly Course[],
  options: ManagerEnvironmentOptions,
): Environment<ManagerState, number> {
  let now: Decision | undefined;
  let end = 0;
  let random: () => number = () => 0;

  return {
    reset(source) {
      random = source;
      const course = draw(courses, source);
      if (!course) return undefined;
      course.bank.clear();
      const { length } = course.stream.facts;
      const first = Math.floor(source() * Math.max(1, length - options.window + 1));
      end = Math.min(length, first + options.window);
      return meetNext(course, first);
    },
    tryOut: (action) => current().reward(action),
    step(action) {
      const decision = current();
      const reward = decision.reward(action);
      decision.course.bank.apply(decision.index, decision.toOperation(action));
      return { reward, next: meetNext(decision.course, decision.index + 1) };
    },
  };

  function current(): Decision {
    if (!now) throw new Error('There is nothing to decide: the episode is over.');
    return now;
  }

  function observe(decision: Decision): ManagerState {
    const opinion = options.advise?.(decision);
    return opinion ? { ...decision.features, opinion } : decision.features;
  }

  /** The next fact that the gate lets through. */
  function meetNext(course: Course, from: number): ManagerState | undefined {
    now = undefined;
    for (let index = from; index < end && !now; index++) {
      const input = course.bank.meet(index);
      if (input) now = new Decision(course, index, input, options, random);
      else course.bank.apply(index, { operation: 'NOOP' });
    }
    return now && observe(now);
  }
}

/** Long histories more often, but not as much as they are longer: they are alike in themselves. */
function draw(courses: readonly Course[], random: () => number): Course | undefined {
  const weights = courses.map(({ stream }) => Math.sqrt(stream.facts.length));
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  return courses.find((_, i) => (left -= weights[i] ?? 0) < 0) ?? courses.at(-1);
}
