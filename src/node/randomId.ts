import { randomBytes } from 'node:crypto';

/** An id for a run or an action: 64 random bits in hex. */
export function randomId(): string {
  return randomBytes(8).toString('hex');
}
