import { fill, value, type Draft } from './draft';
import type { History } from './history';
import { bareVersion, marked, speaksOf, toldVersion } from './names';

/** Which version of a package is used, or of a runtime needed, for as long as a message told it. */
export function versionQuestions(history: History): Draft[] {
  return [...history.lineages].flatMap(([key, lineage]) => {
    const { attribute = '', subject = '' } = lineage[0] ?? {};
    const kind = KINDS[attribute];
    if (!kind) return [];
    const name = NAMES[subject] ?? subject;
    const wordings = versionWordings(attribute, subject) ?? [];
    return history.spans(lineage).flatMap(({ fact, from, ...until }): Draft[] => {
      const bare = bareVersion(fact.value ?? '');
      if (fact.ends || bare === undefined) return [];
      const about = history
        .toldBy(fact.event)
        .filter((index) => speaksOf(history.text(index), name) && tells(history.text(index), fact.value));
      if (about.length === 0 || (until.to !== undefined && until.to <= from)) return [];
      const told = about.map((index) => toldVersion(history.text(index), fact.value ?? '') ?? '');
      const gold = value(bare, fact.value ?? '', ...told);
      return [
        {
          key: `${key}\n${fact.id}`,
          kind: kind.kind,
          wordings,
          gold,
          from,
          ...until,
          about,
        },
      ];
    });
  });
}

/** @returns undefined for what has no version */
export function versionWordings(attribute: string, subject: string): string[] | undefined {
  const kind = KINDS[attribute];
  return kind && fill(kind.wordings, marked(NAMES[subject] ?? subject));
}

function tells(text: string, range = ''): boolean {
  return toldVersion(text, range) !== undefined;
}

/** As messages speak of them. */
const NAMES: Readonly<Record<string, string>> = { node: 'Node.js' };

/** By attribute. */
const KINDS: Readonly<Record<string, { readonly kind: string; readonly wordings: readonly string[] }>> = {
  version: {
    kind: 'version',
    wordings: [
      'Which version of % does the project use?',
      'What % version are we on?',
      'Which % version is installed?',
      "What's the version of % here?",
      'What version of % do we use right now?',
      'On which version of % are we?',
      'Which release of % do we depend on?',
      'what % version do we have',
    ],
  },
  'required version': {
    kind: 'required version',
    wordings: [
      'What is the minimum % version?',
      'Which % version is required?',
      'Which version of % do I need at least?',
      'What is the lowest version of % that we support?',
      'From which % version on does this run?',
      'What % do we target?',
    ],
  },
};
