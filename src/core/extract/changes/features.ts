import { capitalize } from '../../base/text';
import type { Change, Reader } from './change';
import { codeNames, soleName, THING } from './names';
import { isInfinitive, passive, readVerb } from './verbs';

/** What became possible: an option, a method, a command, support for something. */
export const features: Reader = (change) => {
  const { clause } = change;
  if (clause.text.length > 250 || clause.place === 'sentence' || isElsewhere(change)) return undefined;
  const coming = readComing(clause.text);
  if (!coming || isSmall(coming.object) || !isTelling(change, coming)) return undefined;
  const name =
    coming.isNew && !QUALIFIED.test(coming.object) ? soleName(coming.object.replace(PURPOSE, '')) : undefined;
  if (name !== undefined && change.isPackage(name)) return undefined;
  const isKeyed = name !== undefined && !/^(?:types?|index|main|readme)$/i.test(name);
  return {
    kind: 'feature',
    text: capitalize(coming.said),
    ...(isKeyed && { subject: name, attribute: 'status', value: 'added' }),
  };
};

interface Coming {
  readonly object: string;
  readonly said: string;
  /** A new thing, not a new ability of a known one. */
  readonly isNew: boolean;
}

function readComing(text: string): Coming | undefined {
  const lead = text
    .replace(
      /^(?=(?:ability to|support for|options? (?:to|for)|new (?!line|er)[a-z]+ (?:option|method|command|setting|flag|api|hook))\b)/i,
      'add ',
    )
    .replace(/^(?:initial(?:ly)?|first|basic|experimental|new)\s+(?=(?:support|implementation|version) )/i, 'add ');
  const read = readVerb(lead);
  if (!read) return undefined;
  const object = read.rest
    .replace(/^for\s+/i, '')
    .replace(/^((?:the|an?)\s+)?new\s+/i, '$1')
    .replace(/(?:\s+added)?[\s.;,]*$/i, '');
  switch (read.verb) {
    case 'add':
    case 'introduce':
    case 'implement':
    case 'expose':
    case 'export':
    case 'provide':
    case 'create': {
      const [thing, place] = splitPlace(object);
      return { object, said: passive(thing, read.verb, place), isNew: read.verb !== 'expose' && place === '' };
    }
    case 'support':
      if (/^\w+ing\s/.test(object)) return { object, said: text, isNew: false };
      return {
        object,
        said: passive(object, read.verb).replace(/ (was|were) supported$/, (_, be: string) =>
          be === 'was' ? ' is supported' : ' are supported',
        ),
        isNew: false,
      };
    case 'allow':
    case 'accept':
    case 'enable':
      return { object, said: text, isNew: false };
    case 'make':
      return /\b(?:configurable|customizable|optional|extensible|overridable|accessible|public|available|async(?:hronous)?|lazy)\b/i.test(
        object,
      )
        ? { object, said: text, isNew: false }
        : undefined;
    default:
      return undefined;
  }
}

