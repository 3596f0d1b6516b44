import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually, expectActive } from './eventually';
import { usePages } from './openPage';
import { BATCH, manyProposals, memoriesState, proposal, PROPOSALS, proposalsState, weekState } from './samples';

const NO_FOLDER = {
  id: 'noFolder',
  text: 'Open a folder to use its memory.',
  action: { label: 'Open folder', command: 'openFolder' },
} as const;
const RESTRICTED = {
  id: 'restricted',
  text: 'Restricted Mode: memory can be read, nothing is captured.',
  action: { label: 'Manage trust', command: 'manageTrust' },
} as const;

describe('The batch of a first scan', () => {
  const open = usePages();
  const captured = [proposal({ id: 'captured', newText: 'Captured since.', run: 'capture-1' })];
  const state = () => proposalsState({ batch: BATCH, proposals: [...captured, ...manyProposals(412)] });

  it('is one row with its counts by kind, instead of its proposals', async () => {
    const pane = await open(state());
    const batch = pane.page.getByRole('region', { name: 'First scan' });
    await batch
      .getByText('1,527 commits read: 412 memories to add, and 96 more already replaced by later ones.')
      .waitFor();
    assert.deepEqual(await batch.getByRole('listitem').allInnerTexts(), [
      'Dependencies 301',
      'Decisions 78',
      'Requirements 33',
    ]);
    assert.deepEqual((await pane.labels()).slice(1), ['Add: Captured since., confidence 90%']);
    assert.equal(await pane.page.getByText('Nothing to review').count(), 0);
  });

  it('is accepted in one step and taken back in one', async () => {
    const pane = await open(state());
    await pane.page.getByRole('button', { name: 'Accept all', exact: true }).click();
    await pane.page.getByText('Accepted 412 proposals.').first().waitFor();
    assert.deepEqual(pane.host.callsOf('acceptRun'), [{ run: 'scan-1' }]);
    assert.equal(await pane.page.getByRole('region', { name: 'First scan' }).count(), 0);
    await pane.page.getByRole('button', { name: 'Undo' }).click();
    await pane.page.getByRole('button', { name: 'All 413' }).waitFor();
  });

  it('comes back when it could not be saved', async () => {
    const pane = await open(proposalsState({ batch: BATCH, proposals: manyProposals(412) }));
    pane.host.failWith = 'another process holds the memory';
    await pane.page.getByRole('button', { name: 'Accept all', exact: true }).click();
    await pane.page.getByText('Not saved: another process holds the memory.').first().waitFor();
    await pane.page.getByRole('region', { name: 'First scan' }).waitFor();
  });

  it('can be looked through as an ordinary list', async () => {
    const pane = await open(state());
    await pane.page.getByRole('button', { name: 'Look through' }).click();
    await pane.page.getByRole('button', { name: 'All 413' }).waitFor();
    assert.equal(await pane.page.getByRole('region', { name: 'First scan' }).count(), 0);
    assert.deepEqual(pane.host.callsOf('dismissRun'), [{ run: 'scan-1' }]);
    assert.ok(await pane.list.evaluate((list) => list === document.activeElement));
  });

  it('may be of imported documents, which it says', async () => {
    const source = {
      kind: 'file',
      ref: 'AGENTS.md',
      subject: '# Rules',
      time: '2026-02-26T12:00:00Z',
      quote: 'x',
    } as const;
    const rules = manyProposals(24).map((one) => ({ ...one, run: 'files-1', sources: [source] }));
    const batch = {
      ...BATCH,
      id: 'files-1',
      kind: 'files',
      events: 3,
      pending: { add: 22, update: 0, delete: 2 },
    } as const;
    const pane = await open(proposalsState({ batch: { ...batch, replaced: 0 }, proposals: [...captured, ...rules] }));
    const region = pane.page.getByRole('region', { name: 'Imported documents' });
    await region.getByText('Documents read: 22 memories to add, 2 to delete.').waitFor();
    await pane.page.getByRole('button', { name: 'Not now' }).click();
    await pane.page.getByText('24 proposals of imported documents wait.').waitFor();
  });

  it('can wait behind one line, also after the page was hidden', async () => {
    const pane = await open(state());
    await pane.page.getByRole('button', { name: 'Not now' }).click();
    await pane.page.getByText('412 proposals of the first scan wait.').waitFor();
    await pane.page.getByRole('button', { name: 'All 1' }).waitFor();
    await pane.reload();
    await pane.page.getByText('412 proposals of the first scan wait.').waitFor();
    await pane.page.getByRole('button', { name: 'Look through' }).click();
    await pane.page.getByRole('button', { name: 'All 413' }).waitFor();
    await expectActive(pane, 'Claude Code, turn 4: How');
  });
});

