import { capitalize } from '../../base/text';
import type { Change, Reader, Reading } from './change';
import { codeNames, onlyName, plainName, soleName } from './names';
import { isClearVerb, isPlural, isVerb, passive, readVerb } from './verbs';

/** Settings and their defaults: "Make `x` default to true", "Disable x by default", "x default timeout 1000 => 1500". */
export const settings: Reader = (change) => {
  const { text, place } = change.clause;
  if (text.length > LONGEST || !HINT.test(text) || NO_SETTING.test(text) || change.ground === 'tests') return undefined;
  for (const { pattern, value, isTold } of FORMS) {
    if (place === 'sentence' && !isTold) continue;
    const groups = pattern.exec(text)?.groups;
    const setting =
      groups &&
      toSetting(change, {
        name: groups.name ?? '',
        value: value ?? groups.value ?? '',
        noun: groups.noun ?? '',
        tail: groups.tail ?? '',
      });
    if (setting) return setting;
  }
  return inOwnWords(change);
};

/** "Compress log files by default": what happens unless it is set otherwise, without a setting's name. */
function inOwnWords({ clause, ground }: Change): Reading | undefined {
  const { text, place, type } = clause;
  if ((place !== 'subject' && place !== 'breaking') || ground === 'documents' || !BY_DEFAULT.test(text))
    return undefined;
  if (
    /^(?:tests?|docs?|style)$/.test(type ?? '') ||
    /^(?:true|false|use default|add|move|remove|drop|delete|rename|improve|update)\b/i.test(text)
  )
    return undefined;
  return text.split(/\s+/).length >= 3 ? { kind: 'setting', text: capitalize(text) } : undefined;
}

const BY_DEFAULT =
  /\bby default\b|^(?:make|use|set)s?\s.+\sthe default(?:\s\w+)?$|^(?!.*\b(?:move|moved|convert)\b).*(?<![.\w])defaults? to\b/i;

/** In characters. */
const LONGEST = 250;
/** What any form has in it. */
const HINT = /default|\bopt-|\bnow\b|=>|->|→|\bto\s+-?\d/i;
/** Where "default" is no default value, and where nothing was decided. */
const NO_SETTING =
  /\bdefault (?:exports?|imports?|branch|cases?|props?|messages?|methods?|constructors?|parameters?|args?|arguments?|errors?|handlers?|locale file|values? for|styles?)\b|\b(?:export|import)s? default\b|\b(?:should|would|could|might)\b|^(?:fix|test|document|clarify|ensure|handle|check|apply|get|read|pass|support|allow)(?:e?s|e?d|ing)?\b|\?$|\b(?:docs?|readme|tests?|typos?|comments?)\b/i;

