import assert from 'node:assert/strict';
import type { Memory, Source } from '../../../src/core/index';
import { weekEntries } from '../../../src/extension/week';

describe('the week', () => {
  it('tells what was learned, changed and forgotten, newest first', () => {
    const entries = weekEntries([
      memory('a', { validFrom: '2026-01-01T00:00:00Z', state: 'superseded', supersededBy: 'b' }),
      memory('b', { validFrom: '2026-01-05T00:00:00Z', state: 'deleted', ending: ending('2026-01-09T00:00:00Z') }),
    ]);
    assert.deepEqual(
      entries.map(({ id, what, was }) => [id, what, was]),
      [
        ['b', 'forgotten', undefined],
        ['b', 'changed', 'text a'],
        ['a', 'learned', undefined],
      ],
    );
  });

  it('orders by the moment, not by how the time is written', () => {
    const entries = weekEntries([
      memory('early', { validFrom: '2026-01-05T01:00:00+09:00' }),
      memory('late', { validFrom: '2026-01-04T23:00:00Z' }),
    ]);
    assert.deepEqual(
      entries.map(({ id }) => id),
      ['late', 'early'],
    );
  });

  it('leaves out what is not reviewed', () => {
    assert.deepEqual(weekEntries([memory('a', { reviewed: false })]), []);
  });

  it('names the source of an ending, not that of the memory', () => {
    const [forgotten] = weekEntries([memory('a', { state: 'deleted', ending: ending('2026-02-01T00:00:00Z') })]);
    assert.equal(forgotten?.source.subject, 'Remove it');
  });
});

function source(subject: string): Source {
  return { kind: 'commit', ref: 'c0ffee', subject, time: '2026-01-01T00:00:00Z', quote: '' };
}

function ending(time: string): NonNullable<Memory['ending']> {
  return { text: 'removed', time, sources: [source('Remove it')], forgotten: false };
}

function memory(id: string, part: Partial<Memory>): Memory {
  return {
    id,
    lineage: 'l',
    text: `text ${id}`,
    kind: 'decision',
    state: 'active',
    validFrom: '2026-01-01T00:00:00Z',
    reviewed: true,
    sources: [source('Add it')],
    decidedBy: 'you',
    ...part,
  };
}
