import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { eventually } from './eventually';
import { usePages } from './openPage';
import { WEEK, weekState } from './samples';

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
    const next = pane.page.getByRole('button', { name: 'Next week', exact: true });
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

  it('goes from an empty week to the nearest ones with changes, and back to the present one', async () => {
    const pane = await open(weekState());
    const button = (name: string): Locator => pane.page.getByRole('button', { name, exact: true });
    await button('Previous week').click();
    await button('Show the last week with changes').click();
    await pane.page.getByRole('heading', { name: '6 Oct - 12 Oct 2025' }).waitFor();
    assert.ok(await button('Previous week').isDisabled());
    await button('Next week').click();
    await button('Show the next week with changes').click();
    await pane.page.getByRole('heading', { name: '23 Feb - 1 Mar 2026' }).waitFor();
    await button('Previous week').click();
    await button('This week').press('Enter');
    await pane.page.getByRole('heading', { name: '23 Feb - 1 Mar 2026' }).waitFor();
    assert.ok(await button('This week').isHidden());
    // What was pressed is gone: the keyboard goes on from the title.
    assert.equal(await pane.page.evaluate(() => document.activeElement?.tagName), 'H2');
  });

  it('the present week is shown the next time, where no other one was chosen', async () => {
    const pane = await open(weekState());
    await pane.page.getByRole('button', { name: 'Previous week' }).click();
    await pane.page.getByRole('button', { name: 'This week' }).click();
    await pane.page.clock.setFixedTime('2026-03-04T12:00:00Z');
    await pane.reload();
    await pane.page.getByRole('heading', { name: '2 Mar - 8 Mar 2026' }).waitFor();
  });

  it('names the chat turn of an entry, cuts it to one line, and opens it by its session', async () => {
    const pane = await open(weekState(), { width: 240 });
    const link = pane.page.getByRole('button', { name: 'Claude Code, turn 4: How do we cut the 15.0 release?' });
    await link.locator('.codicon-comment-discussion').waitFor();
    const [first, other] = [await link.boundingBox(), await pane.page.getByText('Learned').first().boundingBox()];
    assert.ok(first && other && first.height < 2 * other.height, 'it is cut, not broken');
    assert.ok(await pane.page.evaluate(() => document.documentElement.scrollWidth <= 240), 'nothing sticks out');
    await link.press('Enter');
    await eventually(() =>
      assert.deepEqual(pane.host.callsOf('openSource'), [{ kind: 'chat', ref: 'turn-4', session: 'session-a' }]),
    );
  });

  it('shows a week of hundreds of changes, of a history of thousands, without a pause', async () => {
    const [first] = WEEK;
    assert.ok(first);
    const entries = Array.from({ length: 8000 }, (_, n) => ({
      ...first,
      id: `n${n}`,
      what: 'changed' as const,
      at: n < 600 ? `2026-02-2${3 + (n % 5)}T10:00:00Z` : `20${10 + (n % 15)}-05-1${n % 9}T10:00:00Z`,
      text: `The limit of the ${n}th queue of the server is ${n + 1} requests a minute by default.`,
      was: `The limit of the ${n}th queue of the server is ${n} requests a minute.`,
    }));
    const pane = await open(weekState({ entries }));
    await pane.page.getByText('600 changed').waitFor();
    const press = (name: string): Promise<number> =>
      pane.page.evaluate(async (label) => {
        const start = performance.now();
        document.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.click();
        await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
        return performance.now() - start;
      }, name);
    await press('Previous week');
    const shownMs = await press('Next week');
    assert.equal(await pane.page.getByRole('listitem').count(), 600);
    assert.ok(shownMs < 1000, `${Math.round(shownMs)} ms`);
    if (process.env.SHOW_TIMES) process.stdout.write(`600 changes of a week in ${Math.round(shownMs)} ms\n`);
  });

  it('opens the source of an entry', async () => {
    const pane = await open(weekState());
    await pane.page.getByRole('button', { name: /^309e36d Use Uint8Array/ }).click();
    await eventually(() =>
      assert.deepEqual(pane.host.callsOf('openSource'), [{ kind: 'commit', ref: '309e36d'.padEnd(40, '0') }]),
    );
  });
});
