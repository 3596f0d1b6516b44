import { EVIDENCE, type Evidence } from './evidence';

/** A logistic model of whether a conversation led to a commit. */
export interface LinkModel {
  readonly weights: Readonly<Record<keyof Evidence, number>>;
  /** Links less sure than this are not made, in [0, 1]. */
  readonly threshold: number;
}

export const LINK_MODEL: LinkModel = {
  weights: {
    always: -3,
    files: 3,
    allFiles: 1,
    noFiles: 1,
    mentioned: 1,
    minutes: -1,
    overtaken: -1,
    spent: -1,
    said: 4,
    told: 2,
  },
  threshold: 0.5,
};

/** @returns in (0, 1) */
export function probabilityOf(evidence: Evidence, { weights }: LinkModel): number {
  const score = EVIDENCE.reduce((sum, name) => sum + weights[name] * evidence[name], 0);
  return 1 / (1 + Math.exp(-score));
}
