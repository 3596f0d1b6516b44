import { capitalize } from '../../base/text';
import type { Change, Reader, Reading } from './change';
import { codeNames, plainName, soleName } from './names';
import { passive } from './verbs';

/** What goes by another name, or gave its place to another: "Rename `a` to `b`", "Replace X with Y", "Remove X in favor of Y". */
export const renames: Reader = (change) => {
  const { text, place } = change.clause;
  if (text.length > 250 || change.ground === 'tests' || place === 'sentence') return undefined;
  for (const { pattern, verb, link } of FORMS) {
    const found = pattern.exec(text)?.groups;
    const from = found?.from?.trim();
    const to = found?.to?.trim();
    if (from === undefined || to === undefined || from === '' || to === '') continue;
    return toReplaced(change, from, to, found?.tail ?? '', verb, link);
  }
  return undefined;
};

interface Form {
  readonly pattern: RegExp;
  readonly verb: string;
  /** Between what went and what came: "was renamed TO". */
  readonly link: string;
}

const FROM = '(?<from>[^,;]{1,90}?)';
const TO = '(?<to>(?:`[^`]+`|[^\\s,;:(])(?:`[^`]+`|[^,;:(`]){0,80}?)';
const TAIL = '(?<tail>(?:\\s+(?:in|for|because|since|to|so|as|on|when)\\s.{1,160}|\\s*[,;:(].{1,160})?)\\.?$';
const ARROW = '\\s*(?:->|=>|→|➡️?)\\s*';

const FORMS: readonly Form[] = [
  {
    pattern: form(`^(?:update and )?renam(?:e|es|ed|ing)\\s+${FROM}(?:\\s+(?:to|as|into)\\s+|${ARROW})${TO}${TAIL}`),
    verb: 'rename',
    link: 'to',
  },
  {
    pattern: form(
      `^${FROM}\\s+(?:(?:is|was|were|are|has been|have been)\\s+)?(?:now\\s+)?renamed\\s+(?:to|as)\\s+${TO}${TAIL}`,
    ),
    verb: 'rename',
    link: 'to',
  },
  { pattern: form(`^replac(?:e|es|ed|ing)\\s+${FROM}\\s+(?:with|by)\\s+${TO}${TAIL}`), verb: 'replace', link: 'by' },
  {
    pattern: form(
      `^${FROM}\\s+(?:(?:is|was|were|are|has been|have been)\\s+)?(?:now\\s+)?replaced\\s+(?:with|by)\\s+${TO}${TAIL}`,
    ),
    verb: 'replace',
    link: 'by',
  },
  {
    pattern: form(`^(?:remov|drop|delet)(?:e|es|s|p?ed|p?ing)?\\s+${FROM}\\s+in favou?r of\\s+${TO}${TAIL}`),
    verb: 'remove',
    link: 'in favor of',
  },
  {
    pattern: form(
      `^${FROM}\\s+(?:(?:is|was|were|are|has been|have been)\\s+)?(?:removed|dropped),?\\s+in favou?r of\\s+${TO}${TAIL}`,
    ),
    verb: 'remove',
    link: 'in favor of',
  },
  {
    pattern: form(`^(?<from>\`[^\`]+\`|[\\w.$-]+)${ARROW}(?<to>\`[^\`]+\`|[\\w.$-]+)(?<tail>)$`),
    verb: 'replace',
    link: 'by',
  },
];

function form(source: string): RegExp {
  return new RegExp(source, 'i');
}

function toReplaced(
  change: Change,
  from: string,
  to: string,
  tail: string,
  verb: string,
  link: string,
): Reading | undefined {
  if (isSmall(change, from, to) || /^deprecated \S+\(\)/i.test(from)) return undefined;
  const name = soleName(from);
  const isKeyed =
    name !== undefined && !change.isPackage(name) && !OF_SOMETHING.test(from) && !/^\s+(?:in|for|on)\s/.test(tail);
  const names = [name, ...codeNames(from), ...codeNames(to)];
  // Packages have their manifest; words that are no names are a choice, told as it was written.
  if (names.every((known) => known === undefined) && !isFile(from)) return undefined;
  if (name !== undefined && change.isPackage(name)) return undefined;
  const successor = soleName(to) ?? (/\s/.test(to) ? undefined : plainName(to));
  return {
    kind: 'feature',
    text: capitalize(`${passive(from, verb, `${link} ${to}`)}${tail}`),
    ...(isKeyed && {
      subject: name,
      attribute: 'status',
      ends: true,
      ...(successor !== undefined && { replacedBy: successor }),
    }),
  };
}

/** A property of something else is not known by its own name alone: "parse's backupDate argument". */
const OF_SOMETHING = /['’]s\s|\b(?:in|of|for|on|from)\s|\b(?:argument|arg|param(?:eter)?|variable|constant)s?\b/i;

/** Inner matters: single variables, imports, files that nobody but the code asks for. */
function isSmall({ clause, ground, paths }: Change, from: string, to: string): boolean {
  if (
    /\b(?:variables?|vars?|const|let|unnecessary|unused|deprecated \S+\(\)|imports?|tests?|specs?|fixtures?|comments?|words?|typos?|quotes?|tabs?|spaces|usages?|calls?|instances?|occurrences|references|links?|urls?|images?|logo|badges?|text|wording|loops?|internals?|private|icons?|colou?rs?|todo|snapshots?|strings?)\b/i.test(
      `${from} ${to}`,
    )
  )
    return true;
  if (
    /^(?:it|this|that|them|some|all|more|these|everything|stuff|things?)\b/i.test(from) ||
    /^(?:it|be|make|match|avoid|something|fix|more|a more)\b/i.test(to)
  )
    return true;
  if (isFile(from))
    return !(
      clause.place === 'subject' &&
      paths.length <= 3 &&
      /^[\w.-]+$/.test(from) &&
      /\.(?:md|ya?ml|json|toml)$/i.test(from)
    );
  return clause.place === 'item' && ground !== 'code';
}

function isFile(name: string): boolean {
  return /(?:^|[\s/])[\w.-]+\.(?:[cm]?[jt]sx?|md|json|ya?ml|html|css|toml|txt)$/i.test(name);
}
