import { readQuestion, Subjects, terms, type ReadQuestion } from '../core/index';

/**
 * What a reader is asked for. `there`: whether something is there; `gone`: whether it went; `reverted` and `deprecated` likewise.
 * `said`: whatever there is to say.
 */
export type Intent =
  | 'there'
  | 'gone'
  | 'reverted'
  | 'deprecated'
  | 'version'
  | 'value'
  | 'when'
  | 'who'
  | 'why'
  | 'new name'
  | 'old name'
  | 'role'
  | 'former role'
  | 'said';

export interface Wanted {
  readonly intent: Intent;
  /** The terms that say what the question is about: not those that only ask. */
  readonly topic: ReadQuestion['asked'];
  /** Lower-case names of the tools that have the role which is asked for. */
  readonly tools: ReadonlySet<string>;
}

export function readWanted(text: string): Wanted {
  let wanted = READ.get(text);
  if (!wanted) {
    wanted = read(text);
    if (READ.size >= MOST_READ) READ.clear();
    READ.set(text, wanted);
  }
  return wanted;
}

/** The same questions are asked of every bank, and reading one takes a third of a millisecond. A cache: what it gives does not depend on it. */
const READ = new Map<string, Wanted>();
const MOST_READ = 30_000;

function read(text: string): Wanted {
  const plain = text.replace(POLITE, '').replace(/^(\p{Ll})/u, (first) => first.toUpperCase());
  const { asked, roles } = readQuestion(plain, NO_SUBJECTS);
  const intent = intentOf(plain, roles.length > 0);
  const telling = asked.filter(({ whole }) => !ASKING.has(whole));
  return {
    intent,
    topic: telling.length > 0 ? telling : asked,
    tools: new Set(intent === 'role' || intent === 'former role' ? roles.flatMap(({ tools }) => tools) : []),
  };
}

/** Which packages there are is for keys; a reader has only words. */
const NO_SUBJECTS = new Subjects([]);

const POLITE =
  /^(?:do you know|can you tell me|could you (?:tell me|say)|is it true that|i wonder|tell me)\s+(?=who|when|why|what|which|how|whether|the|we|if)/i;

/** The first that fits. */
const INTENTS: readonly (readonly [Intent, RegExp])[] = [
  ['why', /^(?:why|how come|what (?:is|was|were|are) the reason|what was wrong|what made us|for what reason)\b/i],
  [
    'when',
    /^(?:when|since when|(?:on|at|in|since) (?:which|what) (?:day|date|month|year)|what (?:is|was) the (?:day|date))\b/i,
  ],
  ['who', /^(?:who|whose|by whom|which (?:developer|person|author|contributor))\b/i],
  ['reverted', /^(?!what|which|how).*\b(?:revert\w*|roll(?:ed)? back|back(?:ed)? out|taken back|undone)\b/i],
  ['deprecated', /\bdeprecat|\btold not to use\b/i],
  [
    'gone',
    /^(?:is|are|was|were|did|do|does|has|have)\b.*\b(?:gone|removed?|dropp?(?:ed)?|rid of|taken out|deleted?|stop(?:ped)? using)\b/i,
  ],
  ['why', /^(?:(?:can you )?tell me more|what are the details|what was said when|what do we know about the change)\b/i],
  ['version', /\b(?:versions?|release)\b|^what \S+ do we target\b/i],
  [
    'value',
    /\b(?:default|do not set|nothing is configured)\b|^(?:which value|how much|to what was|what did we set)\b/i,
  ],
  ['old name', /\b(?:called|known|named|name of .*) (?:before|earlier)\b|\b(?:old|former) name\b|\bused to be\b/i],
  [
    'old name',
    /\bdid .+ replace\b|\b(?:in place of what|which one was there before|before we had|did we use before|was used before)\b/i,
  ],
  ['new name', /\b(?:called|new name|renamed to|find .+ now|its name now)\b/i],
  ['new name', /\breplaced\b|\binstead of\b|\btook the place\b|\bin place of\b|\bwe used to have\b/i],
  ['there', /^(?:is|are|was|were|do|does|did|has|have|can|will|should)\b/i],
];

function intentOf(plain: string, namesRole: boolean): Intent {
  const found = INTENTS.find(([, pattern]) => pattern.test(plain))?.[0];
  if (!namesRole || !/^(?:what|which)\b/i.test(plain) || (found !== undefined && NEVER_ROLE.has(found)))
    return found ?? 'said';
  return /\bbefore\b|\buntil\b/i.test(plain) ? 'former role' : 'role';
}

const NEVER_ROLE: ReadonlySet<Intent> = new Set<Intent>(['why', 'when', 'who', 'version', 'value']);

/** Stems that ask, and are not asked about. */
const ASKING = new Set(
  terms(
    'removed gone dropped drop gotten get rid taken take out reverted revert rolled roll back commit change release depend dependency version minimum ' +
      'lowest least support supported target called call name old new renamed replaced replace instead place took find earlier developer ' +
      'day date know default configured set value happened said decided agree rule details tell reason wrong exist available have use still count ' +
      'users using used need needed told deprecated deprecate stop installed current',
  ).map(({ whole }) => whole),
);
