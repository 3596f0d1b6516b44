// What a value that stands where a secret would stand really is: a secret, or a placeholder, a type, code, a sentence.

import { PASSWORD_NAME } from './names';

/** Words that values consist of when they only say that a secret belongs here. */
const PLACEHOLDER_WORDS = new Set(
  (
    'a an the this that my your our their his her some any no not is in it of to for from with and or as at on by be me you here there goes go ' +
    'change changeme replace replaceme insert enter put set fill paste add provide todo tbd fixme example examples sample dummy fake mock stub test testing tests ' +
    'placeholder redacted removed masked hidden omitted snip secret secrets password passwords passwd pwd pass passphrase passcode token tokens key keys ' +
    'api apikey auth authentication authorization access account client private public user username login name admin root guest value values string str ' +
    'text number boolean bool bytes buffer object array optional required maybe unknown undefined null nil none never void empty default true false yes ' +
    'credential credentials cookie cookies session sessions bearer basic digest oauth jwt hash hashed salt encrypted decrypted plain raw real actual valid ' +
    'invalid wrong correct new old current foo bar baz qux lorem ipsum something anything whatever must should will can see below above env environment config ' +
    'production prod development dev staging local localhost postgres postgresql mysql mongo mongodb redis rabbitmq openai anthropic github gitlab azure aws ' +
    'google stripe slack database db server service app application project org organization company id uuid type field form label input prompt'
  ).split(' '),
);

/** Types of programming languages, which stand where a value could stand. */
const TYPE =
  /^(?:secretstr|str|int|bytes|byte|char|uint8array|any|object|varchar\(?\d*\)?|text|buffer|keyof|typeof|readonly|final|const|let|var|new|await|async|function|return|self|this|super|none|nil)$/i;

