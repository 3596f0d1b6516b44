import assert from 'node:assert/strict';
import { extractFacts } from '../../../../src/core/extract/extract';
import { reverts } from '../../../../src/core/extract/reverts';
import { commit } from './sample';

const SHA = '220da77113933b0ea545b6aa3ea131bb5b408e21';

async function check(message: string, expected: { text: string; subject?: string; reverts?: string } | undefined) {
  const [fact] = extractFacts(await commit(message), [reverts]);
  const got = fact && {
    text: fact.text,
    ...(expected?.subject && { subject: fact.subject }),
    ...(fact.reverts && { reverts: fact.reverts }),
  };
  assert.deepEqual(got, expected);
}

describe('reverts extractor', () => {
  it('names what was reverted, and the commit', () =>
    check(`Revert "Use explicit types with sql tag"\n\nThis reverts commit ${SHA}.`, {
      text: 'The change "Use explicit types with sql tag" was reverted.',
      subject: 'Use explicit types with sql tag',
      reverts: SHA,
    }));

  it('leaves pull request numbers out', () =>
    check(`Revert "Add TS types (#913)" (#920)\n\nThis reverts commit ${SHA}.`, {
      text: 'The change "Add TS types" was reverted.',
      subject: 'Add TS types',
      reverts: SHA,
    }));

  it('gives the reason that the body gives', async () => {
    await check(
      `Revert "Add logs"\n\nThis reverts commit ${SHA}, which was\ncausing mysterious crashes on all platforms.`,
      {
        text: 'The change "Add logs" was reverted, which was causing mysterious crashes on all platforms.',
        reverts: SHA,
      },
    );
    await check(
      `Revert "Exclude tests from coverage"\n\nOnly supported on node 22\nThis reverts commit ${SHA}.`.replace(
        '22\n',
        '22.\n\n',
      ),
      {
        text: 'The change "Exclude tests from coverage" was reverted: Only supported on node 22.',
        reverts: SHA,
      },
    );
    await check(`Revert "Cache results"\n\nBecause it broke inference.`, {
      text: 'The change "Cache results" was reverted, because it broke inference.',
    });
  });

  it('a revert of a revert applies the change again, in both of git’s spellings', async () => {
    const text = 'The change "Fix module resolution" was applied again after a revert.';
    await check(`Revert "Revert "Fix module resolution""\n\nThis reverts commit ${SHA}.`, { text, reverts: SHA });
    await check(`Reapply "Fix module resolution"\n\nThis reverts commit ${SHA}.`, { text, reverts: SHA });
    await check('Revert "Revert "Revert "Fix module resolution"""', {
      text: 'The change "Fix module resolution" was reverted.',
    });
  });

  it('understands the ways people write it', async () => {
    await check('revert: fix: file log appending', { text: 'Reverted: fix: file log appending.' });
    await check('revert(types/store): revert type changes', { text: 'Reverted: type changes.' });
    await check('Revert #1024 (#1085)', { text: 'The change of #1024 was reverted.', subject: '#1024' });
    await check('Reverted email regex changes', {
      text: 'Reverted email regex changes.',
      subject: 'email regex changes',
    });
    await check(`Revert\n\nThis reverts commit ${SHA}.`, { text: 'Commit 220da77113 was reverted.', reverts: SHA });
  });

  it('merged reverts do not take the other parent for the reverted commit', () =>
    check(
      `Revert "Merge pull request #1 from x/y"\n\nThis reverts commit ${SHA}, reversing\nchanges made to ${'f'.repeat(40)}.`,
      {
        text: 'The change "Merge pull request #1 from x/y" was reverted.',
        reverts: SHA,
      },
    ));

  it('says nothing where nothing is named, nor of reverts on the way to a squashed commit', async () => {
    await check('revert', undefined);
    await check('Revert tweak', undefined);
    await check(`feat: add regexp (#558)\n\n* docs\n\n* Revert "docs"\n\nThis reverts commit ${SHA}.`, undefined);
    await check('Support reverting migrations', undefined);
  });
});
