import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { makeSampleProject } from '../host/sampleProject';
import { canHost } from '../host/setup';
import { git } from '../host/workspace';
import { packagedVsix, screenshots, setDependency, skipAfterFailure } from './setup';
import { Workbench } from './workbench';

/** Opens the sample project under other settings; the server build of VS Code runs on Linux x64 only. */
function describeWith(
  title: string,
  settings: Readonly<Record<string, unknown>>,
  tests: (workbench: () => Workbench, folder: () => string) => void,
): void {
  describe(title, () => {
    skipAfterFailure();
    const folder = path.join(fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-limits-'))), 'project');
    let workbench: Workbench;

    before(async function () {
      if (!canHost) return void this.skip();
      fs.mkdirSync(screenshots, { recursive: true });
      makeSampleProject(folder);
      workbench = await Workbench.open(packagedVsix(), folder, settings);
      await workbench.showSidebar();
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed')
        await workbench.page.screenshot({ path: path.join(screenshots, 'failed.png') });
    });
    after(async () => {
      if (canHost) await workbench.close();
      fs.rmSync(path.dirname(folder), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    });

    tests(
      () => workbench,
      () => folder,
    );
  });
}

const RESTRICTED = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

describeWith('Restricted Mode', RESTRICTED, (workbench, folder) => {
  it('is said in the sidebar', async () => {
    const proposals = await workbench().webview('proposals');
    await proposals.getByText('Restricted Mode: memory can be read, nothing is captured.').first().waitFor();
  });

  it('offers what reads memory, and nothing that writes it', async () => {
    assert.equal(await workbench().offers('Memory: Recall...'), true);
    assert.equal(await workbench().offers('Memory: Scan Commits...'), false);
    assert.equal(await workbench().offers('Memory: Import Chats...'), false);
    assert.equal(await workbench().offers('Memory: Check for Secrets...'), false);
    assert.equal(await workbench().offers('Memory: Remember Selection'), false);
  });

  it('captures no commit', async () => {
    setDependency(folder(), 'dependencies', 'left-shelf', '^3.2.1');
    git(folder(), ['commit', '-qam', 'Add left-shelf']);
    await workbench().page.waitForTimeout(5_000); // longer than a commit takes to be seen where it is captured
    assert.equal(fs.existsSync(path.join(folder(), '.git/memory-r1')), false);
  });
});

describeWith('With the chat switched off', { 'chat.disableAIFeatures': true }, (workbench) => {
  it('commits are read and reviewed', async () => {
    await workbench().command('Memory: Scan Commits...');
    await workbench()
      .quickPickItem(/^Whole history/)
      .click();
    const proposals = await workbench().webview('proposals');
    await proposals.getByRole('button', { name: 'Accept all', exact: true }).click();
    await proposals.getByText('Nothing to review').waitFor();
  });

  it('Recall answers', async () => {
    await workbench().command('Memory: Recall...');
    await workbench().typeIntoQuickPick('Which version of typescript?');
    await workbench()
      .quickPickItem(/typescript.*5\.9\.2/i)
      .waitFor();
    await workbench().closeQuickPick();
    assert.equal(await workbench().hasChat(), false);
  });
});
