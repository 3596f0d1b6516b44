import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { CHAT_QUESTION, DISCUSSED, layClaudeChats } from '../host/sampleChats';
import { makeSampleProject } from '../host/sampleProject';
import { canHost } from '../host/setup';
import { makeProject, packagedVsix, removeProject, screenshots, skipAfterFailure, type Project } from './setup';
import { Workbench } from './workbench';

/** A decision that stands in no commit; every step rests on the one before. */
describe('From a chat to an answer, in the real VS Code', () => {
  skipAfterFailure();
  let project: Project;
  let workbench: Workbench;

  before(async function () {
    // The server build of VS Code runs on Linux x64 only; and the chats are about the sample project.
    if (!canHost || process.env.MEMORY_R1_E2E_FOLDER) return void this.skip();
    fs.mkdirSync(screenshots, { recursive: true });
    project = makeProject();
    workbench = await Workbench.open(packagedVsix(), project.folder);
    layClaudeChats(workbench.home, project.folder);
    const other = path.join(path.dirname(project.folder), 'another-project');
    makeSampleProject(other);
    layClaudeChats(workbench.home, other);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench.page.screenshot({ path: path.join(screenshots, 'failed-chats.png') });
  });
  after(async () => {
    if (!canHost || process.env.MEMORY_R1_E2E_FOLDER) return;
    await workbench.close();
    removeProject(project);
  });

  it('an empty list offers to import chats, and asks whose before anything is read', async () => {
    await workbench.showSidebar();
    const proposals = await workbench.webview('proposals');
    await workbench.dismissNotifications(); // the offer to read the history
    await proposals.getByRole('button', { name: 'Import chats...' }).click();
    await workbench.quickPickItem(/^Claude Code/).waitFor();
    assert.equal(await workbench.isTicked(/^Claude Code/), false);
    await workbench.screenshot(screenshots, 'chats-sources');
    await workbench.quickPickItem(/^Claude Code/).click();
    await workbench.acceptQuickPick();
  });

  it('lists the conversations of this project alone, all of them ticked', async () => {
    await workbench.quickPickItem(CHAT_QUESTION.title).waitFor();
    for (const title of [CHAT_QUESTION.title, DISCUSSED.title]) assert.ok(await workbench.isTicked(title), title);
    assert.equal(await workbench.quickPickItems(CHAT_QUESTION.title).count(), 1);
    await workbench.screenshot(screenshots, 'chats-conversations');
    await workbench.acceptQuickPick();
  });

  it('reports what was read, and the proposals are there', async () => {
    await workbench.notification(/^2 conversations read: 8 new turns, \d+ proposals?\./).waitFor();
    await workbench.screenshot(screenshots, 'chats-report');
    await workbench.pressInNotification('Review proposals');
    const proposals = await workbench.webview('proposals');
    await proposals
      .getByRole('row', { name: /^Add: .*30 days/ })
      .first()
      .click();
    await proposals.getByRole('button', { name: CHAT_QUESTION.source }).first().waitFor();
    await workbench.screenshot(screenshots, 'chats-proposal');
    await proposals.getByRole('treegrid').press('Control+A');
    await proposals.getByRole('treegrid').press('a');
    await proposals.getByText('Nothing to review').waitFor();
  });

  it('a second import finds nothing new, and has remembered whose chats were read', async () => {
    await workbench.command('Memory: Import Chats...');
    await workbench.quickPickItem(/^Claude Code/).waitFor();
    assert.ok(await workbench.isTicked(/^Claude Code/));
    await workbench.acceptQuickPick();
    await workbench.quickPickItem(CHAT_QUESTION.title).waitFor();
    assert.equal(await workbench.isTicked(CHAT_QUESTION.title), false);
    await workbench.quickPickItem(/read already/).waitFor();
    await workbench.closeQuickPick();
  });

  it('the answer cites the turn, and the citation opens it', async () => {
    const shown = await workbench.ask(`@memory ${CHAT_QUESTION.question}`);
    assert.match(await shown.innerText(), CHAT_QUESTION.answer);
    await workbench.screenshot(screenshots, 'chats-answer');
    await shown.getByRole('link', { name: CHAT_QUESTION.source }).click();
    await workbench.closeChat();
    const text = workbench.editorText();
    await text.getByText('> this turn').waitFor();
    const lines = (await text.innerText()).replaceAll('\u00a0', ' ');
    assert.match(lines, /> this turn\n3\. User, 26 Nov 2024, 19:05\n {4}We keep backups for 30 days/);
    assert.match(lines, /\n4\. Assistant, 26 Nov 2024/);
    await workbench.screenshot(screenshots, 'chats-turn');
  });

  it('Week shows what was learned from it', async () => {
    await workbench.command('Memory: Show Week');
    const week = await workbench.webview('week');
    await week.getByRole('button', { name: 'Show the last week with changes' }).click();
    await week.getByRole('heading', { name: '25 Nov - 1 Dec 2024' }).waitFor();
    await week.getByRole('button', { name: CHAT_QUESTION.source }).waitFor();
    for (const view of ['Proposals', 'Memories']) await workbench.foldView(view);
    await workbench.screenshot(screenshots, 'chats-week');
    await workbench.expandView('Proposals');
  });

  it('the memory of a commit shows the chat that led to it', async () => {
    await workbench.command('Memory: Scan Commits...');
    await workbench.quickPickItem(/^Whole history/).click();
    const proposals = await workbench.webview('proposals');
    await proposals.getByRole('button', { name: 'Accept all', exact: true }).click();
    await proposals.getByText('Nothing to review').waitFor();
    await workbench.foldView('Week');
    await workbench.expandView('Memories');
    await workbench.command('Memory: Search Memories');
    const memories = await workbench.webview('memories');
    await memories.locator('input').first().fill('SQLite instead');
    await memories
      .getByRole('row', { name: /SQLite instead/ })
      .first()
      .click();
    await memories.getByText('Discussed in:').first().waitFor();
    await memories
      .getByRole('button', { name: new RegExp(`Claude Code, turn \\d: ${DISCUSSED.title}`) })
      .first()
      .waitFor();
    await workbench.dismissNotifications();
    await workbench.foldView('Proposals');
    await workbench.screenshot(screenshots, 'chats-card');
  });

  it('what is said to @memory is proposed, not answered as a question', async () => {
    const shown = await workbench.ask(
      '@memory We decided to publish releases on Tuesdays because nobody is away then.',
    );
    const text = await shown.innerText();
    assert.match(text, /^Add: .*Tuesdays/);
    assert.match(text, /1 proposal from what you said\./);
    assert.doesNotMatch(text, /Memory holds nothing/);
    await workbench.screenshot(screenshots, 'chats-said');
    await shown.getByRole('button', { name: 'Accept' }).click();
    await workbench.notification('Accepted.').waitFor();
  });
});
