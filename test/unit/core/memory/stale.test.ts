import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FileChange, ProjectMemory, RawEvent } from '../../../../src/core/index';
import { commit, openScripted } from '../../../support/scriptedMemory';

function touching(...paths: string[]): { files: FileChange[] } {
  return { files: paths.map((path) => ({ path, status: 'M' })) };
}

/** A commit on day 1 that decides, then so many that change a file. */
function history(
  decided: string[],
  changed: string,
  times: number,
  text = 'say Use pnpm because it is fast.',
): RawEvent[] {
  const later = Array.from({ length: times }, (_, i) => commit(`c${i}`, 2 + i / 100, 'tidy', touching(changed)));
  return [commit('a', 1, text, touching(...decided)), ...later];
}

async function remembering(events: RawEvent[]): Promise<ProjectMemory> {
  const { memory } = await openScripted();
  await memory.ingest(events, { kind: 'ingest', accept: 'all' });
  return memory;
}

describe('a memory that may be out of date', () => {
  it('is a decision whose files were all changed many times since', async () => {
    const [decision] = (await remembering(history(['a.ts'], 'a.ts', 50))).memories();
    assert.equal(decision?.stale, true);
    assert.deepEqual(decision.stalePath, { path: 'a.ts', changes: 50 });
  });

  it('is none while one of its files stayed as it was', async () => {
    for (const [files, changed, times] of [
      [['a.ts'], 'a.ts', 49],
      [['a.ts', 'b.ts'], 'a.ts', 80],
      [[], 'a.ts', 80],
    ] as const) {
      const [decision] = (await remembering(history([...files], changed, times))).memories();
      assert.equal(decision?.stale, undefined, `${files.join()} ${times}`);
    }
  });

  it('is fresh again when the decision is said again', async () => {
    const again = commit('z', 100, 'say Use pnpm because it is fast.', touching('a.ts'));
    const [decision] = (await remembering([...history(['a.ts'], 'a.ts', 60), again])).memories();
    assert.equal(decision?.stale, undefined);
  });

  it('is never one with a key, one that holds no longer, or one of a day of the past', async () => {
    const keyed = await remembering(history(['a.ts'], 'a.ts', 60, 'typescript = 5.7'));
    assert.equal(keyed.memories()[0]?.stale, undefined);
    const memory = await remembering(history(['a.ts'], 'a.ts', 60));
    assert.equal(memory.memories('2025-01-05')[0]?.stale, undefined);
    await memory.deleteMemory(memory.memories()[0]!.id);
    assert.equal(memory.memories()[0]?.stale, undefined);
  });

  it('does not depend on merges, or on commits that the default branch does not reach', async () => {
    const elsewhere = history(['a.ts'], 'a.ts', 60).map((event, i) =>
      i === 0 ? event : { ...event, ...(i % 2 ? { parents: ['x', 'y'] } : { reach: { on: 'gone' } as const }) },
    );
    assert.equal((await remembering(elsewhere)).memories()[0]?.stale, undefined);
  });
});
