import { beginsWord, HARMLESS_NAME, KEY_NAME, NAME_END, PASSWORD_NAME } from './names';
import { findAll, type Range } from './range';
import {
  isDigest,
  isExpression,
  isKey,
  isNoise,
  isPassword,
  isPlaceholder,
  isPlainValue,
  isShuffled,
  isTypedPassword,
  isVersion,
} from './value';

const QUOTED = String.raw`(?:["“'‘\x60]{1,3}(?<secretA>[^"”'’\x60\n]{4,200})["”'’\x60]{1,3}|\*\*(?<secretB>[^*\n]{4,200})\*\*|(?<secretC>[^\s"'\x60“”]{4,400}))`;
/** Words that lead from the name of a secret to the secret: "for the staging db is now". */
const LINK = String.raw`(?:\s*\((?![^)\n]{41})[^()\n]{1,40}\))?(?:\s+(?:for|of|on|to|in|at|from|into|für|zum|zur|von|auf|im|de|del|pour|para|du|da|do)\s+[^\n.:=]{1,50}?)?(?:\s*(?::|:|=|->|=>|→|–|—|是|为|為|は)\s*|['’]s\s+|\s*\((?:was|is|now|formerly|previously|currently|old|new)?:?\s*|\s+(?:is|was|are|were|be|ist|es|est|era|è|é|jest|är|это|war|lautet|hei(?:ß|ss)t|(?:has\s+been\s+|was\s+|is\s+)?(?:set|changed|reset|rotated|updated)\s+to|to|as|equals?|should\s+be|will\s+be|must\s+be|used\s+to\s+be|now|called|reads?)(?:\s+(?:now|currently|still|just|literally|always|set\s+to|this|the\s+following|actually|probably|:))*\s*:?\s+)`;

const PASSWORD_IS = new RegExp(String.raw`(?<![A-Za-z0-9_])(?:${PASSWORD_NAME}|pin)${NAME_END}${LINK}${QUOTED}`, 'dgi');
const KEY_IS = new RegExp(
  String.raw`(?<name>code|cookie|session|${KEY_NAME})${NAME_END}["'\x60*)\]]{0,3}${LINK}${QUOTED}`,
  'dgi',
);
/** "use X as the password", "X is my key": what follows X. */
const AS_PASSWORD = new RegExp(
  String.raw`(?<=\S)\s{1,3}\(?(?:is|as|was|for|=|-|–|—)\s+(?:(?:that|this|it|which)(?:\s+is|\s+was|['’]s)\s+)?(?:the|my|our|your|a|an|its|his|her)?\s*(?:[\w-]+\s){0,3}?(?:${PASSWORD_NAME}|key|token|secret|credential|api[ _-]?key)\b`,
  'gi',
);
const BEFORE_IT = /(?:["“'‘`]{1,3}(?<secretA>[^"”'’`\n]{4,200})["”'’`]{1,3}|(?<secretB>[^\s"'`“”]{4,200}))$/dg;

