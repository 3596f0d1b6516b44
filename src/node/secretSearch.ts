import { setImmediate as nextTask } from 'node:timers/promises';
import { contentId, type Redactor } from '../core/index';
import { mapTexts } from './mapTexts';
import { REDACTED } from './secrets/findSecrets';

/**
 * Finds what today's rules call a secret in what was stored under older ones, and takes it out. A secret is known by what stands around it;
 * where it stands alone (a value that was taken out of a message, the beginning of one that was cut), it is known by having been found elsewhere. So
 * everything is learned first, and cleaned then.
 */
export class SecretSearch {
  readonly #redactor: Redactor;
  /** Texts that were looked at, and what was found in those that were not clean. */
  readonly #seen = new Set<string>();
  readonly #found = new Map<string, Finding>();
  /** Secrets that cannot be anything else, wherever they stand. */
  readonly #unmistakable = new Set<string>();
  #pattern: RegExp | undefined;
  #lastTurn = performance.now();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** How many different secrets were found. */
  get count(): number {
    return new Set([...this.#found.values()].flatMap(({ secrets }) => secrets)).size;
  }

  /** Looks at all texts of a value. Costs little where they were looked at before. */
  async learn(value: unknown, signal?: AbortSignal): Promise<void> {
    const texts = new Set<string>();
    mapTexts(value, (text) => {
      if (!this.#seen.has(text)) texts.add(text);
      return text;
    });
    for (const text of texts) {
      const { texts: cleaned } = await this.#redactor.redact([text]);
      this.#seen.add(text);
      const [clean = text] = cleaned;
      if (clean !== text) this.#keep(text, clean);
      await this.#takeTurns(signal);
    }
    await this.#takeTurns(signal);
  }

  /** The value without the secrets in it; the value itself where there is none. What identifies something stays an id. */
  clean(value: unknown): unknown {
    const nearby = new Set<string>();
    mapTexts(value, (text) => {
      for (const word of this.#found.get(text)?.words ?? []) nearby.add(word);
      return text;
    });
    return mapTexts(value, (text, field) => {
      const found = this.#cleanText(text);
      // Where rules saw the secret, they saw what is none, too.
      const clean = PROSE_FIELDS.has(field) && !this.#found.has(text) ? withoutWords(found, nearby) : found;
      return clean === text ? text : ID_FIELDS.has(field) ? contentId('purged', text) : clean;
    });
  }

  async #takeTurns(signal: AbortSignal | undefined): Promise<void> {
    if (performance.now() - this.#lastTurn < TURN_MS) return;
    await nextTask();
    this.#lastTurn = performance.now();
    signal?.throwIfAborted();
  }

  #cleanText(text: string): string {
    const clean = this.#found.get(text)?.clean ?? text;
    if (this.#unmistakable.size === 0) return clean;
    this.#pattern ??= anyOf(this.#unmistakable);
    return clean.replace(this.#pattern, REDACTED);
  }

  #keep(text: string, clean: string): void {
    const secrets = removedFrom(text, clean);
    const cores = secrets.flatMap(coresOf);
    // What still stands in the text was no secret there.
    const words = cores.filter((core) => core.length >= LEAST_WORD && !clean.includes(core));
    this.#found.set(text, { clean, secrets, words });
    for (const word of words) if (isUnmistakable(word)) this.#unmistakable.add(word);
    this.#pattern = undefined;
  }
}

interface Finding {
  readonly clean: string;
  /** As the rules found them. */
  readonly secrets: readonly string[];
  /** The words in them that could stand alone in what was made of the text. */
  readonly words: readonly string[];
}

/** Fields whose texts stand for something else; others refer to it by them. */
const ID_FIELDS: ReadonlySet<string> = new Set(
  'id event run action fact facts target candidates undoes used rewriteOf'.split(' '),
);

/** Fields that are made of what was said, where a secret may stand without what shows it to be one. */
const PROSE_FIELDS: ReadonlySet<string> = new Set(
  'text quote subject value was replacedBy reason label question title'.split(' '),
);

/** How long texts are looked at before timers get a chance. */
const TURN_MS = 30;
/** Shorter ones stand in ordinary text by chance. In characters. */
const LEAST_WORD = 5;
const LEAST_UNMISTAKABLE = 10;

/** @returns what stood where marks stand now; nothing where that cannot be told */
function removedFrom(text: string, clean: string): string[] {
  const kept = clean.split(REDACTED);
  const [first = ''] = kept;
  const removed: string[] = [];
  if (!text.startsWith(first)) return [];
  let end = first.length;
  for (const [i, part] of kept.entries()) {
    if (i === 0) continue;
    const start = i === kept.length - 1 ? text.length - part.length : text.indexOf(part, end + 1);
    if (start < end || !text.startsWith(part, start)) return [];
    const secret = text.slice(end, start);
    if (secret !== REDACTED) removed.push(secret);
    end = start + part.length;
  }
  return removed;
}

/** The words of a found range, without the name before them: "password=a b" -> a, b; of an address the password in it. */
function coresOf(secret: string): string[] {
  return secret.split(/[\s"'`\\,;<>]+/).flatMap((word) => {
    const inAddress = /^[a-z][\w+.-]*:\/\/[^/@\s]*:([^/@\s]+)@/i.exec(word)?.[1];
    const value = inAddress ?? word.replace(/^[\w.-]+[=:](?=[^=])(?!\/\/)/, '');
    return value === '' ? [] : [value];
  });
}

/** Whether a word is no word that anybody would use for anything else. */
function isUnmistakable(word: string): boolean {
  return word.length >= LEAST_UNMISTAKABLE && /\d/.test(word) && /\p{L}/u.test(word) && !/^v?\d[\d.]*$/.test(word);
}

function anyOf(words: ReadonlySet<string>): RegExp {
  // The longer ones first: one may begin like another.
  const sorted = [...words].sort((a, b) => b.length - a.length);
  return new RegExp(sorted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
}

/** Also where the end of a text was cut off in the middle of one. */
function withoutWords(text: string, words: ReadonlySet<string>): string {
  let clean = text;
  for (const word of words) {
    clean = clean.replaceAll(word, REDACTED);
    const end = /([^\s]+)…$/.exec(clean)?.[1];
    if (end !== undefined && end.length >= LEAST_WORD && word.startsWith(end))
      clean = `${clean.slice(0, -end.length - 1)}${REDACTED}…`;
  }
  return clean;
}
