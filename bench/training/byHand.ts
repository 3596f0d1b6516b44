import { createLearnedDistill, createLearnedManager } from '../../src/core/index';
import type { Model } from '../histories';
import { askProduct } from '../policies/products';
import { readQuestioned } from '../questionFiles';
import type { Weights } from './runJob';

/** Answers the hand-written questions of the validation histories, as the whole product does; where an agent is missing by its rule. @returns how many are right, refusals included */
export type HandCheck = (agents: {
  readonly manager?: Weights | undefined;
  readonly distillation?: Weights | undefined;
}) => Promise<HandCount>;

export interface HandCount {
  readonly right: number;
  readonly of: number;
}

/** @param data folder with commits/*.jsonl @returns undefined where it has no history of which something is asked */
export function handCheck(data: string, model: Model): HandCheck | undefined {
  const { histories } = readQuestioned({ data, files: [], set: 'validation', origin: 'hand', perKind: 0, seed: 1 });
  if (histories.length === 0) return undefined;
  return async ({ manager, distillation }) => {
    const agents = {
      ...(manager && { manager: createLearnedManager(manager) }),
      ...(distillation && { distillation: createLearnedDistill(distillation) }),
    };
    const right: boolean[] = [];
    for (const history of histories)
      right.push(...(await askProduct(history, model, agents, new Set(), new Set())).right);
    return { right: right.filter((is) => is).length, of: right.length };
  };
}
