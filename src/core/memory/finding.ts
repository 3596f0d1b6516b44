import { formatDate } from '../base/dates';
import type { StoredEvent } from './event';
import type { Fact } from './fact';

/** What a check of the sources finds becomes an event of this session, with one fact that names the memory it is about. */
export const CHECK_SESSION = 'check';

/**
 * `cited`: files that the memory names are gone. `changed`: all files that its commit changed are. `left`: the default branch reaches its commit no more.
 * `renamed`: a file that it names is called otherwise now, so it is put in other words rather than ended.
 */
export const FINDING_KINDS = ['cited', 'changed', 'left', 'renamed'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Why a memory may be out of date: what it rests on is not there any more. */
export interface Loss {
  readonly kind: Exclude<FindingKind, 'renamed'>;
  /** Files that are gone. */
  readonly paths: readonly string[];
  /** Full sha: of the commit that removed them; of `left` the one that left. */
  readonly commit?: string;
  /** ISO 8601: when they went. Of `left` nobody can say. */
  readonly since?: string;
  /** "src/foo.ts is gone since 12 Mar 2026 (abc1234)" */
  readonly text: string;
}

type FindingEvent = Pick<StoredEvent, 'kind' | 'session' | 'ref'>;

/** Whether an event is the finding of a check. */
export function isFinding({ kind, session }: Omit<FindingEvent, 'ref'>): boolean {
  return kind === 'note' && session === CHECK_SESSION;
}

/** What a check found; undefined for every other event. */
export function findingKind(event: FindingEvent): FindingKind | undefined {
  if (!isFinding(event)) return undefined;
  const [word = ''] = event.ref.split(' ', 1);
  return FINDING_KINDS.find((kind) => kind === word);
}

/** The loss that a finding tells of; undefined for a renamed file. */
export function lossOf(event: StoredEvent): Loss | undefined {
  const kind = findingKind(event);
  if (kind === undefined || kind === 'renamed') return undefined;
  const commit = event.commits?.[0];
  return toLoss(kind, { paths: event.files, since: event.time, ...(commit !== undefined && { commit }) });
}

export function toLoss(kind: Loss['kind'], { paths, commit, since }: Pick<Loss, 'paths' | 'commit' | 'since'>): Loss {
  if (kind === 'left') {
    const name = commit === undefined ? 'its commit' : `its commit ${commit.slice(0, 7)}`;
    const text = `${name} is no longer in the history`;
    return { kind, paths: [], text, ...(commit !== undefined && { commit }) };
  }
  const shown = listOf(paths.slice(0, SHOWN_PATHS), paths.length - SHOWN_PATHS);
  const went = `gone${since === undefined ? '' : ` since ${formatDate(since)}`}`;
  const by = commit === undefined ? '' : ` (${commit.slice(0, 7)})`;
  const isOne = paths.length === 1;
  const text =
    kind === 'cited'
      ? `${shown} ${isOne ? 'is' : 'are'} ${went}${by}`
      : isOne
        ? `${shown}, all that its commit changed, is ${went}${by}`
        : `all ${paths.length} files that its commit changed are ${went}${by}: ${shown}`;
  return { kind, paths, text, ...(commit !== undefined && { commit }), ...(since !== undefined && { since }) };
}

/** A fact of a check ends, or puts in other words, only the memory that it names. */
export type FindingFact = Fact & { readonly target: string };

/** More files than these are counted. */
const SHOWN_PATHS = 2;

function listOf(names: readonly string[], more: number): string {
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(' and ');
}
