import { capitalize } from '../../base/text';
import { codeNames } from '../changes/names';
import { readFormer } from '../former';
import type { Reader } from './heard';
import { isAboutWork, isImperative, isOneOff, isOpen, leans } from './talk';

/** What the user has made: no decision that could be superseded, but found again by questions. */
export const requests: Reader = ({ text, place, raw }) => {
  const words = text.split(/\s+/);
  const least = codeNames(text).length > 0 ? LEAST_WORDS - 1 : LEAST_WORDS;
  if (isOpen(text) || isOneOff(text) || leans(text) || text.length > LONGEST || words.length < least) return undefined;
  if ((ADDS_TO.test(raw) && !COMMAND.test(text)) || ORDERS_WORK.test(text)) return undefined;
  if (TALK.test(text) || (place === 'item' && words.length < LEAST_WORDS + 1)) return undefined;
  const isWhole = ACTS.test(text) || isCase(text) || OUGHT.test(text);
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
export const ACTS =
  /^(?:add|have|make|change|use|show|include|exclude|only|remove|drop|don['’]t|do not|never|replace|rename|switch|set|default|enable|disable|allow|disallow|support|accept|reject|require|return|throw|raise|ignore|skip|limit|keep|store|save|send|cache|treat|convert|expose|hide|display|split|merge|map|sort|truncate|round|encrypt|hash|validate|retry|prefix|print|warn|respect|prefer|avoid|separate|auto[\w-]*|move|increase|decrease|reduce|lower|update(?=.*\bto (?:show|use|print|return|include|accept|support|ignore|send|store|keep|skip|handle)\b))\b\s+\S/i;
/** "If the user does /add to a file ..., refuse with an error." */
function isCase(text: string): boolean {
  const act = CASE.exec(text)?.groups?.act;
  return act !== undefined && (isImperative(act) || GOES_ON.test(act));
}

const CASE =
  /^(?:if|when|whenever|unless|once|before|after|in|on|for) [^,]{4,140},\s*(?:then |always |only |just |please |instead )*(?<act>\S+\s.*)$/i;
const GOES_ON =
  /^(?:if|when|unless|after|before|once|even)\b.{4,}|^(?:it|they|the|all|every|each)\b.*\b(?:should|must|needs? to)\b/i;
/** "All events should contain the version number." */
const OUGHT =
  /^(?!(?:it|this|that|there|they|we|i|you|he|she|what|which)\b|.*\b(?:but|is|are|was|were)\b.* should\b)[^,;:]{3,80}?\b(?:should(?:n['’]t)?|must(?:n['’]t)?|shall|needs? to|has to|have to|no longer|will always|will never)\s+(?:only |also |always |never |not |be |no longer )*[a-z]+/i;

/** Matters of single lines, of tests, and of how the code is cut. */
const SMALL =
  /\b(?:tests?(?! (?:harness|suite|runner|framework|data)\b)|test_\w+|specs?|assert\w*|mock\w*|fixtures?|imports?|variables?|consts?|constants?|methods?|class(?:es)?|helper|refactor\w*|try\/except|docstrings?|comments?|todo|typos?|readme|changelog|debug\w*|blank lines?|whitespace|indent\w*|lint\w*|flake8|mypy|traceback|stack ?trace|kwargs|local|loop|regex|self\b|init\b|calls?\b(?= \w+(?:\.\w+)*(?:\(\))? with)|calls|subclass|ternary|snippet|dump|subfunction|functions?|function that|into (?:a |its own )?(?:function|file|module|component|list|dict|set|tuple|string))\b|\b__\w+__\b|^(?:use|call|pass) \S+ (?:in|from|into|to) \S+$|^move\b.*\b(?:to|into|after|before)\b|^(?:make|add|have|use) (?:a |an )?`?\w+(?:\.\w+)?\(/i;

const TALK =
  /(?:^|\s)[Ii](?:['’]\w+)?\s|\b(?:thanks|thank you|my|me|please explain|you|your|again|somehow|something|stuff|whatever|etc|as needed|if possible|if you can|weird|crap|nonsense|wtf|yourself)\b|[:…]$|\.\.\.|https?:\/\//i;

/** It speaks of software, and names something or says when. */
function isTelling(text: string): boolean {
  if (!isAboutWork(text)) return false;
  const names =
    codeNames(text).length > 0 ||
    /(?:^|\s)(?:\/|--?)[a-z][\w-]+|\s[A-Z][\w.]*[A-Za-z]|\b[A-Z]{2,}\b|["“'`][^"”'`]{2,}["”'`]|\b\d/.test(text);
  return names || (CASES.test(text) && text.split(/\s+/).length >= LEAST_WORDS + 2);
}

const CASES = /\b(?:if|when|unless|only|by default|instead of|rather than|even if|always|never|before|after)\b/i;
