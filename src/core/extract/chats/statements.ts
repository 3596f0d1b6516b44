import { capitalize } from '../../base/text';
import { readFormer } from '../former';
import type { Reader, Reading } from './heard';

/** What the user tells of the project: "we decided to ...", "we deploy from main", "our API runs on port 8080". */
export const statements: Reader = ({ text, lasting }) => {
  if (DECIDED.some((pattern) => pattern.test(text))) return told('decision', text);
  const habit = HABIT.exec(text)?.groups?.verb?.toLowerCase();
  if (habit !== undefined && !TROUBLE.test(text) && (lasting || text.split(/\s+/).length >= LEAST_WORDS))
    return told(WORK.test(habit) ? 'convention' : 'decision', text);
  const holds = RUNS.test(text) || MEASURES.test(text) || EXPIRES.test(text);
  return holds && !COMPLAINS.test(text) ? told('decision', text) : undefined;
};

/** Fewer say nothing: "we use it". */
const LEAST_WORDS = 4;

const DECIDED: readonly RegExp[] = [
  /^(?:we|i|the team|team)(?:['’]ve| have| just)* (?:decided|agreed|chose|opted|settled|resolved|committed)(?: together| in the meeting)?(?: (?:that|to|on|for|against|not to)\b)\s+\S.{5,}$/i,
  /^[Ww]e(?:['’]re| are) (?:still )?on [A-Z][\w.]*(?: \w+)? v?\d.*$/,
  /^(?:the|our) (?:main|default|release|development|dev|staging|production) (?:branch|environment|database|bucket|server|domain) is (?:called |named )?\S+$/i,
  /^(?:(?:the|our) )?(?:decision|choice|verdict|conclusion)(?: is)?:?\s+(?:to |that )?\S.{8,}$/i,
  /^(?:we|our team|the team)(?:['’]ve| have| just| now| recently)* (?:switched|moved|migrated|transitioned|upgraded)(?: \S+){0,4}? (?:over )?to\s+(?!(?:the (?:next|other)|it|that|this|a|an)\b)\S.*$/i,
  /^(?:we(?:['’]re| are)|i(?:['’]m| am)) (?:going|sticking|staying) with\s+(?!(?:it|that|this|the)\b)\S.*$/i,
  // "`getUser` is deprecated, use `fetchUser`"
  /^(?!(?:it|this|that)\b)\S+(?: \S+){0,3} (?:is|are) deprecated[,;:.–-]*\s+(?:please )?(?:use|prefer|switch to)\s+(?!(?:it|that|this|the other)\b)\S+(?: \S+){0,4}$/i,
  // "the API must stay backwards compatible"
  /^(?:the|our|all) [\w ./-]{2,40} (?:must|should|has to|have to|needs? to) (?:stay|remain|be kept) (?!(?:here|there|open|as is|the same)\b)[a-z][\w -]+$/i,
  // "the auth code lives in src/auth"
  /^(?:the|our) (?:[\w-]+ ){1,4}(?:lives?|belongs?|is kept|are kept) (?:in|under|inside) `?[\w.@-]+\/[\w./-]*`?$/i,
];

function told(kind: 'decision' | 'convention', text: string): Reading {
  const { text: now, was } = readFormer(text);
  return { kind, text: capitalize(now), ...(was !== undefined && { was }) };
}

const HABIT =
  /^(?:(?:since|until|starting|as of) [^,]{3,40}?,? |(?:for|in|on) [\w /-]{3,30}?,? )?(?:we|our team|the team)(?:['’]ve)? (?:now |only |already |no longer |do not |don['’]t |still |will (?:not )?|won['’]t |also )*(?<verb>deploy|release|ship|publish|host|store|keep|target|support|require|follow|squash|merge|rebase|tag|branch|review|version|log|format|lint|name|pin|run|build|test|write|bill|charge|use|maintain|sign|rotate|back up|encrypt)\s+(?!(?:that|this|it|into|out|them)\b)\S/i;
const WORK =
  /^(?:deploy|release|ship|publish|follow|squash|merge|rebase|tag|branch|review|version|format|lint|name|test|write|sign)$/;

const TROUBLE = /\b(?:get|got|getting|want|see|error|fail\w*|crash\w*|problem|bug)\b/i;

const RUNS =
  /^(?:our|the) (?:[\w-]+ ){0,3}?(?:project|app|application|api|server|service|backend|frontend|database|db|site|website|client|worker|library|package|repo|codebase|team|staging|production|pipeline|ci)(?: environment| server| database)? (?:runs? on|uses?|listens on|is (?:deployed|hosted|written|built|based) (?:to|on|in|with|at)|lives? (?:in|at|on)|targets|supports|requires|depends on|is (?:read-only|public|private|internal))(?:\s+\S+.*)?$/i;
/** "Deployments happen every Tuesday". */
const MEASURES =
  /^(?:the |our )?(?:[\w-]+ ){0,4}?(?:deployments?|releases?|backups?|sessions?|tokens?|standups?)(?: (?:of|for|per) [\w -]{2,30}?)? (?:is|are|is limited to|are limited to|(?:happen|run|go out)s? (?:every|each|on)) (?:at most |up to )?(?:\d[\w.,%]*(?: \w+){0,4}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b.*)$/i;
/** "Sessions expire after 30 minutes of inactivity". */
const EXPIRES =
  /^(?:the |our )?[a-z][\w -]{2,40} (?:expires?|times? out|lasts?|are deleted|is deleted|are kept|is kept)(?: after| for)? \d+ \w+(?: \w+){0,4}$/i;
const COMPLAINS =
  /\b(?:but|not|still|broken|wrong|fail\w*|errors?|bugs?|crash\w*|missing|empty|gone|weird|problem\w*|why|expected|now|too|only|currently|got|getting|seeing|there (?:is|are)|hangs?|slow)\b|n['’]t\b/i;