/** How clauses say it. N is the name; V the value; L a value that can be told by its looks; A the old value, and an arrow. */
const PHRASES: readonly (readonly [phrase: string, value?: string])[] = [
  ['MAKE N default to V'],
  ['CHANGE (?:the )?defaults?(?: value| setting)?(?: of| for)? N(?: from \\S{1,30})? (?:to|as) (?:be )?V'],
  [
    "CHANGE (?:the )?N(?:['’]s)? defaults?(?: value| setting)?(?<noun> timeout| limit| size| delay)?(?: from .{1,30}?)? (?:to|as) (?:be )?V",
  ],
  ['CHANGE (?:the )?N(?: default)?(?<noun> timeout| value| delay| limit| size)? AL'],
  ['CHANGE (?:the )?N to default to V'],
  ['SET N (?:to|as) V by default'],
  ['DEFAULT N to V'],
  ['USE (?:an? )?V (?:[a-z]+ )?as the default(?: value)?(?: for N)?'],
  ['USE (?:an? )?V(?: [a-z]+)? by default(?: (?:for|in) N)?'],
  ['DISABLE N by default', 'disabled'],
  ['ENABLE N by default', 'enabled'],
  ['TURN off N by default', 'disabled'],
  ['TURN on N by default', 'enabled'],
  ['TURN N off by default', 'disabled'],
  ['TURN N on by default', 'enabled'],
  ['MAKE N (?<value>opt-in|opt-out)'],
  ['MAKE (?:the )?N (?:to )?(?:be )?L by default'],
  ['CHANGE (?:the )?N to (?:be )?L by default'],
  ['DEFAULT to V'],
  ['RAISE (?:the )?N(?: from .{1,30}?)? to (?<value>-?\\d[\\w.,%]*(?: ?UNIT)?)'],
];
/** How prose tells what holds: only there the name comes first. */
const TOLD: readonly (readonly [phrase: string, value?: string])[] = [
  ['N(?: now)? defaults?(?: now)? to V'],
  ['N defaults?(?: value)? ?[-=:] ?L'],
  ['(?:the )?default N (?:is|are) (?:now )?V'],
  ['N defaults?(?: value)?(?<noun> timeout| delay| limit| size)? AL'],
  ['(?:the )?default(?: value)? (?:of|for) N (?:is|was changed to|changed to|is now) V'],
  ['N (?:is|are) (?:now )?(?<value>opt-in|opt-out)'],
  ['N (?:is|are) now (?<value>enabled|disabled|on|off|true|false)(?: by default)?'],
  ['N (?:is|are) (?<value>enabled|disabled|on|off|true|false) by default'],
];

interface Form {
  readonly pattern: RegExp;
  /** What the default is when the form itself says so. */
  readonly value?: string;
  readonly isTold: boolean;
}

const FORMS: readonly Form[] = [...PHRASES.map(toForm(false)), ...TOLD.map(toForm(true))];

function toForm(isTold: boolean) {
  return ([phrase, value]: readonly [phrase: string, value?: string]): Form => ({
    pattern: matcher(phrase),
    isTold,
    ...(value !== undefined && { value }),
  });
}

function matcher(phrase: string): RegExp {
  const unit = '(?:ms|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weeks?|[KMG]i?B|bytes?|px|chars?|characters?|lines?)\\b';
  const literal = `\`[^\`]+\`|'[^']{1,40}'|"[^"]{1,40}"|\\[\\]|\\{\\}|-?\\d[\\w.,%-]*(?:\\s?${unit})?|(?:true|false|null|undefined|none|enabled|disabled|always|never)\\b`;
  const parts: Readonly<Record<string, string>> = {
    MAKE: '(?:mak(?:e|es|ing)|made|let|lets|have)',
    CHANGE: '(?:chang|set|updat|increas|decreas|rais|lower|bump|reduc|switch|adjust)(?:e|es|s|t?ed|t?ing)?',
    RAISE: '(?:increas|decreas|rais|lower|bump|reduc|extend|limit)(?:e|es|s|ed|ing)?',
    SET: 'set(?:s|ting)?',
    DEFAULT: 'default(?:s|ed|ing)?',
    USE: '(?:also\\s+)?us(?:e|es|ed|ing)',
    DISABLE: 'disabl(?:e|es|ed|ing)',
    ENABLE: 'enabl(?:e|es|ed|ing)',
    TURN: 'turn(?:s|ed|ing)?',
    UNIT: unit,
    N: '(?<name>[^,;:()]{1,100}?)',
    V: `(?<value>${literal}|[A-Za-z][\\w.-]*)`,
    L: `(?<value>${literal}|on\\b|off\\b)`,
    A: '\\S{0,20}\\s*(?:=>|->|→|➡️?|-->)\\s*',
  };
  const tail =
    '(?<tail>(?:\\s+(?:for|in|on|when|if|unless|because|since|as|so|to|with|across|using|at|until|where|only|per|instead of|and)\\b.{0,160}|\\s*[,:(–-].{0,160})?)\\.?$';
  const source = phrase.replace(
    /\b(?:MAKE|CHANGE|RAISE|SET|DEFAULT|USE|DISABLE|ENABLE|TURN|UNIT|N|V|L|A(?=L))|(?<=A)L/g,
    (part) => parts[part] ?? part,
  );
  return new RegExp(`^${source.replaceAll(' ', '\\s+')}${tail}`, 'i');
}

