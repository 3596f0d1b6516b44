import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { eventually, expectActive } from './eventually';
import { usePages } from './openPage';
import { manyProposals, proposal, PROPOSALS, proposalsState } from './samples';

async function attributes(row: Locator, ...names: readonly string[]): Promise<(string | null)[]> {
  return await Promise.all(names.map((name) => row.getAttribute(name)));
}

describe('The list of proposals', () => {
  const open = usePages();

  it('is a treegrid whose rows tell their place', async () => {
    const pane = await open(proposalsState());
    await pane.list.waitFor();
    assert.deepEqual(await attributes(pane.list, 'aria-label', 'aria-multiselectable', 'tabindex'), [
      'Proposals',
      'true',
      '0',
    ]);
    const place = ['aria-level', 'aria-posinset', 'aria-setsize', 'aria-expanded'];
    const group = pane.page.getByRole('row', { name: 'Commit Remove `isStream` option, 24 Feb 2026, 2 proposals' });
    assert.deepEqual(await attributes(group, ...place), ['1', '6', '7', 'true']);
    const item = pane.page.getByRole('row', {
      name: 'Add: got.stream() is the only way to get a stream., confidence 72%',
    });
    assert.deepEqual(await attributes(item, ...place, 'aria-selected'), ['2', '2', '2', 'false', 'false']);
    const low = pane.page.getByRole('row', { name: /Changelog .*confidence 41%, low$/ });
    assert.match(await low.innerText(), /Low confidence, 41%/);
    for (const row of await pane.list.getByRole('row').all()) assert.equal(await row.getByRole('gridcell').count(), 1);
  });

  it('shows sources newest first, as the extension sent them, with their proposals below', async () => {
    const pane = await open(proposalsState());
    await pane.list.waitFor();
    assert.deepEqual(
      (await pane.labels()).slice(0, 5).map((label) => label.slice(0, 20)),
      [
        'Claude Code, turn 4:',
        'Add: Release 15.0 on',
        'Add: Changelog entri',
        'Commit Use Uint8Arra',
        'Update: Binary respo',
      ],
    );
  });

  it('opens a card as the next row, one level deeper, with the words that changed', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('End', 'Enter');
    const card = pane.page.getByRole('row', { name: 'Details' });
    assert.equal(await card.getAttribute('aria-level'), '3');
    assert.equal(await card.locator('del').innerText(), '20');
    assert.equal(await card.locator('ins').innerText(), '22');
    assert.match(
      await card.innerText(),
      /engines\.node changed[\s\S]*Dev One, 23 Feb 2026, 17:19[\s\S]*Decided by rule/,
    );
    assert.match(await card.innerText(), /Stands for 3 changes/);
    const before = pane.list.locator('.row', { hasText: 'Got requires Node.js 22' });
    assert.equal(await before.getAttribute('aria-expanded'), 'true');
    assert.ok(await before.evaluate((row) => row.nextElementSibling?.getAttribute('aria-label') === 'Details'));
  });

  it('says which language model found what it proposes, in its own letters', async () => {
    const read = proposal({ id: 'read', newText: 'Use pnpm.', decidedBy: 'model', readBy: 'qwen3 <b>4b</b>' });
    const pane = await open(proposalsState({ proposals: [read] }));
    await pane.list.focus();
    await pane.press('End', 'Enter');
    const card = pane.page.getByRole('row', { name: 'Details' });
    assert.match(await card.innerText(), /read by qwen3 <b>4b<\/b>[\s\S]*Decided with the language model/);
  });

  it('shows old and new text below each other, and side by side where there is room', async () => {
    for (const { width, isBeside } of [
      { width: 340, isBeside: false },
      { width: 600, isBeside: true },
    ]) {
      const pane = await open(proposalsState(), { width });
      await pane.page.getByText('Got requires Node.js 22').click();
      const oldBox = await pane.page.locator('.side.old').boundingBox();
      const newBox = await pane.page.locator('.side.new').boundingBox();
      assert.equal(oldBox?.y === newBox?.y, isBeside);
    }
  });

  it('reads in the order of its rows, the card too, after scrolling far away and back', async () => {
    const pane = await open(proposalsState({ proposals: manyProposals(500) }));
    await pane.list.focus();
    await pane.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter', 'End', 'Home');
    const tops = await pane.page
      .locator('.canvas > *')
      .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top));
    assert.deepEqual(
      tops,
      tops.toSorted((a, b) => a - b),
    );
    const classes = await pane.page
      .locator('.canvas > *')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('class') ?? ''));
    assert.ok(classes.findIndex((name) => name === 'card') === classes.findIndex((name) => name.includes(' open')) + 1);
  });

  it('is moved through by the keys of the Explorer', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown');
    await expectActive(pane, 'Add: Release');
    await pane.press('ArrowRight');
    await pane.page.getByRole('row', { name: 'Details' }).waitFor();
    await pane.press('ArrowLeft');
    assert.equal(await pane.page.getByRole('row', { name: 'Details' }).count(), 0);
    await pane.press('ArrowLeft');
    await expectActive(pane, 'Claude Code, turn 4: How');
    await pane.press('ArrowLeft');
    assert.equal(await pane.page.getByRole('row', { name: 'Add: Release' }).count(), 0);
    await pane.press('ArrowDown');
    await expectActive(pane, 'Commit Use Uint8Array');
    await pane.press('ArrowUp', 'Enter', 'ArrowRight');
    await expectActive(pane, 'Add: Release');
    await pane.press('End');
    await expectActive(pane, 'Update: Got requires');
    await pane.press('PageUp');
    assert.notEqual(await pane.activeRow(), 'Update: Got requires');
    await pane.press('Home', 'PageDown', 'Home');
    await expectActive(pane, 'Claude Code, turn 4: How');
  });

  it('Tab goes into the card, Esc back to the row', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('ArrowDown', 'Enter', 'Tab');
    assert.equal(await pane.page.evaluate(() => document.activeElement?.textContent), 'Accept');
    await pane.press('Tab', 'Escape');
    assert.ok(await pane.list.evaluate((list) => list === document.activeElement));
    await expectActive(pane, 'Add: Release');
    assert.equal(await pane.page.getByRole('row', { name: 'Details' }).count(), 1);
  });

  it('? shows the keys, and Esc goes back to the list', async () => {
    const pane = await open(proposalsState());
    await pane.list.focus();
    await pane.press('?');
    await pane.page.getByRole('region', { name: 'Keys' }).getByText('Edit, then accept').waitFor();
    await pane.press('Escape');
    assert.equal(await pane.page.getByRole('region', { name: 'Keys' }).count(), 0);
    assert.ok(await pane.list.evaluate((list) => list === document.activeElement));
  });

  it('keeps 2,000 proposals in fewer than 300 elements, wherever one scrolls', async () => {
    const pane = await open(proposalsState({ proposals: manyProposals(2000) }));
    await pane.list.focus();
    const count = (): Promise<number> => pane.page.evaluate(() => document.querySelectorAll('*').length);
    assert.ok((await count()) < 300, `${await count()} at the beginning`);
    await pane.press('End');
    await expectActive(pane, 'Update: package-1999');
    assert.ok((await count()) < 300, `${await count()} at the end`);
    await pane.list.evaluate((list) => (list.scrollTop = list.scrollHeight / 2));
    await eventually(async () => assert.ok(!(await pane.labels()).some((label) => label.includes('package-1990'))));
    assert.ok((await count()) < 300, `${await count()} in the middle`);
    // The active row stays in the page, because the list names it.
    await expectActive(pane, 'Update: package-1999');
    const visible = await pane.page.locator('.row').evaluateAll(
      (rows) =>
        rows.filter((row) => {
          const box = row.getBoundingClientRect();
          return box.bottom > 60 && box.top < innerHeight;
        }).length,
    );
    assert.ok(visible >= 14, `${visible} rows fill the view`);
  });

  it('filters by operation, with counts', async () => {
    const pane = await open(proposalsState());
    const chip = pane.page.getByRole('button', { name: 'Add 3' });
    await chip.click();
    assert.equal(await chip.getAttribute('aria-pressed'), 'true');
    assert.equal(await pane.page.getByRole('button', { name: 'All 9' }).getAttribute('aria-pressed'), 'false');
    assert.deepEqual(
      (await pane.labels()).map((label) => label.split(/[ :]/)[0]),
      ['Claude', 'Add', 'Add', 'Commit', 'Add'],
    );
    assert.ok(await chip.evaluate((button) => button === document.activeElement));
  });

  it('says when a filter leaves nothing', async () => {
    const pane = await open(proposalsState({ proposals: PROPOSALS.filter(({ operation }) => operation !== 'DELETE') }));
    await pane.page.getByRole('button', { name: 'Delete 0' }).click();
    await pane.page.getByText('No proposals of this kind.').waitFor();
    assert.equal(await pane.list.count(), 0);
  });

  it('comes back as it was after it was hidden', async () => {
    const pane = await open(proposalsState({ proposals: manyProposals(300) }));
    await pane.page.getByRole('button', { name: 'Update 225' }).click();
    await pane.list.focus();
    await pane.press('ArrowLeft', 'End', 'Enter');
    const scroll = (): Promise<number> => pane.list.evaluate((list) => Math.round(list.scrollTop));
    const active = await pane.activeRow();
    const before = await scroll();
    await pane.page.waitForTimeout(200);
    await pane.reload();
    await expectActive(pane, active);
    await eventually(async () => assert.equal(await scroll(), before));
    assert.equal(await pane.page.getByRole('row', { name: 'Details' }).count(), 1);
    assert.equal(await pane.page.getByRole('button', { name: 'Update 225' }).getAttribute('aria-pressed'), 'true');
    await pane.press('Tab');
  });

  it('a proposal that the extension reveals is shown, whatever hides it', async () => {
    const pane = await open(proposalsState({ proposals: manyProposals(300) }));
    await pane.list.focus();
    await pane.press('ArrowLeft');
    await pane.page.getByRole('button', { name: 'Add 75' }).click();
    pane.host.reveal('many-299');
    await expectActive(pane, 'Update: package-299');
    await pane.page.getByRole('row', { name: 'Details' }).waitFor();
  });

  it('a late snapshot is dropped', async () => {
    const pane = await open(proposalsState({ revision: 10 }));
    await pane.list.waitFor();
    pane.host.send(proposalsState({ proposals: PROPOSALS.slice(0, 2), revision: 9 }));
    await pane.page.waitForTimeout(50);
    await pane.page.getByRole('button', { name: 'All 9' }).waitFor();
  });
});
