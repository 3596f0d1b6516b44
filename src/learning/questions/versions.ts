import type { Draft } from './draft';
import type { History } from './history';
import { bareVersion, speaksOf, toldVersion } from './names';

/** Which version of a package is used, for as long as a message told it. */
export function versionQuestions(history: History): Draft[] {
  return [...history.lineages].flatMap(([key, lineage]) => {
    const { kind, attribute, subject } = lineage[0] ?? {};
    if (kind !== 'dependency' || attribute !== 'version' || subject === undefined) return [];
    return history.spans(lineage).flatMap(({ fact, from, ...until }): Draft[] => {
      const { value = '' } = fact;
      const bare = bareVersion(value);
      if (fact.ends || bare === undefined) return [];
      const about = history
        .toldBy(fact.event)
        .filter((index) => speaksOf(history.text(index), subject) && toldVersion(history.text(index), value));
      if (about.length === 0 || until.to === from + 1 - history.toldBy(fact.event).length) return [];
      const told = about.map((index) => toldVersion(history.text(index), value) ?? '');
      const answers = [...new Set([bare, value, ...told])];
      const gold = { form: 'value', answers } as const;
      return [
        {
          key: `${key}\n${fact.id}`,
          kind: 'version',
          wordings: VERSION,
          names: [subject],
          gold,
          from,
          ...until,
          about,
        },
      ];
    });
  });
}

const VERSION = [
  'Which version of % does the project use?',
  'What % version are we on?',
  'Which % version is installed?',
  "What's the version of % here?",
  'What version of % do we use right now?',
  'On which % release are we?',
  'How current is our %, which version is it?',
];
