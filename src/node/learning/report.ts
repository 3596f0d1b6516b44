import type { Learned } from '../../learning/ownProject';
import type { TrainingReport } from '../../protocol/learning';
import { countOf } from '../../protocol/words';

/** What came of a training, in numbers and in one sentence. */
export function toReport(
  { won, weights: _, ...learned }: Learned,
  { at, minutes, stopped }: { readonly at: Date; readonly minutes: number; readonly stopped: boolean },
): TrainingReport {
  return {
    at: at.toISOString(),
    outcome: won ? 'won' : 'notWon',
    verdict: verdictOf(won, learned),
    stopped,
    ...learned,
    minutes,
  };
}

function verdictOf(won: boolean, { rows, questions }: Pick<Learned, 'rows' | 'questions'>): string {
  const [answers] = rows;
  if (!answers || questions === 0) return 'There was no question left to compare them by. The current weights stay.';
  const share = ({ mean }: { mean: number }): string => `${Math.round(mean * 100)}%`;
  const scores = `${share(answers.after)} right on ${countOf(questions, 'question')} held out, ${share(answers.before)} before`;
  return won
    ? `New weights answer better: ${scores}.`
    : `New weights are not better: ${scores}. The current ones stay.`;
}
