import { terms, words } from '../../core/index';
import { bareStatement, inside } from './deeds';
import { fill, value, type Draft } from './draft';
import type { History } from './history';
import { Removals } from './removals';

/** What took the place of something, what something is called now, and the other way round. */
export function successorQuestions(history: History): Draft[] {
  const swaps = history.facts.flatMap((_, index) => swapsOf(history, index));
  const removals = new Removals(history);
  return swaps.flatMap((swap, i): Draft[] => {
    const { before, after, index, isRename } = swap;
    const later = swaps.slice(i + 1).filter((other) => other.index > index);
    const key = `${before}\n${after}\n${String(index)}`;
    const common = { from: index, about: [index] };
    const end = history.untilFact(index).to;
    const replacedAgain = later.find((other) => isOne(other.before, after) || isOne(other.before, before))?.index;
    const gone = removals.after(words(after), index);
    const to = Math.min(end ?? Infinity, replacedAgain ?? Infinity, gone ?? Infinity);
    const until = to < history.facts.length ? { to } : {};
    const kind = isRename ? 'renamed' : 'replaced by';
    return [
      {
        key: `after\n${key}`,
        kind,
        wordings: fill(isRename ? CALLED_NOW : INSTEAD, before),
        gold: value(after, bare(after)),
        ...common,
        ...until,
      },
      {
        key: `before\n${key}`,
        kind: isRename ? 'former name' : 'what it replaced',
        wordings: fill(isRename ? CALLED_BEFORE : BEFORE, after),
        gold: value(before, bare(before)),
        ...common,
        ...until,
      },
    ];
  });
}

interface Swap {
  readonly before: string;
  readonly after: string;
  readonly isRename: boolean;
  readonly index: number;
}

function swapsOf(history: History, index: number): Swap[] {
  const statement = bareStatement(history.text(index));
  for (const { pattern, isRename } of PATTERNS) {
    const { before = '', after = '' } = pattern.exec(statement)?.groups ?? {};
    if (isName(before) && isName(after) && !isOne(before, after))
      return [{ before: asked(before), after: asked(after), isRename, index }];
  }
  return [];
}

const PATTERNS: readonly { readonly pattern: RegExp; readonly isRename: boolean }[] = [
  { pattern: /^(?<before>.+?) (?:was|were) renamed (?:to|as|into) (?<after>.+)$/i, isRename: true },
  { pattern: /^renam(?:e|ed|es|ing) (?<before>.+?) (?:to|as|into|->|=>|→) (?<after>.+)$/i, isRename: true },
  { pattern: /^(?<before>.+?) (?:was|were) (?:replaced|superseded) (?:by|with) (?<after>.+)$/i, isRename: false },
  {
    pattern: /^(?<before>.+?) (?:was|were) (?:deprecated|removed|dropped) in favou?r of (?<after>.+)$/i,
    isRename: false,
  },
  {
    pattern:
      /^(?:replac(?:e|ed|es|ing)|swap(?:ped|s)?(?: out)?|exchange[sd]?) (?<before>.+?) (?:by|with|for) (?<after>.+)$/i,
    isRename: false,
  },
  {
    pattern:
      /^(?:switch|migrat|mov|transition|convert|chang)(?:e|ed|es|ing)? (?:(?:back|over|away) )?from (?<before>.+?) (?:over )?to (?<after>.+)$/i,
    isRename: false,
  },
  {
    pattern: /^us(?:e|ed|es|ing) (?<after>.+?) (?:instead of|rather than|in place of|over) (?<before>.+)$/i,
    isRename: false,
  },
  { pattern: /^we use (?<after>.+?), not (?<before>.+?) any ?more$/i, isRename: false },
  { pattern: /^(?:remov|drop)(?:e|ped|ed|es|ing)? (?<before>.+?) in favou?r of (?<after>.+)$/i, isRename: false },
];

/** What a developer would ask about by name: a few words, at least one telling. */
function isName(text: string): boolean {
  const found = terms(text);
  return (
    found.length > 0 && found.length <= 4 && found.some((term) => !term.stop) && !VAGUE.test(text) && !CLAUSE.test(text)
  );
}

/** Names of anything. */
const VAGUE =
  /^(?:the )?(?:methods?|values?|class(?:es)?|functions?|options?|code|types?|files?|names?|ones?|bundled ones|all|some|everything|tests?|version)$/i;

const CLAUSE = /[,;:]\s|\b(?:for|in|on|when|if|to|and|so|because|it|them|this|that|own|new|old)\b|…/i;

function asked(name: string): string {
  return inside(name.replace(/^(?:the|an?) /i, ''), '');
}

function bare(name: string): string {
  return name.replace(/[`'"]|\(\)/g, '').replace(/^(?:the|an?)\s+/i, '');
}

function isOne(a: string, b: string): boolean {
  return bare(a).toLowerCase() === bare(b).toLowerCase();
}

const CALLED_NOW = [
  'What is % called now?',
  'What was % renamed to?',
  'What is the new name of %?',
  'Under which name do I find % now?',
  'How is % called these days?',
  'what happened to %, what is its name now?',
];
const CALLED_BEFORE = [
  'What was % called before?',
  'What was the old name of %?',
  'What used to be the name of %?',
  'Under which name was % known before?',
  'How was % called earlier?',
];
const INSTEAD = [
  'What replaced %?',
  'What do we use instead of %?',
  'What should I use instead of %?',
  'What took the place of %?',
  'What was % replaced with?',
  'we used to have %, what is it now?',
];
const BEFORE = [
  'What did % replace?',
  'What did we use before %?',
  'What was used before we had %?',
  'In place of what did % come?',
  'Which one was there before %?',
];
