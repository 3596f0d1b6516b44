import type { Material } from '../../core/index';
import { fill, UNKNOWN, type Draft } from './draft';
import type { History } from './history';

/**
 * What memory cannot know: things of other projects that this one never mentions.
 * @param foreign names of such things
 */
export function absentQuestions(history: History, foreign: readonly string[]): Draft[] {
  if (foreign.length === 0) return [];
  const said = history.events.map(({ text }) => text.toLowerCase()).join('\n');
  const known = new Set([...history.lineages.values()].map(([first]) => first?.subject?.toLowerCase()));
  return [...new Set(foreign)]
    .filter((name) => !known.has(name.toLowerCase()) && !said.includes(name.toLowerCase()))
    .map((name) => ({
      key: `absent\n${name}`,
      kind: 'absent',
      wordings: fill(ABSENT, name),
      gold: UNKNOWN,
      from: 0,
      about: [],
    }));
}

/** Names that a project's files have, for the absent questions of others. */
export function subjectsOf({ facts }: Pick<Material, 'facts'>): string[] {
  return [
    ...new Set(facts.flatMap(({ kind, subject }) => (kind === 'dependency' && subject !== undefined ? [subject] : []))),
  ];
}

/** What hardly any two projects have in common; for a project that is alone. */
export const WELL_KNOWN: readonly string[] = (
  'django flask rails laravel spring kafka rabbitmq redis postgresql mongodb mysql elasticsearch kubernetes terraform ansible jenkins grafana ' +
  'prometheus angular svelte ember backbone jquery bootstrap tailwindcss graphql apollo prisma typeorm sequelize electron tauri flutter unity ' +
  'tensorflow pytorch pandas numpy selenium cypress storybook'
).split(' ');

const ABSENT = [
  'Which version of % does the project use?',
  'Why was % removed?',
  'What is the default of %?',
  'Why did we choose %?',
  'Who added %?',
  'When did we switch to %?',
  'What replaced %?',
  'What did we decide about %?',
];