/** "option to `x`" -> "option", "to `x`"; but "option to disable it" is one thing. */
function splitPlace(object: string): [string, string] {
  const found = /^(.{3,}?)\s+(to\s+(\S+)(.*))$/.exec(object);
  const [, thing = '', place = '', next = '', more = ''] = found ?? [];
  const isPlace =
    /[`.()$=_]|[a-z][A-Z]|^[A-Z]/.test(next) ||
    /^(?:the|an?|all|both|each|every)$/i.test(next) ||
    (more.trim().split(/\s+/).length <= 2 && !isInfinitive(next));
  const isOpen = thing.split('(').length !== thing.split(')').length;
  return thing !== '' && !isOpen && isPlace && !/\b(?:ability|way|possibility)$/i.test(thing) && !isInfinitive(next)
    ? [thing, place]
    : [object, ''];
}

/** What a name belongs to makes it another name. */
const QUALIFIED = /\b(?:to|for|in|on|of|from|into|within|with)\s+(?:the\s+)?(?:`|[a-z$]+[A-Z._(]|--)/;
/** "`x` option to also stop children": why, not what. */
const PURPOSE = /\s+(?:to|for|that|which|so|when|if|in order|allowing|as)\s.*$/i;

/** Of a commit of these kinds nothing comes that users have. */
function isElsewhere({ clause, ground, paths }: Change): boolean {
  const isContribution =
    ground === 'tooling' &&
    paths.some((path) => path.endsWith('package.json')) &&
    /\b(?:settings?|commands?|keybindings?|menu|views?)\b/i.test(clause.text);
  return (
    (ground !== 'code' && !isContribution) ||
    /^(?:tests?|style|docs?|lint|ci|release|chore|refactor(?:ing)?|build|fix|bugfix|hotfix|perf|deps|types?|typings?|internal)$/.test(
      clause.type ?? '',
    )
  );
}

/** What is added to the work on a project, by the last word that says what it is. */
const CHORES = new Set(
  (
    'test spec doc documentation jsdoc readme changelog log example comment note link badge sponsor backer logo typo logging todo file snapshot fixture ' +
    'linter prettier ci workflow github action build release version tag script gitignore npmignore editorconfig license licence author contributor ' +
    'funding codeowner template coverage coverall benchmark demo screenshot image icon whitespace space newline line semicolon comma check guard ' +
    'assertion assert dep dependency devdependency package polyfill import code stuff thing change fix workaround hack improvement tweak case section ' +
    'description explanation clarification instruction guide tutorial faq paragraph gitter slack discord twitter website blog post type typing ' +
    'var variable const keyword copyright meta placeholder sample wip dist yarn npm lock config rule title toc util utils helper helpers handling caching'
  ).split(' '),
);
const NAMEABLE = /^(?:helpers?|utils?|types?|typings?|rules?|config|const|variables?|guards?)$/;
/** Tools of the work, by the first word. */
const TOOLING =
  /^(?:(?:an?|the|some|new|initial|basic)\s+)*(?:e?s?lint\w*|prettier|ci|travis|appveyor|github|codecov|coveralls|karma|mocha|jest|ava|webpack|rollup|babel|gulp|grunt|bower|dev\w*|tsconfig|husky|renovate|dependabot|greenkeeper|stale|unit|failing|missing|another|more|better|private|internal|back|up|our|my|css|html|yarn|lerna|nx|docker\w*|contributing|gitignore|package(?:-lock)?)\b/i;
const SMALL_ANYWHERE =
  /\b(?:tests?|specs?|missing|docs?|documentation|readme|changelog|jsdoc|typos?|comments?|unused|todo|lint(?:er|ing)?|prettier|snapshots?|benchmarks?|coverage|travis|appveyor|fixtures?|screenshots?|badges?|sponsors?|back in|again|examples?|ci|dependenc(?:y|ies))\b|\.(?:md|ya?ml)\b|\?$|\.\.\.$/i;

function isSmall(object: string): boolean {
  const known = object.replace(/`[^`]*`/g, 'x');
  if (object.split(/\s+/).length > 24 || SMALL_ANYWHERE.test(known) || TOOLING.test(known)) return true;
  if (/^(?:it|them|this|that|these|those|all|us|everything|something)\b/i.test(object)) return true;
  const head = known.replace(
    /(?:\s+(?:for|of|in|on|to|from|with|that|which|by|at|as|when|if|about|into)\s.*|[,;:(].*)$/i,
    '',
  );
  const last = /[a-z]+$/i.exec(head)?.[0].toLowerCase() ?? '';
  // "`fooBar` helper" names what it is; "a helper" does not
  if (codeNames(object).length > 0 && NAMEABLE.test(last)) return false;
  if (/^typescript (?:types|typings?|definitions?|declarations?)$/i.test(head)) return false;
  return CHORES.has(last) || CHORES.has(last.replace(/s$/, ''));
}

const NAMED_THING = new RegExp(
  `\\b${THING}\\b|\\b(?:support|syntax|mode|format|shell|protocol|provider|strategy|generator|parser|validator|validation|api|implementation|ability|error|template|channel|hook|theme|chart|scale|schema|completion|message|prefix|level|tag|query|server|client|cache|retry|proxy|stream|cli|definition)s?\\b`,
  'i',
);

function isTelling({ clause }: Change, { object, said }: Coming): boolean {
  const hasName = codeNames(object).length > 0;
  const isFeat = /^(?:feat|feature|new|added|enhancement|improvement)$/.test(clause.type ?? '') || clause.breaking;
  if (clause.place === 'item')
    return hasName && (NAMED_THING.test(object) || isFeat) && object.split(/\s+/).length >= 2;
  if (isFeat) return hasName || object.split(/\s+/).length >= 2;
  return hasName || (NAMED_THING.test(said) && said.split(/\s+/).length >= 3);
}
