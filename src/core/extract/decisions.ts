import { capitalize, findPassage, splitSentences } from '../base/text';
import type { FactDraft } from '../memory/fact';
import { proseOf } from './commitMessage';
import { givesReason, isVague, settlesItself, subjectDecides } from './decisionWords';
import type { Extractor } from './extractor';

/**
 * Decisions that the user states in a chat. A turn has no subject that could complete a sentence, so only those count that decide and say
 * why by themselves. Of commits, see `changes`.
 */
export const decisions: Extractor = {
  name: 'decisions',
  extract({ kind, role, text }) {
    if (kind !== 'chat' || role !== 'user') return [];
    const sentences = proseOf(text).flatMap((block) => splitSentences(block.text));
    const deciding = sentences
      .map(withoutStop)
      .filter((sentence, index) => sentences[index]?.endsWith('?') === false && decides(sentence));
    return deciding.slice(0, MAX_FACTS).map((sentence): FactDraft => ({
      kind: 'decision',
      text: `${capitalize(sentence)}.`,
      quote: findPassage(text, sentence) ?? '',
    }));
  },
};

/** A turn that seems to decide more than this is a plan. */
const MAX_FACTS = 3;
/** What still can be shown whole in an answer, the full stop included. In characters. */
const MAX_LENGTH = 290;

function decides(sentence: string): boolean {
  return (
    sentence.length <= MAX_LENGTH &&
    givesReason(sentence) &&
    subjectDecides(sentence) &&
    settlesItself(sentence) &&
    !isVague(sentence)
  );
}

function withoutStop(sentence: string): string {
  return sentence.replace(/[\s.:;,…]+$/, '');
}
