import { EVIDENCE, type Evidence, type Outward } from './evidence';

/** A logistic model of whether a conversation led to a commit. */
export interface LinkModel {
  readonly weights: Readonly<Record<keyof Evidence, number>>;
  /** Links less sure than this are not made, in [0, 1]. */
  readonly threshold: number;
}

/**
 * Fitted by `npm run bench -- links --fit` to three weeks of a public aider history, on the days before 14 August 2024: seed 1. The threshold is the least one
 * that gave a precision of 0.94 on these days; later days are told in bench/README.md.
 */
export const LINK_MODEL: LinkModel = {
  weights: {
    always: -3.048,
    files: 2.038,
    allFiles: 1.251,
    noFiles: 0.269,
    minutes: -0.367,
    begun: 4.507,
    overtaken: -4.122,
    spent: -2.863,
    mentioned: 1.51,
    said: 2.518,
    told: 0.492,
  },
  threshold: 0.5,
};

/** @returns in (0, 1) */
export function probabilityOf(evidence: Evidence, { weights }: LinkModel): number {
  const score = EVIDENCE.reduce((sum, name) => sum + weights[name] * evidence[name], 0);
  return 1 / (1 + Math.exp(-score));
}

/** The most that can come out once it is read what was said. @returns in (0, 1) */
export function highestProbability(outward: Outward, model: LinkModel): number {
  const best = (name: keyof Evidence): number => (model.weights[name] > 0 ? 1 : 0);
  return probabilityOf({ ...outward, mentioned: best('mentioned'), said: best('said'), told: best('told') }, model);
}
