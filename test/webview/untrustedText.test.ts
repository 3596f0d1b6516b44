import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PageState } from '../../src/protocol/sidebar';
import { usePages } from './openPage';
import { memoriesState, proposal, PROPOSALS, proposalsState, weekState } from './samples';

const MARKUP = '<img src=x onerror="window.broken=1"><a href="command:workbench.action.quit">[x](command:y)</a>';
const DISGUISE = 'safe\u202Egnp.exe\u0007\u200B\u{E0041}end';
const EMOJI = 'ready 👩🏽‍💻 now';
const TEXT = `${MARKUP} ${DISGUISE} ${EMOJI}`;

const [first] = PROPOSALS;
const [chat] = first?.sources ?? [];
if (!chat) throw new Error('The first sample has a source.');
const source = { ...chat, subject: TEXT, quote: `${TEXT} quote`, author: TEXT };

const STATES: readonly PageState[] = [
  proposalsState({
    proposals: [
      proposal({
        id: 'odd',
        operation: 'UPDATE',
        oldText: `${TEXT} old`,
        newText: TEXT,
        reason: TEXT,
        sources: [source],
      }),
    ],
    notices: [{ id: 'odd', text: TEXT }],
  }),
  memoriesState({
    memories: [
      {
        id: 'node22',
        lineage: 'odd',
        text: TEXT,
        kind: 'note',
        state: 'active',
        validFrom: '2026-02-23T10:00:00Z',
        reviewed: true,
        branch: TEXT,
        sources: [source],
        decidedBy: 'you',
      },
    ],
  }),
  weekState({
    entries: [{ id: 'w', at: '2026-02-26T10:00:00Z', what: 'changed', text: TEXT, was: `${TEXT} old`, source }],
  }),
];

describe('Text from commits and chats', () => {
  const open = usePages();

  for (const state of STATES) {
    it(`stays text in ${state.page}: no markup, no links, nothing that hides`, async () => {
      const pane = await open(state);
      await pane.page.getByText('<img src=x').first().waitFor();
      if (state.page !== 'week') {
        await pane.list.focus();
        await pane.press('ArrowDown', 'Enter');
        await pane.page.getByRole('row', { name: 'Details' }).waitFor();
      }
      assert.equal(await pane.page.locator('#app img, #app a').count(), 0);
      assert.equal(await pane.page.evaluate(() => (window as { broken?: number }).broken), undefined);
      const shown = await pane.page.evaluate(() => {
        const labels = [...document.querySelectorAll('[title], [aria-label]')].flatMap((element) => [
          element.getAttribute('title'),
          element.getAttribute('aria-label'),
        ]);
        return [document.body.textContent, ...labels].join('\n');
      });
      assert.match(shown, /safe\ufffdgnp\.exe\ufffd\ufffd\ufffdend/u);
      assert.doesNotMatch(shown, /[\u0007\u200b\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u);
      assert.ok(shown.includes(EMOJI));
    });
  }

  it('from right to left is cut at its own end and turns nothing around it', async () => {
    const text = 'الاختبارات تعمل على Node.js 22 فقط (npm test)';
    const pane = await open(proposalsState({ proposals: [proposal({ id: 'rtl', newText: text })] }));
    const line = pane.page.locator('.item .main');
    await line.waitFor();
    assert.equal(await line.evaluate((element) => getComputedStyle(element).direction), 'rtl');
    assert.equal(
      await pane.page.locator('.item .sub').evaluate((element) => getComputedStyle(element).direction),
      'ltr',
    );
  });

  it('what the user searched for stays text', async () => {
    const pane = await open(memoriesState());
    await pane.page.getByRole('textbox').fill('<b>zebra</b>');
    await pane.page.getByText('No memory matches "<b>zebra</b>".').waitFor();
    assert.equal(await pane.page.locator('#app b').count(), 0);
  });
});

describe('The policy of the pages', () => {
  const open = usePages();

  it('refuses a script and a style that are not our own', async () => {
    const pane = await open(proposalsState());
    await pane.list.waitFor();
    const refused = await pane.page.evaluate(async () => {
      const seen: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.broken = 1';
      const image = document.createElement('img');
      image.src = 'https://elsewhere.example/x.png';
      document.body.append(script, image);
      await fetch('https://elsewhere.example/').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return seen.sort();
    });
    assert.deepEqual(refused, ['connect-src', 'img-src', 'script-src-elem']);
    assert.equal(await pane.page.evaluate(() => (window as { broken?: number }).broken), undefined);
    pane.allowProblems(); // the browser has told of these three
  });
});
