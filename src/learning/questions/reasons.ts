import { givesReason, statementOf } from '../../core/index';
import { fill, text, UNKNOWN, type Draft } from './draft';
import { isSpecific, readDeed, speak } from './deeds';
import type { History } from './history';

/** Why something was done, where its fact says so; and where nobody said, that memory cannot know. */
export function reasonQuestions(history: History): Draft[] {
  return history.facts.flatMap((fact, index): Draft[] => {
    const statement = statementOf(fact.text);
    const reason = fact.text.slice(statement.length).replace(/^[:.\s]+/, '');
    const wordings = whyWordings(statement, fact.kind === 'revert');
    if (wordings.length === 0) return [];
    const common = { from: index, ...history.untilFact(index) };
    if (reason.split(/\s+/).length >= LEAST_WORDS) {
      const isWhy = givesReason(reason) || REASON.test(reason);
      return [
        isWhy
          ? { key: `why\n${fact.id}`, kind: 'reason', wordings, gold: text(reason), ...common, about: [index] }
          : {
              key: `more\n${fact.id}`,
              kind: 'details',
              wordings: moreWordings(statement),
              gold: text(reason),
              ...common,
              about: [index],
            },
      ].filter((draft) => draft.wordings.length > 0);
    }
    const said = history.event(fact.event)?.text.trim() ?? '';
    const isBare =
      reason === '' && !said.includes('\n') && !givesReason(said) && !REASON.test(said) && !/\bto\b/i.test(said);
    return isBare
      ? [{ key: `no reason\n${fact.id}`, kind: 'no reason given', wordings, gold: UNKNOWN, ...common, about: [] }]
      : [];
  });
}

/** What the extractors hold for a reason, and a few words more. */
const REASON =
  /\b(?:because|since|so that|so (?:we|it|you|they|users)|in order to|to (?:avoid|prevent|allow|make|reduce|support|fix|keep|ensure|improve)|otherwise|caus(?:es|ed|ing)|due to|unnecessary|no longer|needed|allows?|prevents?|not (?:used|needed|supported|working)|too|problem|broken?|breaks|fails?|issue|faster|slower|smaller|better|easier|deprecated)\b/i;

/** Fewer say nothing: "nit". */
const LEAST_WORDS = 3;

function whyWordings(statement: string, isRevert: boolean): string[] {
  if (isRevert) {
    const of = /^(?:The change "(.+)" was reverted|Reverted:? (.+?))$/.exec(statement.replace(/[\s.]+$/, ''));
    const what = of?.[1] ?? of?.[2];
    return what === undefined ? [] : fill(WHY_REVERTED, what.replace(/^[\w-]+(?:\([^)]*\))?!?:\s+/, ''));
  }
  const deed = readDeed(statement);
  if (!deed || !isSpecific(deed)) return [];
  const { base, past, passive, be } = speak(deed);
  return [
    `Why did we ${base}?`,
    `What was the reason to ${base}?`,
    `What made us ${base}?`,
    `Do you know why we ${past}?`,
    `For what reason did we ${base}?`,
    ...(passive === undefined ? [] : [`Why ${be} ${passive}?`, `For what reason ${be} ${passive}?`]),
  ];
}

function moreWordings(statement: string): string[] {
  const deed = readDeed(statement);
  if (!deed || !isSpecific(deed)) return [];
  const { base, past } = speak(deed);
  return [
    `What do we know about the change to ${base}?`,
    `We ${past}; what came with that?`,
    `Can you tell me more about the change to ${base}?`,
    `What are the details of the change to ${base}?`,
    `What was said when we ${past}?`,
  ];
}

const WHY_REVERTED = [
  'Why was "%" reverted?',
  'Why did we revert "%"?',
  'What was the reason to revert "%"?',
  'What was wrong with "%"?',
  'Why did we roll back "%"?',
];
