import { capitalize } from '../../base/text';
import { isVague, settlesItself, subjectDecides } from '../decisionWords';
import type { Change, Reader } from './change';
import { HOUSEKEEPING } from './housekeeping';
import { codeNames } from './names';

/** One way taken rather than another: tools, formats, languages. The clause keeps its own words. */
export const choices: Reader = (change) => {
  const { clause, ground } = change;
  const { text, place, type } = clause;
  if (place === 'subject' && (ARROW.test(text) || MINIMUM.test(text) || adopts(change))) return said(text);
  if (place === 'sentence' || text.length > 280 || isVague(text) || /^(?:tests?|style|lint|release)$/.test(type ?? ''))
    return undefined;
  if (ground === 'documents') return place === 'subject' && SWITCH.test(text) ? said(text) : undefined;
  if (place === 'item') {
    const isChoice =
      SWITCH.test(text) || (TURN.test(lowerFirst(text)) && ground === 'code' && codeNames(text).length > 1);
    return isChoice && !HOUSEKEEPING.test(text) ? said(text) : undefined;
  }
  const isSettled =
    (subjectDecides(text) && settlesItself(text)) ||
    SWITCH.test(text) ||
    saysWhy(change) ||
    ((TURN.test(lowerFirst(text)) || TO_LANGUAGE.test(text)) && ground === 'code');
  return isSettled && !HOUSEKEEPING.test(text) && !isBare(text) ? said(text) : undefined;
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
