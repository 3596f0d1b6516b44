import type { PolicyWeights } from '../core/index';
import type { StepLog } from './types';

/** What a training leaves behind. Whoever ran it writes the card. */
export interface Trained {
  readonly weights: Omit<PolicyWeights, 'card'>;
  readonly curve: readonly StepLog[];
}
