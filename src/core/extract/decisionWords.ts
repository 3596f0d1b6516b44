/** Verbs that decide something about a project, in every form that commit messages use. */
const VERBS = [
  'use[sd]?|using',
  'switch(?:e[sd]|ing)?',
  'drop(?:s|ped|ping)?',
  'remov(?:e[sd]?|ing)',
  'prefer(?:s|red|ring)?',
  'turn(?:s|ed|ing)? (?:on|off)',
  'requir(?:e[sd]?|ing)',
  'stop(?:s|ped|ping)?',
  'disabl(?:e[sd]?|ing)',
  'enabl(?:e[sd]?|ing)',
  'mov(?:e[sd]?|ing)',
  'migrat(?:e[sd]?|ing)',
  'replac(?:e[sd]?|ing)',
  'renam(?:e[sd]?|ing)',
  'deprecat(?:e[sd]?|ing)',
  'default(?:s|ed|ing)?',
  'adopt(?:s|ed|ing)?',
  'disallow(?:s|ed|ing)?',
  'forbid(?:s|ding)?',
  'forc(?:e[sd]?|ing)',
  'pin(?:s|ned|ning)?',
  'target(?:s|ed|ing)?',
  'avoid(?:s|ed|ing)?',
  'limit(?:s|ed|ing)?',
  'convert(?:s|ed|ing)?',
  'ban(?:s|ned|ning)?',
  'inlin(?:e[sd]?|ing)',
  'vendor(?:s|ed|ing)?',
  'downgrad(?:e[sd]?|ing)',
  'make|makes|made|making',
  'keep(?:s|ing)?|kept',
  'skip(?:s|ped|ping)?',
  'ignor(?:e[sd]?|ing)',
  "do(?:es)?(?: not|n't)|don’t|never|always",
].join('|');

const LEADING_VERB = new RegExp(
  `^(?:(?:now|also|just|instead|we|we(?:'ve| have| now| will|'ll)|let's|to|temporarily|partially|completely|explicitly|actually|finally),?\\s+)*(?:${VERBS})\\b`,
  'i',
);
const PASSIVE =
  /\b(?:is|are|was|were|has been|have been|will be)\s+(?:now\s+|no longer\s+|not\s+)?(?:used|dropped|removed|required|disabled|enabled|moved|migrated|replaced|renamed|deprecated|preferred|avoided|pinned|allowed|disallowed)\b/i;
