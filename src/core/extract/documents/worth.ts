import { isAboutWork, isImperative } from '../chats/talk';

/** What a statement is, as far as its worth goes. */
export type Worth = 'rule' | 'fact' | 'place';

/**
 * Whether a statement of a document is worth remembering: a rule, a fact about the project, or where something lies. Undefined for what only leads through the
 * document, speaks to the assistant about itself, shows an example, or is true for a day.
 */
export function worthOf(text: string, place: 'item' | 'sentence' | 'names' | 'steps'): Worth | undefined {
  if (DROPPED.some((pattern) => pattern.test(text))) return undefined;
  if (place === 'names') return 'fact';
  if (place === 'steps') return 'rule';
  const said = text.replace(LABEL, '');
  if (PATH.test(text) && !NORM.test(text)) return 'place';
  if (isRule(said) || isRule(text)) return 'rule';
  if (place === 'item')
    return said.split(/\s+/).length >= LEAST_WORDS || LABEL.test(text) || isAboutWork(text) ? 'fact' : undefined;
  return TELLS.test(text) && isAboutWork(text) ? 'fact' : undefined;
}

/** Fewer say nothing. */
const LEAST_WORDS = 4;

/** "Validation:", "MANDATORY:", "**Note:**" without its stars. */
export const LABEL = /^(?:[^\s:.`][^:.`]{0,40}|`[^`]+`):\s+/;

function isRule(text: string): boolean {
  const said = text.replace(
    /^(?:please|also|then|finally|first|next|when possible|where possible|whenever possible|if possible|if you|when you|before you|after you|once you),?\s+/i,
    '',
  );
  return NORM.test(text) || isImperative(said) || ORDER.test(said) || CONDITION.test(text);
}

const NORM =
  /\b(?:must|should|shall|always|never|do not|don['’]t|does not belong|avoid|prefer(?:red)?|only|required?|mandatory|ensure|make sure|forbidden|prohibited|not allowed|no exceptions?|instead of|rather than|at (?:most|least)|keep|belongs? in)\b|^(?:no|all|every|each|any)\s/i;

/** Verbs of orders that are nouns or adjectives as often. */
const ORDER =
  /^(?:look|follow|be|have|match|mirror|reuse|respect|treat|stay|leave|separate|throw|lead|skip|consult|confirm|wire|extract|isolate|stick|lower|mind|favou?r|default|lazy-load|co-?locate|type|target|guard|bump|seed|note) \S/i;

/** "If you change `ConfigToml`, run ...", "After dependency changes, run ..." */
const CONDITION = /^(?:if|when|whenever|before|after|for|in|on|once)\b[^,]{3,120},\s+(?:always\s+)?[a-z]+\b/i;

/** "`src/`: Main sources", "src/core/ - what is pure" */
const PATH = /^`?(?:[\w.@*<>-]+\/)+[\w.@*<>-]*`?(?:,? `[^`]+`)*(?::|\s[-–—]|\s\()/;

/** What holds in the project. */
const TELLS =
  /\b(?:uses?|using|built (?:with|on|using)|written in|based on|runs? (?:on|in|under|at)|liv(?:es?|ing) (?:in|under|at)|stored|configured|deployed|hosted|supports?|targets?|follows?|go(?:es)? (?:in|into|under)|located|placed|generated|managed|handled|validated|tested|authenticated|published|triggered?s?|exposes?|requires?|depends on|consists? of|organi[sz]ed|split|named|prefixed|suffixed|enforced|enabled|disabled|defaults?|returns?|throws?|gets?|has|have)\b/i;

const DROPPED: readonly RegExp[] = [
  /[:?]$|^\W*$/,
  // about the document, or on to another one
  /\b(?:this|these|the following|above|below) (?:file|files|document|documents|guide|guides|guidelines|section|sections|page|rules|instructions|list|table|principles|tables?|map)\b|\bprovides? (?:guidance|context|instructions|an overview)\b|^(?:the following|here (?:is|are)|below (?:is|are))\b/i,
  /^(?:see|refer to|read|check out|consult|for (?:more|full|further|additional|detailed)|more (?:details|information|about|on)|full (?:docs|documentation|list|reference|details)|(?:docs|documentation|details|reference|source|link|example|examples|issue|ticket)s?:)\s[^.]{0,90}$/i,
  /^\S+\.(?:md|mdx|txt)\b.{0,80}$|^https?:\S+$/i,
  // to the assistant about itself
  /^(?:you(?: are|['’]re| operate| have| can| will| may)\b|act as|your (?:role|task|job|goal|name|mission|expertise)|i(?: am|['’]m| will| need)?\b|my\b|as an? (?:expert|ai|senior|assistant|language model)|(?:hello|hi|welcome)\b)/i,
  // what must be read with what stands before it
  /\b(?:prefer|use|do|avoid|run|check|call|keep|follow) (?:this|that|these|those|it|them)\b|\bwith (?:this|that) (?:fact|in mind)|\bthat (?:tool|case|is)\b/i,
  // examples, and what nobody filled in
  /^(?:e\.?g\.?|i\.e\.|examples?|for (?:example|instance)|sample|desired|wrong|right|bad|good|before|after|input|output|correct|incorrect|yes|no)\b\s*(?::|,|$)/i,
  /\[(?:your|insert|add|todo|project|describe|list|name|fill)\b[^\]]*\]|<(?:your|insert|project)[\s_-][^>]*>|\b(?:TODO|TBD|FIXME|lorem ipsum)\b/i,
  // of the day
  /\b(?:currently (?:working|implementing|in progress|being)|in progress|work in progress|next step|coming soon|not yet (?:implemented|done|started)|was (?:just )?(?:fixed|completed|implemented|merged|added)|last updated|updated on|as of (?:today|now)|this (?:week|sprint|month|session)|today|yesterday|tomorrow)\b/i,
  /^(?:\d{4}-\d\d-\d\d\b|✅|☑|version:|date:|author:|status:|last\b)/i,
];

/** Sections that tell of the day, or lead elsewhere. */
export function isPassing(headings: readonly string[]): boolean {
  return headings.some((heading) => PASSING.test(heading.replace(/^(?:\d+(?:\.\d+)*[.)]?)\s+/, '')));
}

const PASSING =
  /^(?:\W*)(?:(?:table of )?contents|toc|links?|(?:useful |additional |external )?(?:resources|references|reading|links)|related (?:files|docs|documentation|links)|further reading|licen[sc]e|acknowledge?ments?|credits|authors?|contact|support|sponsors?|badges|examples?|change ?log|release notes|history|(?:current |project )?(?:progress|status|focus|state|sprint|task|tasks)|active context|recent(?:ly)?\b.*|what (?:works|was done|has been done)|what['’]?s (?:left|next|working|done).*|next steps?|to-?dos?|in progress|remaining(?: work)?|completed?\b.*|done|backlog|roadmap|milestones?|known (?:issues|bugs)|open (?:questions|issues)|blockers?|timeline|future\b.*|upcoming\b.*|ideas|session (?:log|notes|summary).*|evolution of .*|implementation (?:status|progress)|migration status|questions)\W*$/i;
