import { ROLES, type Role } from '../base/roles';
import { keyTokens, terms } from '../base/words';
import type { Subjects } from '../retrieval/subjects';
import { tellingTerms, type AskedTerm } from '../retrieval/telling';

/**
 * What a question wants to know. `gone`: whether something was removed. `still`: whether something is (still) used or there. `default`: what
 * holds unless one says otherwise. `amount`: a number. `general`: everything that no other type recognised.
 */
export type QuestionType =
  | 'version'
  | 'still'
  | 'gone'
  | 'which'
  | 'default'
  | 'amount'
  | 'why'
  | 'when'
  | 'who'
  | 'how'
  | 'where'
  | 'replacement'
  | 'reverted'
  | 'general';

export interface Question {
  readonly text: string;
  readonly type: QuestionType;
  /** What it asks about, in the question's own words: "CommonJS build". Of types that ask about one thing. */
  readonly topic?: string;
  /** The known subject that the topic is, or, where there is no topic, the only one that is named. In lower case. */
  readonly subject?: string;
  /** The change it asks about, of `when` and `who`. */
  readonly change?: Change;
  /** Asks for what must be, not for what is used: "the minimum Node.js version". */
  readonly asksRequired: boolean;
  /** Wants yes or no. */
  readonly isYesNo: boolean;
  /** Its telling terms; words that only make it a question of its type weigh little. */
  readonly asked: readonly AskedTerm[];
  /** What an answer must say in so many words, as `words` gives it: what people did that no history tells by itself ("approved"), money. */
  readonly demands: readonly string[];
  /** The roles of tools that it names: "the test runner". */
  readonly roles: readonly Role[];
}

export type Change = 'added' | 'changed' | 'removed';

/**
 * Reads a question by the words it is asked with. The first type whose pattern fits counts.
 * @param ownName what the project itself is called
 */
export function readQuestion(written: string, subjects: Subjects, ownName?: string): Question {
  const text = written.slice(0, LONGEST).trim().replace(/\s+/g, ' ').replace(POLITE, '');
  const reading = READERS.map((read) => read(text)).find((found) => found !== undefined);
  const type = reading?.type ?? 'general';
  const topic = reading?.topic === undefined ? undefined : withoutNoun(reading.topic, subjects);
  const subject = topic === undefined ? onlySubject(text, subjects) : subjects.resolve(topic);
  const change = type === 'when' || type === 'who' ? changeAskedFor(text) : undefined;
  return {
    text,
    type,
    ...(topic !== undefined && { topic }),
    ...(subject !== undefined && { subject }),
    ...(change !== undefined && { change }),
    asksRequired: REQUIRED.test(text),
    isYesNo: YES_NO.test(text),
    asked: askedTerms(text, type, ownName),
    demands: demandsOf(text, type),
    roles: findRoles(text),
  };
}

/** What stands before the question proper: "Do you know who added it?" asks who. */
const POLITE =
  /^(?:(?:do|does|did) (?:you|we|anyone|anybody) (?:still )?(?:know|remember|recall)|(?:can|could|would) (?:you|anyone) (?:please )?(?:tell|say|remind)(?: me| us)?|any idea|tell me|remind me)[,:]? (?=(?:why|how|when|since|who|whose|where|which|what)\b)/i;

/** In characters: what goes on longer than this is pasted, and its beginning asks. */
const LONGEST = 500;

const REQUIRED =
  /\b(?:minimum|minimal|lowest|oldest|required?|requires|requirement|must|needs?|needed|supported|supports?|at least|engines?)\b/i;

