import { capitalize } from '../../base/text';
import { isStandalone, isVague } from '../decisionWords';
import type { Change, Reader } from './change';
import { HOUSEKEEPING } from './housekeeping';
import { codeNames, THING } from './names';
import { isInfinitive, passive, readVerb } from './verbs';

/** What those who call or use the project meet, in the clause's own words: "Throw if the type is no string", and whatever is marked as breaking or as a feature. */
export const behaviours: Reader = (change) => {
  const { text, place } = change.clause;
  if (place === 'sentence' || place === 'item' || text.length > 280 || isVague(text)) return undefined;
  if (isAnnounced(change)) return { kind: 'feature', text: announced(text) };
  if (!isBehaviour(change)) return undefined;
  // "It now throws" needs what it is about
  const isWhole = place === 'subject' || isStandalone(text);
  const whole = isWhole ? capitalize(text) : `${capitalize(change.topic)}: ${capitalize(text)}`;
  return whole.length <= 290 ? { kind: 'feature', text: whole } : undefined;
};

/** What callers meet: "reject whitespace in z.base64()", "throw error if action type is not string". */
function isBehaviour({ clause, ground, paths }: Change): boolean {
  const { text, type, place, breaking } = clause;
  if (place === 'breaking') return text.split(/\s+/).length >= 4 && !/:$/.test(text);
  if (place !== 'subject' || ground !== 'code' || paths.length > 40) return false;
  if (breaking) return text.split(/\s+/).length >= 3 && !HOUSEKEEPING.test(text);
  if (RESTRICTS.test(text) && !/^(?:fix|bugfix|hotfix|refactor|perf|chore|build|ci)$/.test(type ?? ''))
    return text.split(/\s+/).length >= 5 && text.length <= 120 && !HOUSEKEEPING.test(text);
  const verb = readVerb(text)?.verb;
  if (
    verb === undefined ||
    !BEHAVES.has(verb) ||
    HOUSEKEEPING.test(text) ||
    /^(?:refactor|perf|chore|build|ci|docs?|tests?|style)$/.test(type ?? '')
  )
    return false;
  return (
    text.split(/\s+/).length >= 4 &&
    (codeNames(text).length > 0 || /\b(?:if|when|unless|instead|only|by default|as|in)\b/i.test(text)) &&
    text.length <= 120
  );
}

/** The message itself calls it a feature. */
function isAnnounced({ clause: { text, type, scope = '', place }, ground }: Change): boolean {
  const isFeature = /^(?:feat|feature|new|added|enhancement)$/.test(type ?? '');
  return (
    isFeature &&
    !/^(?:tests?|docs?|ci|build|deps|internal)$/.test(scope) &&
    place === 'subject' &&
    ground === 'code' &&
    text.split(/\s+/).length >= 2 &&
    !HOUSEKEEPING.test(text) &&
    !INNER.test(text)
  );
}
/** "heap profiling" -> "Heap profiling was added". */
function announced(text: string): string {
  const words = text.split(/\s+/);
  const isThing =
    (words.length <= 2 || (words.length === 3 && THING_AT_END.test(text))) &&
    !isInfinitive(words[0] ?? '') &&
    !/^(?:the|a|an|to|for|in|on|by|with)$/i.test(words[1] ?? '') &&
    (words.length === 1 ? codeNames(text).length > 0 : true);
  return capitalize(isThing ? passive(text, 'add') : text);
}

const THING_AT_END = new RegExp(`\\b(?:${THING}|support|completion|mode|validation)$`, 'i');
const INNER =
  /^(?:fix|bump|update|upgrade|test|clean|remov|refactor|renam|wip|start|begin|more|some|minor|small|finish|prepar|initial|misc|polish|tweak|improve error)|\bimprovements?$|\blogging$/i;

const RESTRICTS = /^(?:only|don['’]t|do not|no longer|never|always)\s+[a-z]/i;

const BEHAVES = new Set(
  'throw return reject accept emit warn treat strip trim escape validate respect honor preserve measure count ignore skip limit include exclude print show hide stop'.split(
    ' ',
  ),
);
