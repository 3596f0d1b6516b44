import assert from 'node:assert/strict';

const TIMEOUT_MS = 3000;
const PAUSE_MS = 20;

/** Repeats a check until it holds: what a page shows follows its messages by a moment. */
export async function eventually(check: () => Promise<void> | void): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** The active row's label begins so. */
export async function expectActive(open: { activeRow(): Promise<string> }, start: string): Promise<void> {
  await eventually(async () => assert.equal((await open.activeRow()).slice(0, start.length), start));
}
