import type { ManagerPolicy } from '../../src/core/index';
import type { Outcome } from '../../src/learning/calibrate';
import { evaluateManager, type ManagerEvaluation, type ManagerReport } from '../../src/learning/manager/evaluate';
import type { Stream } from '../../src/learning/types';
import { READERS, type Measured, type ReaderName } from '../policies/measured';

/** Questions asked of one stream at most, over all moments. */
export const QUESTIONS = 600;

/** How one method keeps one stream. Every method is asked the same questions. */
export function measureManager(
  stream: Stream,
  policy: ManagerPolicy,
  options: Pick<ManagerEvaluation, 'background' | 'idf' | 'readers'>,
): Measured {
  return toMeasured(evaluateManager(stream, policy, { ...options, questions: QUESTIONS }));
}

export function toMeasured(report: ManagerReport): Measured {
  const round = (value: number): number => Math.round(value * 1e5) / 1e5;
  const ofReader = (reader: ReaderName): Measured['scores'][ReaderName] => {
    const scores = report.scores[reader];
    if (!scores) throw new Error(`No reader is called "${reader}"`);
    return { f1: scores.f1.map(round), em: scores.em.map(round) };
  };
  return {
    history: report.name,
    kinds: report.questions.map(({ kind }) => kind),
    after: report.questions.map(({ after }) => after),
    scores: { 'ignores time': ofReader(READERS[0]), 'prefers newer': ofReader(READERS[1]) },
    facts: report.facts,
    entries: report.entries,
    stale: report.stale,
    staleIds: report.staleIds,
    lost: report.lost,
    needed: report.needed,
    tokens: report.tokens,
    operations: report.operations,
  };
}

/** Of each decision how sure the policy was, and whether no other operation would have been answered better. */
export function decisionsOf(
  streams: readonly Stream[],
  policy: ManagerPolicy,
  background: ReadonlyMap<string, number>,
): Outcome[] {
  return streams.flatMap(
    (stream) => evaluateManager(stream, policy, { background, questions: 0, calibration: true }).outcomes,
  );
}
