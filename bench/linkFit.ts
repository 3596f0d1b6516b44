import { EVIDENCE, type Evidence } from '../src/core/link/evidence';
import type { LinkModel } from '../src/core/link/linkModel';

export interface Example {
  readonly evidence: Evidence;
  /** Whether the conversation led to the commit. */
  readonly isRight: boolean;
}

/**
 * Weights of a logistic model by Newton's method (iteratively reweighted least squares), with a Gaussian prior on all but the constant.
 * @param decay of the prior: its precision
 */
export function fit(
  examples: readonly Example[],
  decay: number,
  names: readonly (keyof Evidence)[] = EVIDENCE,
): LinkModel['weights'] {
  const rows = examples.map(({ evidence }) => names.map((name) => evidence[name]));
  let weights = names.map(() => 0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight, i) => (names[i] === 'always' ? 0 : -decay * weight));
    const curvature = names.map((_, i) =>
      names.map((_, j) => (i === j && names[i] !== 'always' ? decay : i === j ? 1e-6 : 0)),
    );
    rows.forEach((row, index) => {
      const chance = 1 / (1 + Math.exp(-row.reduce((sum, value, i) => sum + value * weights[i]!, 0)));
      const miss = (examples[index]!.isRight ? 1 : 0) - chance;
      row.forEach((value, i) => {
        gradient[i]! += value * miss;
        row.forEach((other, j) => (curvature[i]![j]! += chance * (1 - chance) * value * other));
      });
    });
    const move = solve(curvature, gradient);
    weights = weights.map((weight, i) => weight + move[i]!);
    if (Math.max(...move.map(Math.abs)) < 1e-8) break;
  }
  const found = new Map(names.map((name, i) => [name, Math.round(1000 * weights[i]!) / 1000]));
  return Object.fromEntries(EVIDENCE.map((name) => [name, found.get(name) ?? 0])) as LinkModel['weights'];
}

/** Newton's method needs about ten. */
const STEPS = 50;

/** Gaussian elimination with pivots. @param matrix [n, n], positive definite @param right [n] @returns [n] */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let column = 0; column < rows.length; column++) {
    const rest = rows.slice(column).map((row) => Math.abs(row[column]!));
    const pivot = column + rest.indexOf(Math.max(...rest));
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (const [i, row] of rows.entries()) {
      if (i === column) continue;
      const factor = row[column]! / rows[column]![column]!;
      rows[i] = row.map((value, j) => value - factor * rows[column]![j]!);
    }
  }
  return rows.map((row, i) => row[rows.length]! / row[i]!);
}
