import type { OperationKind } from '../memory/memory';

/** How many memories the networks are made for. The same as `CANDIDATES` of the Memory Manager. */
export const MANAGER_SLOTS = 5;

/** ADD, NOOP, then UPDATE of each memory, then DELETE of each. */
export const MANAGER_ACTIONS = 2 + 2 * MANAGER_SLOTS;

export const ADD = 0;
export const NOOP = 1;
export const FIRST_UPDATE = 2;
export const FIRST_DELETE = FIRST_UPDATE + MANAGER_SLOTS;

export interface ManagerOperation {
  readonly operation: OperationKind;
  /** Index of the memory, of all but ADD. */
  readonly target?: number;
}

export function toOperation(action: number): ManagerOperation {
  if (action === ADD) return { operation: 'ADD' };
  if (action === NOOP) return { operation: 'NOOP', target: 0 };
  if (action >= FIRST_DELETE) return { operation: 'DELETE', target: action - FIRST_DELETE };
  return { operation: 'UPDATE', target: action - FIRST_UPDATE };
}

/** @returns undefined for an operation that names no memory and needs one, or one that there is no slot for */
export function toAction({ operation, target }: ManagerOperation): number | undefined {
  if (operation === 'ADD') return ADD;
  if (target === undefined || target < 0 || target >= MANAGER_SLOTS) return undefined;
  return operation === 'NOOP' ? NOOP : operation === 'UPDATE' ? FIRST_UPDATE + target : FIRST_DELETE + target;
}

/** What can be done beside so many memories: without one there is nothing to say again, to replace or to end. */
export function allowedActions(candidates: number): number[] {
  const targets = Array.from({ length: candidates }, (_, target) => target);
  if (candidates === 0) return [ADD];
  return [
    ADD,
    NOOP,
    ...targets.map((target) => FIRST_UPDATE + target),
    ...targets.map((target) => FIRST_DELETE + target),
  ];
}

/**
 * One row of scores for all actions; what cannot be done has -Infinity: without a memory there is nothing to say again, to replace or to end.
 * @param global [2] for ADD and NOOP
 * @param pairs [candidates × 2] for UPDATE and DELETE of each memory
 * @param forbid operations that are not to be chosen; ADD cannot be forbidden
 * @returns [MANAGER_ACTIONS]
 */
export function managerLogits(
  global: Float64Array,
  pairs: Float64Array,
  forbid: readonly OperationKind[] = [],
): Float64Array {
  if (global.length !== 2 || pairs.length % 2 !== 0 || pairs.length > 2 * MANAGER_SLOTS)
    throw new RangeError(`${String(global.length)} and ${String(pairs.length)} scores for operations`);
  const logits = new Float64Array(MANAGER_ACTIONS).fill(-Infinity);
  logits[ADD] = global[0] ?? 0;
  const candidates = pairs.length / 2;
  if (candidates > 0 && !forbid.includes('NOOP')) logits[NOOP] = global[1] ?? 0;
  for (let target = 0; target < candidates; target++) {
    if (!forbid.includes('UPDATE')) logits[FIRST_UPDATE + target] = pairs[2 * target] ?? 0;
    if (!forbid.includes('DELETE')) logits[FIRST_DELETE + target] = pairs[2 * target + 1] ?? 0;
  }
  return logits;
}
