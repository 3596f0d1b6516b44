import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import type { AxeResults } from 'axe-core';
import type { LearningState } from '../../src/protocol/learning';
import type { LearningPageState } from '../../src/protocol/learningPage';
import type { PageState } from '../../src/protocol/sidebar';
import { FakeLearningHost } from './fakeLearningHost';
import {
  DECLINED,
  FAILED,
  learningPage,
  learningState,
  NOT_WON,
  REFUSED,
  running,
  TOO_LITTLE,
  WON,
} from './learningSamples';
import { useFrames, usePages, type OpenFrame, type OpenOptions, type OpenPage } from './openPage';
import {
  BATCH,
  CHECKED,
  manyProposals,
  memoriesState,
  MEMORIES,
  OUTDATED,
  PROPOSALS,
  proposalsState,
  weekState,
} from './samples';
import { THEME_NAMES } from './themes';

/** Set it to a folder to get a picture of everything that is checked here. */
const screenshots = process.env.MEMORY_R1_SCREENSHOTS;

const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A view has no heading of its own: VS Code shows its title. */
const NOT_FOR_VIEWS = { 'page-has-heading-one': { enabled: false } };

const NOTICE = {
  id: 'damaged',
  text: '1 record could not be read and was set aside. The other 2,311 are here.',
  action: { label: 'Show log', command: 'showLog' },
} as const;

interface Scene extends OpenOptions {
  readonly name: string;
  readonly state: PageState;
  readonly prepare?: (pane: OpenPage) => Promise<void>;
}

