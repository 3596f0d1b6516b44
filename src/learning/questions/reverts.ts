import { fill, yesNo, type Draft } from './draft';
import { bareStatement, isSpecific, readDeed, speak } from './deeds';
import type { History } from './history';

/** Whether something was reverted, before and after it was. */
export function revertQuestions(history: History): Draft[] {
  return history.reverts.flatMap(({ fact, by, undone, again }, i): Draft[] => {
    const told = history.toldBy(by).filter((index) => history.behind(index)?.id === fact.id);
    const [from] = told;
    const title = fact.subject ?? '';
    const wordings = wordingsFor(title);
    if (from === undefined || wordings.length === 0) return [];
    // the next time that the same thing is turned over
    const next = history.reverts
      .slice(i + 1)
      .find((other) => other.undone === by || other.undone === undone || other.fact.subject === fact.subject);
    const until = next ? history.until(next.by) : {};
    const before = again ? [] : history.toldBy(undone).filter((index) => index < from);
    const [first] = before;
    const drafts: Draft[] = [
      {
        key: `reverted\n${fact.id}`,
        kind: 'was it reverted',
        wordings,
        gold: yesNo(!again),
        from,
        ...until,
        about: told,
      },
    ];
    if (first !== undefined)
      drafts.push({
        key: `not yet reverted\n${fact.id}`,
        kind: 'was it reverted',
        wordings,
        gold: yesNo(false),
        from: first,
        to: from,
        about: before,
      });
    return drafts;
  });
}

/** Of facts that nobody reverted a few are asked too, or every "was it reverted" would be answered with yes. */
export function standingQuestions(history: History, isDrawn: (index: number) => boolean): Draft[] {
  const reverted = new Set(history.reverts.flatMap(({ undone }) => [...history.toldBy(undone)]));
  return history.facts.flatMap(({ id, kind, text }, index): Draft[] => {
    if (kind === 'revert' || reverted.has(index) || !isDrawn(index)) return [];
    const wordings = wordingsFor(text);
    return wordings.length === 0
      ? []
      : [
          {
            key: `standing\n${id}`,
            kind: 'was it reverted',
            wordings,
            gold: yesNo(false),
            from: index,
            ...history.untilFact(index),
            about: [index],
          },
        ];
  });
}

/** What a revert says was reverted, short enough to be asked about. */
export function revertedIn(text: string): string | undefined {
  const [, quoted, bare] = /^(?:The change "(.+)" was reverted|Reverted:? (.+?))$/.exec(bareStatement(text)) ?? [];
  const title = plain(quoted ?? bare ?? '');
  return isShort(title) ? title : undefined;
}

/** What people would name in a question, and more than "tweak". */
function isShort(title: string): boolean {
  return /\w{3}[\s-]\w{2}/.test(title) && title.split(' ').length <= 10 && !/https?:/.test(title);
}

/** In the words of what was done, not of the title, which the revert repeats letter for letter. */
function wordingsFor(title: string): string[] {
  const deed = readDeed(title);
  if (!deed || !isSpecific(deed)) return isShort(plain(title)) ? fill(QUOTED, plain(title)) : [];
  const { base, past } = speak(deed);
  return [
    `We ${past}; was that reverted?`,
    `Did we revert the change to ${base}?`,
    `Was the change to ${base} taken back?`,
    `Did somebody roll back the commit that ${past}?`,
    `Was the decision to ${base} reverted?`,
    `is it true that the change to ${base} was rolled back?`,
  ];
}

const QUOTED = [
  'Was "%" reverted?',
  'Did we revert "%"?',
  'Has the change "%" been taken back?',
  'Was the change "%" rolled back?',
  'Did "%" get reverted?',
];

function plain(title: string): string {
  return title
    .replace(/^[\w-]+(?:\([^)]*\))?!?:\s+/, '')
    .replace(/["“”]/g, '')
    .replace(/[\s.]+$/, '');
}