/** "log in as admin / X", "user admin pass X", "creds: admin:X" */
/** Places in sentences where only a password makes sense, so that one may be of few characters; and what it must look like there. */
const TYPED: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<![\w-])(?:${PASSWORD_NAME})(?:\s+[\w@.-]{1,40}\s*[=:]|[^\n:=]{1,60}:)?[ \t]+\(?(?:["'\x60“](?<secretA>[^\s"'\x60”]{6,100})["'\x60”]|(?<secretB>[^\s"'\x60“”,,。、]{6,100}))`,
    'dgi',
  ),
  /\bpassword\b[^\n]{0,40}?\b(?:type|enter|use|paste|try|give it)\s+["'`]?(?<secret>[^\s"'`,]{6,100})/dgi,
  /\b(?:log ?in|sign ?in|account|user(?:name)?|ssh)\b[^\n]{0,40}?\s(?:is|as)\s+["'`]?[\w.@+-]{2,60}["'`]?\s*(?:,|\/|with|and)\s*["'`]?(?<secret>[^\s"'`,]{6,100})/dgi,
  /[\w.+-]{1,60}@[\w-]{1,60}\.[\w.-]{1,60}\s+[/|]\s+["'`]?(?<secret>[^\s"'`,]{6,100})/dg,
  /(?<![\w./@:-])[\w.-]{2,40}:(?<secret>[^\s:@/"'`]{6,60})@(?=[A-Za-z][\w-]*\.[A-Za-z]|\d+\.\d+\.\d+\.\d)/dg,
];

const LOGIN: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:use|try)(?:\s+(?:this|these|it|the\s+following))?:\s+["'\x60]?[\w.@+-]{2,60}["'\x60]?\s+\/\s+(?=[^\s]{8})${QUOTED}`,
    'dgi',
  ),
  new RegExp(
    String.raw`\b(?:log(?:ged|ging)?[ -]?in|sign(?:ed)?[ -]?in|login|creds?|credentials?)\b[^\n]{0,30}?[\s"'\x60(][\w.@+-]{2,60}["'\x60]?(?:\s*\/\s*|:)${QUOTED}`,
    'dgi',
  ),
  new RegExp(
    String.raw`\b(?:log(?:ged|ging)?[ -]?in|sign(?:ed)?[ -]?in|login|connect(?:ed)?|account|user(?:name)?|access)\b[^\n]{0,40}?[\s"'\x60(][\w.@+-]{2,60}["'\x60]?,?\s+(?:and\s+|with\s+)?(?:the\s+)?(?:password|passwd|pass|pwd|pw)\b\s*[:=]?\s*${QUOTED}`,
    'dgi',
  ),
];
/** A noun, few words, and noise: "here is my Datadog key, please rotate: 1f3c..." */
const NEAR_KEY =
  /(?<noun>\b(?:api[ _-]?key|keys?|tokens?|secrets?|credentials?|creds?|passw(?:or)?ds?|webhook|auth|bearer|pat|zugang(?:sdaten)?|schlüssel|llave|clave|chiave|chave|jeton|use this(?: one)?|here(?:'s|’s| is) (?:mine|it|yours|the one))\b|clé|ключ|токен|密钥|密鑰|令牌|トークン|キー)(?<between>[^\n]{0,80}?)[\s"'`(<:=](?<secret>[\w+/=.~-]{20,300})/dgi;

const RECOVERY =
  /\b(?:recovery|backup|scratch|emergency|rescue|2fa|mfa|two[- ]factor|one[- ]time|wiederherstellungs)[ -]?(?:codes?|keys?|passwords?)\b[^\n:]{0,50}?(?::|\n|\bare\b|\bis\b|(?=\s\d{3,6}-\d))/gi;
/** With a digit in it; groups are joined by dashes or spaces. */
const CODE =
  /(?<![\w-])(?=[A-Za-z]*\d)[A-Za-z0-9]{4,12}(?:-[A-Za-z0-9]{3,12}| (?:(?=[A-Za-z]*\d)[A-Za-z0-9]{3,12}|[a-z0-9]{4,6}(?=\n))){0,4}(?![\w-])/g;
/** How far the first code, or the next one, may be. In characters. */
const CODE_GAP = 24;
const LONGEST_LIST = 800;
/** Four words and more, to the end of the line. */
const PASSPHRASE =
  /\bpass(?:phrase|word)s?(?:\s+is)?\s*[:=]?\s+(?<secret>[a-z]{3,12}(?:[ -][a-z]{3,12}){3,11})[ \t]*$/dgim;
/** The key of one-time passwords: base32. */
const ONE_TIME = /\b(?:2fa|t?otp|mfa|authenticator)\b[^\n]{0,30}?[\s:="'`](?<secret>[A-Z2-7]{16,64})(?![\w])/dgi;
/** aws_secret_access_key x, as commands and files without signs between have it. */
const SNAKE = /[A-Za-z0-9]_(?:key|token|secret|password)\s+["'`]?(?<secret>[\w+/=.~-]{16,300})/dgi;
const SEED =
  /\b(?:seed|mnemonic|recovery|secret|wallet)[ -]?(?:phrase|words?|recovery phrase)?\b[^\n]{0,40}?[:=]\s*["'`]?\n?(?<secret>[a-z]{3,8}(?:[ ,]+[a-z]{3,8}){11}(?:[ ,]+[a-z]{3,8}){0,12})\b/dgi;

/** @returns secrets that are told in words. */
export function findInProse(text: string): Range[] {
  return [
    ...findAll(text, PASSWORD_IS, (value, match) => isToldPassword(value, match)).map((range) => trim(text, range)),
    ...findAll(
      text,
      KEY_IS,
      (value, match) => isNameOfKey(match) && isToldKey(value, isQuoted(match), leadTo(match, value)),
    ).map((range) => trim(text, range)),
    ...findBeforeName(text),
    ...LOGIN.flatMap((pattern) =>
      findAll(text, pattern, (value) => isToldWord(value) && looksTyped(value) && !isSlug(value)),
    ).map((range) => trim(text, range)),
    ...TYPED.flatMap((pattern) =>
      findAll(text, pattern, (value) => isTypedPassword(value.replace(/[.,;:?)\]]+$/, ''))),
    ).map((range) => trim(text, range)),
    ...findAll(text, NEAR_KEY, isNearKey),
    ...findRecoveryCodes(text),
    ...findAll(text, SEED),
    ...findAll(text, PASSPHRASE, (value) => isPassword(value, { quoted: true })),
    ...findAll(text, ONE_TIME, (value) => /\d/.test(value)),
    ...findAll(text, SNAKE, (value) => isNoise(value)),
    ...findBesideKeyId(text),
  ];
}

function findBeforeName(text: string): Range[] {
  return [...text.matchAll(AS_PASSWORD)].flatMap(({ 0: said, index }) => {
    const from = Math.max(0, index - 210);
    const isOfPassword =
      /\b(?:as|is|was)\b.*pass/i.test(said) &&
      !/^\s+\w*(?:hash|algorithm|kdf|type|field|policy)/i.test(
        text.slice(index + said.length, index + said.length + 20),
      );
    return findAll(
      text.slice(from, index),
      BEFORE_IT,
      (value) =>
        isToldKey(value, true) ||
        (isToldWord(value) && (isStrange(value) || (isOfPassword && looksTyped(value) && value.length >= 8))),
    ).map(({ start, end }) => ({ start: from + start, end: from + end }));
  });
}

/** Letters, digits and signs in one word. */
function isStrange(value: string): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value) && /[!#$%^&*@?]/.test(value);
}

function isNearKey(value: string, { groups, 0: match, index, input }: RegExpExecArray): boolean {
  const before = /[\w.-]*[ _.-]?$/.exec(input.slice(Math.max(0, index - 24), index))?.[0].trimEnd() ?? '';
  if (/^(?:keys?|tokens?)$/i.test(groups?.['noun'] ?? '') && /[_-]$/.test(before) && HARMLESS_NAME.test(before))
    return false;
  if (isPlaceholder(value) || /\.\w{1,5}$|^[/.~]|^AAAA[BCE][23]/.test(value)) return false;
  if (/^-{4}|\b(?:fingerprint|sha-?\d+|md5|digest|checksum)\b/i.test(groups?.['between'] ?? '')) return false;
  if (!isDigest(value)) return isNoise(value, 20);
  // Old vendors' keys look like hashes. Only words that lead from the name to it tell them apart.
  const isNamed = /^(?:api|token|secret|cred|auth)/i.test(groups?.['noun'] ?? '');
  return (
    isNamed &&
    /\b(?:is|was|one|new|old|old one|to|as|use|using)\s*[:`"']*$|:\s*$|^$/.test(groups?.['between'] ?? '') &&
    !NAMES_HASH.test(match)
  );
}

const NAMES_HASH =
  /\b(?:commit|sha\d*|hash|digest|checksum|revision|rev|md5|ids?|uuid|session|image|build|version|tree|blob|branch|etag)\b/i;

function isQuoted(match: RegExpExecArray): boolean {
  return match.groups?.['secretC'] === undefined;
}

/** A branch, an image, a package: words and numbers joined by dashes. */
function isSlug(value: string): boolean {
  return /^[a-z]+\d?(?:\.\d+)*(?:-[a-z\d.]+)+$/.test(value) && !/^(?:[a-z]{3,}-){2,}\d+$/.test(value);
}

/** A value in a sentence: no placeholder, version, path, file or code. */
function isToldWord(value: string): boolean {
  const word = value.replace(/[.,;:?!)\]}>]+$/, '');
  return (
    word.length >= 4 &&
    !isPlaceholder(word) &&
    !isVersion(word) &&
    !isPlainValue(word) &&
    !isDigestOfText(word) &&
    !/^[[({<$`]|\(\)|=>|^\w+\(|^@/.test(word)
  );
}

function isDigestOfText(word: string): boolean {
  return isDigest(word) && word.length !== 32;
}

/** Whether a word is none of a language: digits or signs among its letters, or several digits. */
function looksTyped(value: string): boolean {
  const word = value.replace(/[.,;:?)\]}>]+$/, '').replace(/!$/, '');
  if (isExpression(word) || (/^[\d.,:%/-]+(?:[a-z]{1,3})?$/i.test(word) && !/^\d{6,}$/.test(word))) return false;
  return (
    isShuffled(word) ||
    (/\d/.test(word) &&
      /[A-Za-z]/.test(word) &&
      !/^(?:[a-z]+-){1,2}\d{1,3}$|^[a-z]+\d$|^\d+(?:st|nd|rd|th|px|ms|kb|mb|gb|k|x|s)$/i.test(word)) ||
    (/[!#$%^&*@+]/.test(word.slice(0, -1)) && /[A-Za-z]{2}/.test(word)) ||
    /^\d{6,}$/.test(word)
  );
}

function isToldPassword(value: string, match: RegExpExecArray): boolean {
  if (!isToldWord(value) || /^(?:pass|pw|login)\s+(?:to|as|in|on|at|into|from|now)\b/i.test(match[0])) return false;
  if (/^clave/i.test(match[0]) && !isTypedPassword(value.replace(/[.,;:?)\]]+$/, ''))) return false;
  if (isQuoted(match))
    return (
      isPassword(value, { quoted: true }) &&
      !/^[a-z]+(?:[-_][a-z]+)+$/.test(value) &&
      (looksTyped(value) || /\s|^[a-z]{6,}$/i.test(value))
    );
  // "hunter2" is a password, "sha256" and "base64" are how one is kept.
  return (
    looksTyped(value) ||
    (/^[a-z]{4,}\d[.,;!?)]*$/i.test(value) &&
      !/^(?:sha|bcrypt|argon|scrypt|oauth|base|utf|step|option|line|type|field|part|phase|level|test|user|item|layer)\d/i.test(
        value,
      ))
  );
}

function isNameOfKey({ groups, index, input }: RegExpExecArray): boolean {
  const before = input.slice(Math.max(0, index - 24), index);
  const name = groups?.['name'] ?? '';
  if (!beginsWord(before, name)) return false;
  return (
    !HARMLESS_NAME.test(/[\w.-]*[ _.-]?$/.exec(before)?.[0].trimEnd() ?? '') || /api|secret|access|private/i.test(name)
  );
}

/** @returns the words before a name, the name, and what leads from it to its value */
function leadTo({ 0: match, index, input }: RegExpExecArray, value: string): string {
  return input.slice(Math.max(0, index - 24), index) + match.slice(0, match.indexOf(value));
}

function isToldKey(value: string, quoted: boolean, match = ''): boolean {
  const word = value.replace(/[.,;:?!)\]}>]+$/, '');
  const isLikeHash =
    /^(?:[0-9a-f]{30,64}|[0-9a-f]{96}|[0-9a-f]{128})$|^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(word);
  if (isLikeHash) return /api|token|secret|cred|auth|[a-z][ _-]?key/i.test(match) && !NAMES_HASH.test(match);
  if (!isToldWord(word) || !/\d/.test(word) || !/[A-Za-z]/.test(word) || isExpression(word)) return false;
  return (
    isNoise(word, quoted ? 12 : 14) || (word.length >= 20 && isKey(word, { quoted: true }) && isUnpronounceable(word))
  );
}

