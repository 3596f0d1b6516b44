import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Memory, ProjectMemory, RawEvent } from '../../../src/core/index';
import { commit, openScripted, shaOf } from '../../support/scriptedMemory';

/** "text" of what holds, "text (until day)" of what was superseded, "text [ended]" of what was deleted; marked "?" when not reviewed. */
function shown(memory: ProjectMemory): string[] {
  return memory.memories().map(show).sort();
}

function show(memory: Memory): string {
  const held = memory.branch === undefined ? '' : ` <${memory.branch}>`;
  const end =
    memory.state === 'superseded'
      ? ` (until ${memory.validTo!.slice(5, 10)})`
      : memory.state === 'deleted'
        ? ` [${memory.ending!.text}]`
        : '';
  return `${memory.reviewed ? '' : '? '}${memory.text}${end}${held}`;
}

function operations(memory: ProjectMemory): string[] {
  return memory
    .proposals()
    .map(({ operation, oldText, newText }) => `${operation}: ${oldText ?? ''} -> ${newText ?? ''}`)
    .sort();
}

async function read(
  memory: ProjectMemory,
  events: RawEvent[],
  accept: 'none' | 'certain' | 'all' = 'all',
  kind: 'scan' | 'capture' | 'ingest' = 'ingest',
) {
  return await memory.ingest(events, { kind, accept });
}

const HISTORY = [
  commit('a', 1, 'typescript = 5.7\nmocha = 10\nsay Use sql.js because it needs no native module.'),
  commit('b', 2, 'typescript = 5.8'),
  commit('c', 3, 'mocha ends\nvitest = 3\nsay The request timeout is 250 ms because CI is slow.'),
  commit('d', 4, 'typescript = 5.9\nsay The request timeout is 500 ms because 250 was too short.'),
  commit('e', 5, 'reverts : Drop the cache\nmocha = 11'),
];

