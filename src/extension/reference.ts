import type { EventKind, Source } from '../core/index';

/** What links, buttons and items point at. They carry ids only; text and state are looked up when they are used. */
export interface Reference {
  /** Root of the project. */
  readonly root: string;
  /** Id of a memory or proposal. */
  readonly id: string;
}

export interface SourceReference {
  readonly root: string;
  readonly kind: EventKind;
  readonly ref: string;
  /** The conversation of a chat turn. */
  readonly session?: string;
}

export function sourceReference(source: Pick<Source, 'kind' | 'ref' | 'session'>, root: string): SourceReference {
  const { kind, ref, session } = source;
  return { root, kind, ref, ...(session === undefined ? {} : { session }) };
}

/** Command arguments come from links and from other extensions, so they are looked at first. */
export function parseReference(value: unknown): Reference | undefined {
  const { root, id } = fieldsOf(value);
  return typeof root === 'string' && typeof id === 'string' && /^[0-9a-z-]{1,64}$/i.test(id) ? { root, id } : undefined;
}

export function parseSourceReference(value: unknown): SourceReference | undefined {
  const { root, kind, ref, session } = fieldsOf(value);
  const isKind = kind === 'commit' || kind === 'chat' || kind === 'note' || kind === 'file';
  if (typeof root !== 'string' || !isKind || typeof ref !== 'string') return undefined;
  // A revision that begins with a dash would be an option of git.
  if (kind === 'commit') return /^[0-9a-f]{4,64}$/i.test(ref) ? { root, kind, ref } : undefined;
  return sourceReference({ kind, ref, ...(typeof session === 'string' ? { session } : {}) }, root);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