/** Whether a value stands for a secret without being one: `<token>`, `${TOKEN}`, `xxxx`, `YOUR_API_KEY`, `***`. */
export function isPlaceholder(value: string): boolean {
  if (value.length === 0 || TYPE.test(value)) return true;
  // A few characters beside dots are what programs show instead of a secret.
  if (/^(?:\.{2,}|…)|^[\w-]{0,11}(?:\.{3}|…)[\w-]{0,4}$/.test(value)) return true;
  if (
    /^(?:[<[{].*|.*[>\]}]|%\w+%|\$\w+|\$?\$?[{(].*|__\w+__|@\w+@|#\{.*)$/.test(value) &&
    /[<[{}%$@_#]/.test(value[0] ?? '')
  )
    return !HASH_START.test(value) || /^\$[A-Z_]+$/i.test(value);
  if (/\$\{|\{\{|\$\(|#\{|%\(\w+\)s|<[a-z][\w -]*>/i.test(value)) return true;
  // What programs and people write in its stead: ***REMOVED***, the tags of YAML, its name in another language.
  if (/^\*{2,}[\w ]*\*{2,}$|^!{1,2}[A-Za-z]+$/.test(value) || NAME_OF_PASSWORD.test(value)) return true;
  // xxxx, ****, ...., ----, 0000: nothing that anyone could use
  if (
    /^(.)\1*$/.test(value) ||
    /^[xX*.•·…#_-]+$/.test(value) ||
    /[xX]{6,}|\*{4,}|•{3,}|0{10,}|(?:1234567890){2}/.test(value)
  )
    return true;
  if (/EXAMPLE(?:KEY)?$/.test(value)) return true;
  const words = value.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
  return (
    words.length > 0 &&
    /^[\w .:/-]*$/.test(value) &&
    words.every((word, index) => PLACEHOLDER_WORDS.has(word.toLowerCase()) || (index > 0 && /^\d$/.test(word)))
  );
}

const NAME_OF_PASSWORD = new RegExp(`^(?:${PASSWORD_NAME})s?$`, 'i');
const HASH_START = /^\$[\w-]+\$/;

/** Whether a value is source code that gets a secret from somewhere: calls, members, templates, arrows. Bare values only. */
export function isExpression(value: string): boolean {
  if (isJumble(value)) return false;
  return (
    /[(){}|]|\[\w*\]|=>|\?\.|::/.test(value) ||
    /^[<>\[]/.test(value) ||
    /^[A-Za-z_$][\w$]*(?:(?:\.|->)[A-Za-z_$][\w$]*)+[,;]?$/.test(value) || // config.password
    /^[a-z]+(?:[A-Z][a-z]+)+$/.test(value) || // userPassword
    /^[A-Z]?[a-z]+(?:_[a-z]+)+$/.test(value) ||
    /^[A-Z]+(?:_[A-Z0-9]+)+$/.test(value) // TOKEN_ENV
  );
}

/** Digits, letters and signs of many kinds in turn: what generators of passwords and keys make, and no code. */
function isJumble(value: string): boolean {
  const signs = new Set(value.match(/[!@#$%^&*()_+=~.,:?-]/g) ?? []).size;
  const digits = (value.match(/\d/g) ?? []).length;
  return (
    value.length >= 12 &&
    signs >= 3 &&
    digits >= 2 &&
    !/[;{}[\]"'`]|\(\)|=>|\w\.\w+\(|\$\{/.test(value) &&
    !/^[\w.-]+\(/.test(value)
  );
}

/** A version, a range of versions, or where a package comes from. */
export function isVersion(value: string): boolean {
  return /^(?:npm:|workspace:|catalog:|file:|link:|github:|git\+)|^[\^~<>=v]*\d+(?:\.(?:\d+|x|\*))+(?:[-+][\w.+-]+)?$|^[\^~<>=]+\s?\d/i.test(
    value,
  );
}

/** Dates, numbers with units, links, paths and e-mail addresses. */
export function isPlainValue(value: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d(?:[T ][\d:.,Z+-]*)?$/.test(value) ||
    /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ||
    /^(?:~|\.{1,2})?\/?(?:[\w@.-]+\/)+[\w@.-]*\.\w{1,5}$/.test(value) ||
    /^(?:~|\.{1,2})?(?:\/(?:etc|usr|var|opt|home|run|tmp|root|srv|mnt|proc|Users|secrets|src|app|bin)\b[\w@./-]*)$/.test(
      value,
    ) ||
    /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(value) ||
    /^\w[\w-]*\.(?:[cm]?[jt]sx?|json|ya?ml|toml|py|go|rs|rb|md|txt|pem|key|crt|env|html?|css|png|svg)$/i.test(value)
  );
}

/** Hashes and ids that are no secrets wherever no name says otherwise: git shas, digests, uuids. */
export function isDigest(value: string): boolean {
  return (
    /^(?:[0-9a-f]{7,12}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(
      value,
    ) ||
    /^(?:\d{4}-\d\d-\d\d-)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value) ||
    /^(?:sha\d+|md5)[-:=]/i.test(value)
  );
}

/**
 * Whether characters look drawn at random: their classes change often. Identifiers, slugs and words change rarely, and a
 * capital that begins a word does not count.
 */
export function isNoise(value: string, shortest = 16): boolean {
  if (value.length < shortest || !/^[\w+/=.~:-]+$/.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value))
    return false;
  if (isVersion(value) || isPlainValue(value)) return false;
  const changes = (value.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g) ?? []).length;
  return changes / value.length >= 0.14 && longestWord(value) <= Math.max(8, value.length / 3);
}

/** Letters of both cases in no order that names have. */
export function isShuffled(value: string): boolean {
  const changes = (value.match(/[a-z](?=[A-Z])|[A-Z]{2}(?=[a-z])/g) ?? []).length;
  return (
    value.length >= 10 &&
    /^[A-Za-z]+$/.test(value) &&
    changes / value.length >= (value.length < 16 ? 0.2 : 0.18) &&
    longestWord(value) <= 5
  );
}

/**
 * Whether a word that stands in a sentence can only be a password: letters with digits or signs, but no name of a standard, a
 * version, a file or a branch, and no slug. Words joined by dashes count from three on.
 */
export function isTypedPassword(value: string): boolean {
  if (value.length < 6 || isPlaceholder(value) || isVersion(value) || isPlainValue(value) || isDigest(value))
    return false;
  if (isExpression(value) || /^[A-Z]+[-_]?\d+$|^[\d.,:%/+-]+[a-z]{0,3}$|^\W|[<>{}|\\\x60"]/.test(value)) return false;
  if (
    /^(?:sha|md|bcrypt|argon|scrypt|oauth|base|utf|rfc|pbkdf|hs|rs|es|aes|tls|ssl|http|ipv|step|option|test|user|type|level|phase)-?\d/i.test(
      value,
    )
  )
    return false;
  if (/^[a-z]+(?:\d+(?:\.\d+)*)?(?:[-_.][a-z0-9]+)*$/.test(value))
    return /^[a-z]{4,}\d{3,}$|^(?:[a-z]{3,}-){3,}\d+$|^[a-z\d]{12,}$/.test(value) && /\d/.test(value);
  const digits = (value.match(/\d/g) ?? []).length;
  return (
    isShuffled(value) ||
    (isNoise(value, 12) && /[A-Z]/.test(value) && !/[a-z]{5}/.test(value)) ||
    (digits >= 2 && /[A-Za-z]{2}/.test(value)) ||
    (/[!#%^&*@$]/.test(value.slice(1, -1)) && digits >= 1)
  );
}

/** Length of the longest run of letters that could be a word of a language: of one case, with vowels. */
function longestWord(value: string): number {
  let longest = 0;
  for (const [run] of value.matchAll(/[A-Z]?[a-z]{3,}|[A-Z]{4,}/g)) {
    const vowels = (run.match(/[aeiouy]/gi) ?? []).length / run.length;
    if (vowels >= 0.25 && vowels <= 0.65 && run.length > longest) longest = run.length;
  }
  return longest;
}

/** Small words that sentences and labels have and passphrases have not. */
const SENTENCE =
  /\b(?:a|an|the|is|are|was|be|been|not|no|must|should|can|cannot|could|will|please|enter|your|you|my|our|to|of|or|and|for|in|on|at|with|this|that|it|if|has|have|required|invalid|incorrect|wrong|missing|forgot|reset|change|confirm|new|least|characters?|password|passwort|token|secret|key|login|log|sign|user(?:name)?|e-?mail)\b/i;

/** @returns whether a quoted value with spaces is a passphrase rather than a label or a sentence. */
function isPassphrase(value: string): boolean {
  return (
    value.length >= 8 &&
    value.split(/\s+/).length <= 12 &&
    !SENTENCE.test(value) &&
    !/[.?:…]$|\s[-–—]\s|^[A-Z][a-z]+ [a-z]+$/.test(value)
  );
}

/** What is under the name of a password: anything that is no placeholder, no code and no sentence. */
export function isPassword(value: string, { quoted, sure = false }: { quoted: boolean; sure?: boolean }): boolean {
  if (isPlaceholder(value) || isVersion(value)) return false;
  if (/\s/.test(value)) return quoted && isPassphrase(value);
  if (isPlainValue(value)) return false;
  if (quoted || sure) return value.length >= 4 && !(!quoted && isExpression(value));
  if (value.length < 4 || isExpression(value)) return false;
  const mixed = /\d/.test(value) && /[A-Za-z]/.test(value);
  return (
    isShuffled(value) ||
    (mixed && value.length >= 5) ||
    (/[!#%^&*+@$?~]/.test(value.slice(0, -1)) && /[A-Za-z0-9]{3}/.test(value)) ||
    /^\d{6,}$/.test(value)
  );
}

/** What is under the name of a token or key: long enough, and neither words joined by dots, dashes and slashes nor code. */
export function isKey(value: string, { quoted, sure = false }: { quoted: boolean; sure?: boolean }): boolean {
  if (isPlaceholder(value) || isVersion(value) || isPlainValue(value) || /\s/.test(value)) return false;
  if (!quoted && isExpression(value) && !isNoise(value)) return false;
  const mixed = /\d/.test(value) && /[A-Za-z]/.test(value);
  const odd = /[!#%^&*+@$?~=]/.test(value.slice(0, -1));
  if (sure && value.length >= 6 && (mixed || odd)) return !/^(?:[A-Za-z]+\d?[./_-])+[A-Za-z]+\d?$/.test(value);
  if (value.length < (quoted ? 10 : 12)) return false;
  const shuffled = quoted && isShuffled(value);
  if (/^(?:[A-Za-z]+\d{0,2}[./_:-])*[A-Za-z]+\d{0,2}$/.test(value) && !isNoise(value) && !shuffled) return false;
  return (mixed || odd || shuffled) && bitsPerCharacter(value) >= 2.7;
}

/** Shannon entropy of the characters. English words have about 2.5 to 3 at such lengths, random letters and digits 3.5 and more. */
function bitsPerCharacter(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / value.length) * Math.log2(count / value.length), 0);
}

/** @returns what base64 stands for, where that is text such as "user:password" */
export function isEncodedLogin(value: string): boolean {
  if (value.length < 8 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return false;
  try {
    return /^[\x21-\x7E]{1,100}:[\x20-\x7E]{2,200}$/.test(atob(value.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return false; // No base64, so no login in it.
  }
}
