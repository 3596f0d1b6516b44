import { capitalize } from '../../base/text';
import { groundOf, type Change } from '../changes/change';
import { choices } from '../changes/choices';
import { codeNames } from '../changes/names';
import { settings } from '../changes/settings';
import { givesReason, isVague, settlesItself, subjectDecides } from '../decisionWords';
import { readFormer } from '../former';
import type { Heard, Reader, Reading } from './heard';
import { isOneOff, isOpen, leans } from './talk';
import { findRival, readTool } from './tools';

/** What the user decides for the project: settings, one way rather than another, what it does from then on. */
export const decisions: Reader = (heard) => {
  const { text } = heard;
  if (isOpen(text) || text.length > LONGEST || isOneOff(text)) return undefined;
  const reading = adopted(heard) ?? setting(heard) ?? chosen(heard) ?? announced(heard) ?? stated(heard);
  return reading && !leans(reading.text) ? reading : undefined;
};

/** What the user has made: no decision that could be superseded, but found again by questions. */
export const requests: Reader = ({ text, place, raw }) => {
  const words = text.split(/\s+/);
  const least = codeNames(text).length > 0 ? LEAST_WORDS - 1 : LEAST_WORDS;
  if (isOpen(text) || isOneOff(text) || leans(text) || text.length > LONGEST || words.length < least) return undefined;
  if ((ADDS_TO.test(raw) && !COMMAND.test(text)) || ORDERS_WORK.test(text)) return undefined;
  if (TALK.test(text) || (place === 'item' && words.length < LEAST_WORDS + 1)) return undefined;
  const isWhole = ACTS.test(text) || CASE.test(text) || OUGHT.test(text);
  if (!isWhole || !isTelling(text) || SMALL.test(text)) return undefined;
  const { text: told, was } = readFormer(text);
  return { kind: 'change', text: capitalize(told), ...(was !== undefined && { was }) };
};

/** What still can be shown whole in an answer. In characters. */
const LONGEST = 280;
/** Fewer can hardly be read alone: "add the flag". */
const LEAST_WORDS = 5;

/** "Include the country too" goes on from what was said before. */
const ADDS_TO = /^\W*also\b|\b(?:too|as well)(?:\W*$|,)/i;
const COMMAND = /(?:^|\s)(?:\/|--)[a-z][\w-]+/;
/** "If it fails, check the log": a task, with its case before it. */
const ORDERS_WORK =
  /^[^,]{3,140},\s*(?:then |just |please )?(?:check(?! (?:if|whether|for|that|usage)\b)|see|look|try|run|tell|explain|fix|find|read|open|confirm|verify|let|ask)\b/i;

