import { errors } from '../base/errors';
import { contentId } from '../base/ids';
import type { Event, EventKind, FileChange, RawEvent, Reach } from './event';
import { withoutAddresses, withoutHomes } from './machine';

/** Removes secrets from text. The well-kept rule set lives behind it (in `node`, because it needs Node). */
export interface Redactor {
  /** @returns the texts with every secret replaced by a mark such as "[secret removed]", and how many were found. */
  redact(texts: readonly string[]): Promise<{ readonly texts: string[]; readonly found: number }>;
}

/** The single entrance: nothing becomes an `Event` but here. */
export type CleanEvent = (raw: RawEvent, redactor: Redactor, options?: CleanOptions) => Promise<Event>;

export interface CleanOptions {
  /** What becomes of the e-mail addresses of people. Default: they are removed. */
  readonly addresses?: 'keep' | 'remove';
}

/** Prompts wrap what memory puts into them in these two; what stands between is never taken in again. */
export const INJECTED_START = '<project-memory>';
export const INJECTED_END = '</project-memory>';

/**
 * Removes secrets, what memory itself injected, machine paths, addresses and invisible characters from everything that
 * an event carries, and stamps its id and order.
 * @throws KnownError 'usage' when the time is no time.
 */
export const cleanEvent: CleanEvent = async (raw, redactor, options = {}) => {
  const timeMs = Date.parse(raw.time);
  if (Number.isNaN(timeMs))
    throw errors.usage(`"${raw.time.slice(0, 40)}" is no time: write it as 2026-01-31T12:00:00Z.`);

  const files = raw.files ?? [];
  const before = raw.before ?? [];
  const clean = await cleanTexts(
    [
      withoutInjected(tidy(raw.text)),
      raw.author,
      raw.session,
      raw.ref,
      ...files.flatMap((file) => [file.path, file.oldPath, file.before, file.after]),
    ],
    redactor,
    options,
  );
  const [text = '', author, session, ref = raw.ref, ...ofFiles] = clean.texts;
  // Said elsewhere, too, and counted there.
  const branch = raw.reach?.on === 'branch' ? raw.reach.branch : undefined;
  const around = await cleanTexts(
    [raw.title, raw.app, branch, ...before.map((said) => withoutInjected(tidy(said.text)))],
    redactor,
    options,
  );
  const [title, app, cleanBranch, ...said] = around.texts;

  const event: Unbranded = {
    // The id rests on what capture handed in, so that better rules for cleaning never make a known event look new.
    id: eventId(raw.kind, raw.session, raw.ref),
    kind: raw.kind,
    ref,
    ...optional('session', session),
    time: raw.time,
    order: raw.order ?? Math.floor(timeMs / 1000),
    role: raw.role,
    ...optional('author', author),
    ...optional('app', app),
    ...optional('title', title),
    ...optional('turn', raw.turn),
    ...optional('before', raw.before && before.map(({ role }, index) => ({ role, text: said[index] ?? '' }))),
    ...optional(
      'commits',
      raw.commits?.filter((sha) => SHA.test(sha)),
    ),
    text,
    files: files.map(({ status }, index): FileChange => {
      const [path = '', oldPath, before, after] = ofFiles.slice(index * 4, index * 4 + 4);
      return {
        path,
        status,
        ...optional('oldPath', oldPath),
        ...optional('before', before),
        ...optional('after', after),
      };
    }),
    ...optional(
      'parents',
      raw.parents?.filter((sha) => SHA.test(sha)),
    ),
    ...optional('rewriteOf', raw.rewriteOf),
    reach: reachOf(raw.reach, cleanBranch),
    secrets: clean.found,
  };
  return event as Event;
};

/** A commit's name, perhaps abbreviated. What is none could be anything. */
const SHA = /^[0-9a-f]{4,64}$/i;

function reachOf(reach: Reach = { on: 'main' }, branch = ''): Reach {
  return reach.on === 'branch' ? { on: 'branch', branch } : reach;
}

/** An event before the brand, which nothing but the cast above puts on. */
type Unbranded = { [K in keyof Event as K extends symbol ? never : K]: Event[K] };

/** @returns 12 hex digits: the same for every reading of one commit, turn or note. */
export function eventId(kind: EventKind, session: string | undefined, ref: string): string {
  return contentId(kind, session, ref);
}

/** @returns the texts in their order, absent ones absent, and how many secrets they held. */
async function cleanTexts(
  texts: readonly (string | undefined)[],
  redactor: Redactor,
  { addresses = 'remove' }: CleanOptions,
): Promise<{ readonly texts: (string | undefined)[]; readonly found: number }> {
  const present = texts.filter((text) => text !== undefined).map(tidy);
  const redacted = await redactor.redact(present);
  // Only now: a connection string looks like an address until its password is out.
  const cleaned = redacted.texts
    .map((text) => (addresses === 'keep' ? withoutHomes(text) : withoutAddresses(withoutHomes(text))))
    .values();
  return { texts: texts.map((text) => (text === undefined ? undefined : cleaned.next().value)), found: redacted.found };
}

/** One kind of line end, no commands to a terminal, and no character that shows nothing but changes what is read. Joiners stay: emojis and scripts need them. */
export function tidy(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(TERMINAL, '')
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(INVISIBLE, '')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** Nothing to tidy: nearly every manifest and most messages. */
const PLAIN = /^[\t\n\x20-\x7E]*$/;

/**
 * Commands to a terminal (ECMA-48): colours and cursor (CSI), titles and links (OSC), strings for devices, and the short ones. A link's text
 * stands between two of them and stays. One that was cut off goes to the end of its line.
 */
const TERMINAL =
  /(?:\x1B\[|\x9B)[0-?]*[ -/]*[@-~]?|(?:\x1B[\]PX^_]|[\x90\x98\x9D-\x9F])[^\x07\x1B\x9C\n]*(?:\x07|\x1B\\|\x9C)?|\x1B[ -/]*[0-~]?/g;

/** Controls, direction marks and overrides, zero-width characters but joiners, and tags except in the flags made of them. */
const INVISIBLE =
  /[\0-\x08\x0E-\x1F\x7F-\x9F\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}](?<!\u{1F3F4}[\u{E0020}-\u{E007F}]+)/gu;

/** A block that lost its end goes with all that follows: rather too much than memory's own words again. */
function withoutInjected(text: string): string {
  return text.replace(INJECTED, '');
}

const INJECTED = new RegExp(`${INJECTED_START.slice(0, -1)}(?=[\\s>])[^>]*>[\\s\\S]*?(?:${INJECTED_END}|$)`, 'gi');

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