function toSetting(
  change: Change,
  said: { readonly name: string; readonly noun: string; readonly value: string; readonly tail: string },
): Reading | undefined {
  const { text, line, place } = change.clause;
  const value = plainName(said.value);
  const own =
    said.name === '' && codeNames(change.clause.scope ?? '').length > 0 ? (change.clause.scope ?? '') : said.name;
  const phrase = own.replace(/^the\s+|\s*(?:=>|->|→|:)$/gi, '').trim();
  if (value === '' || (/^\w/.test(said.value) && isNoValue(value)) || isVersion(phrase, value)) return undefined;
  if (phrase === '') {
    // A clause that names nothing speaks of what its line names: "remove duplicate onSave event, use 250ms delay by default"
    return { kind: 'setting', text: capitalize(line), ...key(onlyName(line), value) };
  }
  const names = codeNames(phrase);
  const [firstWord = ''] = phrase.split(/\s/);
  if (NO_NAME.test(phrase) || isClearVerb(firstWord) || (place === 'sentence' && names.length === 0)) return undefined;
  const isDefault = /default|opt-/i.test(text);
  if (!isDefault && names.length === 0 && !MEASURE.test(phrase)) return undefined;
  return {
    kind: 'setting',
    text: isDefault ? holds(`${phrase}${said.noun}`, said, value) : sentence(text),
    ...key(CONDITION.test(said.tail) ? undefined : soleName(phrase), value),
  };
}

function holds(phrase: string, said: { readonly value: string; readonly tail: string }, value: string): string {
  const by = /^opt-/.test(value) ? '' : ' by default';
  return capitalize(`${phrase} ${isPlural(phrase) ? 'are' : 'is'} ${said.value.trim()}${by}${said.tail}`);
}

/** "increase the limit to 5 MB" -> "Limit was increased to 5 MB". */
function sentence(text: string): string {
  const read = readVerb(text);
  const found = read && /^(?:the\s+)?(.+?)\s+((?:from|to)\s.*)$/i.exec(read.rest);
  return capitalize(
    found && !/^(?:make|let|have|set)$/.test(read.verb) ? passive(found[1] ?? '', read.verb, found[2]) : text,
  );
}

function key(name: string | undefined, value: string): Partial<Reading> {
  return name === undefined ? {} : { subject: name, attribute: 'default', value };
}

/** What holds only in a case is not the default of the setting. */
const CONDITION = /^\s*\(?(?:for|with|in|on|when|if|unless|only|using|across|where|per|instead)\b/i;
const MEASURE = /\b(?:limit|max\w*|min\w*|timeouts?|size|threshold|delay|interval|depth|length)\b/i;
const NO_NAME = /^(?:to|sure|it|this|that|which|they|we|not|also|and)\b|\s(?:and|or|be|of|with|as|to)$|^.$/i;
/** Words that stand where a value would, and are none. */
const NO_VALUE =
  /^(?:the|a|an|be|use|using|new|latest|not|its|it|this|that|match|same|allow|support|avoid|fix|make|more|less|something|work|show|have|when|in|for|handle|ensure|any|all|old|broken|begin|start|whatever)$/i;

function isNoValue(word: string): boolean {
  return NO_VALUE.test(word) || (isVerb(word) && !/^(?:en|dis)abled$/.test(word));
}

/** "Bump timeout dependency to 3.0.1" raises a version, no setting. */
function isVersion(phrase: string, value: string): boolean {
  return (
    /\b(?:versions?|dependenc\w+|deps|package|node|npm|engines?|typescript|v\d|copyright|year|coverage)\b/i.test(
      phrase,
    ) || /^v?\d+\.\d+\.\d+|^v\d/.test(value)
  );
}