const SCENES: readonly Scene[] = [
  { name: 'proposals, list', state: proposalsState() },
  {
    name: 'proposals, card',
    state: proposalsState(),
    height: 860,
    prepare: (pane) => keys(pane, 'End', 'Enter'),
  },
  {
    name: 'proposals, low confidence and a quote',
    state: proposalsState(),
    prepare: (pane) => keys(pane, 'ArrowDown', 'ArrowDown', 'Enter'),
  },
  { name: 'proposals, edit', state: proposalsState(), prepare: (pane) => keys(pane, 'ArrowDown', 'e') },
  {
    name: 'proposals, all selected, after a decision',
    state: proposalsState(),
    prepare: async (pane) => {
      await keys(pane, 'ArrowDown', 'a');
      await pane.page.getByText('Accepted.').first().waitFor();
      await pane.press('Control+a');
    },
  },
  {
    name: 'proposals, hovered',
    state: proposalsState(),
    prepare: (pane) => pane.page.getByRole('row', { name: 'Update: Binary' }).hover(),
  },
  { name: 'proposals, keys', state: proposalsState(), prepare: (pane) => keys(pane, '?') },
  { name: 'proposals, empty', state: proposalsState({ proposals: [], notices: [NOTICE] }), height: 420 },
  {
    name: 'proposals, batch',
    state: proposalsState({ batch: BATCH, proposals: [...PROPOSALS.slice(0, 3), ...manyProposals(412)] }),
  },
  {
    name: 'proposals, not saved',
    state: proposalsState(),
    prepare: async (pane) => {
      pane.host.failWith = 'the disk is full';
      await keys(pane, 'ArrowDown', 'a');
      await pane.page.getByText('Not saved').first().waitFor();
    },
  },
  {
    name: 'proposals, narrow',
    state: proposalsState({ notices: [NOTICE] }),
    width: 240,
    prepare: (pane) => keys(pane, 'End', 'Enter'),
  },
  {
    name: 'proposals, wide',
    state: proposalsState(),
    width: 640,
    prepare: (pane) => keys(pane, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter'),
  },
  { name: 'memories, list', state: memoriesState() },
  {
    name: 'memories, history of one',
    state: memoriesState(),
    prepare: async (pane) => {
      await keys(pane, 'ArrowDown', 'Enter');
      await pane.page.getByText('1a983f3').waitFor();
    },
  },
  {
    name: 'memories, all states',
    state: memoriesState(),
    height: 860,
    prepare: async (pane) => {
      await pane.page.getByRole('button', { name: 'Superseded 1' }).click();
      await pane.page.getByRole('button', { name: 'Deleted 1' }).click();
      await pane.page.getByText('measured with nyc').click();
      await pane.page.getByText('1a983f3').waitFor();
    },
  },
  {
    name: 'memories, nothing found',
    state: memoriesState(),
    height: 420,
    prepare: async (pane) => {
      await pane.page.getByRole('textbox').fill('zebra');
      await pane.page.getByText('No memory matches').waitFor();
    },
  },
  {
    name: 'memories, of a day of the past',
    state: memoriesState({ asOf: '2024-03-12', memories: MEMORIES.slice(0, 3) }),
    prepare: async (pane) => {
      await keys(pane, 'ArrowDown', 'Enter');
      await pane.page.getByText('1a983f3').waitFor();
    },
  },
  {
    name: 'memories, of a day of the past, narrow',
    state: memoriesState({ asOf: '2001-01-01', memories: [] }),
    width: 240,
    height: 420,
  },
  {
    name: 'memories, out of date',
    state: memoriesState({ memories: [...MEMORIES.slice(0, 2), ...OUTDATED] }),
    prepare: async (pane) => {
      await pane.page.getByText('Disable most of the CI').click();
      await pane.page.getByText('Added').first().waitFor();
    },
  },
  {
    name: 'memories, how one served',
    state: memoriesState(),
    height: 860,
    prepare: async (pane) => {
      await keys(pane, 'ArrowDown', 'Enter');
      await pane.page.getByText('Recalled 14 times').waitFor();
    },
  },
  {
    name: 'memories, most used first',
    state: memoriesState({
      memories: MEMORIES.map((memory, i) => ({ ...memory, uses: { recalled: 40 - i, helpful: 1, wrong: 0 } })),
    }),
    prepare: async (pane) => {
      await pane.page.getByRole('button', { name: 'Used in answers' }).click();
      await pane.page.getByText('Recalled 40 times').waitFor();
    },
  },
  {
    name: 'proposals, of a check',
    state: proposalsState({ proposals: CHECKED }),
    prepare: (pane) => keys(pane, 'ArrowDown', 'Enter'),
  },
  { name: 'week', state: weekState() },
];

const LEARNING_SCENES: readonly (OpenOptions & {
  readonly name: string;
  readonly learning: LearningState;
  readonly given?: Partial<LearningPageState>;
  readonly isOpen?: boolean;
})[] = [
  { name: 'learning, never trained', learning: learningState(), height: 300 },
  { name: 'learning, too little', learning: TOO_LITTLE, height: 300 },
  { name: 'learning, running', learning: running(), height: 520 },
  { name: 'learning, won', learning: WON, isOpen: true, height: 1150 },
  { name: 'learning, narrow', learning: WON, isOpen: true, width: 280, height: 1300 },
  { name: 'learning, declined', learning: DECLINED },
  { name: 'learning, did not win', learning: NOT_WON },
  { name: 'learning, failed', learning: FAILED, height: 300 },
  {
    name: 'learning, refused in Restricted Mode',
    learning: REFUSED,
    height: 300,
    given: {
      project: 'got',
      canChange: false,
      obstacles: [{ text: NOTICE.text, action: { label: 'Show log', act: 'showLog' } }],
    },
  },
];

describe('Accessibility', function () {
  this.timeout(30_000);
  const open = usePages();

  it('axe looks at the page: it finds what was broken on purpose', async () => {
    const pane = await open(proposalsState());
    await pane.page
      .locator('.item .main')
      .first()
      .evaluate((line) => (line.style.color = '#222'));
    await pane.page
      .locator('.item')
      .first()
      .evaluate((row) => row.removeAttribute('aria-label'));
    await pane.list.evaluate((list) => list.setAttribute('role', 'tree'));
    const rules = new Set((await violations(pane)).map((line) => line.split(':')[0]));
    assert.ok(rules.has('color-contrast'), [...rules].join());
    assert.ok(rules.has('aria-required-children') || rules.has('aria-required-parent'), [...rules].join());
  });

  it('nothing moves for who does not want it', async () => {
    const pane = await open(proposalsState());
    await keys(pane, 'ArrowDown', 'a');
    const toast = pane.page.locator('.toast');
    await toast.getByText('Accepted.').waitFor();
    const motion = (): Promise<string> => toast.evaluate((element) => getComputedStyle(element).animationName);
    assert.equal(await motion(), 'appear');
    await pane.page.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await motion(), 'none');
    await pane.page.emulateMedia({ reducedMotion: 'no-preference' });
    await pane.page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
    assert.equal(await motion(), 'none');
  });

  for (const theme of THEME_NAMES) {
    for (const { name, state, prepare, ...options } of SCENES) {
      it(`${theme}: ${name}`, async () => {
        const pane = await open(state, { ...options, theme });
        await pane.page.locator('#app :is(.row, .empty, .day):visible').first().waitFor();
        await prepare?.(pane);
        if (screenshots) await pane.page.screenshot({ path: path.join(screenshots, `${fileName(name)}-${theme}.png`) });
        assert.deepEqual(await violations(pane), []);
        assert.deepEqual(await cutButtons(pane), []);
      });
    }
  }
});

