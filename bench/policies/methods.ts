import { createLearnedManager, ruleV3, type ManagerPolicy, type OperationKind } from '../../src/core/index';
import type { Trained } from '../../src/learning/trained';
import { addOnly, mem0Like, replaceMostSimilar } from './baselines';
import { frozenRule } from './frozenRule';

/** Who decides, in plain JSON. */
export type MethodChoice =
  | { readonly method: 'ADD-only' | 'replace most similar' | 'frozen rule' | 'rule' }
  | { readonly method: 'Mem0-like'; readonly threshold: number }
  | {
      readonly method: 'learned';
      readonly weights: Trained['weights'];
      /** Operations that it may not choose. */
      readonly forbid?: readonly OperationKind[];
    };

export function policyOf(choice: MethodChoice): ManagerPolicy {
  switch (choice.method) {
    case 'ADD-only':
      return addOnly;
    case 'replace most similar':
      return replaceMostSimilar;
    case 'frozen rule':
      return frozenRule;
    case 'rule':
      return ruleV3;
    case 'Mem0-like':
      return mem0Like(choice.threshold);
    case 'learned':
      return createLearnedManager(choice.weights, { forbid: choice.forbid ?? [] });
  }
}
