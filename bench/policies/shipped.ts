import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PolicyRole, PolicyWeights } from '../../src/core/index';
import { parseWeights } from '../../src/node/learning/inference';

/** Where the weights lie that are shipped. */
export const WEIGHTS = path.resolve(__dirname, '../../media/weights');

export type ShippedWeights = Partial<Readonly<Record<PolicyRole, PolicyWeights>>>;

/** The shipped weights, or those of another folder. @returns of each agent nothing where there is none, or where it does not fit this code */
export function shippedWeights(folder: string): ShippedWeights {
  const roles: readonly PolicyRole[] = ['manager', 'distillation'];
  return Object.fromEntries(
    roles.flatMap((role) => {
      const file = path.join(folder, `${role}.json`);
      if (!existsSync(file)) return [];
      const found = parseWeights(role, readFileSync(file, 'utf8'));
      if ('weights' in found) return [[role, found.weights]];
      process.stderr.write(`The shipped weights (${role}) are not used: ${found.problem}.\n`);
      return [];
    }),
  );
}
