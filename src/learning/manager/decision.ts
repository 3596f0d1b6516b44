import {
  allowedActions,
  readManagerFeatures,
  toOperation,
  type ManagerFeatures,
  type ManagerInput,
} from '../../core/index';
import { sample } from '../random';
import { outcomeReward, type RewardKind } from '../reward';
import type { Question } from '../types';
import { isRightAfter } from './asking';
import type { Course } from './course';
import type { Operation } from './workingBank';

export interface DecisionOptions {
  /** Questions about one decision, at most. */
  readonly questions: number;
  readonly reward: RewardKind;
  /** Of one more memory, in points of mean answer score. */
  readonly cost: number;
  /** Only these are asked; default all. */
  readonly asked?: (question: Question) => boolean;
}

/** What a language model would do, asked before the policy chooses; undefined where it says nothing. */
export type Adviser = (decision: Decision) => ManagerInput['opinion'];

/** One fact before its operation is chosen, with the questions that will be asked right after it. */
export class Decision {
  readonly course: Course;
  readonly index: number;
  readonly input: ManagerInput;
  readonly features: ManagerFeatures;
  readonly #questions: readonly Question[];
  readonly #options: DecisionOptions;
  /** The same action gives the same. */
  readonly #rewards = new Map<number, number>();

  constructor(course: Course, index: number, input: ManagerInput, options: DecisionOptions, random: () => number) {
    this.course = course;
    this.index = index;
    this.input = input;
    this.features = readManagerFeatures(input);
    this.#questions = chooseQuestions(course, index, input, options, random);
    this.#options = options;
  }

  get isAsked(): boolean {
    return this.#questions.length > 0;
  }

  /** How well the questions are answered after an action. Changes nothing. */
  reward(action: number): number {
    let reward = this.#rewards.get(action);
    if (reward === undefined) {
      const { bank, asking, readers } = this.course;
      const before = bank.size;
      reward = bank.tryOut(this.index, this.toOperation(action), () => {
        const outcomes = this.#questions.flatMap((question) =>
          readers.flatMap((reader) => {
            const outcome = asking.ask(question, bank, reader);
            return Array.from({ length: question.times ?? 1 }, () => outcome);
          }),
        );
        return outcomeReward(outcomes, this.#options.reward, bank.size - before, this.#options.cost);
      });
      this.#rewards.set(action, reward);
    }
    return reward;
  }

  /** Whether no other operation would be answered noticeably better after. */
  isBest({ operation, target }: Operation): boolean {
    const actions = [...allowedActions(this.input.candidates.length)];
    const chosen = actions.find((action) => {
      const other = this.toOperation(action);
      return other.operation === operation && (operation === 'NOOP' || other.target === target);
    });
    if (chosen === undefined) return false;
    const reward = this.reward(chosen);
    return actions.every((action) => this.reward(action) <= reward + TIE);
  }

  /** What an action does to the bank. */
  toOperation(action: number): Operation {
    const { operation, target } = toOperation(action);
    const candidate = target === undefined ? undefined : this.input.candidates[target];
    if (target !== undefined && !candidate)
      throw new RangeError(`There is no memory ${String(target)} to decide about`);
    return {
      // What tells an end replaces nothing, it ends.
      operation: operation === 'UPDATE' && this.input.fact.ends ? 'DELETE' : operation,
      ...(candidate && { target: this.course.bank.indexOf(candidate) }),
    };
  }
}

/**
 * Rewards this close are alike: a point of mean answer score. A reader that draws its answers is a little surer with every memory less, which
 * nobody would notice.
 */
const TIE = 0.01;

/** Questions that are right after the fact: half of them about itself, the others about the memories beside it. */
function chooseQuestions(
  { asking, bank }: Course,
  index: number,
  { candidates }: ManagerInput,
  { questions, asked = () => true }: DecisionOptions,
  random: () => number,
): readonly Question[] {
  const isOpen = (question: Question): boolean => isRightAfter(question, index) && asked(question);
  const own = asking.about(index).filter(isOpen);
  const known = new Set(own);
  const beside = [...new Set(candidates.flatMap((candidate) => asking.about(bank.indexOf(candidate))))].filter(
    (question) => isOpen(question) && !known.has(question),
  );
  const room = Math.max(Math.ceil(questions / 2), questions - beside.length);
  const chosen = sample(own, room, random);
  return [...chosen, ...sample(beside, questions - chosen.length, random)];
}
