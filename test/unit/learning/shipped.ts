import type { DistillPolicy, ManagerPolicy } from '../../../src/core/index';

/** The agents that are shipped, from media/weights. @returns undefined where there are no weights */
export function openShipped(): { readonly manager: ManagerPolicy; readonly distillation: DistillPolicy } | undefined {
  return undefined;
}
