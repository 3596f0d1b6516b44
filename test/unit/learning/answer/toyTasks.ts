import type { DistillCandidate } from '../../../../src/core/index';
import { answerTask, type AnswerTask } from '../../../../src/learning/answer/answerTask';
import { someCandidate } from '../../../support/someCandidates';

/**
 * A question whose answer is always told by a memory of low coverage, beside others that speak of more and are wrong. The reader quotes the first
 * that is kept.
 */
export function toyTask(index: number, given: Partial<AnswerTask> = {}): AnswerTask {
  const candidates: DistillCandidate[] = [
    someCandidate({ id: 'wrong', text: `wrong ${index}`, coverage: 0.6, score: 0.2 + (index % 5) / 10 }),
    someCandidate({ id: 'right', text: `right ${index}`, coverage: 0.55, score: 0.1, kind: 'decision' }),
    someCandidate({ id: 'poor', text: `poor ${index}`, coverage: 0.3, score: 0.1 }),
  ];
  return answerTask({
    id: String(index),
    text: `question ${index}`,
    kind: 'toy',
    history: 'toys',
    isAbsent: false,
    asked: { type: 'general', isYesNo: false, terms: [{ kind: 'word', weight: 1 }] },
    candidates,
    read: ([first]) =>
      first === undefined ? { text: '', declined: true } : { text: candidates[first]?.text ?? '', declined: false },
    score: ({ text }) => (text.startsWith('right') ? 1 : text.startsWith('poor') ? 0.5 : 0),
    ...given,
  });
}
