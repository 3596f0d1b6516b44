import { isPlural, passive, readVerb, statementOf, terms } from '../../core/index';

/** What was done, taken apart so that it can be asked about: "Support for X was added" is add, "support for X". */
export interface Deed {
  /** Base form: "add". */
  readonly verb: string;
  /** What it was done to, in the words of the text, as it stands inside a sentence. */
  readonly object: string;
  /** What follows in the text, short; empty where nothing does: "to response". */
  readonly rest: string;
  /** Everything that follows in the text. */
  readonly whole: string;
}

/**
 * Reads "X was added", "Added X" and "feat: add X" alike; undefined where the text says no such thing.
 * @param original what the text was made from, which has its words with the capitals of their own
 */
export function readDeed(text: string, original = ''): Deed | undefined {
  const said = bareStatement(text).replace(/^:\w+:\s*/, '');
  const found = passiveDeed(said) ?? activeDeed(said);
  if (!found || telling(found.object) === 0 || isBroken(`${found.object} ${found.rest}`)) return undefined;
  return { ...found, object: inside(found.object, original) };
}

/** A statement without its reason, the prefix of its commit, the area in brackets behind it and its full stop. */
export function bareStatement(text: string): string {
  return statementOf(text)
    .replace(/^[\w-]+(?:\([^)]*\))?!?:\s+/, '')
    .replace(/(?:\s*\((?:[^()]{1,24}|#\d+)\))+\.?$/, '')
    .replace(/[\s.…]+$/, '');
}

function passiveDeed(said: string): Deed | undefined {
  const [, object = '', be = '', participle = '', whole = ''] = PASSIVE.exec(said) ?? [];
  const verb = VERBS.get(participle.toLowerCase());
  if (verb === undefined || object.split(' ').length > LONGEST_OBJECT || IS_CLAUSE.test(object)) return undefined;
  if (/^(?:is|are)$/i.test(be) && !STATES.has(verb)) return undefined;
  return { verb, object, rest: shorten(whole, LONGEST_REST), whole };
}

const PASSIVE = /^(.+?) (was|were|is|are) (?:now )?([a-z]+ed|made|set|hidden|shown)(?: (.+))?$/i;

/** What holds is told so, as well as what was done: "X is supported". */
const STATES = new Set(['support', 'deprecate', 'export', 'expose', 'enable', 'disable']);

/** It has a verb of its own. */
const IS_CLAUSE = /\b(?:now|when|if|that|which|because|no longer|not|should|will|can|must|is|are)\b/i;

function activeDeed(said: string): Deed | undefined {
  const read = readVerb(said);
  if (!read || NO_DEED.has(read.verb)) return undefined;
  const { verb, rest } = read;
  if (verb === 'support' && /^for /i.test(rest)) return active('add', `support ${rest}`);
  if (BOUNDARY.test(rest.split(' ', 1)[0] ?? '') && !MOVES.has(verb)) return undefined;
  return active(verb, rest);
}

function active(verb: string, rest: string): Deed | undefined {
  const [head = ''] = EXCHANGES.has(verb) ? rest.split(/ (?:to|with|by|into|as|for|->|=>|→) /, 1) : [rest];
  const object = shorten(head, LONGEST_OBJECT);
  const whole = rest.slice(object.length).trim();
  // "Allow the first argument": to be what?
  const isCut = COMPLEMENTS.has(verb) && whole !== '' && !ASIDE.test(whole);
  return isCut ? undefined : { verb, object, rest: '', whole };
}

/** What follows their objects says what was done to them. */
const COMPLEMENTS = new Set('make keep turn set allow treat let require'.split(' '));
/** What may be left out of them. */
const ASIDE = /^(?:because|since|so|when|if|unless|instead|rather|but|due)\b|^[^\w`'"]/i;
/** "Switch to X" has no object. */
const MOVES = new Set(['switch', 'move', 'migrate', 'convert', 'upgrade', 'update', 'bump', 'downgrade']);
const EXCHANGES = new Set(['rename', 'replace', 'swap']);

/** Verbs whose sentences are too loose to be asked in, or that are nouns as often. */
const NO_DEED = new Set(
  'default document test count pass check fix correct ensure clean avoid tweak skip ignore return print display throw'.split(
    ' ',
  ),
);

/** Half of a quoted passage, an address, a list. */
function isBroken(phrase: string): boolean {
  return (
    phrase.split('`').length % 2 === 0 || phrase.split('"').length % 2 === 0 || /https?:|…|[{}]|<email/.test(phrase)
  );
}

/** Beginnings of sentences become small; names keep their capitals. */
export function inside(object: string, original: string): string {
  const first = /^[A-Z][a-z]*(?=\s|$)/.exec(object)?.[0];
  if (first === undefined) return object;
  const small = `${first.toLowerCase()}${object.slice(first.length)}`;
  const isSmall = ORDINARY.test(first) || original.includes(small.split(' ', 2).join(' '));
  return isSmall ? small : object;
}

const ORDINARY =
  /^(?:The|An?|Support|Some|Ability|Deprecated|Unused|Old|New|Option|Default|All|More|Custom|Basic|Missing|Additional|Optional|Initial|Global|Undocumented|Internal|Legacy|Experimental|Commented|Translations?|Context|Error|Config|Type|Types|Method|Property|Function|Tests?)$/;

/** In words. */
const LONGEST_OBJECT = 8;
const LONGEST_REST = 4;

/** The first words of a phrase, up to a place where it may end. */
function shorten(phrase: string, most: number): string {
  const clause = (` ${phrase}`.split(CLAUSE, 1)[0] ?? '')
    .replace(/ \([^()]*\)|[,;:]$/g, '')
    .replace(DANGLING, '')
    .trim();
  const all = clause.split(/\s+/);
  if (all.length <= most) return clause;
  for (let end = most; end > 1; end--) if (BOUNDARY.test(all[end] ?? '')) return all.slice(0, end).join(' ');
  return '';
}

const CLAUSE =
  /[,;]?\s(?:(?:because|since|so that|so|when|if|unless|until|that|which|where|instead of|rather than|in favou?r of|in order to|but|as|by|due to|thanks to)\s|(?:closes?|fix(?:es)?|refs?) #)|[,;:]\s|\s[-–—]\s|\s\(|\. /i;
/** A phrase does not end with these. */
const DANGLING = /(?:\s+(?:to|for|in|on|of|with|and|or|the|an?|from|by|at))+\s*$/i;
const BOUNDARY = /^(?:for|to|in|on|at|from|with|of|into|and|via|using|after|before|during|while)$/i;

/** Each verb by its participle. */
const VERBS = new Map<string, string>();
for (const verb of (
  'add remove drop delete deprecate rename replace use switch move migrate change enable disable support allow introduce implement expose export ' +
  'provide create increase decrease raise lower reduce convert rewrite split update improve refactor bump upgrade downgrade merge extract restore ' +
  'extend make set hide show pin bundle simplify'
).split(' '))
  VERBS.set(passive('', verb).split(' ').at(-1) ?? verb, verb);

/** How many words of a text tell something. */
function telling(text: string): number {
  return terms(text).filter((term) => !term.stop && !VAGUE.has(term.whole)).length;
}

const VAGUE = new Set(
  'it one thing stuff support option method function api type file code chang featur dep depend packag bunch test doc'.split(
    ' ',
  ),
);

/** Whether a deed names its object well enough to be asked about by it alone. */
export function isSpecific({ object, rest }: Deed): boolean {
  return (
    telling(object) + telling(rest) > 0 &&
    !/^(?:it|this|that|these|them|they|and|or|not|when|if|how|what|where)\b/i.test(object)
  );
}

/** The deed in forms that questions are put together from. */
export interface Spoken {
  /** "add support for X" */
  readonly base: string;
  /** "added support for X" */
  readonly past: string;
  /** "support for X added", for "was ..."; undefined for what cannot be said so. */
  readonly passive: string | undefined;
  readonly be: 'was' | 'were';
  readonly have: 'has' | 'have';
}

export function speak(deed: Deed): Spoken {
  const { verb, object } = SUPPORTS.has(deed.verb) && deed.whole === deed.rest ? supported(deed) : deed;
  const tail = deed.rest === '' || (telling(object) > 1 && deed.rest.length > 20) ? '' : ` ${deed.rest}`;
  const participle = passive('', verb).split(' ').at(-1) ?? verb;
  const isPassive = !ACTIVE_ONLY.has(verb) && !/^(?:to|from|in|on) | (?:to|from) /i.test(`${object} `);
  const many = isPlural(object);
  return {
    base: `${verb} ${object}${tail}`,
    past: `${PAST[verb] ?? participle} ${object}${tail}`,
    passive: isPassive ? `${object} ${participle}${tail}` : undefined,
    be: many ? 'were' : 'was',
    have: many ? 'have' : 'has',
  };
}

/** Nobody supports something once: support is added. */
const SUPPORTS = new Set(['support']);

function supported({ object }: Deed): { readonly verb: string; readonly object: string } {
  return { verb: 'add', object: /^support\b/i.test(object) ? object : `support for ${object}` };
}

/** Their objects have complements: "make the cache optional", "convert it to TypeScript". */
const ACTIVE_ONLY = new Set(
  'make keep turn set allow treat let require enforce migrate move convert switch use adopt prefer stop start'.split(
    ' ',
  ),
);
const PAST: Readonly<Record<string, string>> = {
  rewrite: 'rewrote',
  throw: 'threw',
  hide: 'hid',
  show: 'showed',
  forbid: 'forbade',
};
