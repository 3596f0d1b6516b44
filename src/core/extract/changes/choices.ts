import { capitalize } from '../../base/text';
import { isVague, settlesItself, subjectDecides } from '../decisionWords';
import type { Change, Reader } from './change';
import { codeNames } from './names';
import { readVerb } from './verbs';

/** One way taken rather than another: tools, formats, languages, behaviour. The clause keeps its own words. */
export const choices: Reader = (change) => {
  const { clause, ground } = change;
  const { text, place, type } = clause;
  if (place === 'sentence' || text.length > 280 || isVague(text) || /^(?:tests?|style|lint|release)$/.test(type ?? ''))
    return undefined;
  if (ground === 'documents') return place === 'subject' && SWITCH.test(text) ? said(text) : undefined;
  if (place === 'item') return SWITCH.test(text) && !SMALL.test(text) ? said(text) : undefined;
  const isSettled =
    (subjectDecides(text) && settlesItself(text)) || SWITCH.test(text) || (TURN.test(text) && ground === 'code');
  if (isSettled && !SMALL.test(text) && !isBare(text)) return said(text);
  return isBehaviour(change) ? { kind: 'feature', text: capitalize(text) } : undefined;
};

/** "Set border-radius by default", "Change default values": of what, nobody can tell. */
function isBare(text: string): boolean {
  return /\bdefaults?\b/i.test(text) && text.split(/\s+/).length < 5;
}

function said(text: string): ReturnType<Reader> {
  return { kind: 'decision', text: capitalize(text) };
}

const SWITCH =
  /^(?:(?:switch(?:e[sd]|ing)?|migrat(?:e[sd]?|ing)|transition(?:ed|ing)?|port(?:ed|ing)?)\s+(?:\S+\s+){0,6}?|(?:mov(?:e[sd]?|ing)|chang(?:e[sd]?|ing))\s+)(?:over\s+|away\s+|back\s+)?(?:to|from)\s+(?!(?:the\s+)?(?:top|bottom|end|own|separate|new|same|correct|right|its|their|a|an|use|be|avoid|make|match|fix|parent|https?|more|top-level|inside|within|another|other|different)\b)[`@$\w]/i;
const TURN =
  /^(?:convert|rewrit|refactor|split|port|turn|merg|extract|updat|transform|translat|mov)(?:e|es|s|t?ed|t?en|ing|ting)?\s+(?:`[^`]+`|[^\s,;:]+)(?:\s+(?:`[^`]+`|[^\s,;:]+)){0,4}?\s+(?:to|into|in|out of|as)\s+(?:an?\s+)?(?!(?:latest|newest|v?\d|version|use|be|make|match|avoid|fix|support|allow|work|reflect|include|new|its|the|own|separate|master|main|upstream|handle|get|have|show|not|add|ensure|remove|prevent|improve|accept|return|pass|one|single|same|more|order|case|latest|test|docs?)\b)[`@$A-Za-z]/i;
/** Matters of single files and lines, and of the repository's own housekeeping. */
const SMALL =
  /\b(?:variables?|tests?|specs?|assertions?|helpers?|internals?|imports?|examples?|leftovers?|duplicated?|unused|unnecessary|useless|dead code|code style|console\.\w+|closures?|loops?|const|var|let|arrow functions?|regex\w*|ts-ignore|that|spaces|port|images?|screenshots?|icons?|fonts?|links?|demos?|todo|typos?|readme|changelog|badges?|comments?|snapshots?|fixtures?|whitespace|indentation|dependenc(?:y|ies)|deps|version|copyright|year|logic|branch|master|devdependencies|dependencies|peerdependencies|copy|wording|headings?|sections?)\b/i;

/** What callers meet: "reject whitespace in z.base64()", "throw error if action type is not string". */
function isBehaviour({ clause, ground, paths }: Change): boolean {
  const { text, type, place, breaking } = clause;
  if (place === 'breaking') return text.split(/\s+/).length >= 4 && !/:$/.test(text);
  if (place !== 'subject' || ground !== 'code' || paths.length > 40) return false;
  if (breaking) return text.split(/\s+/).length >= 3 && !SMALL.test(text);
  const verb = readVerb(text)?.verb;
  if (
    verb === undefined ||
    !BEHAVES.has(verb) ||
    SMALL.test(text) ||
    /^(?:refactor|perf|chore|build|ci|docs?|tests?|style)$/.test(type ?? '')
  )
    return false;
  return (
    text.split(/\s+/).length >= 4 &&
    (codeNames(text).length > 0 || /\b(?:if|when|unless|instead|only|by default|as|in)\b/i.test(text)) &&
    text.length <= 120
  );
}

const BEHAVES = new Set(
  'throw return reject accept emit warn treat strip trim escape validate respect honor preserve measure count ignore skip limit include exclude print show hide stop'.split(
    ' ',
  ),
);
