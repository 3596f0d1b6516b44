import { givesReason, statementOf } from '../../core/index';
import { fill, text, UNKNOWN, type Draft } from './draft';
import { speak, type Deed } from './deeds';
import type { History } from './history';
import { revertedIn } from './reverts';

/** Why something was done, or what came with it, where its fact says so. */
export function reasonQuestions(history: History): Draft[] {
  return history.facts.flatMap(({ id, text: said }, index): Draft[] => {
    const statement = statementOf(said);
    const reason = said.slice(statement.length).replace(/^[:.\s]+/, '');
    const deed = history.deed(index);
    const reverted = revertedIn(said);
    if ((!deed && reverted === undefined) || !isAnswer(reason)) return [];
    const common = { gold: text(reason), from: index, ...history.untilFact(index), about: [index] };
    const why = { key: `why\n${id}`, kind: 'reason', ...common };
    if (reverted !== undefined) return [{ ...why, wordings: fill(WHY_REVERTED, reverted) }];
    if (!deed) return [];
    return isWhy(reason)
      ? [{ ...why, wordings: whyWordings(deed) }]
      : [{ key: `more\n${id}`, kind: 'details', wordings: moreWordings(deed), ...common }];
  });
}

/** Where a commit is nothing but its title, and that gives no reason, memory cannot know why. */
export function reasonlessQuestions(history: History, isDrawn: (index: number) => boolean): Draft[] {
  return history.facts.flatMap(({ id, event }, index): Draft[] => {
    const said = history.event(event)?.text.trim() ?? '';
    const deed = history.deed(index);
    if (!deed || !isDrawn(index) || said.includes('\n') || isWhy(said) || HINT.test(said)) return [];
    const wordings = whyWordings(deed);
    return [
      {
        key: `no reason\n${id}`,
        kind: 'no reason given',
        wordings,
        gold: UNKNOWN,
        from: index,
        ...history.untilFact(index),
        about: [],
      },
    ];
  });
}

function isWhy(text: string): boolean {
  return givesReason(text) || REASON.test(text);
}

/** Words of a title that let guess why. */
const HINT =
  /\b(?:to|for|unused|old|legacy|eol|security|vulnerab\w+|unnecessary|redundant|useless|missing|instead|deprecated|in favou?r|fix\w*|closes?|refs?)\b/i;

/** What the extractors hold for a reason, and a few words more. */
const REASON =
  /\b(?:because|so that|so (?:we|it|you|they|users)|in order to|to (?:avoid|prevent|reduce|keep|ensure)|otherwise|caus(?:es|ed|ing)|due to|unnecessary|no longer (?:used|needed|works?|supported|maintained)|not (?:used|needed|supported|maintained)|broken|breaks|fails|faster|slower|unmaintained|deprecated)\b/i;

function isAnswer(reason: string): boolean {
  return reason.split(/\s+/).length >= LEAST_WORDS && !ASIDE.test(reason);
}

/** Fewer say nothing: "nit". */
const LEAST_WORDS = 3;

/** Of the work, or of people. */
const ASIDE =
  /\bAuthor:|\bapolog|<<?email|\bCommit [0-9a-f]{7}|^(?:closes|fixes|refs|see) #|^This (?:pr|pull request|commit) (?:is|was)\b/i;

function whyWordings(deed: Deed): string[] {
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

function moreWordings(deed: Deed): string[] {
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
