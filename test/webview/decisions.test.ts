import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually, expectActive } from './eventually';
import { usePages } from './openPage';
import { PROPOSALS, proposal, proposalsState } from './samples';

describe('Deciding about proposals', () => {
  const open = usePages();
  const ids = (): string[] => PROPOSALS.map(({ id }) => id);
  const without = (...gone: string[]): string[] => ids().filter((id) => !gone.includes(id));

  it('A accepts the row and goes to the next proposal, over the row of its source', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'a');
    await expectActive(pane, 'Add: Changelog entries');
    await pane.press('a');
    await expectActive(pane, 'Update: Binary response bodies');
    await eventually(() =>
      assert.deepEqual(
        pane.host.proposals.map(({ id }) => id),
        without('release', 'changelog'),
      ),
    );
    assert.deepEqual(pane.host.callsOf('accept'), [{ ids: ['release'] }, { ids: ['changelog'] }]);
  });

  it('after the last one in the list the focus goes to the one before', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('End', 'r');
    await expectActive(pane, 'Add: got.stream()');
    assert.deepEqual(pane.host.callsOf('reject'), [{ ids: ['node22'] }]);
  });

  it('a row goes at once, before the decision is saved', async () => {
    const pane = await open(proposalsState());
    let save = (): void => undefined;
    pane.host.gate = new Promise((resolve) => (save = resolve));
    await pane.list.focus();
    await pane.press('ArrowDown', 'a');
    await pane.page.getByRole('row', { name: 'Add: Release 15.0' }).waitFor({ state: 'detached' });
    assert.equal(pane.host.proposals.length, PROPOSALS.length);
    assert.equal(await pane.page.getByText('Accepted.').count(), 0);
    // A snapshot from before the decision does not bring it back.
    pane.host.push({ proposals: [...PROPOSALS] });
    await pane.page.waitForTimeout(50);
    assert.equal(await pane.page.getByRole('row', { name: 'Add: Release 15.0' }).count(), 0);
    save();
    await pane.page.getByText('Accepted.').first().waitFor();
  });

  it('a decision that cannot be saved puts the row back, says so, and can be tried again', async () => {
    const pane = await open(proposalsState());
    pane.host.failWith = 'the disk is full';
    await pane.list.focus();
    await pane.press('ArrowDown', 'a');
    await pane.page.getByText('Not saved: the disk is full. It is still here.').first().waitFor();
    await pane.page.getByRole('row', { name: 'Add: Release 15.0' }).waitFor();
    await expectActive(pane, 'Add: Changelog entries');
    await pane.page.getByRole('button', { name: 'Try again' }).click();
    await pane.page.getByRole('row', { name: 'Add: Release 15.0' }).waitFor({ state: 'detached' });
    await eventually(() =>
      assert.deepEqual(
        pane.host.proposals.map(({ id }) => id),
        without('release'),
      ),
    );
  });

  it('when the only one cannot be saved the focus comes back from the empty state', async () => {
    const pane = await open(proposalsState({ proposals: PROPOSALS.slice(0, 1) }));
    pane.host.failWith = 'the disk is full';
    await pane.list.focus();
    await pane.press('ArrowDown', 'a');
    await expectActive(pane, 'Claude Code, turn 4: How');
    await eventually(async () => assert.ok(await pane.list.evaluate((list) => list === document.activeElement)));
  });

  it('if a card was open, the next card opens', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'Enter');
    await pane.page.getByText('Release 15.0').last().waitFor();
    await pane.page.getByRole('button', { name: 'Reject', exact: true }).click();
    await expectActive(pane, 'Add: Changelog entries');
    const card = pane.page.getByRole('row', { name: 'Details' });
    assert.match(await card.innerText(), /Changelog entries link/);
    assert.ok(await pane.list.evaluate((list) => list === document.activeElement));
  });

  it('after the last proposal of all the empty state has the focus, and undo still works there', async () => {
    const pane = await open(proposalsState({ proposals: PROPOSALS.slice(0, 1) }));
    await pane.list.focus();
    await pane.press('ArrowDown', 'a');
    await pane.page.getByText('Nothing to review').waitFor();
    await eventually(async () =>
      assert.equal(await pane.page.evaluate(() => document.activeElement?.className), 'empty'),
    );
    await pane.page.getByText('Accepted.').first().waitFor();
    await pane.press('u');
    await expectActive(pane, 'Add: Release 15.0');
    assert.ok(await pane.list.evaluate((list) => list === document.activeElement));
  });

  it('after undo the focus goes to what came back', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'r');
    await pane.page.getByText('Rejected.').first().waitFor();
    await pane.press('End', 'Control+z');
    await expectActive(pane, 'Update: Binary response bodies');
    await pane.page.getByText('Undone.').first().waitFor();
    await pane.press('u');
    await pane.page.getByText('Nothing to undo.').first().waitFor();
  });

  it('the bar with Undo stays until the next action or until it is closed', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'a');
    const undo = pane.page.getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    await pane.page.clock.fastForward('10:00');
    assert.ok(await undo.isVisible());
    await undo.click();
    await expectActive(pane, 'Add: Release 15.0');
    await pane.page.getByRole('button', { name: 'Dismiss' }).click();
    assert.equal(await pane.page.getByRole('button', { name: 'Dismiss' }).count(), 0);
    assert.ok(await pane.list.evaluate((list) => list === document.activeElement));
  });

  it('keys act on the selection where there is one, and one undo takes all of it back', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'Space', 'End', 'Space');
    await pane.page.getByText('2 selected').first().waitFor();
    await pane.press('Home', 'a');
    await pane.page.getByText('Accepted 2 proposals.').first().waitFor();
    assert.deepEqual(pane.host.callsOf('accept'), [{ ids: ['release', 'node22'] }]);
    await pane.press('u');
    await eventually(() =>
      assert.deepEqual(
        pane.host.proposals.map(({ id }) => id),
        ids(),
      ),
    );
    await expectActive(pane, 'Add: Release 15.0');
  });

  it('on the row of a source they act on the whole source', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('r');
    await pane.page.getByText('Rejected 2 proposals.').first().waitFor();
    assert.deepEqual(pane.host.callsOf('reject'), [{ ids: ['release', 'changelog'] }]);
    await expectActive(pane, 'Update: Binary response bodies');
  });

  it('Ctrl+A selects what is shown, Esc closes the card first and then clears the selection', async () => {
    const pane = await open(proposalsState());
    await pane.page.getByRole('button', { name: 'Update 5' }).click();
    await pane.list.focus();
    await pane.press('ArrowDown', 'Enter', 'Control+a');
    await pane.page.getByText('5 selected').first().waitFor();
    assert.equal(await pane.page.locator('[aria-selected=true]').count(), 5);
    await pane.press('Escape');
    assert.equal(await pane.page.getByRole('row', { name: 'Details' }).count(), 0);
    assert.equal(await pane.page.locator('[aria-selected=true]').count(), 5);
    await pane.press('Escape');
    assert.equal(await pane.page.locator('[aria-selected=true]').count(), 0);
  });

  it('the bulk bar and the buttons of a row do what the keys do', async () => {
    const pane = await open(proposalsState());
    await pane.page.getByText('Changelog entries').click({ modifiers: ['Control'] });
    await pane.page.getByRole('toolbar').getByRole('button', { name: 'Reject' }).click();
    await pane.page.getByText('Rejected.').first().waitFor();
    await pane.page.getByRole('row', { name: 'Update: Binary' }).hover();
    await pane.page.getByRole('row', { name: 'Update: Binary' }).getByRole('button', { name: 'Accept' }).click();
    await pane.page.getByRole('row', { name: 'Commit Remove `isStream`' }).hover();
    await pane.page.getByRole('button', { name: 'Accept all of this source' }).click();
    await eventually(() =>
      assert.deepEqual(
        pane.host.proposals.map(({ id }) => id),
        without('changelog', 'bytes', 'isStream', 'stream'),
      ),
    );
    assert.ok(await pane.list.evaluate((list) => list === document.activeElement));
  });

  it('a selection that a filter hides is dropped, so that nothing unseen is decided', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('Control+a');
    await pane.page.getByRole('button', { name: 'Delete 1' }).click();
    await pane.page.getByText('1 selected').first().waitFor();
    await pane.page.getByRole('button', { name: 'All 9' }).click();
    await pane.page.getByText('1 selected').first().waitFor();
  });

  it('E edits in place: Ctrl+Enter saves and accepts, Esc leaves the text as it was', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'e');
    const area = pane.page.getByRole('textbox', { name: 'New text' });
    await area.fill('Something else');
    await pane.press('Escape');
    assert.equal(await area.count(), 0);
    assert.match(await pane.page.getByRole('row', { name: 'Details' }).innerText(), /Release 15\.0 only/);
    await expectActive(pane, 'Add: Release 15.0');
    await pane.press('e');
    await area.fill('Release 15.0 after the guide, and after a beta.');
    await pane.press('Control+Enter');
    await pane.page.getByText('Edited and accepted.').first().waitFor();
    const edit = { id: 'release', text: 'Release 15.0 after the guide, and after a beta.' };
    assert.deepEqual(pane.host.callsOf('edit'), [edit]);
  });

  it('letters, Space and Ctrl+A stay text in the text area', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'e', 'Control+a');
    await pane.page.keyboard.type('A rare u/? x');
    assert.equal(await pane.page.getByRole('textbox').inputValue(), 'A rare u/? x');
    assert.equal(pane.host.proposals.length, PROPOSALS.length);
    assert.equal(await pane.page.locator('[aria-selected=true]').count(), 0);
  });

  it('an edit that changes nothing accepts, an empty one is not saved', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'e', 'Control+a', 'Delete', 'Control+Enter');
    await pane.page.getByText('The text is empty.').waitFor();
    assert.deepEqual(pane.host.callsOf('edit'), []);
    await pane.press('Escape', 'e', 'Control+Enter');
    await eventually(() => assert.deepEqual(pane.host.callsOf('accept'), [{ ids: ['release'] }]));
  });

  it('a deletion has no edit and shows what it deletes', async () => {
    const pane = await open(proposalsState());
    await pane.page.getByText('Pass isStream: true').click();
    const card = pane.page.getByRole('row', { name: 'Details' });
    await card.getByRole('heading', { name: 'Text to delete' }).waitFor();
    assert.equal(await card.getByRole('button', { name: 'Edit' }).count(), 0);
    assert.equal(await card.getByRole('heading', { name: 'New text' }).count(), 0);
    await pane.press('e');
    assert.equal(await pane.page.getByRole('textbox').count(), 0);
  });

  it('commands of VS Code act as the keys do', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown');
    pane.host.press('accept');
    await expectActive(pane, 'Add: Changelog');
    pane.host.press('reject');
    await expectActive(pane, 'Update: Binary');
    pane.host.press('undo');
    await expectActive(pane, 'Add: Changelog');
    pane.host.press('edit');
    await pane.page.getByRole('textbox', { name: 'New text' }).waitFor();
  });

  it('the extension is told which row is the active one and what is selected', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'ArrowDown', 'Space');
    await eventually(() => {
      assert.deepEqual(pane.host.callsOf('active').at(-1), { id: 'changelog', selected: ['changelog'] });
    });
  });

  it('O opens the source of the row, the link of the card too', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('o', 'End', 'o', 'Enter');
    await pane.page.getByRole('button', { name: /^b933476 Require Node.js 22/ }).click();
    const commit = { kind: 'commit', ref: 'b933476'.padEnd(40, '0') };
    await eventually(() =>
      assert.deepEqual(pane.host.callsOf('openSource'), [
        { kind: 'chat', ref: 'turn-4', session: 'session-a' },
        commit,
        commit,
      ]),
    );
  });

  it('what arrives meanwhile does not move the active row', async () => {
    const pane = await open(proposalsState(), { height: 300 });
    await pane.list.focus();
    for (let i = 0; i < 7; i++) await pane.press('ArrowDown');
    await expectActive(pane, 'Commit Change `retry');
    const top = (): Promise<number> =>
      pane.page.locator('.row.active').evaluate((row) => row.getBoundingClientRect().top);
    const before = await top();
    const [newest] = PROPOSALS;
    const source = { ...newest?.sources[0], kind: 'note', ref: 'note-1', subject: 'Told' } as const;
    const arrived = [1, 2, 3].map((n) =>
      proposal({ id: `new-${n}`, newText: `New ${n}`, sources: [{ ...source, time: '2026-02-27', quote: '' }] }),
    );
    pane.host.push({ proposals: [...arrived, ...PROPOSALS] });
    await pane.page.getByRole('button', { name: 'All 12' }).waitFor();
    await expectActive(pane, 'Commit Change `retry');
    assert.equal(await top(), before);
  });

  it('a card that is being edited stays when others arrive, and when the page was hidden', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'e', 'Control+a');
    await pane.page.keyboard.type('Half a sen');
    pane.host.push({ proposals: [proposal({ id: 'later', newText: 'Later' }), ...PROPOSALS] });
    await pane.page.getByRole('button', { name: 'All 10' }).waitFor();
    assert.equal(await pane.page.getByRole('textbox').inputValue(), 'Half a sen');
    await pane.reload();
    assert.equal(await pane.page.getByRole('textbox').inputValue(), 'Half a sen');
  });
});
