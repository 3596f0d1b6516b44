import { codeNames } from '../changes/names';
import { capitalize } from '../../base/text';
import type { Heard, Reader } from './heard';
import { isAboutWork, isImperative, isOneOff, isOpen, leans } from './talk';

/** How the user wants the project to be worked on: preferences and rules, said to hold beyond the task at hand. */
export const rules: Reader = (heard) => {
  if (isOpen(heard.text) || heard.text.length > LONGEST || heard.text.split(/\s+/).length < 2) return undefined;
  const text = preference(heard.text) ?? listed(heard) ?? (isRule(heard) ? heard.text : undefined);
  if (text === undefined || AT_HAND_ONLY.test(text.replace(FROM_WHEN, '')) || leans(text)) return undefined;
  return { kind: 'convention', text: capitalize(text) };
};

/** In characters. */
const LONGEST = 250;

/** "- single quotes": an item of a list of how to write code. */
function listed({ text, place }: Heard): string | undefined {
  return place === 'item' && isStyleWord(text) ? `use ${text}` : undefined;
}

/** "I prefer early returns" -> "Prefer early returns", "I hate default exports" -> "Avoid default exports". */
function preference(text: string): string | undefined {
  const { likes, hates, rather, over } =
    /^(?:i|we|my team|the team)(?: (?:really|strongly|generally|usually|much|personally|always|would|['’]d|do))*(?:['’]d)? (?:prefer (?:if you |that you |(?=to ))?(?<likes>.+)|(?:hate|dislike|don['’]t (?:like|want)|can['’]t stand) (?:to see |seeing |any )?(?<hates>.+)|rather (?:you )?(?<rather>.+)|like (?<over>.+ (?:over|more than|better than) .+))$/i.exec(
      text,
    )?.groups ?? {};
  if (likes !== undefined && !isFleeting(likes)) return `prefer ${likes}`;
  if (hates !== undefined && !/^to\b/i.test(hates) && isGeneral(hates) && !isFleeting(hates)) return `avoid ${hates}`;
  if (over !== undefined && !isFleeting(over)) return `prefer ${over.replace(/\b(?:more|better) than\b/i, 'over')}`;
  return rather !== undefined && /\sthan\s/i.test(rather) && !isFleeting(rather)
    ? `prefer to ${rather.replace(/(?<!rather )\bthan\b/i, 'rather than')}`
    : undefined;
}

function isFleeting(text: string): boolean {
  return isOneOff(text) || /^(?:the|that|this|option|it|not to|your|doing that)\b/i.test(text);
}

function isRule({ text, lasting }: Heard): boolean {
  const told = text.replace(FROM_WHEN, '');
  if (DURABLE.test(told)) return told.includes(' ');
  if (lasting) return isAboutWork(told) && told.split(/\s+/).length >= 3;
  return isHabit(told) || RULES.some((rule) => rule.test(told)) || isProhibition(told) || isStyle(told);
}

/** "Always run black before committing", "we never commit to main", "whenever you add a flag, document it". */
function isHabit(text: string): boolean {
  const { always, whenever } = HABIT.exec(text)?.groups ?? {};
  if (always !== undefined) return always.includes(' ') && isImperative(always) && !SHOWS.test(always);
  return whenever !== undefined && isImperative(whenever) && isAboutWork(text);
}

const HABIT =
  /^(?:(?:(?:we|i|you|the team|everyone|everybody|people|contributors|developers|nobody|our team)(?: (?:should|must|can|may))? )?(?:always|never|generally|usually)\s+(?<always>\S.*)|(?:every time|each time|whenever)\b.+?,\s*(?:please |always |also )?(?<whenever>\S.*))$/i;
/** What a program always does is no rule for those who work on it. */
const SHOWS = /^(?:show|display|print|render|open|close|call|pass|count on)\b/i;

/** "Starting tomorrow, ..." */
const FROM_WHEN =
  /^(?:since|starting|as of|from) [^,]{3,30},? (?=(?:we|all|every|deploys?|releases?|prs?|commits?)\b)/i;

/** "Always run black" begins as a task does, so the verbs of tasks are no sign here. */
const AT_HAND_ONLY =
  /\b(?:th(?:is|at|ose|ese) (?!(?:repo|repository|project|codebase|code base|workspace|monorepo)\b)\w+|(?:for|at|right|just) (?:now|the moment)|today|tonight|tomorrow|this time|temporarily|just this once|until (?:i|we|you)|again|line \d+|above|below)\b|\bnow$|\bnever ?mind\b|\balways (?:been|was|had|fails|returns|gets|seems|shows|says|does|happens|crashes|breaks)\b|\bnever (?:been|was|works?|worked|returns|gets|got|saw|seen|heard|happens|happened|shows|called|runs|ran|reached|finishes|ends|used to|tried|had|did)\b/i;

const DURABLE =
  /\b(?:from now on|going forward|in (?:this|our|the) (?:repo|repository|project|codebase|code base|monorepo|workspace|team)|for (?:this|our) (?:repo|repository|project|codebase|team)|across the (?:repo|project|codebase)|project-wide|repo-wide|by convention|our (?:convention|policy|rule|standard|style(?: guide)?)|(?:the|our|my) (?:rule|convention|policy|preference) is)\b/i;

const CODE_THINGS =
  '(?:tests?|unit tests|specs?|files?|components?|modules?|functions?|methods?|class(?:es)?|types?|interfaces?|variables?|constants?|imports?|exports?|hooks?|commits?|commit messages?|branch(?:es)?|prs?|pull requests?|migrations?|endpoints?|routes?|handlers?|errors?|exceptions?|logs?|log messages|comments?|docstrings?|fixtures?|scripts?|packages?|dependenc(?:y|ies)|api(?:s| calls| responses)?|queries|schemas?|tables?|columns?|models?|services?|features?|releases?|deploy(?:ment)?s|styles?|strings?|dates?|timestamps?|names?|code|changes|events?|fields?|params|parameters|secrets|config(?:uration)?|docs|documentation|translations?|icons?|colors?|ids?|urls?)';

const RULES: readonly RegExp[] = [
  /^(?:all|every|each|any|new|no)\s+(?:\S+\s+){0,3}?/.source +
    CODE_THINGS +
    /\s+(?:\S+\s+){0,6}?(?:must|should|need to|needs to|has to|have to|may|can only|go(?:es)? (?:in|under|to|through)|live|belong|get|are (?:named|written|placed|stored|in|kept)|is (?:named|written))\b/
      .source,
  '^(?:our |the |unit )?' +
    CODE_THINGS +
    '\\s+(?:always |should |must )?(?:live|lives|go|goes|belong|belongs|sit|stay|reside|are (?:placed|kept|stored|colocated|co-located))\\s+(?:next to|in|inside|under|beside|alongside|with|to|at)\\b',
  '^(?:our |the |all )?' +
    CODE_THINGS +
    '\\s+(?:must|should)\\s+(?:always|never|only|not|be (?:named|written|prefixed|suffixed|in|kept|placed|stored|formatted|signed|squashed|rebased|typed|async|documented|tested|small|pure|immutable|lowercase|uppercase|plural|singular))\\b',
  // "run the linter before committing", "squash before merging"
  /^(?:run|use|squash|rebase|format|lint|execute|check|update|add|bump|sign|test|write|do|ask)\b.{0,80}\b(?:before|after|when|on) (?:you )?(?:each|every|any|all|committing|commit|pushing|merging|releasing|deploying|opening (?:a )?prs?|(?:a |an )?(?:commit|push|merge|release|deploy|pr|pull request)s?)\b/i,
  /^(?:before|after|when|whenever) (?:you )?(?:each|every|any|committing|commit|pushing|push|merging|merge|releasing|deploying|deploy|opening (?:a )?prs?|(?:adding|writing|creating|changing) (?:a |new |any )?\w+),? (?:always |please )?[a-z]+\b/i,
  // "follow conventional commits", "stick to PEP 8"
  /^(?:(?:we|please) )?(?:follow|stick to|adhere to|stick with|comply with)\s+(?!(?:the (?:plan|steps|instructions|above)|my|your|this|that)\b)\S+/i,
  // "keep functions under 50 lines", "log all errors to Sentry"
  `^(?:keep|name|prefix|suffix|sort|limit|colocate|co-locate) (?:all |every |our |the |your )?${CODE_THINGS}\\s+\\S+\\s+\\S`,
  `^(?:write|format|document|name|type|wrap|validate|log|mark|tag|sign|prefix|order|put|place|store|export|use|annotate) (?:all|every|each|any) \\S+.*`,
  /^(?:for|in|on) (?:all|every|each|any) .{3,60}?,? (?:use|prefer|always|never|don['’]t|do not|write|put|add)\s/i,
  /^[a-z]+ .{3,80}[,;–-]\s+(?:and |but )?(?:never|always)\s+[a-z]+/i,
  /^(?:the|our|all|no|any) .{2,50} (?:must|may|should) (?:never|always|not|only)\b/i,
  /^(?:never|don['’]t ever|do not ever) (?:force[- ]push|rebase|squash)\b/i,
  /^(?:write|keep) (?:the |all |our )?(?:docs|documentation|comments|commit messages|code|names|messages|texts?) in [A-Za-z]/i,
  `^(?:put|place|store|keep) (?:all |our )?${CODE_THINGS} (?:in|under|next to|beside) \\S+$`,
  `^(?:all |our )?${CODE_THINGS} (?:need|require)s? \\S+`,
  /^(?:use \S+ only|only use \S+) (?:in|for|when|if)\b/i,
  /^only [\w -]{2,30} (?:can|may|should|must|are allowed to)\s+[a-z]+/i,
  /^(?:commit messages?|branches|branch names|prs?|pull requests|releases|versions|tags)\s+(?:use|follow|start with|begin with|are|must|should|need)\b/i,
].map((rule) => (typeof rule === 'string' ? new RegExp(rule, 'i') : rule));

/** "Don't use any", "no default exports", "avoid mocks": of things in general, not of one name in the code. */
function isProhibition(text: string): boolean {
  const { object, none } =
    /^(?:(?:we|you) )?(?:(?:don['’]t|do not|never|avoid|no need to|stop) (?:ever )?(?:(?:use|using|add|adding|write|writing|put|putting|create|creating|commit|committing|push|pushing|include|including|introduce|introducing|import|importing|mock|mocking|rely on|install|hardcode|hard-code|log|commit to|merge|leave|generate|abbreviate) )?(?<object>\S.*)|no (?:more )?(?<none>\S.*))$/i.exec(
      text,
    )?.groups ?? {};
  if (none !== undefined) return isStyleWord(headOf(none));
  return object !== undefined && VERB_OF_RULE.test(text) && isGeneral(object) && object.split(/\s+/).length <= 14;
}

const VERB_OF_RULE =
  /^(?:(?:we|you) )?(?:avoid|(?:don['’]t|do not|never|stop)(?: ever)? (?:use|using|add|adding|write|writing|put|putting|create|creating|commit|committing|push|pushing|include|including|introduce|introducing|import|importing|mock|mocking|rely|install|hardcode|hard-code|log|merge|leave|generate|abbreviate)\b)/i;

/** Plural, without an article, or a word of the language: "any", "default exports", "emojis in commit messages". */
function isGeneral(object: string): boolean {
  const head = headOf(object);
  if (/^(?:the|a|an|my|your|it|them|that|this|those|these|any of|all|too)\b(?!$)/i.test(head)) return false;
  if (isStyleWord(head)) return true;
  if (codeNames(head).length > 0 || head.split(/\s+/).length > 4) return false;
  return (
    /[a-z]{2}s$/i.test(head) ||
    /^(?:main|master|develop|production|prod|any|magic|code|jquery|lodash|moment|redux|docker|orm|sql|css|inline \w+|\w+ing)\b/i.test(
      head,
    )
  );
}

/** "Emojis in commit messages" -> "emojis". */
function headOf(object: string): string {
  return (
    object.split(
      /\s+(?:everywhere|anywhere|at all|ever|please|in|on|to|for|from|as|when|if|unless|because|since|with|at|into|inside|outside|without|before|after)\b|[,;(]/i,
    )[0] ?? ''
  );
}

function isStyle(text: string): boolean {
  const object = /^(?:(?:we|i) )?(?:use|prefer|indent with|write|keep|name|format)\s+(.+)$/i.exec(text)?.[1];
  if (object === undefined || /^(?:the|that|this|it|a|an)\b/i.test(object) || object.split(/\s+/).length > 16)
    return false;
  return isStyleWord(
    object.split(
      /\s+(?:for|in|as|when|because|instead|rather|over|everywhere|throughout|and|not|wherever|to)\b|[,;(]/i,
    )[0] ?? '',
  );
}

/** How code is written, in words that name no part of one project. */
function isStyleWord(phrase: string): boolean {
  return STYLE.test(phrase.replace(/[`'"]/g, '').trim());
}

const STYLE =
  /^(?:(?:\d|two|four|eight)[ -]?spaces?(?: indent\w*)?|tabs|spaces|(?:single|double|back)[ -]?(?:quotes|ticks)|backticks|(?:trailing )?(?:semicolons|commas)|early returns?|guard clauses|(?:camel|snake|kebab|pascal|screaming)[ _-]?case\b.*|conventional commits|gitmoji|(?:type )?(?:hints|annotations)|strict (?:mode|types?)|(?:named|default|barrel) (?:ex|im)ports?|(?:absolute|relative|wildcard|star) imports?|(?:arrow|pure|small|async) functions?|async\/?await|promises|callbacks|(?:functional|class|server|client) components?|hooks|composition|inheritance|interfaces|type aliases|enums?|union types|any|unknown|var|let|const|null|undefined|else|switch(?: statements)?|ternar(?:y|ies)\b.*|nested ternaries|magic (?:numbers|strings)|global(?:s| state| variables)|mutable (?:state|\w+)|immutab\w+\b.*|side effects|singletons|decorators|generators|comments|emojis?|abbreviations|acronyms|one-letter \w+|single[- ]letter \w+|mocks|snapshots?(?: tests)?|f-strings|list comprehensions|dataclasses|docstrings|print statements|console\.logs?|print|semver|semantic versioning|(?:british|american|us|uk) (?:english|spelling)|metric units|utc|iso ?8601\b.*|snake|plural (?:table )?names|singular (?:table )?names|uuids|utf-?8|lf(?: line endings)?|crlf|pep ?8|tdd|new (?:dependencies|packages|libraries)|(?:external|third[- ]party) (?:dependencies|packages|libraries)|feature branches|squash merges?|rebase|merge commits|force pushe?s?|wip commits|inline styles|css modules|utility classes|!important|raw sql|string concatenation|template literals|optional chaining|non-null assertions|type assertions|casts|ts-ignore|eslint-disable\b.*|# type: ignore|bare excepts?|broad excepts?|panics?|unwrap\b.*|goto)$/i;
