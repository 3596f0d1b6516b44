import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually } from './eventually';
import { usePages } from './openPage';
import { weekState } from './samples';

describe('Week', () => {
  const open = usePages();

  it('lists days with something in them, newest first, each entry with what it was before', async () => {
    const pane = await open(weekState());
    await pane.page.getByRole('heading', { name: '23 Feb - 1 Mar 2026' }).waitFor();
    assert.deepEqual(await pane.page.getByRole('heading', { level: 3 }).allInnerTexts(), [
      'Thursday 26 Feb',
      'Wednesday 25 Feb',
      'Tuesday 24 Feb',
    ]);
    assert.equal(
      (await pane.page.locator('.tally').innerText()).replace(/\s+/g, ' ').trim(),
      '1 learned 2 changed 1 forgotten',
    );
    const changed = pane.page.getByRole('listitem').filter({ hasText: 'Uint8Array.' });
    assert.equal(await changed.locator('ins').innerText(), 'Uint8Array');
    assert.equal(await changed.locator('del').innerText(), 'Buffer');
    assert.match(await changed.innerText(), /Was: Binary response bodies are returned as Buffer\./);
  });

  it('goes back to earlier weeks as far as there is something, and not into the future', async () => {
    const pane = await open(weekState());
    const next = pane.page.getByRole('button', { name: 'Next week' });
    const previous = pane.page.getByRole('button', { name: 'Previous week' });
    await next.waitFor();
    assert.ok(await next.isDisabled());
    await previous.click();
    await pane.page.getByRole('heading', { name: '16 Feb - 22 Feb 2026' }).waitFor();
    await pane.page.getByText('Nothing changed this week.').waitFor();
    await pane.reload();
    await pane.page.getByRole('heading', { name: '16 Feb - 22 Feb 2026' }).waitFor();
    await next.click();
    await pane.page.getByRole('heading', { name: '23 Feb - 1 Mar 2026' }).waitFor();
  });

  it('a week that ends in another year says both', async () => {
    const pane = await open(weekState(), { now: '2026-01-02T12:00:00Z' });
    pane.host.push({ notices: [] });
    await pane.page.getByRole('heading', { name: '29 Dec 2025 - 4 Jan 2026' }).waitFor();
  });

  it('opens the source of an entry', async () => {
    const pane = await open(weekState());
    await pane.page.getByRole('button', { name: /^309e36d Use Uint8Array/ }).click();
    await eventually(() =>
      assert.deepEqual(pane.host.callsOf('openSource'), [{ kind: 'commit', ref: '309e36d'.padEnd(40, '0') }]),
    );
  });
});
