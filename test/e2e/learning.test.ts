import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Frame, Locator } from 'playwright-core';
import { canHost } from '../host/setup';
import { makeProject, packagedVsix, removeProject, screenshots, skipAfterFailure, type Project } from './setup';
import { Workbench } from './workbench';

/** A training of a small project, on a slow machine. */
const TRAINING_TIMEOUT_MS = 8 * 60_000;

const RESULT = /^New weights (answer better|are not better)\.$/;

/** From a scanned history to weights of the project, by mouse and keyboard. What comes of it follows from the project, so both results are right. */
describe('Training on a project, in the real VS Code', function () {
  this.timeout(TRAINING_TIMEOUT_MS + 120_000);
  skipAfterFailure();
  let project: Project;
  let workbench: Workbench;

  const page = (): Promise<Frame> => workbench.webview('learning');
  /** The sentence that counts; what a screen reader is told says the same. */
  const headline = async (text: RegExp): Promise<Locator> => (await page()).locator('.verdict').getByText(text).first();

  before(async function () {
    if (!canHost) return void this.skip();
    fs.mkdirSync(screenshots, { recursive: true });
    project = makeProject();
    workbench = await Workbench.open(packagedVsix(), project.folder);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench.page.screenshot({ path: path.join(screenshots, 'failed-learning.png') });
  });
  after(async () => {
    if (!canHost) return;
    await workbench.close();
    removeProject(project);
  });

  it('says that there is too little before anything was read', async () => {
    await workbench.showSidebar();
    await workbench.command('Memory: Show Learning');
    const learning = await page();
    await learning.getByText(/^Not enough to learn from: 0 of \d+ reviews and questions\.$/).waitFor();
    await learning.getByRole('button', { name: 'Review proposals' }).waitFor();
  });

  it('offers to train once the history was read', async () => {
    await workbench.command('Memory: Scan Commits...');
    await workbench.quickPickItem(/^Whole history/).click();
    const proposals = await workbench.webview('proposals');
    await proposals.getByRole('button', { name: 'Accept all', exact: true }).click();
    await proposals.getByText('Nothing to review').waitFor();
    await workbench.command('Memory: Show Learning');
    await (await page()).getByText(/There are \d[\d,]* questions made from this project's history/).waitFor();
    await workbench.dismissNotifications();
    await workbench.screenshot(screenshots, 'learning-begin');
  });

  it('trains, and goes on while the panel is closed', async () => {
    await workbench.command('Memory: Train on This Project');
    await (await headline(/^Training, step \d/)).waitFor();
    await (await page()).getByRole('button', { name: 'Stop' }).waitFor();
    await workbench.screenshot(screenshots, 'learning-running');
    await workbench.closeEditor();
    await workbench.command('Memory: Show Learning');
    // On a small project it may be done by now.
    await (await headline(new RegExp(`^Training, step \\d|${RESULT.source}`))).waitFor();
  });

  it('answers others meanwhile', async () => {
    await workbench.command('Memory: Recall...');
    await workbench.typeIntoQuickPick('typescript');
    await workbench.quickPickItem(/typescript/i).waitFor();
    await workbench.closeQuickPick();
  });

  it('says what came of it, with the chart, the table and where it came from', async () => {
    const learning = await page();
    await (await headline(RESULT)).waitFor({ timeout: TRAINING_TIMEOUT_MS });
    await learning.getByRole('img', { name: /^Right answers on held-out questions/ }).waitFor();
    await learning.getByRole('row', { name: /^Right answers/ }).waitFor();
    assert.match(await learning.locator('.origin').innerText(), /No data left this computer\.$/);
    await workbench.foldSidebar();
    await workbench.screenshot(screenshots, 'learning');
  });

  it('shows the questions that changed, where there are any', async () => {
    const learning = await page();
    const show = learning.getByRole('button', { name: 'Show the questions that changed' });
    if ((await show.count()) === 0) return;
    await show.click();
    await learning.getByRole('heading', { name: 'Questions that changed' }).waitFor();
    await workbench.screenshot(screenshots, 'learning-changed');
  });

  it('goes back by one click, where new weights won', async () => {
    const learning = await page();
    const keepOld = learning.getByRole('button', { name: 'Keep the old ones' });
    if ((await keepOld.count()) === 0) return;
    await keepOld.click();
    await (await headline(/but the old ones are in use\.$/)).waitFor();
    await learning.getByRole('button', { name: 'Use new weights' }).click();
    await (await headline(/They are in use\.$/)).waitFor();
  });

  it('still knows it when the window is opened again, with its panel', async () => {
    await workbench.reloadWindow();
    await (await headline(RESULT)).waitFor();
  });
});
