import { groupBy, words } from '../../core/index';
import { fillFor, yesNo, type Draft } from './draft';
import type { Deed } from './deeds';
import type { History } from './history';
import { Removals } from './removals';

/** Whether there is a feature, whether it was removed, whether it is deprecated: for as long as each is so. */
export function presenceQuestions(history: History): Draft[] {
  const steps = history.facts.flatMap((_, index) => stepOf(history, index) ?? []);
  const removals = new Removals(history);
  return [...groupBy(steps, ({ name }) => name)].flatMap(([name, all]) =>
    all.flatMap((step, i): Draft[] => {
      if (all[i - 1]?.state === step.state) return [];
      const next = all.slice(i + 1).find(({ state }) => state !== step.state);
      const same = all.slice(i, next ? all.indexOf(next) : undefined);
      return ask(
        history,
        name,
        step,
        same.map(({ index }) => index),
        next?.index ?? (step.state === 'gone' ? undefined : removals.after(name.split(' '), same.at(-1)?.index ?? 0)),
      );
    }),
  );
}

/** Of each fact that says that something is there: the fact that says that it is gone. */
export function endedByRemoval(history: History): { readonly index: number; readonly end: number }[] {
  const steps = history.facts.flatMap((_, index) => stepOf(history, index) ?? []);
  return [...groupBy(steps, ({ name }) => name).values()].flatMap((all) =>
    all.flatMap(({ index, state }, i) => {
      const gone = state === 'gone' ? undefined : all.slice(i + 1).find((later) => later.state === 'gone');
      return gone ? [{ index, end: gone.index }] : [];
    }),
  );
}

type State = 'there' | 'deprecated' | 'gone';

interface Step {
  readonly index: number;
  /** What it is about, however it is put. */
  readonly name: string;
  readonly state: State;
  readonly deed: Deed;
}

function ask(
  history: History,
  name: string,
  { index, state, deed }: Step,
  about: readonly number[],
  next?: number,
): Draft[] {
  const end = history.untilFact(index).to;
  const to = Math.min(next ?? Infinity, end ?? Infinity);
  const common = { from: index, ...(to < history.facts.length && { to }), about };
  const key = `${name}\n${String(index)}`;
  const isGone = state === 'gone';
  const thing = withArticle(deed);
  const drafts: Draft[] = [
    {
      key: `there\n${key}`,
      kind: 'is it there',
      wordings: thereWordings(deed, thing),
      gold: yesNo(!isGone),
      ...common,
    },
    {
      key: `removed\n${key}`,
      kind: 'was it removed',
      wordings: fillFor(REMOVED, thing),
      gold: yesNo(isGone),
      ...common,
    },
  ];
  if (state === 'deprecated')
    drafts.push({
      key: `deprecated\n${key}`,
      kind: 'is it deprecated',
      wordings: fillFor(DEPRECATED, thing),
      gold: yesNo(true),
      ...common,
    });
  return drafts;
}

function thereWordings({ object }: Deed, thing: string): string[] {
  const supported =
    /^support (?:for|of) (.+)$/i.exec(object)?.[1] ?? /^(.+) support$/i.exec(object)?.[1] ?? PLATFORM.exec(object)?.[0];
  return supported === undefined ? fillFor(THERE, thing) : fillFor(SUPPORTED, supported);
}

/** "node 5" */
const PLATFORM =
  /^(?:node(?:\.?js)?|io\.?js|ie|internet explorer|python|ruby|php|java|typescript|npm|safari|firefox|chrome|opera|edge|electron|deno|bun|react|webpack)\s*v?\d.*$/i;

const THERE = [
  'Is there % now?',
  'Do we have %?',
  'Is % available?',
  'Can I use %?',
  'Does the project have %?',
  'Is % still there?',
  'does % exist?',
];
const SUPPORTED = [
  'Is % supported?',
  'Do we support %?',
  'Is there support for %?',
  'Does the project still support %?',
  'Can users count on support for %?',
  'Do we still support %?',
];
const REMOVED = [
  'Was % removed?',
  'Is % gone?',
  'Has % been removed?',
  'Did we drop %?',
  'Did we get rid of %?',
  'Was % taken out?',
];
const DEPRECATED = ['Is % deprecated?', 'Was % deprecated?', 'Am I told not to use % any more?', 'Did we deprecate %?'];

/** States by verb. */
const STATES: Readonly<Record<string, State>> = {
  add: 'there',
  introduce: 'there',
  implement: 'there',
  expose: 'there',
  export: 'there',
  provide: 'there',
  create: 'there',
  support: 'there',
  restore: 'there',
  deprecate: 'deprecated',
  remove: 'gone',
  drop: 'gone',
  delete: 'gone',
  rename: 'gone',
  replace: 'gone',
};

function stepOf(history: History, index: number): Step | undefined {
  const fact = history.facts[index];
  if (!fact || (fact.kind !== 'feature' && fact.kind !== 'decision')) return undefined;
  const deed = history.deed(index);
  const state = deed && STATES[deed.verb];
  if (!deed || state === undefined || deed.object.split(' ').length > 6) return undefined;
  // "X was added to response" is about X there; only what is told whole can be asked for by its name.
  if (deed.rest !== '' && state !== 'there' && deed.verb !== 'rename' && deed.verb !== 'replace') return undefined;
  if (/^(?:to|from|in|on)\b/i.test(deed.whole) && deed.verb !== 'rename') return undefined;
  if (LOOSE.test(deed.object) || CONDITION.test(deed.whole)) return undefined;
  const name = nameOf(deed.object);
  // "toFp was renamed to toFP": whoever asks for either means both
  if (deed.verb === 'rename' && nameOf(deed.whole) === name) return undefined;
  return name === '' ? undefined : { index, name, state, deed };
}

/** More of something, or several things at once. */
const LOOSE = /^(?:more|additional|missing|better|further|several|some|various)\b|,|\//i;
/** It is so at times only. */
const CONDITION = /\b(?:when|if|unless|except|until)\b/i;

/** The telling words of a name, without those for what sort of thing it is. */
function nameOf(object: string): string {
  return [...new Set(words(object))]
    .filter((word) => !SORTS.has(word))
    .sort()
    .join(' ');
}

const SORTS = new Set(
  'support option method function hook api flag setting properti prop event helper util command class type parameter param deprec old unus legaci abil new export undocu'.split(
    ' ',
  ),
);

/** "beforeDestroy hook" -> "the beforeDestroy hook" */
function withArticle({ object }: Deed): string {
  const isSort =
    /\b(?:option|method|function|hook|api|flag|setting|property|prop|event|helper|command|class|type|parameter|param|plugin|element|script|file)$/i.test(
      object,
    );
  const plain = object.replace(/^(?:deprecated|unused|old|legacy|undocumented|an?|the|some|new) /i, '');
  return isSort ? `the ${plain}` : plain;
}