describe('What the pages say when there is nothing, or something is missing', () => {
  const open = usePages();

  it('proposals: nothing to review, and how to get some', async () => {
    const pane = await open(proposalsState({ proposals: [] }));
    await pane.page.getByText('Nothing to review').waitFor();
    await pane.page.getByRole('button', { name: 'Scan commits...' }).click();
    await pane.page.getByRole('button', { name: 'Import rules and memories...' }).click();
    const commands = [{ command: 'scan' }, { command: 'importDocuments' }];
    await eventually(() => assert.deepEqual(pane.host.callsOf('command'), commands));
    assert.equal(await pane.list.count(), 0);
    assert.equal(await pane.page.getByRole('group', { name: 'Show' }).count(), 0);
  });

  it('memories: none yet', async () => {
    const pane = await open(memoriesState({ memories: [] }));
    await pane.page.getByText('No memories yet').waitFor();
    await pane.page.getByRole('button', { name: 'Scan commits...' }).waitFor();
  });

  it('memories: none yet, while proposals wait', async () => {
    const pane = await open(memoriesState({ memories: [], pending: 3 }));
    await pane.page.getByRole('button', { name: 'Review proposals' }).click();
    await eventually(() => assert.deepEqual(pane.host.callsOf('command'), [{ command: 'reviewProposals' }]));
  });

  it('week: nothing changed, and a way to the last week that has something', async () => {
    const pane = await open(weekState(), { now: '2026-03-20T12:00:00Z' });
    await pane.page.getByText('Nothing changed this week.').waitFor();
    await pane.page.getByRole('button', { name: 'Show the last week with changes' }).click();
    await pane.page.getByRole('heading', { name: '23 Feb - 1 Mar 2026' }).waitFor();
    await pane.page.getByText('1 forgotten').waitFor();
  });

  it('nothing is said before the bank is open', async () => {
    const pane = await open(proposalsState({ ready: false, proposals: [] }));
    await eventually(() => assert.equal(pane.host.callsOf('ready').length, 1));
    await pane.page.waitForTimeout(50);
    assert.equal(await pane.page.getByText('Nothing to review').count(), 0);
    pane.host.push({ ready: true });
    await pane.page.getByText('Nothing to review').waitFor();
  });

  for (const state of [
    proposalsState({ proposals: [] }),
    memoriesState({ memories: [] }),
    weekState({ entries: [] }),
  ]) {
    it(`${state.page}: without a folder it offers to open one, and nothing else`, async () => {
      const pane = await open({ ...state, notices: [NO_FOLDER] });
      await pane.page.getByText('Open a folder to use its memory.').waitFor();
      assert.deepEqual(
        await pane.page.locator('vscode-button').evaluateAll((buttons) => buttons.map((button) => button.textContent)),
        ['Open folder'],
      );
      await pane.page.getByRole('button', { name: 'Open folder' }).click();
      await eventually(() => assert.deepEqual(pane.host.callsOf('command'), [{ command: 'openFolder' }]));
    });

    it(`${state.page}: what is missing is told above, with one action`, async () => {
      const pane = await open({ ...state, notices: [RESTRICTED] });
      const banner = pane.page.getByRole('alert');
      await banner.getByText('Restricted Mode: memory can be read, nothing is captured.').waitFor();
      await banner.getByRole('button', { name: 'Manage trust' }).click();
      await eventually(() => assert.deepEqual(pane.host.callsOf('command'), [{ command: 'manageTrust' }]));
      assert.equal(await pane.page.getByRole('button', { name: 'Scan commits...' }).count(), 0);
    });
  }

  it('the banner is not read again with every snapshot', async () => {
    const pane = await open(proposalsState({ notices: [RESTRICTED] }));
    const notice = await pane.page.getByRole('alert').locator('.notice').elementHandle();
    pane.host.push({ proposals: PROPOSALS.slice(1) });
    await pane.page.getByRole('button', { name: 'All 8' }).waitFor();
    assert.ok(await notice?.evaluate((element) => element.isConnected));
  });
});