describe('ProjectMemory', () => {
  describe('time rules', () => {
    it('keeps every version and says what holds now', async () => {
      const { memory } = await openScripted();
      await read(memory, HISTORY);
      assert.deepEqual(
        shown(memory),
        [
          '"Drop the cache" was reverted.',
          'The project uses mocha 10. [mocha was removed.]',
          'The project uses mocha 11.',
          'The project uses typescript 5.7. (until 01-03)',
          'The project uses typescript 5.8. (until 01-05)',
          'The project uses typescript 5.9.',
          'The project uses vitest 3.',
          'The request timeout is 250 ms because CI is slow. (until 01-05)',
          'The request timeout is 500 ms because 250 was too short.',
          'Use sql.js because it needs no native module.',
        ].sort(),
      );
    });

    for (const accept of ['all', 'none'] as const) {
      it(`gives the same bank in whatever order events come (accept ${accept})`, async () => {
        const { memory: straight } = await openScripted();
        await read(straight, HISTORY, accept);
        for (const order of permutations(HISTORY.length).filter((_, i) => i % 7 === 0)) {
          const { memory } = await openScripted();
          for (const i of order) await read(memory, [HISTORY[i]!], accept);
          assert.deepEqual(shown(memory), shown(straight), `order ${order.join()}`);
        }
      });
    }

    it('lets an older event enter history, where it replaces nothing', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('d', 4, 'typescript = 5.9')]);
      const report = await read(memory, [commit('b', 2, 'typescript = 5.8')], 'none');
      assert.deepEqual(report.proposals, { add: 0, update: 0, delete: 0, noop: 1 });
      assert.deepEqual(shown(memory), [
        'The project uses typescript 5.8. (until 01-05)',
        'The project uses typescript 5.9.',
      ]);
    });

    it('changes nothing when the same event is read again', async () => {
      const { memory, journal } = await openScripted();
      await read(memory, HISTORY);
      const before = journal.records.length;
      const report = await read(memory, HISTORY);
      assert.equal(report.events, 0);
      assert.equal(journal.records.length, before);
    });

    it('tells the order of events of one moment by their order, not their time', async () => {
      const { memory } = await openScripted();
      await read(memory, [
        commit('late', 9, 'typescript = 5.8', { order: 1 }),
        commit('early', 3, 'typescript = 5.9', { order: 2 }),
      ]);
      assert.ok(shown(memory).includes('The project uses typescript 5.9.'));
    });
  });

  describe('branches', () => {
    const onBranch = { reach: { on: 'branch', branch: 'feature' } } as const;

    it('holds the facts of a branch until it is merged', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('a', 1, 'typescript = 5.7')]);
      const report = await read(memory, [
        commit('f', 2, 'typescript = 5.8\nsay Use pnpm because it is fast.', onBranch),
      ]);
      assert.equal(report.held, 2);
      assert.deepEqual(shown(memory), ['The project uses typescript 5.7.']);
      memory.branch = 'feature';
      assert.deepEqual(shown(memory), [
        'The project uses typescript 5.7. (until 01-03)',
        'The project uses typescript 5.8. <feature>',
        'Use pnpm because it is fast. <feature>',
      ]);
      memory.branch = undefined;
      await memory.place([{ event: memory.commits().get(shaOf('f'))!.event, reach: { on: 'main' } }]);
      assert.deepEqual(shown(memory), [
        'The project uses typescript 5.7. (until 01-03)',
        'The project uses typescript 5.8.',
        'Use pnpm because it is fast.',
      ]);
    });

    it('withdraws them when the branch goes, and takes them back when it returns', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('f', 2, 'typescript = 5.8', onBranch)]);
      const { event } = memory.commits().get(shaOf('f'))!;
      memory.branch = 'feature';
      await memory.place([{ event, reach: { on: 'gone' } }]);
      assert.deepEqual(shown(memory), []);
      await memory.place([{ event, reach: { on: 'branch', branch: 'feature' } }]);
      assert.deepEqual(shown(memory), ['The project uses typescript 5.8. <feature>']);
    });

    it('does not double a rewritten commit, and keeps what was decided about it', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('old', 2, 'typescript = 5.8\nsay Use pnpm because it is fast.')], 'none');
      const [pnpm] = memory.proposals().filter((proposal) => proposal.newText?.includes('pnpm'));
      await memory.reject({ ids: [pnpm!.id] });
      await memory.accept({ all: true });
      const old = memory.commits().get(shaOf('old'))!.event;
      await memory.place([{ event: old, reach: { on: 'gone' } }]);
      await read(
        memory,
        [commit('new', 2, 'typescript = 5.8\nsay Use pnpm because it is fast.', { rewriteOf: old })],
        'none',
      );
      assert.deepEqual(memory.proposals(), []);
      assert.deepEqual(shown(memory), ['The project uses typescript 5.8.']);
    });

    it('decides the same when a merge is seen late', async () => {
      const main = [
        commit('a', 1, 'say The cache size is 10 because memory is tight.'),
        commit('c', 3, 'say The cache size is 30 because 20 was too little.'),
      ];
      const side = commit('b', 2, 'say The cache size is 20 because 10 was too little.', onBranch);
      const { memory: late } = await openScripted();
      await read(late, [main[0]!, side, main[1]!]);
      await late.place([{ event: late.commits().get(shaOf('b'))!.event, reach: { on: 'main' } }]);
      const { memory: straight } = await openScripted();
      await read(straight, [main[0]!, { ...side, reach: { on: 'main' } }, main[1]!]);
      assert.deepEqual(shown(late), shown(straight));
    });
  });

  describe('reverts', () => {
    it('ends what the reverted commit said and brings back what held before', async () => {
      const { memory } = await openScripted();
      await read(memory, [
        commit('a', 1, 'say The timeout is 250 ms because CI is slow.'),
        commit('b', 2, 'Raise the timeout\nsay The timeout is 500 ms because 250 failed.'),
        commit('c', 3, `reverts ${shaOf('b').slice(0, 9)}: Raise the timeout`),
      ]);
      const holds = memory
        .memories()
        .filter((item) => item.state === 'active')
        .map((item) => item.text);
      assert.deepEqual(holds.sort(), [
        '"Raise the timeout" was reverted.',
        'The timeout is 250 ms because CI is slow.',
      ]);
    });

    it('takes a revert of a revert as the thing itself', async () => {
      const { memory } = await openScripted();
      const events = [
        commit('a', 1, 'Use pnpm\nsay Use pnpm because it is fast.'),
        commit('b', 2, `Revert "Use pnpm"\nreverts ${shaOf('a')}: Use pnpm`),
        commit('c', 3, `Reapply\nreverts ${shaOf('b')}: Revert "Use pnpm"`),
      ];
      await read(memory, [...events].reverse());
      const pnpm = memory.memories().filter((item) => item.text.startsWith('Use pnpm'));
      assert.equal(pnpm.at(-1)!.state, 'active');
      assert.equal(pnpm.at(-1)!.validFrom.slice(0, 10), '2025-01-04');
    });

    it('finds the reverted commit by its subject when the sha is of another history', async () => {
      const { memory } = await openScripted();
      await read(memory, [
        commit('a', 1, 'Use pnpm\nsay Use pnpm because it is fast.'),
        commit('b', 2, 'reverts 1234567: Use pnpm'),
      ]);
      assert.ok(shown(memory).includes('Use pnpm because it is fast. ["Use pnpm" was reverted.]'));
    });
  });

  describe('review', () => {
    it('collapses a chain of one scan into one proposal', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('0', 0, 'typescript = 5.6')]);
      const report = await read(memory, HISTORY, 'none', 'scan');
      assert.deepEqual(report.proposals, { add: 5, update: 1, delete: 0, noop: 0 });
      assert.ok(
        operations(memory).includes('UPDATE: The project uses typescript 5.6. -> The project uses typescript 5.9.'),
      );
    });

    it('uses pending ADDs, marked, but never pending UPDATEs or DELETEs', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('a', 1, 'typescript = 5.7\nmocha = 10')]);
      await read(memory, [commit('b', 2, 'typescript = 5.8\nmocha ends\nvitest = 3')], 'none');
      assert.deepEqual(shown(memory), [
        '? The project uses vitest 3.',
        'The project uses mocha 10.',
        'The project uses typescript 5.7.',
      ]);
      assert.deepEqual(operations(memory), [
        'ADD:  -> The project uses vitest 3.',
        'DELETE: The project uses mocha 10. -> ',
        'UPDATE: The project uses typescript 5.7. -> The project uses typescript 5.8.',
      ]);
      await memory.accept({ all: true });
      assert.deepEqual(shown(memory), [
        'The project uses mocha 10. [mocha was removed.]',
        'The project uses typescript 5.7. (until 01-03)',
        'The project uses typescript 5.8.',
        'The project uses vitest 3.',
      ]);
    });

    it('remembers a rejection: neither a new scan nor the same value said again brings it back', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('a', 1, 'typescript = 5.7')]);
      await read(memory, [commit('b', 2, 'typescript = 5.8\nsay Use pnpm because it is fast.')], 'none');
      await memory.reject({ all: true });
      await read(memory, [commit('b', 2, 'typescript = 5.8')], 'none');
      await read(memory, [commit('c', 3, 'typescript = 5.8\nsay use pnpm because it is fast')], 'none');
      assert.deepEqual(memory.proposals(), []);
      await read(memory, [commit('d', 4, 'typescript = 5.9')], 'none');
      assert.deepEqual(operations(memory), [
        'UPDATE: The project uses typescript 5.7. -> The project uses typescript 5.9.',
      ]);
    });

    it('decides anew what rests on a rejected proposal', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('a', 1, 'say The timeout is 250 ms because CI is slow.')]);
      await read(memory, [commit('b', 2, 'say The timeout is 500 ms because 250 failed.')], 'none');
      await read(memory, [commit('c', 3, 'say The timeout is 900 ms because 500 failed.')], 'none');
      const [latest, middle] = memory.proposals();
      assert.equal(latest!.oldText, 'The timeout is 500 ms because 250 failed.');
      await memory.reject({ ids: [middle!.id] });
      assert.deepEqual(operations(memory), [
        'UPDATE: The timeout is 250 ms because CI is slow. -> The timeout is 900 ms because 500 failed.',
      ]);
    });

    it('takes an edited text in place of the proposed one', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('a', 1, 'typescript = 5.7')], 'none');
      await memory.edit(memory.proposals()[0]!.id, 'TypeScript is pinned to 5.7, s3cret.');
      assert.deepEqual(shown(memory), ['TypeScript is pinned to 5.7, [secret removed].']);
    });

    it('undoes a bulk in one step, then what was before it, and says when there is nothing left', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('a', 1, 'typescript = 5.7\nmocha = 10\nvitest = 3')], 'none');
      await memory.reject({ ids: [memory.proposals()[0]!.id] });
      await memory.accept({ all: true });
      assert.equal(memory.undoable()[0]!.label, 'Accepted 2 proposals.');
      await memory.undo();
      assert.equal(memory.proposals().length, 2);
      await memory.undo();
      assert.equal(memory.proposals().length, 3);
      await assert.rejects(memory.undo(), { code: 'bank/nothing-to-undo' });
    });

    it('accepts only the certain ones when told so', async () => {
      const { memory } = await openScripted();
      await read(memory, [
        commit(
          'a',
          1,
          'typescript = 5.7\nsay The read timeout is 250 ms because CI is slow.\nsay The write timeout is 300 ms because CI is slow.',
        ),
      ]);
      await read(
        memory,
        [commit('b', 2, 'typescript = 5.8\nsay The timeout is 500 ms because CI is slow.')],
        'certain',
      );
      assert.deepEqual(
        shown(memory).filter((text) => text.includes('typescript')),
        ['The project uses typescript 5.7. (until 01-03)', 'The project uses typescript 5.8.'],
      );
      assert.equal(memory.proposals().length, 1);
      assert.ok(memory.proposals()[0]!.confidence < 0.8);
    });

    it('says again is one more source, not one more memory', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('a', 1, 'say Use pnpm because it is fast.\ntypescript = 5.7')]);
      for (let i = 0; i < 20; i++)
        await read(memory, [commit(`b${i}`, 2 + i, 'say  use PNPM because it is fast\ntypescript = 5.7')], 'none');
      assert.deepEqual(shown(memory), ['The project uses typescript 5.7.', 'Use pnpm because it is fast.']);
      assert.deepEqual(memory.proposals(), []);
      assert.equal(memory.memories()[0]!.sources.length > 1, true);
    });

    it('keeps the dog when a cat comes', async () => {
      const { memory } = await openScripted();
      await read(memory, [
        commit('a', 1, 'say I adopted a dog, Max.'),
        commit('b', 2, 'say I adopted a cat, Whiskers.'),
      ]);
      assert.deepEqual(shown(memory), ['I adopted a cat, Whiskers.', 'I adopted a dog, Max.']);
    });
  });

  describe("the user's own word", () => {
    it('stands when a commit says the old value again, until another value comes', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('a', 1, 'typescript = 5.7')]);
      await memory.editMemory(memory.memories()[0]!.id, 'TypeScript stays at 5.7, see issue 12.');
      const later = (name: string, value: string) =>
        commit(name, 400, `typescript = ${value}`, { order: 2_000_000_000 + Number(value) });
      await read(memory, [later('b', '5.7')]);
      assert.ok(shown(memory).includes('TypeScript stays at 5.7, see issue 12.'));
      await read(memory, [later('c', '5.8')]);
      assert.ok(shown(memory).includes('The project uses typescript 5.8.'));
    });

    it('proposes what is to be remembered and what is to be forgotten', async () => {
      const { memory } = await openScripted();
      const proposal = await memory.remember('Deploys happen on Tuesdays.');
      assert.equal(proposal!.operation, 'ADD');
      await memory.accept({ ids: [proposal!.id] });
      assert.equal(await memory.remember('Deploys happen on Tuesdays!'), undefined);
      const forget = await memory.proposeDelete(proposal!.id);
      assert.equal(forget!.operation, 'DELETE');
      assert.equal(shown(memory)[0], 'Deploys happen on Tuesdays.');
      await memory.accept({ ids: [forget!.id] });
      assert.equal(memory.memories()[0]!.ending!.forgotten, true);
    });

    it('deletes, edits and reverts at once, each undone in one step', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('a', 1, 'typescript = 5.7'), commit('b', 2, 'typescript = 5.8')]);
      const id = (): string => memory.memories().find((item) => item.state === 'active')!.id;
      const before = shown(memory);
      await memory.editMemory(id(), 'TypeScript stays at 5.8.');
      assert.ok(shown(memory).includes('TypeScript stays at 5.8.'));
      await memory.undo();
      assert.deepEqual(shown(memory), before);
      await memory.deleteMemory(id());
      assert.equal(
        memory.memories().some((item) => item.state === 'active'),
        false,
      );
      await memory.revertMemory(memory.memories().at(-1)!.id);
      assert.deepEqual(shown(memory), before);
      await memory.revertMemory(id());
      assert.deepEqual(shown(memory), ['The project uses typescript 5.7.']);
      await memory.undo();
      assert.deepEqual(shown(memory), before);
    });

    it('edits what was edited, deletes what was superseded, and every step is undone alone', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('a', 1, 'typescript = 5.7'), commit('b', 2, 'typescript = 5.8')]);
      const steps: string[][] = [shown(memory)];
      const act = async (change: () => Promise<unknown>): Promise<void> => {
        await change();
        steps.push(shown(memory));
      };
      const idOf = (text: string): string => memory.memories().find((item) => item.text === text)!.id;
      await act(() => memory.editMemory(idOf('The project uses typescript 5.8.'), 'TypeScript stays at 5.8.'));
      await act(() => memory.editMemory(idOf('TypeScript stays at 5.8.'), 'TypeScript stays at 5.8 for now.'));
      await act(() => memory.deleteMemory(idOf('The project uses typescript 5.7.')));
      await act(() => memory.deleteMemory(idOf('TypeScript stays at 5.8 for now.')));
      assert.equal(new Set(steps.map((step) => step.join())).size, 5);
      assert.ok(!steps[3]!.some((text) => text.includes('5.7')));
      for (const before of steps.slice(0, -1).reverse()) {
        await memory.undo();
        assert.deepEqual(shown(memory), before);
      }
    });

    it('is named in the history, whether a memory or a proposal was edited', async () => {
      const { memory } = await openScripted();
      await read(memory, [commit('a', 1, 'typescript = 5.7')]);
      await read(memory, [commit('b', 2, 'typescript = 5.8')], 'none');
      await memory.edit(memory.proposals()[0]!.id, 'TypeScript 5.8 is used.');
      const id = (): string => memory.memories().find((item) => item.state === 'active')!.id;
      await memory.editMemory(id(), 'TypeScript 5.8 is used everywhere.');
      assert.deepEqual(
        memory.history(id()).map(({ text, decidedBy, edited }) => [text, decidedBy, edited]),
        [
          ['TypeScript 5.8 is used everywhere.', 'you', true],
          ['TypeScript 5.8 is used.', 'you', true],
          ['The project uses typescript 5.7.', 'rule', undefined],
        ],
      );
    });

    it('tells the history of a memory, newest first', async () => {
      const { memory } = await openScripted();
      await read(memory, HISTORY);
      const typescript = memory.memories().find((item) => item.subject === 'typescript')!;
      assert.deepEqual(
        memory
          .history(typescript.id.slice(0, 8))
          .map(({ version, operation, text }) => `${version} ${operation} ${text}`),
        [
          '3 UPDATE The project uses typescript 5.9.',
          '2 UPDATE The project uses typescript 5.8.',
          '1 ADD The project uses typescript 5.7.',
        ],
      );
      assert.throws(() => memory.history('ffffffffffff'), { code: 'bank/not-found' });
    });
  });

  describe('several processes', () => {
    it('see what the others wrote', async () => {
      const one = await openScripted();
      const two = await openScripted(one.journal);
      await Promise.all([read(one.memory, HISTORY.slice(0, 3)), read(two.memory, HISTORY.slice(2))]);
      await one.memory.refresh();
      await two.memory.refresh();
      assert.deepEqual(shown(one.memory), shown(two.memory));
      const { memory: straight } = await openScripted();
      await read(straight, HISTORY);
      assert.deepEqual(shown(one.memory), shown(straight));
    });

    it('open the same bank again from journal or checkpoint', async () => {
      const one = await openScripted();
      await read(one.memory, HISTORY, 'none');
      await one.memory.accept({ ids: [one.memory.proposals()[0]!.id] });
      await one.memory.checkpoint(true);
      await one.memory.undo();
      const two = await openScripted(one.journal);
      assert.deepEqual(shown(two.memory), shown(one.memory));
      const three = await openScripted({ records: one.journal.records });
      assert.deepEqual(shown(three.memory), shown(one.memory));
      assert.deepEqual(three.memory.undoable(), two.memory.undoable());
    });
  });

  it('goes on where a cancelled scan stopped, as one run', async () => {
    const { memory } = await openScripted();
    const controller = new AbortController();
    async function* halting(): AsyncGenerator<RawEvent> {
      for (let i = 0; i < 150; i++) {
        if (i === 120) controller.abort();
        yield await Promise.resolve(commit(`c${i}`, i, `typescript = 5.${i}`));
      }
    }
    await assert.rejects(memory.ingest(halting(), { kind: 'scan', accept: 'none' }, controller.signal), {
      name: 'AbortError',
    });
    assert.equal(memory.wasScanned, false);
    const report = await memory.ingest(
      Array.from({ length: 150 }, (_, i) => commit(`c${i}`, i, `typescript = 5.${i}`)),
      { kind: 'scan', accept: 'none' },
    );
    assert.equal(report.events, 50);
    assert.deepEqual(operations(memory), ['ADD:  -> The project uses typescript 5.149.']);
    assert.equal(memory.wasScanned, true);
    assert.deepEqual(
      memory.runs().map(({ events, pending, replaced }) => ({ events, pending, replaced })),
      [{ events: 150, pending: { add: 1, update: 0, delete: 0 }, replaced: 149 }],
    );
  });
});

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}
