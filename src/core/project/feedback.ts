import { cutText } from '../base/text';
import type { Answer } from '../answer/answer';
import type { AnswerVerdict } from '../memory/record';
import type { Ledger } from './ledger';
import { cleanText, type Done } from './review';

/** An answer that was given, as far as it is needed to learn from it. */
export interface Answered extends Pick<Answer, 'declined'> {
  readonly question: string;
  /** Ids of the memories that it rested on. */
  readonly used: readonly string[];
}

/** Longest question that is kept, in characters: what goes on longer was pasted. */
const LONGEST_QUESTION = 500;

/** See `ProjectMemory.rate`. */
export async function rate(ledger: Ledger, answer: Answered, verdict: AnswerVerdict): Promise<Done> {
  const question = cutText(await cleanText(ledger, answer.question), LONGEST_QUESTION);
  const action = ledger.deps.newId();
  const label = verdict === 'wrong' ? 'Noted as wrong.' : 'Noted as helpful.';
  await ledger.transact(() => {
    const { used, declined } = answer;
    const said = { type: 'feedback', at: ledger.now(), action, question, used, declined, verdict, label } as const;
    return { append: [said], result: undefined };
  });
  return { action, label, count: 1 };
}
