import { groupBy, words } from '../../core/index';
import { bareStatement } from './deeds';
import { fill, value, type Draft } from './draft';
import type { History } from './history';

/** What a setting is by default, and other values that messages and chats give to things. */
export function settingQuestions(history: History): Draft[] {
  const told = history.facts.flatMap((_, index) => toldValue(history, index) ?? []);
  return [...groupBy(told, ({ key }) => key)].flatMap(([key, values]) =>
    values.flatMap((setting, i): Draft[] => {
      const { index, name, answers, wordings } = setting;
      if (values[i - 1]?.answers[0] === answers[0]) return [];
      const next = values.slice(i + 1).find((other) => other.answers[0] !== answers[0])?.index;
      const to = Math.min(next ?? Infinity, history.untilFact(index).to ?? Infinity);
      const until = to < history.facts.length ? { to } : {};
      return [
        {
          key: `setting\n${key}\n${String(index)}`,
          kind: 'setting',
          wordings: fill(wordings, name),
          gold: value(...answers),
          from: index,
          ...until,
          about: [index],
        },
      ];
    }),
  );
}

interface ToldValue {
  readonly index: number;
  /** What the values of one thing are grouped by. */
  readonly key: string;
  readonly name: string;
  readonly answers: readonly string[];
  readonly wordings: readonly string[];
}

function toldValue(history: History, index: number): ToldValue | undefined {
  const fact = history.behind(index);
  const keyed = fact?.subject !== undefined && fact.value !== undefined && VALUED.has(fact.kind);
  if (keyed && fact.attribute !== undefined && fact.attribute !== 'status') {
    const name = fact.attribute === 'default' ? (fact.subject ?? '') : `${fact.attribute} of ${fact.subject ?? ''}`;
    return toValue(index, name, fact.value ?? '', fact.attribute === 'default');
  }
  const statement = bareStatement(history.text(index));
  for (const { pattern, isDefault } of PATTERNS) {
    const { name = '', to = '' } = pattern.exec(statement)?.groups ?? {};
    if (name !== '' && to !== '' && name.split(' ').length <= 5 && to.split(' ').length <= 3 && !VAGUE.test(name))
      return toValue(index, name.replace(/^The /, 'the '), to, isDefault);
  }
  return undefined;
}

/** What is known of packages and tools is asked elsewhere. */
const VALUED = new Set(['setting', 'decision', 'convention', 'note']);

const VAGUE = /^(?:it|this|that|they|these|which|what|there|change|invert|make)\b|\b(?:to|of|for|will|should|now)$/i;

const PATTERNS: readonly { readonly pattern: RegExp; readonly isDefault: boolean }[] = [
  { pattern: /^(?<name>.+?) (?:is|are)(?: now)? (?<to>.+?) by default$/i, isDefault: true },
  { pattern: /^(?<name>.+?) (?:now )?defaults? to (?<to>.+)$/i, isDefault: true },
  {
    pattern:
      /^(?:chang|set|rais|lower|increas|decreas|reduc|bump)(?:e|es|ed|ing)? (?:the )?default (?:value )?(?:of |for )?(?<name>.+?) (?:from .+? )?to (?<to>.+)$/i,
    isDefault: true,
  },
  {
    pattern:
      /^(?:chang|set|rais|lower|increas|decreas|reduc)(?:e|es|ed|ing)? (?:the )?(?<name>.+?) (?:from .+? )?to (?<to>\S*\d\S*(?: \S+)?)$/i,
    isDefault: false,
  },
  {
    pattern:
      /^(?<name>.+?) (?:was|were) (?:changed|set|raised|lowered|increased|decreased|reduced|bumped) (?:from .+? )?to (?<to>\S*\d\S*)$/i,
    isDefault: false,
  },
  {
    pattern:
      /^(?<name>the .+?|[\w.-]+) (?:is|are)(?: now)? (?<to>\S*\d\S*(?: (?:ms|seconds?|minutes?|MB|KB|GB|days?|hours?))?)$/i,
    isDefault: false,
  },
];

function toValue(index: number, name: string, to: string, isDefault: boolean): ToldValue {
  const key = [...new Set(words(name))].sort().join(' ');
  const bare = to.replace(/^[`'"]|[`'"]$/g, '');
  return { index, key, name, answers: [bare, to], wordings: isDefault ? DEFAULT : VALUE };
}

const DEFAULT = [
  'What is the default of %?',
  'What does % default to?',
  'What is % by default?',
  'Which value does % have if I do not set it?',
  'What is the default value of %?',
  'what do we get for % when nothing is configured?',
];
const VALUE = [
  'What is % now?',
  'Which value does % have?',
  'What did we set % to?',
  'What is % at the moment?',
  'How much is %?',
  'To what was % set?',
];