/** Long keys with words in them by chance: capitals, small letters and digits, all more than once. */
function isUnpronounceable(word: string): boolean {
  return (
    [/[A-Z]/g, /[a-z]/g, /\d/g].every((kind) => (word.match(kind) ?? []).length >= 2) && !/[/.].*[/.].*[/.]/.test(word)
  );
}

/** The end of a sentence is no part of what it tells. */
function trim(text: string, { start, end }: Range): Range {
  const trailing = /(?:[.,;:?]|(?<![({[].{0,300})[)}\]>])+$/.exec(text.slice(start, end));
  return { start, end: end - (trailing?.[0].length ?? 0) };
}

function findRecoveryCodes(text: string): Range[] {
  return [...text.matchAll(RECOVERY)].flatMap(({ 0: head, index }) => {
    const from = index + head.length;
    const found: Range[] = [];
    let last = from;
    for (const { 0: code, index: place } of text.slice(from, from + LONGEST_LIST).matchAll(CODE)) {
      const start = from + place;
      if (start - last > CODE_GAP) break;
      last = start + code.length;
      if (code.length >= 6 && !/^\d{4}-\d\d-\d\d$/.test(code)) found.push({ start, end: last });
    }
    return found;
  });
}

/** Where the id of an AWS key stands, its secret is near: 40 characters of base64. */
const KEY_ID = /\b(?:AKIA|ASIA)[A-Z2-7]{12,16}\b/g;
const KEY_SECRET = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/g;

function findBesideKeyId(text: string): Range[] {
  return [...text.matchAll(KEY_ID)].flatMap(({ index }) => {
    const from = Math.max(0, index - 300);
    return [...text.slice(from, index + 400).matchAll(KEY_SECRET)]
      .filter(({ 0: value }) => /[A-Z]/.test(value) && /[a-z]/.test(value) && /[\d+/]/.test(value))
      .map(({ 0: value, index: place }) => ({ start: from + place, end: from + place + value.length }));
  });
}
