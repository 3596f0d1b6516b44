import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { App } from '../../../src/extension/app';
import { COMMANDS, LINKS } from '../../../src/extension/ids';
import { activate, chat, commit, EXTENSION, manifest, openedText, runTakingFirst, statusOf, waitFor } from '../support';
import type { FakeModel } from '../../host/fakeModel/extension';

const VENDOR = 'fake';

/** From a commit to an answer; every step rests on the one before. */
describe('The path', function () {
  this.bail(true);
  let app: App;
  let root: string;
  let scratch: string;

  before(async () => {
    ({ app } = await activate());
    root = app.projects.current?.root ?? '';
    scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-path-'));
    commit(
      root,
      manifest({ devDependencies: { typescript: '^5.8.0' }, dependencies: { moment: '^2.30.0' } }),
      'Add typescript and moment',
    );
    commit(
      root,
      manifest({ devDependencies: { typescript: '^5.9.2' }, engines: { node: '>=20' } }),
      'Upgrade typescript, remove moment\n\nWe drop moment because it is no longer maintained.',
    );
  });
  after(() => fs.rmSync(scratch, { recursive: true, force: true }));

  it('reads nothing before it is asked to', async () => {
    const status = await statusOf(app, root);
    assert.equal(status.neverScanned, true);
    assert.equal(status.pending, 0);
    assert.equal(status.git, true);
  });

  it('scans the whole history at the first choice', async () => {
    await runTakingFirst(COMMANDS.scan);
    const status = await waitFor('proposals', async () => {
      const now = await statusOf(app, root);
      return now.pending > 0 && !now.neverScanned && now;
    });
    assert.equal(status.unread, 0);
    assert.equal(app.banks.get(root).reading, undefined);
  });

  it('accepts all in one step, and takes it back in one step', async () => {
    const { pending } = await statusOf(app, root);
    await vscode.commands.executeCommand(COMMANDS.acceptAll);
    const accepted = await statusOf(app, root);
    assert.equal(accepted.pending, 0);
    assert.ok(accepted.memories.active > 0);
    await vscode.commands.executeCommand(COMMANDS.undo);
    assert.equal((await statusOf(app, root)).pending, pending);
    await vscode.commands.executeCommand(COMMANDS.acceptAll);
    assert.equal((await statusOf(app, root)).pending, 0);
  });

  it('answers in the real chat view from a memory, whatever the model says', async () => {
    const turn = await chat('@memory Which version of typescript does the project use?', VENDOR);
    assert.equal(turn.errorDetails, undefined);
    assert.equal(turn.metadata?.answer?.declined, false);
    const [id] = turn.metadata.answer.used;
    const memories = await app.service.call('list', { root, states: ['active'] });
    assert.match(memories.find((memory) => memory.id === id)?.text ?? '', /typescript.*5\.9\.2/);
    assert.ok(fakeModel().requests.length > 0); // it was asked, and said nothing of use
  });

  it('declines what memory does not hold', async () => {
    const turn = await chat('@memory Who won the football world cup?', VENDOR);
    assert.equal(turn.errorDetails, undefined);
    assert.equal(turn.metadata?.answer?.declined, true);
  });

  it('keeps "This is wrong" with the question it is about', async () => {
    await chat('@memory Which version of typescript does the project use?', VENDOR);
    const turn = await chat('@memory /wrong This is wrong', VENDOR);
    assert.equal(turn.errorDetails, undefined);
    assert.deepEqual((await statusOf(app, root)).feedback, { helpful: 0, wrong: 1 });
    await vscode.commands.executeCommand(COMMANDS.undo);
    assert.deepEqual((await statusOf(app, root)).feedback, { helpful: 0, wrong: 0 });
  });

  it('suggests only questions that have an answer', async () => {
    const question = 'Which version of typescript does the project use?';
    const { used } = await app.service.call('ask', { root, question });
    const ids = used.map(({ id }) => id);
    const { questions: suggested } = await app.service.call('followUps', { root, question, used: ids });
    assert.ok(suggested.length > 0 && suggested.length <= 2, suggested.join());
    for (const one of suggested) {
      assert.match(one, /typescript/);
      assert.equal((await chat(`@memory ${one}`, VENDOR)).metadata?.answer?.declined, false, one);
    }
    const [deciding] = await app.service.call('list', { root, ids: ids.slice(0, 1) });
    assert.ok((deciding?.uses?.recalled ?? 0) >= 2);
  });

  it('shows memories of the past at a command, and today again', async () => {
    await vscode.commands.executeCommand(COMMANDS.showAsOf, '2001');
    assert.deepEqual(await app.service.call('list', { root, asOf: '2001-12-31' }), []);
    await vscode.commands.executeCommand(COMMANDS.showToday);
    await assert.rejects(app.service.call('list', { root, asOf: 'yesterday' }), /no date/);
  });

  it('answers every chat command without an error', async () => {
    for (const query of ['/history typescript', '/review', '/status', '/all typescript', '/forget']) {
      assert.equal((await chat(`@memory ${query}`, VENDOR)).errorDetails, undefined, query);
    }
  });

  it('only proposes what it is told to remember or forget', async () => {
    const { active } = (await statusOf(app, root)).memories;
    await chat('@memory /remember The release branch is called stable.', VENDOR);
    const [told] = await app.service.call('review', { root });
    assert.match(told?.newText ?? '', /release branch is called stable/);
    assert.equal((await statusOf(app, root)).memories.active, active);
    await vscode.commands.executeCommand(COMMANDS.accept, { root, id: told?.id });
    assert.equal((await statusOf(app, root)).memories.active, active + 1);

    await chat('@memory /forget The release branch is called stable', VENDOR);
    const [gone] = await app.service.call('review', { root });
    assert.equal(gone?.operation, 'DELETE');
    await vscode.commands.executeCommand(COMMANDS.reject, { root, id: gone.id });
    assert.equal((await statusOf(app, root)).memories.active, active + 1);
  });

  it('notices a commit that was made outside of VS Code', async function () {
    this.timeout(60_000);
    const sha = commit(
      root,
      manifest({ devDependencies: { typescript: '^6.0.1' }, engines: { node: '>=20' } }),
      'Upgrade typescript to 6',
    );
    const proposal = await waitFor(
      'the proposal of the commit',
      async () =>
        (await app.service.call('review', { root })).find(({ sources }) => sources.some(({ ref }) => ref === sha)),
      40_000,
    );
    assert.equal(proposal.operation, 'UPDATE');
    assert.match(proposal.newText ?? '', /6\.0\.1/);
  });

  it('does not propose again what was rejected', async () => {
    const [proposal] = await app.service.call('review', { root });
    await vscode.commands.executeCommand(COMMANDS.reject, { root, id: proposal?.id });
    assert.equal((await statusOf(app, root)).pending, 0);
    await runTakingFirst(COMMANDS.scan);
    await app.service.call('capture', { root });
    assert.equal((await statusOf(app, root)).pending, 0);
    const turn = await chat('@memory Which version of typescript does the project use?', VENDOR);
    const [id] = turn.metadata?.answer?.used ?? [];
    const memories = await app.service.call('list', { root, states: ['active'] });
    assert.match(memories.find((memory) => memory.id === id)?.text ?? '', /5\.9\.2/);
  });

  it('shows a memory with its history in a document', async () => {
    const memory = (await app.service.call('list', { root, states: ['active'] })).find(
      ({ subject }) => subject === 'typescript',
    );
    await vscode.commands.executeCommand(LINKS.showHistory, { root, id: memory?.id });
    const text = await openedText('History, newest first');
    assert.match(text, /5\.9\.2/);
    assert.match(text, /5\.8\.0/);
    assert.match(text, /Source: [0-9a-f]{7} Upgrade typescript/);
  });

  it('opens the commit behind a memory', async () => {
    const memory = (await app.service.call('list', { root, states: ['active'] })).find(
      ({ subject }) => subject === 'typescript',
    );
    const ref = memory?.sources[0]?.ref ?? '';
    await vscode.commands.executeCommand(LINKS.openSource, { root, kind: 'commit', ref });
    await waitFor('a tab with the commit', () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes(ref.slice(0, 7)),
    );
  });

  it('answers in a document where there is no chat', async () => {
    await vscode.commands.executeCommand(COMMANDS.ask, 'Which version of typescript does the project use?');
    const text = await openedText('candidates used');
    assert.match(text, /5\.9\.2.*\[1\]/);
  });

  it('remembers a selection', async () => {
    const document = await vscode.workspace.openTextDocument({
      content: 'Deployments run every Tuesday from the stable branch.',
    });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, document.lineAt(0).text.length);
    void vscode.commands.executeCommand(COMMANDS.rememberSelection);
    const [proposal] = await waitFor('the proposal', async () => {
      const proposals = await app.service.call('review', { root });
      return proposals.length > 0 && proposals;
    });
    assert.match(proposal?.newText ?? '', /Tuesday/);
    await vscode.commands.executeCommand(COMMANDS.reject, { root, id: proposal?.id });
  });

  it('searches while one types, and closes', async () => {
    await vscode.commands.executeCommand(COMMANDS.recall);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  });

  it('exports everything, and importing it adds nothing', async () => {
    const file = path.join(scratch, 'memory.jsonl');
    await vscode.commands.executeCommand(COMMANDS.export, vscode.Uri.file(file));
    assert.ok(fs.statSync(file).size > 0);
    const before = await statusOf(app, root);
    const { records, added } = await app.service.call('import', { root, file });
    assert.ok(records > 0);
    assert.equal(added, 0);
    const now = await statusOf(app, root);
    assert.deepEqual([now.memories, now.pending], [before.memories, before.pending]);
  });

  it('refuses arguments that are no ids', async () => {
    const before = await statusOf(app, root);
    for (const argument of [{ root, id: '../x' }, { root, kind: 'commit', ref: '--output=x' }, 'x', 7]) {
      await vscode.commands.executeCommand(LINKS.openSource, argument);
      await vscode.commands.executeCommand(LINKS.showHistory, argument);
    }
    assert.deepEqual((await statusOf(app, root)).memories, before.memories);
  });
});

function fakeModel(): FakeModel {
  const extension = vscode.extensions.getExtension<FakeModel>('memory-r1-test.fake-model');
  assert.ok(extension, `the fake model is missing beside ${EXTENSION}`);
  return extension.exports;
}
