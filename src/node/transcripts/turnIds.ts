import { createHash } from 'node:crypto';
import type { Role } from '../../core/index';

/**
 * Names turns of a transcript that gives them none: by who said what, and by their place among those that say the same. So a turn keeps its name
 * when the transcript grows, and when turns before it come to be left out.
 */
export class TurnIds {
  readonly #counts = new Map<string, number>();

  next(role: Role, text: string): string {
    return numbered(this.#counts, `${role}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`);
  }
}

/** The name itself the first time, then "name-2", "name-3". */
export function numbered(counts: Map<string, number>, name: string): string {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count === 1 ? name : `${name}-${count}`;
}
