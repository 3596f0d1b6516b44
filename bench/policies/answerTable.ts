import { meanOf } from '../../src/learning/statistics';
import type { Answered } from '../training/runJob';
import { difference, meanScore, percent, type Difference, type Value } from './measured';

/** How one Answer Agent did, averaged over its runs. Shares in percent. */
export interface AnswerRow {
  readonly name: string;
  readonly runs: number;
  readonly questions: number;
  readonly absent: number;
  /** Mean over repositories of how right answers and refusals are. */
  readonly score: Value;
  /** Of the answerable. */
  readonly answered: number;
  readonly falselyDeclined: number;
  /** Of those that memory cannot answer. */
  readonly rightlyDeclined: number;
  /** Memories that an answer rests on. */
  readonly kept: number;
  /** Over the first row. */
  readonly gain?: Difference;
}

/** @param agents the first one is what the others are compared with */
export function answerRows(
  agents: readonly { readonly name: string; readonly runs: readonly Answered[] }[],
): AnswerRow[] {
  const [rule] = agents;
  return agents.map(({ name, runs }) => {
    const [{ absent, kinds }] = runs as [Answered];
    const share = (of: (run: Answered, i: number) => boolean, counts: (i: number) => boolean): number =>
      percent(meanOf(runs.map((run) => meanOf(kinds.flatMap((_, i) => (counts(i) ? [of(run, i) ? 1 : 0] : []))))));
    const isAbsent = (i: number): boolean => absent[i] === true;
    return {
      name,
      runs: runs.length,
      questions: kinds.length,
      absent: absent.filter((is) => is).length,
      score: meanScore(byHistory(runs)),
      answered: percent(meanOf(runs.map((run) => meanOf(run.scores.filter((_, i) => !isAbsent(i)))))),
      falselyDeclined: share(
        (run, i) => run.declined[i] === true,
        (i) => !isAbsent(i),
      ),
      rightlyDeclined: share((run, i) => run.declined[i] === true, isAbsent),
      kept: Math.round(100 * meanOf(runs.map((run) => meanOf(run.kept.filter((count) => count > 0))))) / 100,
      ...(rule && rule.name !== name && { gain: difference(byHistory(runs), byHistory(rule.runs)) }),
    };
  });
}

/** The score of each question, averaged over runs, by history. */
function byHistory(runs: readonly Answered[]): ReadonlyMap<string, readonly number[]> {
  const lists = new Map<string, number[]>();
  runs[0]?.histories.forEach((history, i) => {
    const list = lists.get(history) ?? [];
    list.push(meanOf(runs.map(({ scores }) => scores[i]!)));
    lists.set(history, list);
  });
  return lists;
}
