/** The verbs that clauses of commit messages begin with, whether or not a fact may come of them; participles only where they are irregular. */
const PARTICIPLES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'add remove drop delete deprecate rename replace use switch move migrate change enable disable support allow introduce implement expose export ' +
    'provide increase decrease raise lower reduce default stop require convert rewrite:rewritten split:split fix update improve refactor bump upgrade ' +
    'downgrade test document clean merge port extract ignore skip handle ensure prevent avoid throw:thrown return reject accept emit warn ' +
    'simplify optimize bring:brought create include exclude prefer adopt enforce disallow forbid:forbidden ban limit pin target inline vendor ' +
    'restore revert bundle publish ship rework reorganize restructure tweak correct adjust apply extend pass make:made set:set turn keep:kept ' +
    'relocate treat strip trim escape validate check show:shown hide:hidden display print respect honor preserve measure count swap unify consolidate discontinue'
  )
    .split(' ')
    .map((entry) => {
      const [verb = '', irregular] = entry.split(':');
      return [verb, irregular ?? `${stemOf(verb, 'ed')}ed`];
    }),
);

const LEMMAS: ReadonlyMap<string, string> = new Map(
  Object.entries(PARTICIPLES).flatMap(([verb, participle]) =>
    [verb, participle, thirdPerson(verb), `${stemOf(verb, 'ing')}ing`].map((form): [string, string] => [form, verb]),
  ),
);

export interface VerbPhrase {
  /** Base form: "remove". */
  readonly verb: string;
  /** What follows the verb. */
  readonly rest: string;
}

/** Words that may stand before the verb and change nothing about what was done. */
const BEFORE_VERB = /^(?:(?:now|also|just|completely|finally|actually|properly),?\s+){0,2}/i;

/** Reads "removes the cache", "Removed the cache" and "also remove the cache" alike. Undefined when a clause begins otherwise. */
export function readVerb(clause: string): VerbPhrase | undefined {
  const idiom = /^get(?:s|ting)? rid of\s+(?=\S)/i.exec(clause)?.[0];
  if (idiom !== undefined) return { verb: 'remove', rest: clause.slice(idiom.length) };
  const start = BEFORE_VERB.exec(clause)?.[0].length ?? 0;
  const found = /^([A-Za-z]+)\s+(?=\S)/.exec(clause.slice(start));
  const verb = LEMMAS.get(found?.[1]?.toLowerCase() ?? '');
  return found && verb !== undefined ? { verb, rest: clause.slice(start + found[0].length).trim() } : undefined;
}

/** Whether the word is one of the verbs, in any form. */
export function isVerb(word: string): boolean {
  return LEMMAS.has(word.toLowerCase());
}

/** A verb that is hardly ever a noun: of "description and default metadata" nothing was set to its default. */
export function isClearVerb(word: string): boolean {
  return isVerb(word) && !OFTEN_NOUNS.has(word.toLowerCase());
}

const OFTEN_NOUNS = new Set(
  'default set test limit pass check count display print document target pin export port return keep show treat release'.split(
    ' ',
  ),
);

/** What may follow a "to" of purpose: "option to quickly register". */
export function isInfinitive(word: string): boolean {
  return isVerb(word) || INFINITIVE.test(word);
}

const INFINITIVE =
  /ly$|^(?:also|be|get|find|run|see|know|choose|select|control|customi[sz]e|configure|define|specify|override|parse|format|compute|detect|debug|log|write|read|open|close|start|call|load|save|send|wait|retry|abort|cancel|kill|format|resolve|match|work|have|do|go|help|let|not|opt|generate|determine|manage|toggle|filter|sort|render|draw|clear|reset|register|inspect|copy|select|jump|step|attach|terminate|suppress|silence|tell|store|view|compare|calculate|mark|transform|build|compile|execute|initiali[sz]e|sync|force|access|perform|improve|reduce|process|identify|easily|quickly)$/i;

/** "cache", "remove" -> "Cache was removed": what was done, told of the thing it was done to. */
export function passive(object: string, verb: string, rest = ''): string {
  const be = isPlural(object) ? 'were' : 'was';
  return `${object} ${be} ${PARTICIPLES[verb] ?? verb}${rest === '' ? '' : ` ${rest}`}`;
}

export function isPlural(object: string): boolean {
  const head = object
    .replace(/\([^()]*\)/g, '')
    .replace(/\s+(?:for|of|in|on|to|from|with|that|which|by|at|as)\s.*$/i, '');
  const last = head.split(/\s+/).at(-1) ?? '';
  if (/^an?\s/i.test(object) || /^(?:support|syntax|access)$/i.test(last)) return false;
  if (/\s(?:and|&)\s|,\s/.test(head)) return true;
  return /^[a-z-]*[a-z]{2}(?<![sui]|[^e]a)s$/i.test(last) && !/[a-z][A-Z]/.test(last);
}

/** The verb without what its ending swallows: drop -> dropp(ed), remove -> remov(ed), fix -> fix(ed). */
function stemOf(verb: string, ending: 'ed' | 'ing'): string {
  if (/ee$|ye$/.test(verb)) return verb;
  if (verb.endsWith('e')) return verb.slice(0, -1);
  if (ending === 'ed' && /[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}i`;
  const doubles = /^(?:drop|stop|skip|ban|pin|strip|trim|split|set|ship|swap)$/.test(verb);
  return doubles ? `${verb}${verb.slice(-1)}` : verb;
}

function thirdPerson(verb: string): string {
  if (/(?:s|sh|ch|x)$/.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}
