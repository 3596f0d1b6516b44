import { capitalize } from '../../base/text';
import { isVague, settlesItself, subjectDecides } from '../decisionWords';
import type { Change, Reader } from './change';
import { codeNames } from './names';
import { isInfinitive, passive, readVerb } from './verbs';

/** One way taken rather than another: tools, formats, languages, behaviour. The clause keeps its own words. */
export const choices: Reader = (change) => {
  const { clause, ground } = change;
  const { text, place, type } = clause;
  if (place === 'sentence' || text.length > 280 || isVague(text) || /^(?:tests?|style|lint|release)$/.test(type ?? ''))
    return undefined;
  if (ground === 'documents') return place === 'subject' && SWITCH.test(text) ? said(text) : undefined;
  if (place === 'item') {
    const isChoice =
      SWITCH.test(text) || (TURN.test(lowerFirst(text)) && ground === 'code' && codeNames(text).length > 1);
    return isChoice && !SMALL.test(text) ? said(text) : undefined;
  }
  if (ARROW.test(text) || MINIMUM.test(text) || adopts(change)) return said(text);
  const isSettled =
    (subjectDecides(text) && settlesItself(text)) ||
    SWITCH.test(text) ||
    saysWhy(change) ||
    ((TURN.test(lowerFirst(text)) || TO_LANGUAGE.test(text)) && ground === 'code');
  if (isSettled && !SMALL.test(text) && !isBare(text)) return said(text);
  if (isAnnounced(change)) return { kind: 'feature', text: announced(text) };
  return isBehaviour(change) ? { kind: 'feature', text: capitalize(text) } : undefined;
};

/** "Pin numpy<2 due to an ABI break": the line has its reason with it. */
function saysWhy({ clause: { text, type } }: Change): boolean {
  if (/^(?:fix|bugfix|hotfix|refactor)$/.test(type ?? '')) return false;
  return subjectDecides(text) && BECAUSE.test(text);
}
const MINIMUM =
  /^(?:rais|bump|increas|requir|set|lower)(?:e|es|s|ed|ing)?\s.*\b(?:minimum|min(?:imal)?|msrv|lowest)\b.*\d/i;
const BECAUSE =
  /\b(?:because|due to|since (?!v?\d)|so that|as (?:it|they|we) |to (?:avoid|prevent|reduce|work around|comply|save|speed up))\b/i;