const YES_NO = /^(?:is|are|was|were|does|do|did|has|have|had|can|could|should|will|may|must)(?:n't)?\b/i;

interface Reading {
  readonly type: QuestionType;
  readonly topic?: string;
}
type Reader = (text: string) => Reading | undefined;

const READERS: readonly Reader[] = [
  by('why', /^(?:why|how come|for what reason|what (?:is|was|are|were) the (?:reason|rationale|motivation))\b/i),
  by(
    'when',
    /^(?:when|since when|how long (?:ago|since|has|have|had|was|were)|(?:on|in|at|since) (?:which|what) (?:date|day|month|year|time))\b/i,
  ),
  by('who', /^(?:who|whose|by whom|which (?:person|author|developer|contributor))\b/i),
  by('reverted', /\b(?:reverted|revert|rolled back|undone|taken back|backed out)\b/i),
  by('default', /\b(?:default|defaults|out of the box|unless (?:i|we|you|one|told|set|asked|configured|specified))\b/i),
  by('replacement', /\b(?:replaces|replaced|(?:has|have) replaced)\s+(?!by\b|with\b)(?<topic>.+)$/i),
  by('replacement', /\b(?:instead of|in place of|replacement (?:for|of)|successor (?:to|of))\s+(?<topic>.+)$/i),
  by('replacement', /\b(?:was|is|were|are|has|did)\s+(?<topic>.+?)\s+(?:been |get )?replaced\s+(?:by|with)\b/i),
  by('still', /^(?:is|are) there\s+still\s+(?<topic>.+)$/i),
  by('how', /^how (?:do|does|did|can|could|should|would|to|is|are)\b/i),
  by('version', /\bversions?(?: range)? of\s+(?<topic>.+)$/i),
  by(
    'version',
    /\b(?:which|what|what's|minimum|minimal|lowest|oldest|required|supported|current|the)\s+(?<topic>(?:(?!which |what |the |is |are |do |does |and |or )[^\s,;]+ ){1,4}?)versions?\b/i,
  ),
  by('version', /\bversion (?:is|does|do|did)\s+(?<topic>.+?)(?:\s+(?:at|on|have|has))?[?]?$/i),
  by(
    'gone',
    /^(?:was|were|is|are|has|have|did)\s+(?<topic>.+?)\s+(?:been |get |got )?(?:removed|dropped|deleted|uninstalled|gone)\b/i,
  ),
  by('gone', /^(?:did|has|have)\s+.{1,20}?\s+(?:removed?|dropp?(?:ed)?|deleted?)\s+(?<topic>.+)$/i),
  by('still', /^(?:does|do|is|are)\b.*?\b(?:depends?|dependent|rely|relies)\s+(?:up)?on\s+(?<topic>.+)$/i),
  by(
    'still',
    /^(?:is|are)\s+(?!there\b)(?<topic>.+?)\s+(?:still |currently |being |in |actively )*(?:used|use|needed|required|installed|supported|around|there|a dependency|part of|in the project)\b/i,
  ),
  by(
    'still',
    /^(?:does|do|is|are|can|will)\b(?:(?!\buse).)*?\b(?:use|uses|using|need|needs|require|requires|support|supports)\s+(?<topic>.+)$/i,
  ),
  by('still', /^(?:is|are) there\s+(?:still\s+)?(?<topic>.+)$/i),
  by('still', /^(?:is|are|do|does|can|could|should|will|may|must)\b.*\bstill\b/i),
  by('amount', /^how (?:many|much|long|large|big|often|fast|far)\b/i),
  by('how', /^how\b/i),
  by('where', /^(?:from |in |to )?where\b/i),
  by(
    'which',
    /^(?:which|what)(?: is| are|'s)?\s+(?!(?:do|does|did|is|are|was|were|has|have|can|should|will)\b)(?<topic>.+?)\s+(?:is|are|does|do|did|should|must|we|has|was|can)\b/i,
  ),
  by('which', /^what(?: is| are|'s)\s+(?<topic>.+)$/i),
];

function by(type: QuestionType, pattern: RegExp): Reader {
  return (text) => {
    const found = pattern.exec(text);
    if (!found) return undefined;
    const topic = found.groups?.topic;
    if (topic === undefined) return { type };
    const trimmed = trimTopic(topic);
    return trimmed === '' ? undefined : { type, topic: trimmed };
  };
}

/** Cuts what stands around the thing itself: "the lodash in this project?" -> "lodash". */
function trimTopic(topic: string): string {
  return topic
    .replace(/[?!]+\s*$/, '')
    .replace(/[,;]\s.*$/, '')
    .replace(/\s+(?:in|for|at|by|of) (?:the|this|our|my) (?:project|repo|repository|code|codebase|workspace)$/i, '')
    .replace(
      /\s+(?:does|do|did|is|are|was|were|has|have|must|should|can|could|will|we|you|users?|the project|this project)(?:\s.*)?$/i,
      '',
    )
    .replace(
      /\s+(?:any ?more|any longer|nowadays|now|today|currently|here|at the moment|at all|still|needed|required|in use|used)$/i,
      '',
    )
    .replace(
      /^(?:(?:still|currently|the|a|an|any|our|this|minimum|minimal|lowest|oldest|required|supported|current|exact|latest|installed)\s+)+/i,
      '',
    )
    .replace(/^[`"'“]+|[`"'”.]+$/g, '')
    .trim();
}

/** "lodash package" and "package lodash" are lodash, but "package manager" is no manager. */
function withoutNoun(topic: string, subjects: Subjects): string {
  if (subjects.resolve(topic) !== undefined) return topic;
  const name = topic.replace(/^(?:package|library|dependency|module)\s+(?=\S)/i, '');
  if (subjects.resolve(name) !== undefined) return name;
  return topic.replace(/\s+(?:(?:npm )?packages?|librar(?:y|ies)|dependenc(?:y|ies)|modules?)$/i, '');
}

/** The one subject that a question without a topic is about. Undefined when it is about more than that: "the next release party" is not about next. */
function onlySubject(text: string, subjects: Subjects): string | undefined {
  const [named, ...others] = subjects.find(text);
  if (!named || others.some(({ subject }) => subject !== named.subject)) return undefined;
  const rest = keyTokens(`${text.slice(0, named.start)} ${text.slice(named.end)}`);
  return rest.every((word) => BESIDE_SUBJECT.has(word)) ? named.subject : undefined;
}

/** Stems that may stand beside the subject of a question about its changes. */
const BESIDE_SUBJECT = new Set(
  'project repo repositori packag librari modul tool last latest first initi start began stop adopt creat becom bring brought commit went gone exact still depend long ago around'.split(
    ' ',
  ),
);

function changeAskedFor(text: string): Change | undefined {
  if (/\b(?:remov|drop|delet|uninstall|stop|replaced\b|(?:got|get) rid|go(?:ne)? away|disappear)/i.test(text))
    return 'removed';
  if (/\b(?:add|introduc|install|adopt|start|first|create)/i.test(text)) return 'added';
  if (/\b(?:upgrad|updat|bump|chang|rais|mov|switch|migrat|set|pinn)/i.test(text)) return 'changed';
  return undefined;
}

/** Stems by which a question asks for its type, and which an answer need not say. */
const OF_TYPE: Readonly<Partial<Record<QuestionType, string>>> = {
  default: 'default set valu box show shown happen unless otherwis told configur',
  still: 'use ship call exist support possibl avail need there work requir depend part run target offer',
  gone: 'use there',
  when: 'start began begin first arriv land get since date year month day add happen becom came',
  who: 'write wrote author commit add contribut implement introduc made make creat bring brought first name',
  where: 'live find stand kept keep go now',
  how: 'use make sure get set want work do go',
  which: 'use call name tool librari packag framework modul thing',
  version: 'use need requir least run',
  replacement: 'use replac instead call name now new place',
  reverted: 'revert stay still undon becam becom happen undo',
  why: 'reason come',
  amount: 'get',
  general: 'use call name happen becam becom',
};

/** What such a stem weighs beside others. */
const LITTLE = 0.25;

function askedTerms(text: string, type: QuestionType, ownName?: string): AskedTerm[] {
  const light = new Set((OF_TYPE[type] ?? '').split(' '));
  // What a project is called says nothing about which of its memories is meant.
  for (const { whole } of terms(ownName ?? '')) light.add(whole);
  return tellingTerms(text).map((term) => (light.has(term.whole) ? { ...term, weight: term.weight * LITTLE } : term));
}

/** Stems of what people do around a change: a history tells who made it, and no more unless it says so. */
const UNTOLD =
  /^(?:approv|review|sign|ask|request|own|maintain|handl|report|suggest|decid|told|agre|vote|manag|discov|notic|found|propos|complain|pay|paid|fund)/;
/** Money and permission, whoever is asked about. */
const NEVER_TOLD = new Set('approv pay paid price cost budget bill salari rent insur'.split(' '));

function demandsOf(text: string, type: QuestionType): string[] {
  const said = terms(text).map((term) => term.whole);
  const demanded = said.filter((word) => NEVER_TOLD.has(word));
  if (type !== 'who') return demanded;
  const [verb] = terms(
    text.replace(/^.*?\b(?:who|whom|whose|which \w+)\s+(?:(?:has|have|had|is|are|was|were)\s+)?/i, ''),
  );
  if (verb && UNTOLD.test(verb.whole)) demanded.push(verb.whole);
  // "Who is the lawyer?" wants the word itself; "Who added the cache?" is told by every commit.
  const person = /^who(?:se)?\s+(?:is|are|was|were)\s+(?:the|our|this project['’]s)\s+(.+?)[?]?$/i.exec(text)?.[1];
  const last = person === undefined ? undefined : terms(person).findLast((term) => !term.stop)?.whole;
  return last === undefined ? demanded : [...demanded, last];
}

/** Roles by the stems of each of their names; two words or more, or a single one that is no ordinary word. */
const ROLE_PHRASES = ROLES.flatMap((role) =>
  [role.name, ...role.asked].map((phrase) => ({
    role,
    stems: terms(phrase).flatMap((term) => (term.stop ? [] : [term.whole])),
  })),
).sort((a, b) => b.stems.length - a.stems.length);

/** The roles that a text names; of phrases that overlap the longest. */
function findRoles(text: string): Role[] {
  const said = terms(text).flatMap((term) => (term.stop ? [] : [term.whole]));
  const taken = new Set<number>();
  const found = new Set<Role>();
  for (const { role, stems } of ROLE_PHRASES) {
    if (stems.length === 0) continue;
    const at = said.findIndex((_, start) =>
      stems.every((stem, offset) => said[start + offset] === stem && !taken.has(start + offset)),
    );
    if (at < 0) continue;
    stems.forEach((_, offset) => taken.add(at + offset));
    found.add(role);
  }
  return [...found];
}
