import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Frame, Locator } from 'playwright-core';
import { formatDate } from '../../src/protocol/words';
import { canHost } from '../host/setup';
import { git } from '../host/workspace';
import {
  makeProject,
  packagedVsix,
  removeProject,
  screenshots,
  setDependency,
  skipAfterFailure,
  type Project,
} from './setup';
import { Workbench } from './workbench';

/** The way of a person through the product; every step rests on the one before. */
describe('From a commit to an answer, in the real VS Code', () => {
  skipAfterFailure();
  let project: Project;
  let workbench: Workbench;

  before(async function () {
    if (!canHost) return void this.skip(); // the server build of VS Code runs on Linux x64 only
    fs.mkdirSync(screenshots, { recursive: true });
    project = makeProject();
    workbench = await Workbench.open(packagedVsix(), project.folder);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench.page.screenshot({ path: path.join(screenshots, 'failed.png') });
  });
  after(async () => {
    if (!canHost) return;
    await workbench.close();
    removeProject(project);
  });

  it('a scan of the history ends in one preview', async () => {
    await workbench.showSidebar();
    const proposals = await workbench.webview('proposals');
    await proposals.getByText('Nothing to review').waitFor();
    await workbench.command('Memory: Scan Commits...');
    await workbench.quickPickItem(/^Whole history/).click();
    await proposals.getByText(/commits read/).waitFor();
    await (await workbench.webview('memories')).getByText('No memories yet').waitFor(); // they are not reviewed
    await workbench.dismissNotifications();
    await workbench.screenshot(screenshots, 'preview');
  });

  it('the preview is accepted in one step', async () => {
    const proposals = await workbench.webview('proposals');
    await proposals.getByRole('button', { name: 'Accept all', exact: true }).click();
    await proposals
      .getByText(/^Accepted \d[\d,]* proposals?\.$/)
      .first()
      .waitFor();
    await proposals.getByText('Nothing to review').waitFor();
    await (
      await workbench.webview('memories')
    )
      .getByText(/^As of/)
      .first()
      .waitFor();
  });

  it('@memory answers with sources', async function () {
    const { questions } = project;
    if (questions.length === 0) return void this.skip();
    for (const { question, answer } of questions) {
      const shown = await workbench.ask(`@memory ${question}`);
      const text = await shown.innerText();
      assert.match(claimOf(text), answer, question);
      assert.match(claimOf(text), /\[1\]/, 'a citation stands after the claim');
      assert.ok(
        shas(project).some((sha) => text.includes(sha)),
        `a commit is named in: ${text}`,
      );
    }
    await workbench.screenshot(screenshots, 'answer');
  });

  it('a question that it suggests is answered too', async function () {
    if (project.questions.length === 0) return void this.skip();
    await workbench.ask('@memory Which version of typescript does the project use?');
    const followUp = workbench.followUp('When did the version of typescript change?');
    await workbench.followUp('This is wrong').waitFor();
    const answer = await workbench.answerTo(() => followUp.click());
    assert.match(claimOf(await answer.innerText()), /\d{1,2} [A-Z][a-z]+ \d{4}.*\[1\]/s);
    await workbench.screenshot(screenshots, 'follow-ups');
  });

  it('what memory does not know can be told', async () => {
    const declined = await workbench.ask('@memory Who won the football world cup?');
    assert.match(await declined.innerText(), /^Memory holds nothing about/);
    await workbench.screenshot(screenshots, 'declined');
    await declined.getByRole('button', { name: 'Remember the answer' }).click();
    await workbench.chatInput('/remember').waitFor();
    const told = await workbench.answerTo(() => workbench.send('The cup stands in the kitchen.'));
    assert.match(await told.innerText(), /Add: The cup stands in the kitchen\./);
    await told.getByRole('button', { name: 'Reject' }).click();
    await workbench.notification('Rejected.').waitFor();
    await workbench.dismissNotifications();
    await workbench.closeChat();
  });

  it('Recall finds memories while one types', async () => {
    await workbench.command('Memory: Recall...');
    await workbench.typeIntoQuickPick('typescript');
    await workbench.quickPickItem(/typescript/i).waitFor();
    // VS Code sorts by the letters that match, if it is let: then the oldest version comes first.
    assert.doesNotMatch((await workbench.quickPickItem(/./).getAttribute('aria-label')) ?? '', /Superseded/);
    await workbench.screenshot(screenshots, 'recall');
    await workbench.closeQuickPick();
  });

  it('memories can be searched, and show their history', async () => {
    await workbench.showSidebar();
    await workbench.expandView('Memories');
    const memories = await workbench.webview('memories');
    await memories.locator('input').first().fill('typescript');
    const row = memories
      .getByRole('row')
      .filter({ hasText: /typescript/i })
      .filter({ hasText: /As of/ })
      .first();
    await row.click();
    await memories.getByText('History', { exact: true }).waitFor();
    await workbench.screenshot(screenshots, 'memories');
  });

  it('a memory is edited twice, and each edit is undone alone', async () => {
    await workbench.foldView('Proposals');
    const memories = await workbench.webview('memories');
    const edit = async (text: string): Promise<void> => {
      await memories.getByRole('treegrid').press('e');
      await memories.locator('textarea').fill(text);
      await workbench.page.keyboard.press('Control+Enter');
      await memories.getByRole('row', { name: text }).waitFor();
    };
    await edit('TypeScript is pinned.');
    await edit('TypeScript is pinned for now.');
    await memories
      .getByText(/^Updated .*, edited by you$/)
      .nth(1)
      .waitFor();
    await workbench.screenshot(screenshots, 'timeline');
    await memories.getByRole('treegrid').press('u');
    await memories.getByRole('row', { name: 'TypeScript is pinned.' }).waitFor();
    await memories.getByRole('treegrid').press('u');
    await memories.getByRole('row', { name: 'TypeScript is pinned.' }).waitFor({ state: 'detached' });
    await memories.locator('input').first().fill('');
  });

  it('memories of a day of the past are shown, and today again', async () => {
    const days = git(project.folder, ['log', '--format=%cs']).split('\n').sort();
    const day = days[Math.floor(days.length / 2)] ?? '';
    await workbench.command('Memory: Show Memories as of...');
    await workbench.typeIntoQuickPick(day);
    await workbench.quickPickItem(/^As of/).click();
    const memories = await workbench.webview('memories');
    const shown = memories.getByText(`As of ${formatDate(day)}.`, { exact: true });
    await shown.first().waitFor();
    const rows = await memories.getByRole('row').allInnerTexts();
    const since = rows.flatMap((row) => /As of (.* \d{4})$/.exec(row)?.slice(1) ?? []);
    assert.ok(since.length > 0, rows.join('\n'));
    assert.deepEqual(
      since.filter((text) => Date.parse(text) > Date.parse(day)),
      [],
    );
    await workbench.screenshot(screenshots, 'past');
    await memories.getByRole('button', { name: 'Show today' }).click();
    await shown.first().waitFor({ state: 'detached' });
    await workbench.expandView('Proposals');
  });

  it('a commit from outside becomes a proposal, shown as a diff', async () => {
    setDependency(project.folder, 'devDependencies', 'typescript', '~99.1.0');
    git(project.folder, ['commit', '-qam', 'Upgrade typescript to 99.1']);
    const proposals = await workbench.webview('proposals');
    const row = rowOf(proposals, '99.1');
    await row.waitFor();
    await row.click();
    if (!(await proposals.getByText('New text').isVisible())) await workbench.page.keyboard.press('Enter');
    await proposals.getByText('Old text').waitFor();
    await proposals.locator('ins').filter({ hasText: '99' }).first().waitFor();
    await workbench.screenshot(screenshots, 'diff');
  });

  it('it is rejected by one key, and undo takes that back', async () => {
    const proposals = await workbench.webview('proposals');
    await press(proposals, '99.1', 'r');
    await proposals.getByText('Rejected.').first().waitFor();
    await rowOf(proposals, '99.1').waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('u');
    await rowOf(proposals, '99.1').waitFor();
    await press(proposals, '99.1', 'r');
    await rowOf(proposals, '99.1').waitFor({ state: 'detached' });
  });

  it('a commit typed into the terminal becomes a proposal', async () => {
    setDependency(project.folder, 'dependencies', 'left-shelf', '^3.2.1');
    await workbench.typeIntoTerminal('git commit -qam "Add left-shelf"');
    await rowOf(await workbench.webview('proposals'), 'left-shelf').waitFor();
    await workbench.closeTerminal();
    assert.equal(git(project.folder, ['log', '-1', '--format=%s']), 'Add left-shelf');
  });

  it('what was rejected stays rejected in a new window, what was not decided is still there', async () => {
    const superseded = async (): Promise<Locator> =>
      (await workbench.webview('memories')).getByRole('button', { name: /^Superseded/ });
    await (await superseded()).click();
    await workbench.reloadWindow();
    await workbench.showSidebar();
    const proposals = await workbench.webview('proposals');
    assert.equal(await (await superseded()).getAttribute('aria-pressed'), 'true'); // filters are kept
    await rowOf(proposals, 'left-shelf').waitFor();
    assert.equal(await rowOf(proposals, '99.1').count(), 0);
    const shown = await workbench.ask('@memory Which version of typescript does the project use?');
    assert.doesNotMatch(await shown.innerText(), /99\.1/);
  });

  it('what is accepted is remembered', async () => {
    const proposals = await workbench.webview('proposals');
    await press(proposals, 'left-shelf', 'a');
    await proposals.getByText('Accepted.').first().waitFor();
    const shown = await workbench.ask('@memory Which version of left-shelf does the project use?');
    assert.match(claimOf(await shown.innerText()), /3\.2\.1/);
  });
});

/** The row of a proposal, not that of the commit above it, whose subject may hold the same words. */
function rowOf(page: Frame, text: string): Locator {
  const words = text.replaceAll('.', '\\.');
  return page.getByRole('row', { name: new RegExp(`^(Add|Update|Delete): .*${words}`) }).first();
}

/** Makes a row the active one and presses a key on it. */
async function press(page: Frame, text: string, key: string): Promise<void> {
  await rowOf(page, text).click();
  await page.getByRole('treegrid').press(key);
}

/** What an answer says holds now, without what held before and without the list of its sources. */
function claimOf(answer: string): string {
  return answer.split(/Changed on|\n\s*\[1\]/)[0] ?? '';
}

function shas({ folder }: Project): string[] {
  return git(folder, ['log', '--all', '--format=%H'])
    .split('\n')
    .map((sha) => sha.slice(0, 7));
}
