import { groupBy, formatDate, spellDate } from '../../core/index';
import { fill, value, type Draft } from './draft';
import { speak, type Spoken } from './deeds';
import type { History } from './history';
import { revertedIn } from './reverts';

/**
 * Who did something, or on which day.
 * @param isWho which of the two is asked about a fact: both would be half of all that is asked
 */
export function peopleQuestions(history: History, isWho: (index: number) => boolean): Draft[] {
  // What was done twice has two answers.
  const deeds = groupBy(
    history.facts.flatMap((_, index) => spokenOf(history, index) ?? []),
    ({ key }) => key,
  );
  return [...deeds.values()].flatMap(([deed, ...again]): Draft[] => {
    if (!deed || again.length > 0) return [];
    const { index, who, when } = deed;
    const { id = '', time = '', author } = history.facts[index] ?? {};
    const common = { from: index, ...history.untilFact(index), about: [index] };
    return author !== undefined && isWho(index)
      ? [{ key: `who\n${id}`, kind: 'who', wordings: who, gold: value(author), ...common }]
      : [{ key: `when\n${id}`, kind: 'when', wordings: when, gold: value(...datesOf(time)), ...common }];
  });
}

/** When something was committed that can be asked for by its own words only: for facts that nothing else asks about. */
export function landedQuestions(history: History, indices: readonly number[]): Draft[] {
  return indices.map((index) => {
    const { id = '', text = '', time = '' } = history.facts[index] ?? {};
    const gold = value(...datesOf(time));
    const wordings = fill(LANDED, text.replace(/"/g, '').replace(/[\s.]+$/, ''));
    return {
      key: `landed\n${id}`,
      kind: 'when',
      wordings,
      gold,
      from: index,
      ...history.untilFact(index),
      about: [index],
    };
  });
}

const LANDED = [
  'When was "%" committed?',
  'On which day did "%" land?',
  'When did "%" happen?',
  'What was the date of "%"?',
];

/** 2024-03-09, 9 March 2024, 9 Mar 2024, March 9, 2024: the day as it is written in the time, in no other time zone. */
function datesOf(time: string): string[] {
  const spelled = spellDate(time);
  const [day = '', month = '', year = ''] = spelled.split(' ');
  return [time.slice(0, 'yyyy-mm-dd'.length), spelled, formatDate(time), `${month} ${day}, ${year}`];
}

interface Asked {
  readonly index: number;
  readonly key: string;
  readonly who: readonly string[];
  readonly when: readonly string[];
}

function spokenOf(history: History, index: number): Asked | undefined {
  const title = revertedIn(history.text(index));
  if (title !== undefined)
    return {
      index,
      key: `revert ${title}`.toLowerCase(),
      who: fill(WHO_REVERTED, title),
      when: fill(WHEN_REVERTED, title),
    };
  const deed = history.deed(index);
  if (!deed) return undefined;
  const spoken = speak(deed);
  return { index, key: spoken.base.toLowerCase(), who: whoWordings(spoken), when: whenWordings(spoken) };
}

function whoWordings({ past, passive, be }: Spoken): string[] {
  return [
    `Who ${past}?`,
    `Which developer ${past}?`,
    `Whose commit ${past}?`,
    `Who was it that ${past}?`,
    `Do you know who ${past}?`,
    ...(passive === undefined ? [] : [`By whom ${be} ${passive}?`]),
  ];
}

function whenWordings({ base, past, passive, be }: Spoken): string[] {
  return [
    `When did we ${base}?`,
    `On which day did we ${base}?`,
    `What was the date when we ${past}?`,
    `Do you know when we ${past}?`,
    ...(passive === undefined ? [] : [`When ${be} ${passive}?`, `On what date ${be} ${passive}?`]),
  ];
}

const WHO_REVERTED = [
  'Who reverted "%"?',
  'Which developer reverted "%"?',
  'By whom was "%" reverted?',
  'Who took back "%"?',
  'Who rolled back "%"?',
];
const WHEN_REVERTED = [
  'When was "%" reverted?',
  'When did we revert "%"?',
  'On which day was "%" reverted?',
  'When was "%" rolled back?',
  'On what date did we revert "%"?',
];
