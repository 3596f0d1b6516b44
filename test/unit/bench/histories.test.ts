import assert from 'node:assert/strict';
import { eventsOf, type CommitRecord } from '../../../bench/histories';

const commit = (more: Partial<CommitRecord>): CommitRecord => ({
  sha: 'a'.repeat(40),
  parents: [],
  date: '2024-03-09T10:00:00Z',
  author: 'dev-1',
  subject: 'Change',
  files: [],
  ...more,
});

const touched = { status: 'M', path: 'package.json' } as const;

describe('eventsOf', () => {
  it('hands in the manifest before and after, also where the list of files was cut', () => {
    const events = [
      ...eventsOf([
        commit({ files: [{ status: 'A', path: 'package.json' }], manifest: { name: 'a' } }),
        commit({ files: [{ status: 'M', path: 'src/index.ts' }] }),
        commit({ files: [{ status: 'M', path: 'src/index.ts' }], manifest: { name: 'b' } }),
      ]),
    ];
    const [first, second, third] = events.map(({ files }) => files?.find(({ path }) => path === 'package.json'));
    assert.deepEqual(first, { path: 'package.json', status: 'A', after: '{\n  "name": "a"\n}\n' });
    assert.equal(second, undefined);
    assert.deepEqual([third?.before, third?.after], [first?.after, '{\n  "name": "b"\n}\n']);
  });

  it('knows a removed manifest from one that is no JSON', () => {
    const events = [
      ...eventsOf([
        commit({ files: [touched], manifest: {} }),
        commit({ files: [touched] }),
        commit({ files: [{ status: 'D', path: 'package.json' }] }),
        commit({ files: [{ status: 'A', path: 'package.json' }], manifest: {} }),
      ]),
    ];
    const states = events.map(({ files }) => [files?.[0]?.before, files?.[0]?.after]);
    assert.deepEqual(states, [
      [undefined, '{}\n'],
      ['{}\n', 'not recorded\n'],
      ['not recorded\n', undefined],
      [undefined, '{}\n'],
    ]);
  });

  it('orders as the records stand, whatever the clocks said, and joins subject and body', () => {
    const events = [...eventsOf([commit({ body: 'Because.' }), commit({ date: '2019-01-01T00:00:00Z' })])];
    assert.deepEqual(
      events.map(({ order }) => order),
      [1, 2],
    );
    assert.equal(events[0]?.text, 'Change\n\nBecause.');
  });
});
