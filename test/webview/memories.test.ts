import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually, expectActive } from './eventually';
import { usePages } from './openPage';
import type { MemoriesState } from '../../src/protocol/sidebar';
import { memoriesState, MEMORIES, OUTDATED } from './samples';

describe('Memories', () => {
  const open = usePages();

  it('are grouped by kind; active and stale ones are shown at first', async () => {
    const pane = await open(memoriesState());
    await pane.list.waitFor();
    assert.deepEqual(await pane.labels(), [
      'Requirements, 2 memories',
      'Got requires Node.js 22 or later. As of 23 Feb 2026',
      'Got is an ES module; require() does not work. As of 16 Apr 2021',
      'Tools, 1 memory',
      'Code coverage is measured with c8. Stale · As of 12 Oct 2025',
      'Decisions, 1 memory',
      'The enableUnixSockets option is false by default. Not reviewed · As of 27 May 2023',
    ]);
  });

  it('other states are chips, several at once', async () => {
    const pane = await open(memoriesState());
    await pane.page.getByRole('button', { name: 'Superseded 1' }).click();
    await pane.page.getByRole('button', { name: 'Deleted 1' }).click();
    await pane.page.getByRole('button', { name: 'Active 3' }).click();
    assert.deepEqual(
      (await pane.labels()).filter((label) => label.includes('As of')),
      [
        'Code coverage is measured with c8. Stale · As of 12 Oct 2025',
        'Code coverage is measured with nyc. Superseded · As of 20 Nov 2020',
        'Coverage reports are uploaded to Codecov. Deleted · As of 20 Nov 2020',
      ],
    );
    for (const name of ['Stale 1', 'Superseded 1', 'Deleted 1'])
      assert.equal(await pane.page.getByRole('button', { name }).getAttribute('aria-pressed'), 'true');
  });

  it('show their history newest first, with the words that changed', async () => {
    const pane = await open(memoriesState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'Enter');
    const card = pane.page.getByRole('row', { name: 'Details' });
    await card.getByRole('listitem').first().waitFor();
    const steps = await card.getByRole('listitem').allInnerTexts();
    assert.deepEqual(
      steps.map((step) => step.split('\n').filter(Boolean)),
      [
        [
          'Updated 23 Feb 2026, accepted by you',
          'Got requires Node.js 22 or later.',
          'b933476 Require Node.js 22',
          'Discussed in:',
          'Claude Code, turn 4: How do we cut the 15.0 release?',
        ],
        [
          'Updated 29 Nov 2023, held until 23 Feb 2026, accepted by you',
          'Got requires Node.js 20 or later.',
          'a004263 Require Node.js 20 (#2313)',
        ],
        [
          'Updated 27 May 2023, held until 29 Nov 2023, edited by you',
          'Got requires Node.js 16 or later.',
          '52a1063 Require Node.js 16',
        ],
        [
          'Added 16 Apr 2021, held until 27 May 2023, accepted by rule',
          'Got requires Node.js 14 or later.',
          '1a983f3 Require Node.js 14 (#1689)',
        ],
      ],
    );
    assert.deepEqual(await card.locator('ins').allInnerTexts(), ['22', '20', '16']);
    assert.equal(await card.locator('[aria-current=true]').count(), 1);
    await card.getByText('Recalled 14 times, last on 3 Nov 2026; helpful 2, wrong 1.').waitFor();
    assert.deepEqual(pane.host.callsOf('history'), [{ id: 'node22' }]);
    await card.getByRole('button', { name: 'Claude Code, turn 4' }).click();
    await eventually(() =>
      assert.deepEqual(pane.host.callsOf('openSource'), [{ kind: 'chat', ref: 'turn-4', session: 'session-a' }]),
    );
  });

  it('say what their state means', async () => {
    const pane = await open(memoriesState());
    await pane.page.getByText('measured with c8').click();
    const card = pane.page.getByRole('row', { name: 'Details' });
    await card.getByText('May be out of date: package.json changed 61 times since.').waitFor();
    await pane.page.getByText('enableUnixSockets').click();
    await card.getByText('Not reviewed yet.').waitFor();
    await pane.page.getByRole('button', { name: 'Superseded 1' }).click();
    await pane.page.getByText('measured with nyc').click();
    await card.getByText('Superseded on 12 Oct 2025 by').waitFor();
    await card.getByRole('button', { name: 'Code coverage is measured with c8.' }).click();
    await expectActive(pane, 'Code coverage is measured with c8.');
    await pane.page.getByRole('button', { name: 'Deleted 1' }).click();
    await pane.page.getByText('uploaded to Codecov').click();
    await card.getByText('No longer holds since 13 Oct 2025: Code coverage upload was removed.').waitFor();
  });

  it('say what is gone that they rest on, and open the commit that took it', async () => {
    const pane = await open(memoriesState({ memories: OUTDATED }));
    await pane.list.focus();
    await pane.press('ArrowDown', 'Enter');
    const card = pane.page.getByRole('row', { name: 'Details' });
    await card
      .getByText('May be out of date: .travis.yml, all that its commit changed, is gone since 12 Mar 2026 (16fdb5a).')
      .waitFor();
    // By keyboard: the button is the first thing in the details.
    await pane.press('Tab', 'Enter');
    await eventually(() =>
      assert.deepEqual(pane.host.callsOf('openSource'), [{ kind: 'commit', ref: '16fdb5a'.padEnd(40, '0') }]),
    );
    await pane.page.getByText('Use pnpm').click();
    await card.getByText('May be out of date: its commit a06ac6c is no longer in the history.').waitFor();
  });

  it('that were used in answers are shown alone on request, the most used first', async () => {
    const times: Readonly<Record<string, number>> = { esm: 12, c8: 30 };
    const memories = MEMORIES.map((memory) => {
      const recalled = times[memory.id] ?? 0;
      return recalled > 0 ? { ...memory, uses: { recalled, helpful: 0, wrong: 0 } } : memory;
    });
    const pane = await open(memoriesState({ memories }));
    const chip = pane.page.getByRole('button', { name: 'Used in answers 2' });
    await chip.press('Enter');
    assert.deepEqual(await pane.labels(), [
      'Tools, 1 memory',
      'Code coverage is measured with c8. Stale · Recalled 30 times · As of 12 Oct 2025',
      'Requirements, 1 memory',
      'Got is an ES module; require() does not work. Recalled 12 times · As of 16 Apr 2021',
    ]);
    assert.equal(await chip.getAttribute('aria-pressed'), 'true');
    await pane.reload();
    await pane.page.getByText('Recalled 30 times').waitFor();
    await chip.click();
    assert.equal((await pane.labels()).length, 7);
    await pane.page.getByText('As of 12 Oct 2025').waitFor();
    assert.equal(await pane.page.getByText('Recalled').count(), 0);
  });

  it('are found by their words at once, and in the order of the extension as soon as it answers', async () => {
    const pane = await open(memoriesState());
    pane.host.hits = [
      { id: 'sockets', score: 0.9 },
      { id: 'esm', score: 0.5 },
      { id: 'node22', score: 0.2 }, // it holds the word
      { id: 'c8', score: 0.2 }, // it only resembles the query
    ];
    await pane.page.getByRole('textbox', { name: 'Search memories' }).fill('got');
    await pane.page.getByText('3 found').waitFor();
    assert.deepEqual(
      (await pane.labels()).map((label) => label.slice(0, 20)),
      [
        'Decisions, 1 memory',
        'The enableUnixSocket',
        'Requirements, 2 memo',
        'Got is an ES module;',
        'Got requires Node.js',
      ],
    );
    assert.deepEqual(pane.host.callsOf('search'), [{ query: 'got' }]);
  });

  it('the search waits for a pause in typing', async () => {
    const pane = await open(memoriesState());
    await pane.page.getByRole('textbox').focus();
    await pane.page.keyboard.type('coverage', { delay: 5 });
    await pane.page.getByText('1 found').waitFor();
    assert.deepEqual(pane.host.callsOf('search'), [{ query: 'coverage' }]);
  });

  it('Down goes from the search to the list, / back, Esc empties it', async () => {
    const pane = await open(memoriesState());
    const field = pane.page.getByRole('textbox', { name: 'Search memories' });
    await field.fill('c8');
    await pane.page.getByText('1 found').waitFor();
    await pane.press('ArrowDown');
    await expectActive(pane, 'Tools, 1 memory');
    assert.ok(await pane.list.evaluate((list) => list === document.activeElement));
    await pane.press('/');
    await pane.press('Escape');
    assert.equal(await field.inputValue(), '');
    await eventually(async () => assert.equal((await pane.labels()).length, 7));
  });

  it('a search without a hit says so and can be cleared', async () => {
    const pane = await open(memoriesState());
    const field = pane.page.getByRole('textbox', { name: 'Search memories' });
    await field.fill('zebra');
    await pane.page.getByText('No memory matches "zebra".').waitFor();
    await pane.page.getByText('0 found').waitFor();
    await pane.page.getByRole('button', { name: 'Clear filters' }).click();
    await pane.list.waitFor();
    assert.equal(await field.inputValue(), '');
  });

  it('are deleted at once by the Delete key, with undo', async () => {
    const pane = await open(memoriesState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'Delete');
    await pane.page.getByText('Deleted.').first().waitFor();
    await expectActive(pane, 'Got is an ES module');
    await pane.page.getByRole('button', { name: 'Deleted 2' }).waitFor();
    await pane.press('u');
    await expectActive(pane, 'Got requires Node.js 22');
    await pane.page.getByRole('button', { name: 'Deleted 1' }).waitFor();
  });

  it('a deletion that cannot be saved is taken back', async () => {
    const pane = await open(memoriesState());
    pane.host.failWith = 'the disk is full';
    await pane.list.focus();
    await pane.press('ArrowDown', 'Delete');
    await pane.page.getByText('Not saved: the disk is full.').first().waitFor();
    await pane.page.getByRole('row', { name: 'Got requires Node.js 22' }).waitFor();
  });

  it('are edited in place; the focus stays with the new version', async () => {
    const pane = await open(memoriesState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'e');
    const area = pane.page.getByRole('textbox', { name: 'Text', exact: true });
    assert.equal(await area.inputValue(), 'Got requires Node.js 22 or later.');
    await area.fill('Got requires Node.js 22.');
    await pane.press('Control+Enter');
    await pane.page.getByText('Edited.').first().waitFor();
    await expectActive(pane, 'Got requires Node.js 22. As of 27 Feb 2026');
    assert.deepEqual(pane.host.callsOf('editMemory'), [{ id: 'node22', text: 'Got requires Node.js 22.' }]);
    await pane.page.getByRole('button', { name: 'Superseded 2' }).waitFor();
  });

  it('one that is edited again while its last edit is being saved is edited in its new form', async () => {
    const pane = await open(memoriesState());
    let save = (): void => undefined;
    pane.host.gate = new Promise((resolve) => (save = resolve));
    await pane.page.getByText('Got requires Node.js 22').click();
    await pane.press('e');
    await pane.page.locator('textarea').fill('Got requires Node.js 22.');
    await pane.press('Control+Enter');
    await expectActive(pane, 'Got requires Node.js 22. As of');
    await pane.press('e');
    save();
    await pane.page.locator('textarea').fill('Got requires Node.js 22, no less.');
    await pane.press('Control+Enter');
    await eventually(() =>
      assert.deepEqual(pane.host.callsOf('editMemory'), [
        { id: 'node22', text: 'Got requires Node.js 22.' },
        { id: 'node22-edited', text: 'Got requires Node.js 22, no less.' },
      ]),
    );
  });

  it('a deleted one can be restored', async () => {
    const pane = await open(memoriesState());
    await pane.page.getByRole('button', { name: 'Deleted 1' }).click();
    await pane.page.getByText('uploaded to Codecov').click();
    await pane.page.getByRole('row', { name: 'Details' }).getByRole('button', { name: 'Restore' }).click();
    await pane.page.getByText('Restored.').first().waitFor();
    assert.deepEqual(pane.host.callsOf('revertMemory'), [{ id: 'codecov' }]);
    await pane.page.getByRole('button', { name: 'Active 4' }).waitFor();
  });

  it('only one that has an older version can be reverted', async () => {
    const pane = await open(memoriesState());
    const revert = pane.page.getByRole('button', { name: 'Revert' });
    await pane.page.getByText('Got requires Node.js 22').click();
    await revert.waitFor();
    await pane.page.getByText('Got is an ES module').click();
    await pane.page.getByRole('row', { name: 'Details' }).getByRole('listitem').first().waitFor();
    assert.equal(await revert.count(), 0);
  });

  it('one that the extension reveals is shown with its card, whatever hides it', async () => {
    const pane = await open(memoriesState());
    await pane.page.getByRole('textbox', { name: 'Search memories' }).fill('zebra');
    await pane.page.getByText('No memory matches').waitFor();
    pane.host.reveal('nyc');
    await expectActive(pane, 'Code coverage is measured with nyc.');
    await pane.page.getByText('Superseded on 12 Oct 2025').waitFor();
  });

  it('search, states and place come back after the page was hidden', async () => {
    const pane = await open(memoriesState());
    await pane.page.getByRole('button', { name: 'Superseded 1' }).click();
    await pane.page.getByRole('textbox').fill('coverage');
    await pane.page.getByText('2 found').waitFor();
    await pane.press('ArrowDown', 'End', 'Enter');
    await pane.reload();
    await expectActive(pane, 'Code coverage is measured with nyc.');
    assert.equal(await pane.page.getByRole('textbox').inputValue(), 'coverage');
    await pane.page.getByText('Superseded on 12 Oct 2025').waitFor();
  });

  it('commands of VS Code reach the search and the active row', async () => {
    const pane = await open(memoriesState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'ArrowDown');
    pane.host.press('delete');
    await eventually(() => assert.deepEqual(pane.host.callsOf('deleteMemory'), [{ id: 'esm' }]));
    pane.host.press('search');
    await eventually(async () =>
      assert.equal(await pane.page.evaluate(() => document.activeElement?.localName), 'vscode-textfield'),
    );
  });

  it('that match only in states that are not shown are counted, and can be had', async () => {
    const pane = await open(memoriesState());
    await pane.page.getByRole('textbox', { name: 'Search memories' }).fill('codecov');
    await pane.page.getByText('1 memory matches "codecov", in states that are not shown.').waitFor();
    await pane.page.getByRole('button', { name: 'Deleted 1' }).click();
    assert.deepEqual((await pane.labels()).slice(1), [
      'Coverage reports are uploaded to Codecov. Deleted · As of 20 Nov 2020',
    ]);
  });

  it('no state chosen says so, and Clear filters brings back what is shown at first', async () => {
    const pane = await open(memoriesState());
    for (const name of ['Active 3', 'Stale 1']) await pane.page.getByRole('button', { name }).click();
    await pane.page.getByText('No memories with these filters.').waitFor();
    await pane.page.getByRole('button', { name: 'Clear filters' }).click();
    await eventually(async () => assert.equal((await pane.labels()).length, 7));
  });

  it('a superseded one can be deleted from its row and its card, with undo', async () => {
    const pane = await open(memoriesState());
    await pane.page.getByRole('button', { name: 'Superseded 1' }).click();
    await pane.page.getByText('measured with nyc').click();
    const card = pane.page.getByRole('row', { name: 'Details' });
    await card.getByRole('button', { name: 'Delete' }).click();
    await pane.page.getByText('Deleted.').first().waitFor();
    assert.deepEqual(pane.host.callsOf('deleteMemory'), [{ id: 'nyc' }]);
    await pane.page.getByRole('button', { name: 'Undo' }).click();
    await pane.page.getByRole('button', { name: 'Superseded 1' }).waitFor();
  });

  it('one that the extension reveals before it sent it is shown when it comes', async () => {
    const pane = await open(memoriesState({ memories: MEMORIES.slice(0, 2) }));
    await pane.list.waitFor();
    pane.host.reveal('c8');
    pane.host.push({ memories: MEMORIES });
    await expectActive(pane, 'Code coverage is measured with c8.');
  });
});

