import { capitalize } from '../base/text';
import { isPlural } from './changes/verbs';

/** A statement, and what held before it as far as its own words tell. */
export interface Told {
  /** What holds from then on. */
  readonly text: string;
  /** "Telemetry was enabled by default." */
  readonly was?: string;
}

/**
 * Takes what held before out of a statement: "telemetry is disabled by default instead of enabled", "change the limit from 5 to 10", "switch from
 * yarn to pnpm". What somebody only decided against ("use tabs instead of spaces") never has to have held, so it stays where it is.
 */
export function readFormer(statement: string): Told {
  for (const read of [contrast, exchange, noLonger, fromTo]) {
    const told = read(statement);
    if (told) return told;
  }
  return { text: statement };
}

/** "X is disabled by default instead of enabled": of two states the second was. */
function contrast(statement: string): Told | undefined {
  const found = CONTRAST.exec(statement)?.groups;
  if (!found) return undefined;
  const { head = '', be = '', now = '', old = '', tail = '' } = found;
  const words = now.split(' ');
  const before = old.split(' ');
  if (before.length > words.length + 1 || words.length > 8) return undefined;
  // "Port 8080 instead of 3000" has the port once
  if (/^\d/.test(old) && /^[a-z]+$/i.test(words[0] ?? '') && /^\d/.test(words[1] ?? '')) before.unshift(words[0] ?? '');
  const rest = /\bby default$/i.test(old) ? [] : words.slice(before.length);
  const isSame = (rest[0] ?? '') === '' || /^(?:by|when|if|in|for|on|with|at)$/i.test(rest[0] ?? '');
  const former = [...before, ...(isSame ? rest : [])].join(' ');
  return {
    text: `${head}${be} ${now}${tail}`,
    was: sentence(`${head.replace(GOAL, '')}${PAST[be.toLowerCase()] ?? be} ${former}`),
  };
}

const CONTRAST =
  /^(?<head>.*\S\s+)(?<be>is|are|defaults to|returns|takes|lasts|runs on|listens on)\s+(?:now\s+)?(?<now>[^,;:]+?),?\s+(?:instead of|rather than)\s+(?:be(?:ing)?\s+)?(?<old>[^,;:.()]+?)(?<tail>(?:\s+(?:when|if|because|since|so that|unless|for|in)\b.*)?)$/i;

/** "Change the behavior so that X": X is told, not the change. */
const GOAL = /^(?:chang|updat|modif|adjust|mak|set|alter)(?:e|ed|es|ing|y|ied|ies)?\b.*?\bso(?: that)?\s+/i;

const PAST: Readonly<Record<string, string>> = {
  is: 'was',
  are: 'were',
  'defaults to': 'defaulted to',
  returns: 'returned',
  takes: 'took',
  lasts: 'lasted',
  'runs on': 'ran on',
  'listens on': 'listened on',
};

/** "Replace X with Y", "switch from X to Y". */
function exchange(statement: string): Told | undefined {
  for (const pattern of EXCHANGES) {
    const old = pattern.exec(statement)?.groups?.old?.trim();
    if (old !== undefined && old.split(' ').length <= 5 && !/^(?:it|this|that|them|all|any|one|the)$/i.test(old))
      return { text: statement, was: `${old.replace(/^the\s+/i, '')} ${isPlural(old) ? 'were' : 'was'} used.` };
  }
  return undefined;
}

const EXCHANGES = [
  /^(?:(?:we|i)(?:['’]ve| have|['’]re| are)? )?(?:switch|migrat|transition)(?:e|es|s|ed|ing)?(?: \S+){0,4}? (?:over |away )?from (?<old>[^,;:]{1,60}?) to \S/i,
  /^(?:(?:we|i)(?:['’]ve| have|['’]re| are)? )?mov(?:e|es|ed|ing)(?: (?:the |our )?(?:CI|tests|builds?|project|repo|docs|codebase))? (?:over |away )?from (?<old>[^,;:]{1,60}?) to \S/i,
  /^(?:(?:we|i)(?:['’]ve| have)? )?replac(?:e|es|ed|ing) (?<old>[^,;:]{1,60}?) (?:with|by) \S/i,
];

/** "We don't use jest anymore", "we no longer support Node 16". */
function noLonger(statement: string): Told | undefined {
  const { verb = '', old = '' } = NO_LONGER.map((pattern) => pattern.exec(statement)?.groups).find(Boolean) ?? {};
  if (old === '' || old.split(' ').length > 8) return undefined;
  return { text: statement, was: sentence(`we ${/e$/.test(verb) ? `${verb}d` : `${verb}ed`} ${old}`) };
}

const NO_LONGER = [
  /^we (?:do not|don['’]t) (?<verb>use|support|need|allow|target|require) (?<old>[^,;:]+?) (?:anymore|any more|any longer)\b/i,
  /^we no longer (?<verb>use|support|need|allow|target|require) (?<old>[^,;:.]+)/i,
];

/** "Change the default from 5 to 10". */
function fromTo(statement: string): Told | undefined {
  const { name = '', old = '' } = FROM_TO.exec(statement)?.groups ?? {};
  if (old === '' || /^(?:be(?:ing)?|use|using)\b/i.test(old) || name.split(' ').length > 8) return undefined;
  return { text: statement, was: sentence(`${name.replace(/^(?:the|our)\s+/i, '')} was ${old}`) };
}

const FROM_TO =
  /^(?:(?:chang|rais|lower|increas|decreas|reduc|bump|extend|set|adjust|updat)(?:e|es|s|ed|ing)?) (?<name>[^,;:]{2,80}?) from (?<old>[^,;:]{1,40}?) to \S/i;

function sentence(text: string): string {
  return `${capitalize(text.trim().replace(/[\s.]+$/, ''))}.`;
}
