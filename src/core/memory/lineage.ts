import type { Fact } from './fact';
import type { OperationKind } from './memory';

/** One thing that happens in a lineage, in order: a fact, or the revert of an earlier event. */
export type Step =
  | {
      readonly kind: 'fact';
      readonly fact: Fact;
      /** It says again what held already (decided, not compared). */ readonly restates: boolean;
      /** It is the end of what held: it says so itself, or the Memory Manager decided DELETE. */ readonly ends: boolean;
    }
  | {
      readonly kind: 'revert';
      readonly fact: Fact;
      /** Id of the event that is taken back. */ readonly undoes: string;
    }
  | {
      /** What a check of the sources found about one text. */
      readonly kind: 'finding';
      readonly fact: Fact;
      /** `ends`: it holds no longer. `withdraws`: it never came into what is there now, so what it replaced holds. `rewords`: the finding's text holds. */
      readonly does: 'ends' | 'withdraws' | 'rewords';
      /** Id of the fact whose text it is: where another one holds, nothing happens. */
      readonly of: string | undefined;
    };

/** A stretch of time in which one text held. */
export interface Version {
  /** The fact whose text holds. */
  readonly fact: Fact;
  /** What made it hold: the fact itself, or the revert that brought it back. */
  readonly cause: Fact;
  readonly from: string;
  /** Later facts that say the same. */
  readonly restatements: Fact[];
  until?: string;
  /** The fact that superseded it. */
  supersededBy?: Version;
  /** The fact or revert that ended it without a successor. */
  endedBy?: Fact;
  /** Only an end is known: the beginning was never read. */
  readonly tombstone: boolean;
}

export interface Resolved {
  /** Oldest first. */
  readonly versions: readonly Version[];
  /** What holds at the end. */
  readonly current: Version | undefined;
  /** What each fact did, by fact id. */
  readonly operations: ReadonlyMap<string, OperationKind>;
}

/**
 * Replays a lineage: each fact supersedes the one before, an end closes it, a revert brings back what held before the
 * reverted event. A pure function of the steps in order, so the order in which events were imported cannot matter.
 * @param steps sorted by `byOrder` of their facts; of one moment facts before reverts
 */
export function resolveLineage(steps: readonly Step[]): Resolved {
  const versions: Version[] = [];
  const operations = new Map<string, OperationKind>();
  let current: Version | undefined;

  const begin = (fact: Fact, cause: Fact, tombstone = false): Version => {
    const version: Version = { fact, cause, from: cause.time, restatements: [], tombstone };
    if (current) {
      current.until = cause.time;
      current.supersededBy = version;
    }
    versions.push(version);
    return version;
  };
  const end = (cause: Fact): void => {
    if (!current) return;
    current.until = cause.time;
    current.endedBy = cause;
    current = undefined;
  };

  /** As if a text had never been there: what it replaced holds, where that was not withdrawn, too. */
  const withdrawn = new Set<string>();
  const withdraw = (text: string, cause: Fact): void => {
    const first = versions.findIndex(({ fact }) => fact.id === text);
    withdrawn.add(text);
    const before = versions.findLast(({ fact }, i) => i < first && !withdrawn.has(fact.id));
    if (before && !before.endedBy) current = begin(before.fact, cause);
    else end(cause);
  };

  for (const step of steps) {
    const { fact } = step;
    const last = versions.at(-1);
    if (step.kind === 'finding') {
      if (!current || current.fact.id !== step.of) continue;
      operations.set(fact.id, step.does === 'rewords' ? 'UPDATE' : 'DELETE');
      if (step.does === 'rewords') current = begin(fact, fact);
      else if (step.does === 'withdraws') withdraw(current.fact.id, fact);
      else end(fact);
    } else if (step.kind === 'revert') {
      if (current && current.cause.event === step.undoes) {
        const before = versions.at(-2);
        // What the reverted event replaced holds again; where it replaced nothing, nothing does.
        if (before?.supersededBy === current) current = begin(before.fact, fact);
        else end(fact);
      } else if (!current && last?.endedBy?.event === step.undoes) {
        // Of what ended without a known beginning nobody can say what holds again, only that it did not end.
        if (last.tombstone) versions.pop();
        else current = begin(last.fact, fact);
      }
    } else if (step.ends) {
      if (current) {
        end(fact);
        operations.set(fact.id, 'DELETE');
      } else if (last?.endedBy && statement(last.endedBy.text) === statement(fact.text)) {
        operations.set(fact.id, 'NOOP');
      } else {
        const tombstone = begin(fact, fact, true);
        tombstone.until = fact.time;
        tombstone.endedBy = fact;
        operations.set(fact.id, 'DELETE');
      }
    } else if (current && (step.restates || saysTheSame(current.fact, fact))) {
      current.restatements.push(fact);
      operations.set(fact.id, 'NOOP');
    } else {
      operations.set(fact.id, current ? 'UPDATE' : 'ADD');
      current = begin(fact, fact);
    }
  }
  return { versions, current, operations };
}

/** Whether `b` only says again what `a` said. The user's own words stand until another value comes. */
export function saysTheSame(a: Fact, b: Fact): boolean {
  if (b.target !== undefined || a.value !== b.value || a.ends !== b.ends) return false;
  return (a.target !== undefined && a.value !== undefined) || statement(a.text) === statement(b.text);
}

/** A text without case, punctuation at its ends and runs of space: equal for exact duplicates. */
export function statement(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[\s"'`.,;:!?-]+|[\s"'`.,;:!?-]+$/g, '');
}
