import { escapeRegExp } from '../../base/text';

/** What a project calls something in its code: "`maxBuffer`", "options.dnsCache", "--bail", "MAX_SIZE", "pino.final()". */
const CODE = [
  '`[^`\\n]{1,80}`',
  '(?<![\\w`/.-])--?[a-z][\\w-]*(?:=\\S+)?(?<!-)',
  '(?<![\\w`/@-])\\.?[$\\w][\\w$]*(?:\\.[$\\w][\\w$]*)*\\(\\)',
  '(?<![\\w`/@-])\\.?[$a-z_][\\w$]*(?:\\.[$\\w][\\w$]*)*\\([^()\\s]{1,30}\\)',
  '(?<![\\w`/@.-])[a-z_$][\\w$]*(?:\\.[a-z_$][\\w$]*)+(?![\\w`/@-])',
  '(?<![\\w`/@.-])[a-z][a-z0-9]*(?:[A-Z][a-zA-Z0-9]*)+(?![\\w`/@])',
  '(?<![\\w`/@.-])[a-zA-Z$][\\w$]*_[\\w$]+(?![\\w`/@])',
  '(?<![\\w`/@.-])\\$[a-zA-Z][\\w$]*(?![\\w`/@])',
].join('|');

/** Names that are written like code and are none: products, files, hosts, abbreviations. */
const NO_CODE =
  /^(?:mac|i(?:OS|Pad|Phone)|npm|js[A-Z]?oc?|eBay|gRPC|e\.g|i\.e|a\.k\.a|vs\.code|node\.js|deno\.land|github\.com)|\.(?:[cm]?[jt]sx?|json5?|ya?ml|toml|md|html?|s?css|lock|txt|sh|py|rs|go|java|io|com|org|dev)$|^\d|https?:/i;

/** Names that look like code, without their backticks, each once, in the order of the text. */
export function codeNames(text: string): string[] {
  const found = [...text.matchAll(new RegExp(CODE, 'g'))].map(([written]) => plainName(written));
  return [...new Set(found.filter((name) => name !== '' && !NO_CODE.test(name) && !/\s/.test(name)))];
}

/** "`execaCommand()`" -> "execaCommand": as a question names it. */
export function plainName(written: string): string {
  return written
    .replace(/^[`'"“”‘’*]+|[`'"“”‘’*.,;:]+$/g, '')
    .replace(/\(\)$/, '')
    .trim();
}

/** What a name is the name of. */
export const THING =
  '(?:option|setting|config(?:uration)?(?: option| key| property)?|flag|switch|parameter|property|prop|field|method|function|helper|command|hook|event|action|api|getter|setter|attribute|callback|environment variable|env var(?:iable)?|preference|operator|decorator|directive|middleware|plugin|adapter|transport|type|interface|class|component|rule|alias|locale|endpoint|header|constant|variable|argument|arg|param|keybinding|view|panel|feature|module|export|entry ?point)s?';

const ARTICLE =
  /^(?:(?:the|a|an|any|all|our|its|new|old|deprecated|obsolete|legacy|experimental|existing|optional|default|public)\s+)+/i;

/**
 * The one name that a phrase consists of, apart from articles and what it is: "the deprecated `exclude` setting" -> exclude. Undefined when it
 * says more than that, so that no key is made of half a phrase.
 */
export function soleName(phrase: string): string | undefined {
  const names = codeNames(phrase);
  const [name] = names;
  const bare = phrase.replace(ARTICLE, '').trim();
  if (name !== undefined && names.length === 1) {
    const around = bare.replace(new RegExp('`[^`]*`|' + escapeRegExp(name) + '(?:\\(\\))?'), '').trim();
    // `all` and `LIMIT` are names only together with what they name
    const isKnown =
      !/^(?:[a-z]+|[A-Z]+|[a-z]{2}[-_][A-Z]{2})$/.test(name) || phrase.includes(`${name}(`) || around !== '';
    return isKnown && AROUND.test(around) ? name : undefined;
  }
  if (names.length > 0) return undefined;
  // "destroy hook": an ordinary word is a name only together with what it names
  return NAMED.test(bare) && !COMMON.test(bare) ? bare.toLowerCase() : undefined;
}

const AROUND = new RegExp(
  `^(?:(?:deprecated )?(?:${THING}|timeout|delay|limit|size|value|default|support)\\s*)*$`,
  'i',
);
const NAMED = /^[a-z][\w-]{2,} (?:option|setting|flag|method|command|hook|helper|event)$/i;
/** Words that describe a thing instead of naming it. */
const COMMON =
  /^(?:new|old|some|this|that|these|those|other|another|extra|global|local|internal|private|unused|duplicate|missing|useless|unnecessary|wrong|second|first|same|custom|helper|async|more|test|build|lint|redundant|git|npm|deprecated|cli|static|public|class|config|multiple|single|additional|following)\s/i;

/** The one package-like or code-like name in a whole line. */
export function onlyName(text: string): string | undefined {
  const names = codeNames(text);
  return names.length === 1 ? names[0] : undefined;
}
