import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { canHost } from '../host/setup';
import { makeProject, packagedVsix, removeProject, screenshots, skipAfterFailure, type Project } from './setup';
import { Workbench } from './workbench';

/** A folder with real data: `chats/claude-code/*.jsonl`. It is no part of the repository. */
const DATA = process.env.MEMORY_R1_DATA;

describe('Real transcripts of Claude Code (MEMORY_R1_DATA)', () => {
  skipAfterFailure();
  let project: Project;
  let workbench: Workbench;

  before(async function () {
    if (!canHost || DATA === undefined) return void this.skip();
    fs.mkdirSync(screenshots, { recursive: true });
    project = makeProject();
    workbench = await Workbench.open(packagedVsix(), project.folder);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench.page.screenshot({ path: path.join(screenshots, 'failed-real.png') });
  });
  after(async () => {
    if (!canHost || DATA === undefined) return;
    await workbench.close();
    removeProject(project);
  });

  it('are imported from a folder, whatever project they name', async () => {
    await workbench.showSidebar();
    await workbench.dismissNotifications();
    await workbench.command('Memory: Import Chats...');
    await workbench.quickPickItem(/^Choose a folder/).click();
    await workbench.acceptQuickPick();
    await workbench.quickPickItem('Claude Code').click();
    await workbench.chooseInDialog(path.join(DATA ?? '', 'chats/claude-code'));
    await workbench.notification(/^\d+ conversations? read: [\d,]+ new turns, [\d,]+ proposals?/).waitFor();
    await workbench.screenshot(screenshots, 'real-chats-report');
    await workbench.pressInNotification('Review proposals');
    const proposals = await workbench.webview('proposals');
    await workbench.command('Memory: Accept All Proposals');
    await proposals.getByText('Nothing to review').waitFor();
    await workbench.dismissNotifications();
  });

  it('answer what was decided in a chat alone, and say where', async () => {
    const shown = await workbench.ask('@memory What happens when telemetry is not configured?');
    const text = await shown.innerText();
    await workbench.screenshot(screenshots, 'real-chats-answer');
    assert.match(text.split(/Changed on|\n\s*\[1\]/)[0] ?? '', /disabled/);
    assert.match(text, /Before: .*enabled/);
    await shown
      .getByRole('link', { name: /^Claude Code, turn \d+/ })
      .first()
      .click();
    await workbench.closeChat();
    const editor = workbench.editorText();
    await editor.getByText('> this turn').waitFor();
    await workbench.screenshot(screenshots, 'real-chats-turn');
  });

  it('say that no reason was recorded', async () => {
    const shown = await workbench.ask('@memory Why is telemetry disabled when it is not configured?');
    assert.match(await shown.innerText(), /no reason/i);
    await workbench.screenshot(screenshots, 'real-chats-why');
  });

  it('fill the picture of a week', async () => {
    await workbench.closeChat();
    for (const view of ['Proposals', 'Memories']) await workbench.foldView(view);
    await workbench.command('Memory: Show Week');
    const week = await workbench.webview('week');
    await week.getByRole('button', { name: 'Show the last week with changes' }).click();
    await week
      .getByRole('button', { name: /^Claude Code, turn \d+: / })
      .first()
      .waitFor();
    await workbench.screenshot(screenshots, 'real-chats-week');
  });
});
