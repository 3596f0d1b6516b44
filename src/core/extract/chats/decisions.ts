import { capitalize } from '../../base/text';
import { groundOf, type Change } from '../changes/change';
import { choices } from '../changes/choices';
import { codeNames } from '../changes/names';
import { settings } from '../changes/settings';
import { givesReason, isVague, settlesItself, subjectDecides } from '../decisionWords';
import { readFormer } from '../former';
import type { Heard, Reader, Reading } from './heard';
import { ACTS } from './requests';
import { statements } from './statements';
import { isOneOff, isOpen, leans } from './talk';
import { findRival, readTool, toolKey } from './tools';

/** What the user decides for the project: settings, one way rather than another, what it does from then on. */
export const decisions: Reader = (heard) => {
  const { text } = heard;
  if (isOpen(text) || text.length > LONGEST || isOneOff(text)) return undefined;
  const reading = adopted(heard) ?? setting(heard) ?? chosen(heard) ?? statements(heard);
  return reading && !leans(reading.text) ? reading : undefined;
};

/** What still can be shown whole in an answer. In characters. */
const LONGEST = 280;
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
  if (FOR_WHAT.test(rest) || AND_OTHERS.test(rest)) return { kind: 'decision', text: capitalize(heard.text) };
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

/** "Use React and Tailwind": several at once are one decision, without a key. */
const AND_OTHERS = /^(?:,| and| with| \+) (?:@?[A-Z][\w.-]*(?:, (?:and )?| and )?)+$/;
/** What a tool is used for: part of the project, so it gets no key of the whole. */
const FOR_WHAT = /^ (?:for|as) (?:the |our |all )?(?!(?:this|that|now)\b)[a-z][\w -]{3,40}$/i;

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