const SETTLED = /\b(?:no longer|by default|from now on|defaults?\s+(?:to|value|timeout|is|[-=:]))/i;
/** Whatever else a commit does: this is what users must know. */
const DEPRECATES = /\bdeprecates?\s+[`\w]/i;
const CONTRAST = /\b(?:instead of|rather than|in favou?r of)\b/i;
/** Repairs, additions and tests tell what was wrong or new, which is no choice. */
const WORK =
  /^(?:fix|add|test|update|improve|refactor|tweak|correct|ensure|handle|bring|show|allow|implement)(?:e?s|e?d|ing)?\b/i;
/** What ought to be, and what used to be. */
const NOT_SO =
  /\b(?:should(?:n['’]t| not)? (?:be|have|not)|would(?:n['’]t)? (?:be|have)|used to|was (?:being )?(?:using|ignor|dropp|skipp))/i;
/** "Defaulting keys interfered with ...": the gerund is what the sentence is about, not what was done. */
const TELLS_OF_GERUND =
  /^[a-z]+ing\b.*\s(?:is|was|were|are|interfered|caused|causes|broke|breaks|made|makes|led|leads|does|did|doesn['’]t|didn['’]t)\s/i;

/** Whether a subject says what the project does from then on. */
export function subjectDecides(subject: string): boolean {
  if (NOT_SO.test(subject) || TELLS_OF_GERUND.test(subject)) return false;
  if (LEADING_VERB.test(subject) || DEPRECATES.test(subject)) return true;
  return !WORK.test(subject) && (SETTLED.test(subject) || CONTRAST.test(subject));
}

/** The same for a sentence of the body, where more is told than decided. */
export function sentenceDecides(sentence: string): boolean {
  if (NOT_SO.test(sentence) || /^[a-z]+ing\b/i.test(sentence)) return false;
  return LEADING_VERB.test(sentence) || PASSIVE.test(sentence) || (!WORK.test(sentence) && SETTLED.test(sentence));
}

const REASONS = [
  /\bbecause\b/i,
  /\bsince\s+(?!v?\d)(?!then\b)/i,
  /(?:,|\))\s+as\s+(?:it|its|they|we|this|that|these|those|there|the|some|most|many)\b/i,
  /\bas\s+(?:it|they|we|there|this|that)(?:['’](?:s|re)|\s+(?:is|are|was|were|has|have|can|does|do|would|will|no|only|may))\b/i,
  /\bso\s+(?:that|it|we|they|the|users?|you)\b|,\s+so\s+(?!far\b|much\b|many\b)\w/i,
  /\b(?:in order|so as)\s+to\b/i,
  /(?<!\b(?:started|starts|able|unable|used|going|needs?|needed|wants?|wanted|have|has|had|ability|continues?|failed|fails|try|trying|how|want|allowed|supposed))\s+to\s+(?:avoid|prevent|reduce|improve|ensure|guarantee|protect|work around|save|speed up|simplify|stay|match|align|comply|be able to|make (?:it|sure)|keep|minimi[sz]e|support|fix|help)\b/i,
  /\b(?:due|thanks|owing)\s+to\b/i,
  /\b(?:instead of|rather than|in favou?r of)\b/i,
  /\botherwise\b/i,
  /\b(?:this|that|which|it)\s+(?:\w+\s+){0,2}(?:makes|creates|allows|lets|means|causes|caused|breaks|broke|leads to|led to|results in|resulted in|prevents|avoids|helps|ensures|improves|reduces)\b/i,
  /\b(?:is|are|was|were)\s+(?:[~\w-]+\s+)?(?:too|deprecated|unmaintained|abandoned|broken|buggy|flaky|slow|faster|smaller|safer|simpler|unnecessary|redundant|obsolete)\b/i,
  /\bfor\s+(?:better|security|performance|consistency|compatibility|backwards?|simplicity|readability|safety|the sake of)\b/i,
];

/** Whether a sentence says why. */
export function givesReason(sentence: string): boolean {
  return REASONS.some((reason) => reason.test(sentence));
}

const SETTLING = [
  /\b(?:instead of|rather than|in favou?r of|no longer|by default)\b/i,
  /\bbecause\b/i,
  /^(?:switch(?:es|ed|ing)?\s+(?:\S+\s+)?|(?:migrat|mov|transition|convert)(?:e|es|s|ed|ing)?\s+)(?:over\s+|away\s+|back\s+)?(?:to|from)\s+(?!(?:the\s+)?(?:top|bottom|end|own|separate|new|same|correct|right|its|their|a|an|parent|\S*\/)\b)/i,
  /^replac(?:e|es|ed|ing)\s+.+\s+(?:with|by)\s+/i,
  /^drop(?:s|ped|ping)?\s+/i,
  /^requir(?:e|es|ed|ing)\s+/i,
  /^deprecat(?:ed|ing)\s+|\bdeprecates?\s+[`\w]/i,
  /^renam(?:e|es|ed|ing)\s+.*(?:`|\b(?:option|setting|method|command|package|flag|api|property|event|hook)s?\b).*\s+(?:to|->|=>|→)\s+/i,
  /^stop(?:s|ped|ping)?\s+(?:using|supporting|publishing|shipping|testing|building|exporting|bundling)\b/i,
  /^(?:disable|disallow|forbid|default|turn off|turn on)(?:s|d|ed|ing)?\s+/i,
  /\bdefaults?\s+(?:to|value|timeout|is|[-=:])/i,
  /^remov(?:e|es|ed|ing)\s+(?:\S+\s+){0,4}(?:support|deprecated|options?|settings?|api|(?<!circular\s)dependency|feature|command|method|polyfills?)\b/i,
];
/** Matters of single files and lines: right for a day. */
const SMALL =
  /\b(?:variables?|params?|arguments?|tests?|specs?|assertions?|files?|folders?|helpers?|internals?|imports?|examples?|leftovers?|duplicated?|unused|unnecessary|unneeded|redundant|useless|dead code|code style|logs?|console\.\w+|images?|screenshots?|icons?|css|fonts?|links?|demos?|todo|workflow)\b/i;
const SOURCE_FILE =
  /(?<!\b(?:node|chart|next|vue|express|commander|deno|io))\.(?:[cm]?[jt]sx?|d\.ts|json|ya?ml|html|css)\b/i;

/** Whether a subject alone is a decision worth keeping: it weighs one thing against another, or changes what holds for users. */
export function settlesItself(subject: string): boolean {
  if (!SETTLING.some((pattern) => pattern.test(subject)) || subject.split(/\s+/).length < 3) return false;
  return !SMALL.test(subject) && !SOURCE_FILE.test(subject);
}

/** Whether a sentence can be read without the one before it. */
export function isStandalone(sentence: string): boolean {
  return !/^(?:this|that|these|those|it|its|they|he|she|we|i|there|here|so|but|and|or|also|instead|otherwise|because|since|then|now|however|therefore|thus|which|such|as|to|by|in|for|with|when|if|while|both|each|the former|the latter|not)\b/i.test(
    sentence,
  );
}

/** Guesses, questions, plans and talk between people: nothing to remember as decided. */
export function isVague(sentence: string): boolean {
  return (
    /\?|\.\.\.$|[…:]$|^(?:so|but|and|or|which|that['’]s|anyway|however|also|we also|note|drive-by)\b/i.test(sentence) ||
    /(?:^|\s)[Ii](?:['’]\w+)?\s/.test(sentence) ||
    /\b(?:to|of|for|by|in|with|the|a|and|or|from|due)[.\s]*$/i.test(sentence) ||
    /\b(?:maybe|perhaps|probably|hopefully|not sure|unsure|i guess|i think|i believe|i['’]m|i am|imho|imo|afaik|todo|fixme|wip|lol|oops|thanks|thank you|please|let me know|could you|should we|might want|for now|temporar(?:y|ily)|tmp|attempt|trying|tried|try to|again|feedback|review(?:er|ed)?|nits?|cleanup|clean up|looks like|seems?|better|almost|my|unused|unnecessary|unneeded|useless)\b/i.test(
      sentence,
    ) ||
    /\b(?:typos?|lint(?:er|ing)?|eslint-disable|readme|changelog|snapshots?|comments?|unused (?:imports?|variables?|code)|jsdocs?)\b/i.test(
      sentence,
    ) ||
    /(?:^|\s)(?:https?:\/\/\S+)/.test(sentence) ||
    /\b(?:squash|fixup|rebase|merge conflicts?)\b/i.test(sentence) ||
    sentence.split(/\s+/).length < 2
  );
}
