import { codeNames } from '../changes/names';
import { isInfinitive, isVerb } from '../changes/verbs';
import { isStandalone } from '../decisionWords';

/** What is said, once greetings, politeness and turns of phrase around it are gone. */
export interface Plain {
  readonly text: string;
  /** Said to hold from then on: "remember", "from now on". */
  readonly lasting: boolean;
  /** Put as a question that is a request: "can you use tabs?" */
  readonly requested: boolean;
}

/** "Ok, could you please use tabs?" -> "use tabs". */
export function readPlain(said: string): Plain {
  let text = said.trim();
  let lasting = false;
  let requested = false;
  for (let cut = true; cut;) {
    cut = false;
    for (const [pattern, kind] of OPENINGS) {
      const found = pattern.exec(text)?.[0];
      if (found === undefined || found.length === text.length) continue;
      text = text.slice(found.length);
      lasting ||= kind === 'lasting';
      requested ||= kind === 'request';
      cut = true;
    }
  }
  const forbidden = /^(?:let['’]?s )?not (?<act>[a-z].*)$/i.exec(text)?.groups?.act;
  if (forbidden !== undefined && isImperative(forbidden)) text = `do not ${forbidden}`;
  text = text.replace(ENDINGS, '').trim();
  if (requested) text = text.replace(/\s*\?+$/, '');
  return { text, lasting, requested };
}

const OPENINGS: readonly (readonly [pattern: RegExp, kind?: 'lasting' | 'request'])[] = [
  [
    /^(?:ok(?:ay)?|yes|yeah|yep|yup|sure|great|perfect|cool|nice|awesome|good(?: point| idea| catch)?|got it|makes sense|thanks(?: a lot)?|thank you|thx|hi|hey|hello|so|well|alright|right|first(?:ly)?|second(?:ly)?|next|finally|lastly|oh|ah|hmm+|um+|btw|by the way|fyi|one more thing|sorry|wait|true|correct|exactly|agreed|sounds good|ja|done|interesting|decision|preference|rule|convention|update|reminder|note|i changed my mind|on second thought|change of plans?|correction)(?: (?:then|again|everyone|all|claude|copilot|aider|cursor|chatgpt))?\s*(?:[,:;!.…–-]+\s*)+/i,
  ],
  [
    /^(?:please|pls|plz|kindly|bitte|btw|fyi|also|and|but|then|now(?! that\b)|just|actually|ok(?:ay)?|yes|yeah|hey|so(?! (?:that|far|much)\b)|instead),?\s+(?=\S)/i,
  ],
  [
    /^(?:please )?(?:remember|note|keep in mind|be aware|important|for (?:the )?(?:future|record)|for future reference|fyi)(?:[,:]?\s+that\s+|[,:]\s*|\s+to\s+)/i,
    'lasting',
  ],
  [
    /^(?:from now on|going forward|from here on(?: out)?|in (?:the )?future(?: (?:sessions|chats|conversations))?|as a (?:general )?rule|by convention|in general)\s*[,:]?\s+/i,
    'lasting',
  ],
  [
    /^(?:let['’]?s(?! not\b)|let us|go ahead and|i(?:['’]d| would) (?:really )?like (?:you )?to|i(?:['’]d| would) prefer (?:it )?if you|i want (?:you )?to|i need you to|you (?:should|need to|have to|must|can)|we (?:need to|have to|must)|make sure(?: that)?(?: you| to)?|be sure to|(?:please )?don['’]t forget to|try to|feel free to)\s+/i,
  ],
  [
    /^(?:can|could|would|will) you(?: please| also| maybe| just)*\s+(?!(?:explain|tell|see|show|check|find|look|help|think|confirm|describe|give|suggest|recommend)\b)/i,
    'request',
  ],
];
const ENDINGS =
  /,?\s+(?:please|pls|plz|bitte|thanks?|thank you|thx|too|as well|then|ok(?:ay)?|instead)(?=\W*$)[\s.!]*|[\s.!;:,]+$/i;

/** A question, a guess, a wish or a joke: nothing that somebody decided. */
export function isOpen(text: string): boolean {
  return /\?["')\]]*$/.test(text) || ASKS.test(text) || SUPPOSES.test(text);
}

const ASKS =
  /^(?:what(?:['’]s)?|why|how|who|whom|whose|which|where(?:['’]s)?|is|are|am|was|were|does|did|do (?:we|you|i|they)|don['’]t (?:we|you|they)|can|could|would|should|shall|will|won['’]t|may|might|has|have (?:we|you|i|they)|any (?:idea|chance|way|reason)|tell me|explain|wondering|(?:or|and) (?:is|are|do|does|should|can)|when (?:do|does|did|is|are|will|should))\b/i;
const SUPPOSES =
  /\b(?:what if|maybe|perhaps|might|(?:could|should|shall|can) (?:we|i|it)\b|we could|i could|wonder(?:ing)?|let['’]?s (?:say|assume|pretend|imagine)|suppose|imagine|assuming|hypothetical(?:ly)?|for example|for instance|e\.g\.|i guess|not sure|unsure|i (?:think|believe|suspect|doubt|wish|hope)|imho|probably|possibly|seems?|looks like|apparently|someday|some day|eventually|one day|in theory|lol|haha|hehe|just kidding|kidding|jk|sarcas\w+|\/s\b|yeah right|as if|ideally|would be (?:nice|great|cool|better)|nice to have|thinking (?:of|about)|considering|tempted|not decided|undecided|tbd)\b|:-?\)|;-?\)|😂|🤣|😅|🙃/i;

/** Right for a day: about the work at hand, not about the project. */
export function isOneOff(text: string): boolean {
  return TASK.test(text) || AT_HAND.test(text) || FOR_NOW.test(text);
}

const TASK =
  /^(?:(?:try|start|begin|keep|continue|finish) )?(?:to )?(?:re-?)?(?:run|fix|debug|check|look|see|tell|explain|describe|find|search|grep|read|open|view|list|commit|push|pull|merge|rebase|stage|stash|amend|revert|undo|redo|retry|try|continue|proceed|resume|go|wait|help|review|verify|confirm|test|refactor|clean|tidy|reformat|format|lint|translate|summari[sz]e|investigate|analy[sz]e|think|give|suggest|compare|generate|install|uninstall|reset|rebuild|restart|log|document|do(?! not\b)|finish|complete|resolve|improve|enhance|clear|implement|work|start|begin|let|ask|tell|answer|say|call me|research|explore|plan|draft|propose|repeat|simplify|optimi[sz]e|delete|debug|copy|paste|kill|print out|download|upload|bump|figure|sort|hold|leave|stop (?!using|supporting|adding|writing|committing|pushing|mocking|putting)|write|rewrite|redesign|create (?:a |an |the )?(?:pr|pull request|branch|commit|issue|ticket|file|folder|class|function|method|test|component|script|module|page|table|new\b)|(?:add|make|create|write|put)\s+(?:(?:a|an|another|some|more|the|unit|missing|new|few|simple|basic|better)\s+)*(?:tests?|comments?|docstrings?|logging|logs?|todo|button|type hints|error handling|print|debug\w*)|update\s+(?:the\s+)?(?:docs?|documentation|readme|changelog|comments?|tests?|plan|todo|description|docstrings?|version)\b(?! \w+ to\b)|rename\s+(?:the\s+)?(?:variable|function|method|class|file|it|this)|(?<!\bre)move (?:the|this|that|it)|be (?:brief|concise|careful|quick|patient))\b/i;

/** What only shows while one looks at it. */
const AT_HAND =
  /\bthis (?!(?:repo|repository|project|codebase|code base|workspace|monorepo|way|means|is|was)\b)\w|\b(?:these|those)\b|\bthat (?:file|function|test|line|one|method|class|change|commit|branch|pr|step|error|message|section|button|script|module|page|component|code|part|block|word|thing|folder|bug|issue|way|log|query|call|point|idea|plan|version)s?\b|\bthe (?:above|below|following|previous|last|first|second|third|other|same|current|selected|failing|broken|highlighted|attached|todo|error|issue|bug|problem|traceback|screenshot|diff|pr|branch|conversation|next)\b(?! (?:\d+|two|three|few|head|users?|times?|dates?|director(?:y|ies)|values?|state|items?|files?|names?|history|messages?|run|process|handler|page|code|codes|model|mode|window|panel|list)\b)|\b(?:above|below)\b(?! the\b)|\bline \d+|\bthe \d+(?:st|nd|rd|th)\b|\bmy (?:branch|machine|laptop|computer|terminal|screen|name|changes|pr)\b/i;
const FOR_NOW =
  /\b(?:for now|right now|just now|(?:for|at) the moment|today|tonight|tomorrow|this time|temporarily|in the meantime|meanwhile|until (?:i|we|you|the|it)|just this once|while (?:you|i|we)|before you (?:start|continue|do|go|begin|proceed)|as a (?:first|next) step|first,? (?:i|we|you)|again|yet|one more time|once more|next step|when (?:you['’]re|you are) done|let me know|this week|currently|a bit|slightly|a little|\d+ ?% (?:less|more|smaller|bigger|larger|taller|wider|higher|lower))\b|\bnow$/i;

/** What must be read together with what stands before it. */
export function leans(text: string): boolean {
  return !isStandalone(text) &&
    !/^(?:if|when|for|in|to|with|by|we|as|both|each|not|while|there|since|until|from|after|before|starting)\b/i.test(
      text,
    )
    ? true
    : DEMONSTRATIVE.test(text) || PRONOUN.test(text) || NAMELESS.test(text);
}

const DEMONSTRATIVE =
  /\b(?:this|that|these|those)$|\b(?:do|use|like|likes?|for|in|to|with|of|on|at|from|make|write|keep|remove|put|drop|call|pass|than|as|into|and|not|is|only) (?:that|this|these|those|so|the same|one|ones)\b(?!\s+(?:repo|repository|project|codebase|code|workspace)\b)|\bthat (?:one|way)\b|\bsuch (?:a|an|cases?|things?)\b|\b(?:the )?(?:former|latter)\b|\b(?:both of them|the rest|the others?|another one|same thing|like before|as before|as discussed|as above|per above|you (?:said|suggested|mentioned|proposed|did|made|wrote|have|just|added|used|changed)|your)\b/i;
/** Later ones, in another clause, have what they stand for before them in the same sentence. */
const PRONOUN =
  /^(?:[^\s,]+\s+){0,3}(?<!\b(?:because|since|as|so|that|which|if|when)\s)(?:it|its|them|they|their|he|she|him|her)\b|^(?:(?!,|\s(?:and|that|which|if|when|to|so|because|since|as|but|or|where|while|for)\s).)*\s(?:it|its|them)\b/i;
const NAMELESS =
  /^(?:if|when|unless) (?:present|found|done|so|not|yes|no|true|possible|needed|necessary|that|there|we|i)\b|^only (?:if|when)\b|^(?:add|make|use|create) (?:another|one|more|both)\b|^(?:include|add) the \w+$|\bthe (?:change|changes|fix|thing|things|stuff|rest|new one|old one|file|function|method|class|variable|test|tests|message|output|option|button|line|value|values|feature|result|script|page|list|params?)$/i;

/** Whether it begins with a verb in its base form, as orders do. */
export function isImperative(text: string): boolean {
  const word = /^(?:do not |don['’]t )?([a-z]+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
  return (
    ORDERS.has(word) ||
    ((isVerb(word) || isInfinitive(word)) && !/(?:ed|ing|s|ly)$|^(?:have|be|go|know|do|not|also)$/.test(word))
  );
}

const ORDERS = new Set(
  (
    'access alert ask answer assert avoid back batch block bind branch build cache call clean commit compile compress configure continue create debounce ' +
    'delegate delete deploy design disable document download draw duplicate emit encode encrypt escape fetch fill flag flush fold force format freeze generate group ' +
    'hardcode hash highlight import indent index inject inline insert install investigate lint list localize lock log merge mock monitor name nest normalize notify ' +
    'omit only open order override package parse pass paste place pipe pin poll populate post prefix preload process propagate publish push put quote raise ' +
    'rebase recreate redirect refresh rely render reply report respond rewrite rotate round run scan serialize separate ship show sign sort specify split squash ' +
    'stick stop store stream stub style suffix switch tag target throttle throw toggle touch trace track translate trigger truncate try type upload use version ' +
    'wait wrap write explain'
  ).split(' '),
);

/** Whether it speaks of software: names of code, or words of the trade. */
export function isAboutWork(text: string): boolean {
  return codeNames(text).length > 0 || TRADE.test(text) || /(?:^|\s)(?:\/|--?)[a-z][\w-]+|`[^`]+`/.test(text);
}

const TRADE =
  /\b(?:agents?\.md|anchors?|answers?|apis?|apps?|args?|arrays?|articles?|assets?|async|auth\w*|backends?|backups?|bars?|binar(?:y|ies)|bool\w*|branch(?:es)?|browsers?|bugs?|builds?|bundles?|buttons?|bytes?|caches?|changelogs?|charts?|ci|class(?:es)?|cli|clients?|code\w*|colou?rs?|columns?|commands?|comments?|commits?|components?|config\w*|constants?|containers?|cookies?|coverage|css|csv|dashboards?|data|databases?|dates?|db|defaults?|dependenc(?:y|ies)|deploy\w*|dialogs?|diffs?|directories|directory|docker|docs?|documentation|dropdowns?|e-?mails?|editors?|encod\w+|endpoints?|english|env\w*|errors?|events?|exceptions?|exports?|extensions?|features?|fields?|filenames?|files?|flags?|folders?|fonts?|forms?|formats?|formatter|frameworks?|frontends?|functions?|git\w*|graphs?|handlers?|headers?|hooks?|hosts?|html|https?|icons?|ids?|images?|imports?|index(?:es)?|inputs?|interfaces?|issues?|java\w*|jobs?|json|keys?|labels?|layouts?|librar(?:y|ies)|lines?|lint\w*|lists?|log(?:s|ging|in|out)?|loops?|markdown|menus?|merges?|messages?|methods?|migrations?|mocks?|modals?|models?|modules?|monorepo|node|npm|null|numbers?|objects?|options?|outputs?|packages?|pages?|panels?|params?|parsers?|passwords?|paths?|payloads?|ports?|prefix\w*|prod(?:uction)?|prompts?|props?|prs?|pull requests?|python|quer(?:y|ies)|queues?|quotes?|react|readme|regex\w*|releases?|render\w*|repos?\w*|requests?|responses?|retry|retries|returns?|routes?|rows?|schemas?|screens?|scripts?|search|secrets?|selectors?|semicolons?|servers?|services?|sessions?|settings?|shell|sidebar|specs?|sql\w*|staging|stat(?:e|us)|storage|strings?|stylesheets?|styles?|subcommands?|symbols?|syntax|tables?|tabs?|tags?|templates?|terminal|tests?|themes?|threads?|timeouts?|timestamps?|timezones?|tokens?|tools?|tooltips?|translations?|types?|typescript|ui|urls?|users?|utc|utf-?8|validation|values?|variables?|versions?|views?|warnings?|webhooks?|widgets?|windows|workflows?|workspaces?|xml|yaml|camelcase|snake_?case|kebab-?case|answer in|respond in|reply in)\b/i;
