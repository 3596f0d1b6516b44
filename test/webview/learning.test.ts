import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LearningState } from '../../src/protocol/learning';
import type { LearningPageState } from '../../src/protocol/learningPage';
import { eventually } from './eventually';
import { FakeLearningHost } from './fakeLearningHost';
import { learningPage, learningState, NOT_WON, REFUSED, REPORT, running, TOO_LITTLE, WON } from './learningSamples';
import { useFrames, type OpenFrame, type OpenOptions } from './openPage';

type Pane = OpenFrame<FakeLearningHost>;

describe('Learning', () => {
  const openFrame = useFrames();
  const openState = (state: LearningPageState, options?: OpenOptions): Promise<Pane> =>
    openFrame('learning', (channel) => new FakeLearningHost(state, channel), { width: 900, height: 900, ...options });
  const open = (learning: LearningState, options?: OpenOptions): Promise<Pane> =>
    openState(learningPage(learning), options);
  const buttons = ({ page }: Pane): Promise<string[]> => page.locator('.buttons vscode-button').allInnerTexts();
  const heading = ({ page }: Pane, text: string): Promise<void> =>
    page.locator('.verdict').getByText(text, { exact: true }).waitFor();

  it('begins a training by its button, and follows it', async () => {
    const pane = await open(learningState());
    await heading(pane, 'Not trained on this project yet.');
    assert.equal(await pane.page.locator('.chart').count(), 0);
    await pane.page.getByRole('button', { name: 'Train on this project' }).click();
    await eventually(() => assert.deepEqual(pane.host.acts, ['train']));
    pane.host.push(running({ phase: 'preparing', step: 0, curve: [] }));
    await heading(pane, "Making questions from this project's history.");
    assert.equal(await pane.page.getByRole('progressbar').getAttribute('value'), null);
    pane.host.push(running());
    await heading(pane, 'Training, step 85 of 200, about 20 minutes left.');
    assert.equal(await pane.page.getByRole('progressbar').getAttribute('value'), '85');
    assert.match(await chartText(pane), /New weights: from 58% at step 0 to \d\d% at step 80.* Current weights: 68%\./);
    assert.deepEqual(await buttons(pane), ['Stop']);
    await pane.page.getByRole('button', { name: 'Stop' }).click();
    await eventually(() => assert.deepEqual(pane.host.acts, ['train', 'stop']));
  });

  it('can be used by keys alone; the focus stays where a step of the training finds it', async () => {
    const pane = await open(running());
    await heading(pane, 'Training, step 85 of 200, about 20 minutes left.');
    await pane.press('Tab');
    const focused = (): Promise<string | undefined> =>
      pane.page.evaluate(() => document.activeElement?.textContent?.trim());
    assert.equal(await focused(), 'Stop');
    pane.host.push(running({ step: 86 }));
    await heading(pane, 'Training, step 86 of 200, about 20 minutes left.');
    assert.equal(await focused(), 'Stop');
    await pane.press('Enter');
    await eventually(() => assert.deepEqual(pane.host.acts, ['stop']));
    // The button is gone, so what came of it takes the focus.
    pane.host.push(WON);
    await heading(pane, 'New weights answer better.');
    assert.match((await focused()) ?? '', /^New weights answer better\./);
    await pane.press('Tab', 'Enter');
    await eventually(() => assert.deepEqual(pane.host.acts, ['stop', 'keepOld']));
  });

  it('tells a screen reader how it ended, and not each step', async () => {
    const pane = await open(running({ step: 60 }));
    const live = pane.page.getByRole('status');
    await heading(pane, 'Training, step 60 of 200, about 20 minutes left.');
    for (const step of [61, 62, 63]) pane.host.push(running({ step }));
    await heading(pane, 'Training, step 63 of 200, about 20 minutes left.');
    assert.equal(await live.textContent(), '');
    pane.host.push(running({ step: 101 }));
    await eventually(async () => assert.equal(await live.textContent(), 'Training, 50% done.'));
    pane.host.push(NOT_WON);
    await eventually(async () => assert.equal(await live.textContent(), 'New weights are not better.'));
  });

  it('shows new weights beside those of before, with the interval of the change', async () => {
    const pane = await open(WON);
    await heading(pane, 'New weights answer better.');
    const rows = await pane.page.getByRole('row').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => row.replace(/\s+/g, ' ').trim()),
      [
        'Measure Before New Change',
        'Right answers 68.0% 74.6% +6.6 +2.1 to +11.0',
        'Rightly said that memory holds nothing 88.0% 87.5% -0.5 -3.0 to +2.0',
        'Memories used per answer 2.1 1.7 -0.4 -0.6 to -0.2',
      ],
    );
    await pane.page.getByText(/^Learned from 320 questions .* No data left this computer\.$/).waitFor();
  });

  it('lists the questions that changed on request, also after the page was built anew', async () => {
    const pane = await open(WON);
    const list = pane.page.locator('.asked li');
    await heading(pane, 'New weights answer better.');
    assert.equal(await list.count(), 0);
    await pane.page.getByRole('button', { name: 'Show the questions that changed' }).click();
    assert.deepEqual(
      (await list.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim()),
      [
        'Which type do binary response bodies have? Before Buffer Now Uint8Array Right Uint8Array',
        'Who keeps the release notes? Before Says that memory holds nothing Now Dev One Right Says that memory holds nothing',
        'Why was promise cancelling removed? Before It was soft-deprecated. Now AbortSignal does it. Right In favor of AbortSignal, or AbortSignal',
      ],
    );
    await pane.reload();
    await pane.page.getByRole('button', { name: 'Hide the questions that changed', expanded: true }).click();
    await list.first().waitFor({ state: 'detached' });
  });

  it('says that the questions are not kept, once they are gone', async () => {
    const pane = await open({ ...WON, last: { ...REPORT, changed: [] } });
    await pane.page.getByText('The questions that changed are not kept on disk.').waitFor();
    assert.deepEqual(await buttons(pane), ['Keep the old ones']);
  });

  it('goes back by one click, later too', async () => {
    const pane = await open({ ...WON, isOpen: false, back: { source: 'project' } });
    await pane.page.getByRole('button', { name: 'Go back to the previous weights' }).click();
    await pane.page.getByRole('button', { name: 'Use the shipped weights' }).click();
    await eventually(() => assert.deepEqual(pane.host.acts, ['goBack', 'useShipped']));
  });

  it('says why the rule answers', async () => {
    const pane = await open(REFUSED);
    await pane.page.getByText('decided by the rule').waitFor();
    await pane.page.locator('.note', { hasText: 'another version of the features' }).waitFor();
  });

  it('opens the proposals where there is too little', async () => {
    const pane = await open(TOO_LITTLE);
    await pane.page.getByRole('button', { name: 'Review proposals' }).click();
    await eventually(() => assert.deepEqual(pane.host.acts, ['review']));
  });

  it('changes nothing in Restricted Mode, and without a folder says what to do', async () => {
    const text = 'Restricted Mode: memory can be read, nothing is captured.';
    const pane = await openState(
      learningPage(
        { ...WON, isOpen: false, back: { source: 'rule' } },
        { canChange: false, obstacles: [{ text, action: { label: 'Manage trust', act: 'manageTrust' } }] },
      ),
    );
    await pane.page.getByRole('alert').getByText(text).waitFor();
    assert.deepEqual(await buttons(pane), ['Show the questions that changed']);
    assert.equal(await pane.page.locator('.ways').count(), 0);
    const none: LearningPageState = {
      revision: 1,
      canChange: true,
      obstacles: [{ text: 'Open a folder to use its memory.', action: { label: 'Open folder', act: 'openFolder' } }],
    };
    const empty = await openState(none);
    await empty.page.getByRole('button', { name: 'Open folder' }).click();
    await eventually(() => assert.deepEqual(empty.host.acts, ['openFolder']));
    assert.equal(await empty.page.locator('.verdict').isVisible(), false);
  });

  it('drops a late snapshot', async () => {
    const pane = await open(learningState());
    pane.host.push(running());
    await heading(pane, 'Training, step 85 of 200, about 20 minutes left.');
    pane.host.send(learningPage(learningState()));
    pane.host.push(running({ step: 90 }));
    await heading(pane, 'Training, step 90 of 200, about 20 minutes left.');
    assert.deepEqual(await buttons(pane), ['Stop']);
  });

  it('shows foreign text as text', async () => {
    const [first] = REPORT.changed;
    const evil = '<img src=x onerror=alert(1)> \u202egnp';
    const pane = await open({
      ...WON,
      failed: evil,
      last: {
        ...REPORT,
        changed: first ? [{ ...first, question: evil, before: evil, after: evil, right: [evil] }] : [],
      },
    });
    await pane.page.getByRole('button', { name: 'Show the questions that changed' }).click();
    const shown = await pane.page.locator('#app').innerText();
    assert.equal(shown.split('<img src=x onerror=alert(1)>').length - 1, 5);
    assert.doesNotMatch(shown, /\u202e/);
    assert.equal(await pane.page.locator('img').count(), 0);
  });

  it('draws the chart as wide as the panel is, with words of the same size', async () => {
    const pane = await open(WON);
    const width = async (): Promise<number> => Number(await pane.page.locator('.chart').getAttribute('width'));
    await eventually(async () => assert.ok((await width()) > 600));
    await pane.page.setViewportSize({ width: 300, height: 900 });
    await eventually(async () => assert.ok((await width()) < 300));
    const size = await pane.page
      .locator('.chart .tick')
      .first()
      .evaluate((tick) => tick.getBoundingClientRect().height);
    assert.ok(size > 9, String(size));
  });
});

function chartText({ page }: Pane): Promise<string> {
  return page
    .getByRole('img', { name: 'Right answers on held-out questions' })
    .evaluate((chart) => chart.ariaLabel ?? '');
}