describe('Memories of a day of the past', () => {
  const open = usePages();
  const then = (): MemoriesState =>
    memoriesState({
      asOf: '2024-03-12',
      memories: MEMORIES.filter(({ validFrom }) => validFrom < '2024-03-13').map(
        ({ validTo: _validTo, supersededBy: _supersededBy, ending: _ending, ...memory }) => ({
          ...memory,
          state: 'active',
        }),
      ),
    });

  it('stand under the day, with a way back to today', async () => {
    const pane = await open(then());
    await pane.page.getByText('As of 12 Mar 2024.').first().waitFor();
    assert.deepEqual(
      (await pane.labels()).filter((label) => label.includes('As of')),
      [
        'Got is an ES module; require() does not work. As of 16 Apr 2021',
        'Code coverage is measured with nyc. As of 20 Nov 2020',
        'Coverage reports are uploaded to Codecov. As of 20 Nov 2020',
        'The enableUnixSockets option is false by default. Not reviewed · As of 27 May 2023',
      ],
    );
    await pane.page.getByRole('button', { name: 'Show today' }).click();
    assert.deepEqual(pane.host.callsOf('command'), [{ command: 'showToday' }]);
    pane.host.push({ ...memoriesState(), asOf: undefined } as unknown as MemoriesState);
    await eventually(async () => assert.equal(await pane.page.getByText('As of 12 Mar 2024.').count(), 0));
    await pane.page.getByRole('button', { name: 'Superseded 1' }).waitFor();
  });

  it('cannot be changed by button, key or command', async () => {
    const pane = await open(then());
    await pane.page.getByText('measured with nyc').click();
    const card = pane.page.getByRole('row', { name: 'Details' });
    await card.getByRole('listitem').first().waitFor();
    assert.equal(await card.locator('vscode-button').count(), 0);
    await pane.list.focus();
    for (const key of ['e', 'Delete', 'u']) {
      await pane.press(key);
      await pane.page.getByText('What held in the past cannot be changed.').first().waitFor();
      await pane.page.getByRole('button', { name: 'Dismiss' }).click();
      await pane.list.focus();
    }
    pane.host.press('delete');
    await pane.page.getByText('What held in the past cannot be changed.').first().waitFor();
    for (const method of ['deleteMemory', 'editMemory', 'undo'] as const)
      assert.deepEqual(pane.host.callsOf(method), []);
  });

  it('tell what came later apart from what had come by then', async () => {
    const node = MEMORIES.filter(({ id }) => id === 'node22');
    const pane = await open(memoriesState({ asOf: '2024-03-12', memories: node }));
    await pane.page.getByText('Got requires Node.js 22').click();
    const card = pane.page.getByRole('row', { name: 'Details' });
    await card.getByRole('heading', { name: 'Since then' }).waitFor();
    assert.equal(await card.locator('ol').first().getByRole('listitem').count(), 1);
    assert.equal(await card.locator('ol').last().getByRole('listitem').count(), 3);
  });

  it('may be none', async () => {
    const pane = await open(memoriesState({ asOf: '2001-01-01', memories: [] }));
    await pane.page.getByText('Memory holds nothing from that day or before.').waitFor();
    await pane.page.getByRole('button', { name: 'Show today' }).waitFor();
  });
});
