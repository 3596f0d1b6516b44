import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DistillPolicy, ManagerPolicy, PolicyRole, PolicyWeights } from '../../../src/core/index';
import { distillationOf, managerOf, parseWeights } from '../../../src/node/learning/inference';

/** The agents that are shipped, from media/weights. @returns undefined where there are no weights, or where they do not fit this code */
export function openShipped(): { readonly manager: ManagerPolicy; readonly distillation: DistillPolicy } | undefined {
  const manager = read('manager');
  const distillation = read('distillation');
  if (!manager || !distillation) return undefined;
  return { manager: managerOf(manager), distillation: distillationOf(distillation) };
}

function read(role: PolicyRole): PolicyWeights | undefined {
  const file = path.resolve(__dirname, '../../../media/weights', `${role}.json`);
  if (!existsSync(file)) return undefined;
  const found = parseWeights(role, readFileSync(file, 'utf8'));
  return 'weights' in found ? found.weights : undefined;
}
