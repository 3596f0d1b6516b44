import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ReplayedLog } from '../../../../src/node/transcripts/vscodeLog';

describe('the log of changes of VS Code', () => {
  const replay = (entries: readonly object[]): { value: unknown; applied: boolean[] } => {
    const log = new ReplayedLog();
    const applied = entries.map((entry) => log.apply(structuredClone(entry) as Record<string, unknown>));
    return { value: log.value, applied };
  };

  it('sets, appends, cuts and deletes', () => {
    const { value, applied } = replay([
      { kind: 0, v: { requests: [], title: 'old' } },
      { kind: 2, k: ['requests'], v: [{ text: 'a', parts: [] }] },
      { kind: 2, k: ['requests', 0, 'parts'], v: ['x', 'y', 'z'] },
      { kind: 2, k: ['requests', 0, 'parts'], i: 1, v: ['w'] },
      { kind: 1, k: ['requests', 0, 'text'], v: 'b' },
      { kind: 3, k: ['title'] },
      { kind: 2, k: ['added'], v: [1] },
    ]);
    assert.deepEqual(value, { requests: [{ text: 'b', parts: ['x', 'w'] }], title: undefined, added: [1] });
    assert.deepEqual(applied, Array(7).fill(true));
  });

  it('changes nothing for a kind it does not know, a path that leads nowhere, or before a beginning', () => {
    const entries = [
      { kind: 2, k: ['requests'], v: [1] },
      { kind: 0, v: { requests: [] } },
      { kind: 9, k: ['requests'], v: 1 },
      { kind: 1, k: ['requests', 5, 'text'], v: 1 },
      { kind: 1, k: ['requests', 7], v: 1 },
      { kind: 1, k: [], v: 1 },
      { kind: 1, k: 'requests', v: 1 },
      { kind: 2, k: ['requests'], v: [1], i: -1 },
      {},
    ];
    const { value, applied } = replay(entries);
    assert.deepEqual(value, { requests: [] });
    assert.deepEqual(
      applied,
      entries.map((_, at) => at === 1),
    );
  });

  it('takes "__proto__" for a name like any other', () => {
    const { value } = replay([
      { kind: 0, v: {} },
      { kind: 1, k: ['__proto__'], v: { polluted: true } },
      { kind: 1, k: ['__proto__', 'more'], v: true },
      { kind: 1, k: ['constructor', 'prototype', 'polluted'], v: true },
    ]);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    assert.deepEqual(Object.keys(value as object), ['__proto__']);
  });

  it('replays random logs as a direct model does, compacted anywhere or not', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), (steps, compactAt) => {
        const model = new Model();
        const entries: object[] = [{ kind: 0, v: model.snapshot() }];
        let snapshotAt = 0;
        for (const [at, each] of steps.entries()) {
          const entry = model.change(each);
          if (entry) entries.push(structuredClone(entry));
          if (at === compactAt) {
            entries.push({ kind: 0, v: model.snapshot() });
            snapshotAt = entries.length - 1;
          }
        }
        const whole = replay(entries);
        assert.deepEqual(plain(whole.value), plain(model.snapshot()));
        assert.ok(whole.applied.every(Boolean));
        assert.deepEqual(plain(replay(entries.slice(snapshotAt)).value), plain(whole.value));
      }),
      { numRuns: 300 },
    );
  });
});

const step = fc.record({
  action: fc.constantFrom('ask', 'answer', 'rewrite', 'retitle', 'untitle', 'drop', 'edit'),
  at: fc.nat(9),
  words: fc.array(fc.string(), { maxLength: 3 }),
});

/** A conversation that is changed in place, telling each change as VS Code logs it. */
class Model {
  #title: string | undefined;
  readonly #requests: { id: number; text: string; response: string[] }[] = [];
  #count = 0;

  snapshot(): unknown {
    return structuredClone({ title: this.#title, requests: this.#requests });
  }

  change({ action, at, words }: { action: string; at: number; words: string[] }): object | undefined {
    const index = this.#requests.length === 0 ? -1 : at % this.#requests.length;
    const request = this.#requests[index];
    if (action === 'ask') {
      const added = { id: this.#count++, text: words.join(' '), response: [] };
      this.#requests.push(added);
      return { kind: 2, k: ['requests'], v: [added] };
    }
    if (action === 'retitle') return { kind: 1, k: ['title'], v: (this.#title = words.join(' ')) };
    if (action === 'untitle') {
      this.#title = undefined;
      return { kind: 3, k: ['title'] };
    }
    if (request === undefined) return undefined;
    if (action === 'drop') {
      this.#requests.length = index;
      return { kind: 2, k: ['requests'], i: index };
    }
    if (action === 'edit') return { kind: 1, k: ['requests', index, 'text'], v: (request.text = words.join('!')) };
    if (action === 'answer') {
      request.response.push(...words);
      return { kind: 2, k: ['requests', index, 'response'], v: words };
    }
    const cut = at % (request.response.length + 1);
    request.response.splice(cut, Infinity, ...words);
    return { kind: 2, k: ['requests', index, 'response'], i: cut, v: words };
  }
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