/** "Set border-radius by default", "Change default values": of what, nobody can tell. */
function isBare(text: string): boolean {
  return /\bdefaults?\b/i.test(text) && text.split(/\s+/).length < 5;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function said(text: string): ReturnType<Reader> {
  return { kind: 'decision', text: capitalize(text) };
}

const SWITCH =
  /^(?:(?:switch(?:e[sd]|ing)?|migrat(?:e[sd]?|ing)|transition(?:ed|ing)?|port(?:ed|ing)?)\s+(?:\S+\s+){0,6}?|(?:mov(?:e[sd]?|ing)|chang(?:e[sd]?|ing))\s+)(?:over\s+|away\s+|back\s+)?(?:to|from)\s+(?!(?:the\s+)?(?:top|bottom|end|own|separate|new|same|correct|right|its|their|a|an|use|be|avoid|make|match|fix|parent|https?|more|top-level|inside|within|another|other|different)\b)[`@$\w]/i;
/** "convert createStore to TypeScript", "refactor Application into a class": what it turned into must be told by its look. */
const TURN =
  /^(?:convert|rewrit|refactor|port|turn|merg|updat|transform|translat|upgrad|chang)(?:e|es|s|t?ed|t?en|ing|ting)?\s+(?:`[^`]+`|[^\s,;:]+)(?:\s+(?:`[^`]+`|[^\s,;:]+)){0,4}?\s+(?:to|into|in|as)\s+(?:(?:an?|native|modern|pure|plain|the)\s+)*(?:`|@\w|\$\w|[A-Z](?!ll\b)[\w.-]*[a-z]|[a-z]+[A-Z]|[a-z$][\w$]*\.[a-z]\w*|(?:typescript|javascript|coffeescript|ts|js|esm|cjs|es[56]|es\s?modules?|ecmascript|class(?:es)?|async\S*|promises?|hooks|commonjs|modules?|functions?|generators?|python\s?3|rust|go|wasm|webassembly|monorepo|workspaces?|singleton|scope hoisting)\b)/;
const ARROW = /^(?:switch|mov|migrat|chang|replac)(?:e|es|ed|ing)?\s+[\w@/.-]+\s*(?:->|=>|→|➡️?)\s*[\w@/.-]+$/i;

const TO_LANGUAGE = /^mov(?:e|es|ed|ing)\s+.{2,60}\s+to\s+(?:ts|typescript|esm|es6|es modules|javascript|rust|go)$/i;

/** "Use GitHub Actions", "use dotenv for better .env support": something from outside is taken in. */
function adopts({ clause: { text, type }, ...change }: Change): boolean {
  const found =
    /^(?:start )?us(?:e|es|ed|ing)\s+(?:the\s+)?(\S+(?:\s+\S+){0,4}?)(?:\s+(?:for|to|as|in|with)\s.*)?$/i.exec(
      text,
    )?.[1];
  if (
    found === undefined ||
    /^(?:fix|refactor|perf|style)$/.test(type ?? '') ||
    /^(?:an?|new|latest|correct|proper|same|more|own|it|this|that|our|better|local|both|all)\b/i.test(found)
  )
    return false;
  return (
    change.isPackage(found.replace(/[`'"]/g, '')) ||
    /\b(?:runner|bundler|manager|actions|pipeline|compiler|transpiler|formatter|registry|generator|service|workspaces?|license)$/i.test(
      found,
    )
  );
}

/** Matters of single files and lines, and of the repository's own housekeeping. */
const SMALL =
  /\b(?:variables?|tests?|specs?|assertions?|helpers?|internals?|imports?|examples?|leftovers?|duplicated?|unused|unnecessary|useless|dead code|code style|console\.\w+|closures?|loops?|const|var|let|arrow functions?|regex\w*|ts-ignore|that|spaces|port|instanceof|typeof|null|undefined|(?:Object|Array|Set|Map|String|Number|Math|JSON|Reflect)\.\w+|urls?|file|images?|screenshots?|icons?|fonts?|links?|demos?|todo|typos?|readme|changelog|badges?|comments?|snapshots?|fixtures?|indentation|dependenc(?:y|ies)|deps|version|copyright|year|logic|branch|master|devdependencies|dependencies|peerdependencies|copy|wording|headings?|sections?)\b/i;

/** What callers meet: "reject whitespace in z.base64()", "throw error if action type is not string". */
function isBehaviour({ clause, ground, paths }: Change): boolean {
  const { text, type, place, breaking } = clause;
  if (place === 'breaking') return text.split(/\s+/).length >= 4 && !/:$/.test(text);
  if (place !== 'subject' || ground !== 'code' || paths.length > 40) return false;
  if (breaking) return text.split(/\s+/).length >= 3 && !SMALL.test(text);
  if (RESTRICTS.test(text) && !/^(?:fix|bugfix|hotfix|refactor|perf|chore|build|ci)$/.test(type ?? ''))
    return text.split(/\s+/).length >= 5 && text.length <= 120 && !SMALL.test(text);
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

/** The message itself calls it a feature. */
function isAnnounced({ clause: { text, type, place }, ground }: Change): boolean {
  const isFeature = /^(?:feat|feature|new|added|enhancement)$/.test(type ?? '');
  return (
    isFeature &&
    place === 'subject' &&
    ground === 'code' &&
    text.split(/\s+/).length >= 4 &&
    !SMALL.test(text) &&
    !INNER.test(text)
  );
}
/** "heap profiling" -> "Heap profiling was added". */
function announced(text: string): string {
  const words = text.split(/\s+/);
  const isThing =
    words.length <= 2 && !isInfinitive(words[0] ?? '') && (words.length === 1 ? codeNames(text).length > 0 : true);
  return capitalize(isThing ? passive(text, 'add') : text);
}

const INNER =
  /^(?:fix|bump|update|upgrade|test|clean|remov|refactor|renam|wip|start|begin|more|some|minor|small|finish|prepar|initial|misc|polish|tweak|improve error)/i;

const RESTRICTS = /^(?:only|don['’]t|do not|no longer|never|always)\s+[a-z]/i;

const BEHAVES = new Set(
  'throw return reject accept emit warn treat strip trim escape validate respect honor preserve measure count ignore skip limit include exclude print show hide stop'.split(
    ' ',
  ),
);