/** Verbs of what is asked for and stays. */
const ACTS =
  /^(?:add|have|make|change|use|show|include|exclude|only|remove|drop|don['’]t|do not|never|replace|rename|switch|set|default|enable|disable|allow|disallow|support|accept|reject|require|return|throw|raise|ignore|skip|limit|keep|store|save|send|cache|treat|convert|expose|hide|display|split|merge|map|sort|truncate|round|encrypt|hash|validate|retry|prefix|print|warn|respect|prefer|avoid|separate|auto[\w-]*|move|increase|decrease|reduce|lower|update(?=.*\bto (?:show|use|print|return|include|accept|support|ignore|send|store|keep|skip|handle)\b))\b\s+\S/i;
/** "If the user does /add to a file ..., refuse with an error." */
const CASE =
  /^(?:if|when|whenever|unless|once|before|after|in|on|for) [^,]{4,140},\s*(?:then |always |only |just |please )?[a-z]+\b(?!\s*$)/i;
/** "All events should contain the version number." */
const OUGHT =
  /^(?!(?:it|this|that|there|they|we|i|you|he|she|what|which)\b|.*\b(?:but|is|are|was|were)\b.* should\b)[^,;:]{3,80}?\b(?:should(?:n['’]t)?|must(?:n['’]t)?|shall|needs? to|has to|have to|no longer|will always|will never)\s+(?:only |also |always |never |not |be |no longer )*[a-z]+/i;

/** Matters of single lines, of tests, and of how the code is cut. */
const SMALL =
  /\b(?:tests?(?! (?:harness|suite|runner|framework|data)\b)|test_\w+|specs?|assert\w*|mock\w*|fixtures?|imports?|variables?|consts?|constants?|methods?|class(?:es)?|helper|refactor\w*|try\/except|docstrings?|comments?|todo|typos?|readme|changelog|debug\w*|blank lines?|whitespace|indent\w*|lint\w*|flake8|mypy|traceback|stack ?trace|kwargs|local|loop|regex|self\b|init\b|calls?\b(?= \w+(?:\.\w+)*(?:\(\))? with)|calls|subclass|ternary|snippet|dump|subfunction|functions?|function that|into (?:a |its own )?(?:function|file|module|component|list|dict|set|tuple|string))\b|\b__\w+__\b|^(?:use|call|pass) \S+ (?:in|from|into|to) \S+$|^move\b.*\b(?:to|into|after|before)\b|^(?:make|add|have|use) (?:a |an )?`?\w+(?:\.\w+)?\(/i;

const TALK =
  /(?:^|\s)[Ii](?:['’]\w+)?\s|\b(?:thanks|thank you|my|me|please explain|you|your|again|somehow|something|stuff|whatever|etc|as needed|if possible|if you can|weird|crap|nonsense|wtf|yourself)\b|[:…]$|\.\.\.|https?:\/\//i;

/** It names something: code, a flag, a command, a number, a proper name, or says when. */
function isTelling(text: string): boolean {
  const names =
    codeNames(text).length > 0 ||
    /(?:^|\s)(?:\/|--?)[a-z][\w-]+|\s[A-Z][\w.]*[A-Za-z]|\b[A-Z]{2,}\b|["“'`][^"”'`]{2,}["”'`]|\b\d/.test(text);
  const cases = /\b(?:if|when|unless|only|by default|instead of|rather than|even if|always|never|before|after)\b/i.test(
    text,
  );
  return names || (cases && text.split(/\s+/).length >= LEAST_WORDS + 2);
}

/** "Use pnpm", "we use vitest for unit tests": a tool by its name, in a role it is known for. */
function adopted(heard: Heard): Reading | undefined {
  const { tool = '', next = '', rest: tail = '', we } = USES.exec(heard.text)?.groups ?? {};
  const both = next === '' ? undefined : readTool(`${tool}${next}`);
  const named = both ?? readTool(tool);
  const rest = both ? tail : `${next}${tail}`;
  if (
    !named ||
    /^\s*(?:to|in|on|with|as)\s+(?!(?:this|the|our)\s+(?:repo|project|team|whole)|production|ci|all)/i.test(rest)
  )
    return undefined;
  const rival = findRival(named, rest) ?? (we === undefined ? undefined : findRival(named, heard.text));
  if (FOR_WHAT.test(rest)) return { kind: 'decision', text: capitalize(heard.text) };
  const isSure =
    we !== undefined ||
    rival !== undefined ||
    /^\s*(?:here|for (?:all|every|our|the project|this project)\b.*)?$/i.test(rest);
  if (!isSure) return undefined;
  const { text, was } = readFormer(heard.text);
  return {
    kind: givesReason(rest.replace(/\b(?:instead of|rather than|over)\b/gi, '')) ? 'decision' : 'tool',
    text: capitalize(text),
    ...toolKey(named),
    ...(was !== undefined && { was }),
  };
}

const USES =
  /^(?:(?<we>we(?:['’]ve| have|['’]re|['’]ll| will| now| already| always)*\s+(?:(?:now|only) )?(?:us(?:e|ed|ing)|switch(?:ed|ing) (?:over )?to|mov(?:ed|ing) to|migrat(?:ed|ing) to|go(?:ing)? with|went with|settled on|chose|picked|standardi[sz]ed on)|(?:switch|move|migrate|port|convert)(?: (?:the|our|all) [\w ]{2,30}?)?(?: over)?(?: from \S+)? to|let['’]?s (?:use|go with)|go with|stick with|standardi[sz]e on)|(?:always )?use)\s+(?<tool>[`'"]?@?[\w./-]+[`'"]?)(?<next> [\w.]+)?(?<rest>(?:[\s,;].*)?)$/i;

/** What a tool is used for: part of the project, so it gets no key of the whole. */
const FOR_WHAT = /^ (?:for|as) (?:the |our |all )?(?!(?:this|that|now)\b)[a-z][\w -]{3,40}$/i;

/** The key under which manifests tell of the same role. */
export function toolKey({ name, role }: { readonly name: string; readonly role: string }): Partial<Reading> & {
  readonly subject: string;
} {
  return { subject: role, attribute: 'name', value: name };
}

/** "Change the telemetry default to disabled", and what is so by default from then on. */
function setting(heard: Heard): Reading | undefined {
  const goal = GOAL.exec(heard.text)?.groups?.goal ?? heard.text;
  const told = readFormer(goal);
  const former = told.was ?? readFormer(heard.text).was;
  const was = former !== undefined && { was: former };
  if (DEFAULTS.test(told.text) && !/^(?:add|support|allow|show|print|fix|with)\b/i.test(told.text))
    return { kind: 'setting', text: capitalize(told.text), ...was };
  const reading = settings(asChange(heard, heard.text));
  return reading && !/\b(?:now|it|true|false)\s+(?:is|are)\b/i.test(reading.text) ? { ...reading, ...was } : undefined;
}

/** "Change the behavior so that telemetry is off by default": what holds then. */
const GOAL = /^(?:chang|updat|modif|adjust|mak|set|alter|configur)(?:e|y)?\b.*?\bso(?: that)?\s+(?<goal>.{12,})$/i;
/** "If settings are not configured, telemetry is disabled by default". */
const DEFAULTS =
  /^(?!.*\b(?:should|was|were)\b)(?:(?:if|when|unless)\b.{3,80},\s*)?(?!(?:it|this|that|which|they|there|we|i|you)\b)[\w`'"/ ().-]{2,80}\s(?:(?:is|are|stays?|remains?|gets?|be)\s+.{2,60}\sby default\b|defaults? to\s+\S)/i;

/** One way taken rather than another, perhaps with its reason. */
function chosen(heard: Heard): Reading | undefined {
  const { text } = heard;
  if (isVague(text) || SMALL_CHOICE.test(text)) return undefined;
  if (USE_OTHER.test(text) || USE_AS.test(text)) return { kind: 'decision', text: capitalize(text) };
  const isReasoned =
    (subjectDecides(text) || ACTS.test(text)) && BECAUSE.test(text) && givesReason(text.replace(CONTRAST, ''));
  const isSettled =
    subjectDecides(text) &&
    settlesItself(text) &&
    !ONE_PLACE.test(text) &&
    !(codeNames(text).length > 0 && !WEIGHS.test(text));
  const reading = isSettled || isReasoned ? { kind: 'decision' as const } : choices(asChange(heard, text));
  if (!reading) return undefined;
  const { text: told, was } = readFormer(text);
  return { kind: 'decision', text: capitalize(told), ...(was !== undefined && { was }) };
}

/** "Don't use useEffect for data, use React Query". */
const USE_OTHER =
  /^(?:don['’]t|do not|never) use [^,;]{2,60}[,;]\s*(?:but |rather )?(?:use|prefer|go with)\s+(?!(?:it|that|this)\b)\S/i;
/** "Use PostgreSQL as the database". */
const USE_AS =
  /^(?:[Ww]e )?[Uu]se (?:`[^`]+`|[A-Z][\w.+-]*(?: [A-Z][\w.+-]*)?) (?:as|for) (?:the |our |all )?[a-z][\w -]{3,40}$/;
/** Of names in the code only a choice between two is more than work on it. */
const WEIGHS = /\b(?:instead of|rather than|in favou?r of|by default|from .+ to|with|because|support)\b/i;
const BECAUSE =
  /\b(?:because|since (?:it|they|we|there|this|that|the|our|\w+ (?:is|are|has|have|can|does|do|needs?))\b|so that|due to|as (?:it|they|we)\b|otherwise|to (?:avoid|prevent|reduce|comply|save|keep|stay))/i;
const CONTRAST = /\b(?:instead of|rather than|in favou?r of)\b/gi;
/** In one function or line only: right, but no decision of a project. */
const ONE_PLACE =
  /^(?:in|for|on|at) `?[\w.]+(?:\(\))?`?,|\b(?:in|to|from) (?:the )?`?(?:\w+[_.]\w+|\w+\(\))`?(?:\s|$)/i;
const SMALL_CHOICE =
  /\b(?:variables?|mocks?|imports?|asserts?|lines?|loops?|helpers?|constants?|method|typos?|comments?|args?|arguments?|params?|parameters?|functions?|calls|print\(|dump\()\b|\b(?:nonsense|self)\b/i;

/** "We decided to ...", "the decision is ...", "we deploy from main". */
function announced({ text, lasting }: Heard): Reading | undefined {
  const decided =
    /^(?:we|i|the team|team)(?:['’]ve| have| just)* (?:decided|agreed|chose|opted|settled|resolved|committed)(?: together| in the meeting)?(?: (?:that|to|on|for|against|not to)\b)\s+\S.{5,}$/i.test(
      text,
    ) ||
    /^[Ww]e(?:['’]re| are) (?:still )?on [A-Z][\w.]*(?: \w+)? v?\d.*$/.test(text) ||
    /^(?:the|our) (?:main|default|release|development|dev|staging|production) (?:branch|environment|database|bucket|server|domain) is (?:called |named )?\S+$/i.test(
      text,
    ) ||
    /^(?:(?:the|our) )?(?:decision|choice|verdict|conclusion)(?: is)?:?\s+(?:to |that )?\S.{8,}$/i.test(text) ||
    /^(?:we|our team|the team)(?:['’]ve| have| just| now| recently)* (?:switched|moved|migrated|transitioned|upgraded)(?: \S+){0,4}? (?:over )?to\s+(?!(?:the (?:next|other)|it|that|this|a|an)\b)\S.*$/i.test(
      text,
    ) ||
    /^(?:we(?:['’]re| are)|i(?:['’]m| am)) (?:going|sticking|staying) with\s+(?!(?:it|that|this|the)\b)\S.*$/i.test(
      text,
    );
  if (decided) return told('decision', text);
  const habit = HABIT.exec(text)?.groups?.verb?.toLowerCase();
  if (habit === undefined || /\b(?:get|got|getting|want|see|error|fail\w*|crash\w*|problem|bug)\b/i.test(text))
    return undefined;
  return lasting || text.split(/\s+/).length >= 4
    ? told(WORK.test(habit) ? 'convention' : 'decision', text)
    : undefined;
}

/** What holds, as the user tells it: "our API runs on port 8080", "sessions expire after 30 minutes". */
function stated({ text }: Heard): Reading | undefined {
  if (COMPLAINS.test(text) || !(RUNS.test(text) || MEASURES.test(text))) return undefined;
  return told('decision', text);
}

const RUNS =
  /^(?:our|the) (?:[\w-]+ ){0,3}?(?:project|app|application|api|server|service|backend|frontend|database|db|site|website|client|worker|library|package|repo|codebase|team|staging|production|pipeline|ci)(?: environment| server| database)? (?:runs? on|uses?|listens on|is (?:deployed|hosted|written|built|based) (?:to|on|in|with|at)|lives? (?:in|at|on)|targets|supports|requires|depends on|is (?:read-only|public|private|internal))(?:\s+\S+.*)?$/i;
const MEASURES =
  /^(?:the |our )?[a-z][\w -]{2,50}?\b(?:limit|size|timeout|ttl|port|rate|length|interval|retention|budget|quota|sessions?|tokens?|passwords?|links?|caches?|uploads?|max(?:imum)?|deployments?|releases?|backups?)?[\w -]{0,20}? (?:is|are|expires? after|lasts?|times? out after|is limited to|are limited to|(?:happens?|runs?|goes? out) (?:every|each|on)) (?:at most |up to |now )?(?:\d[\w.,%]*(?: \w+){0,4}|(?:every |each |on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b.*)$/i;
const COMPLAINS =
  /\b(?:but|not|still|broken|wrong|fail\w*|errors?|bugs?|crash\w*|missing|empty|gone|weird|problem\w*|why|expected|now|too|only|currently|got|getting|seeing|there (?:is|are)|hangs?|slow)\b|n['’]t\b/i;

function told(kind: 'decision' | 'convention', text: string): Reading {
  const { text: now, was } = readFormer(text);
  return { kind, text: capitalize(now), ...(was !== undefined && { was }) };
}

const HABIT =
  /^(?:(?:since|until|starting|as of) [^,]{3,40}?,? |(?:for|in|on) [\w /-]{3,30}?,? )?(?:we|our team|the team)(?:['’]ve)? (?:now |only |already |no longer |do not |don['’]t |still |will (?:not )?|won['’]t |also )*(?<verb>deploy|release|ship|publish|host|store|keep|target|support|require|follow|squash|merge|rebase|tag|branch|review|version|log|format|lint|name|pin|run|build|test|write|bill|charge|use|maintain|sign|rotate|back up|encrypt)\s+(?!(?:that|this|it|into|out|them)\b)\S/i;
const WORK =
  /^(?:deploy|release|ship|publish|follow|squash|merge|rebase|tag|branch|review|version|format|lint|name|test|write|sign)$/;

function asChange({ event }: Heard, text: string): Change {
  const paths = event.files.map((file) => file.path);
  const ground = groundOf(paths);
  return {
    clause: { text, line: text, place: 'subject', breaking: false },
    topic: text,
    ground: ground === 'tests' || ground === 'documents' ? 'code' : ground,
    paths,
    isPackage: () => false,
  };
}
