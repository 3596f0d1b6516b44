import assert from 'node:assert/strict';
import { changes } from '../../../../src/core/extract/changes';
import { reverts } from '../../../../src/core/extract/reverts';
import { commit, openScripted, shaOf } from '../../../support/scriptedMemory';

/** What memory holds after these messages, a day each: texts that hold, and "text [ending]" of what ended. */
async function held(...messages: readonly string[]): Promise<string[]> {
  const { memory } = await openScripted(undefined, { extractors: [changes, reverts] });
  const events = messages.map((text, day) => commit(String(day), day, text));
  await memory.ingest(events, { kind: 'scan', accept: 'all' });
  return memory
    .memories()
    .filter(({ kind, state }) => kind !== 'revert' && state !== 'superseded')
    .map(({ text, ending }) => (ending ? `${text} [${ending.text}]` : text));
}

describe('changes told by messages, in time', () => {
  it('a later default replaces the earlier one, whatever the order of reading', async () => {
    const last = ['`retryLimit` is 5 by default.'];
    assert.deepEqual(
      await held('Change default of `retryLimit` to 2', 'Change `retryLimit` default from 2 to 5'),
      last,
    );
  });

  it('a reverted default brings back the one before', async () =>
    assert.deepEqual(
      await held(
        'Change default of `retryLimit` to 2',
        'Change default of `retryLimit` to 5',
        `Revert "Change default of \`retryLimit\` to 5"\n\nThis reverts commit ${shaOf('1')}.`,
      ),
      ['`retryLimit` is 2 by default.'],
    ));

  it('an option is added, deprecated and removed as one thing', async () => {
    const story = ['feat: add `fooBar` option', 'Deprecate the `fooBar` option', 'Remove the `fooBar` option'];
    assert.deepEqual(await held(...story.slice(0, 2)), ['The `fooBar` option was deprecated.']);
    assert.deepEqual(await held(...story), ['The `fooBar` option was deprecated. [The `fooBar` option was removed.]']);
    const revert = `Revert "Remove the \`fooBar\` option"\n\nThis reverts commit ${shaOf('2')}.`;
    assert.deepEqual((await held(...story, revert)).at(-1), 'The `fooBar` option was deprecated.');
  });

  it('a removal of what was never seen is not held once it is reverted', async () => {
    const removal = 'Remove the `fooBar` option (#7)';
    assert.deepEqual(await held(removal), ['The `fooBar` option was removed. [The `fooBar` option was removed.]']);
    assert.deepEqual(await held(removal, 'Revert #7'), []);
    assert.deepEqual(await held(removal, 'Revert "Remove the `fooBar` option" (#8)'), []);
  });

  it('two ends of one name are both kept', async () =>
    assert.deepEqual(
      await held('Rename `signal` option to `unpipeSignal`', 'Rename `signal` option to `cancelSignal`'),
      [
        '`signal` option was renamed to `unpipeSignal`. [`signal` option was renamed to `unpipeSignal`.]',
        '`signal` option was renamed to `cancelSignal`. [`signal` option was renamed to `cancelSignal`.]',
      ],
    ));
});