describe('Accessibility of Learning', function () {
  this.timeout(30_000);
  const open = useFrames();

  it('a button under the pointer stays legible in high contrast', async () => {
    const { page } = await open('learning', (channel) => new FakeLearningHost(learningPage(WON), channel), {
      theme: 'hc-light',
    });
    const button = page.getByRole('button', { name: 'Keep the old ones' });
    const background = (): Promise<string> =>
      button.evaluate((element) => {
        const base = element.shadowRoot?.querySelector('.base');
        return base ? getComputedStyle(base).backgroundColor : 'no base';
      });
    const before = await background();
    await button.hover();
    assert.match(before, /^rgb/);
    assert.equal(await background(), before);
  });

  for (const theme of THEME_NAMES) {
    for (const { name, learning, given, isOpen, ...options } of LEARNING_SCENES) {
      it(`${theme}: ${name}`, async () => {
        const state = learningPage(learning, given);
        const pane = await open('learning', (channel) => new FakeLearningHost(state, channel), {
          ...{ width: 944, height: 790 },
          ...options,
          theme,
        });
        await pane.page.locator('.verdict strong').waitFor();
        if (isOpen) await pane.page.getByRole('button', { name: 'Show the questions that changed' }).click();
        if (screenshots) await pane.page.screenshot({ path: path.join(screenshots, `${fileName(name)}-${theme}.png`) });
        assert.deepEqual(await violations(pane), []);
        assert.deepEqual(await cutButtons(pane), []);
      });
    }
  }
});

/** Buttons that do not lie inside the width of the view. */
async function cutButtons({ page }: Pick<OpenFrame<unknown>, 'page'>): Promise<string[]> {
  return await page
    .locator('#app :is(button, vscode-button, vscode-textfield):visible')
    .evaluateAll((buttons) =>
      buttons
        .filter(
          (button) => button.getBoundingClientRect().left < 0 || button.getBoundingClientRect().right > innerWidth,
        )
        .map((button) => button.outerHTML),
    );
}

async function keys(pane: OpenPage, ...names: readonly string[]): Promise<void> {
  await pane.list.focus();
  await pane.press(...names);
}

/** What axe finds, one line each. It is run from outside, where the policy of the page does not hold it back. */
async function violations({ page }: Pick<OpenFrame<unknown>, 'page'>): Promise<string[]> {
  await page.evaluate(AXE);
  const results: AxeResults = await page.evaluate(`axe.run(document, { rules: ${JSON.stringify(NOT_FOR_VIEWS)} })`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}

function fileName(name: string): string {
  return name.replace(/\W+/g, '-');
}
