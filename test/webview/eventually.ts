import assert from 'node:assert/strict';
import { eventually as eventuallyWithin } from '../support/eventually';

const TIMEOUT_MS = 3000;

/** Repeats a check until it holds: what a page shows follows its messages by a moment. */
export async function eventually(check: () => Promise<void> | void): Promise<void> {
  await eventuallyWithin(check, TIMEOUT_MS);
}

/** The active row's label begins so. */
export async function expectActive(open: { activeRow(): Promise<string> }, start: string): Promise<void> {
  await eventually(async () => assert.equal((await open.activeRow()).slice(0, start.length), start));
}
