import assert from 'node:assert/strict';
import os from 'node:os';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { App } from '../../../src/extension/app';
import { LINKS, SETTINGS } from '../../../src/extension/ids';
import { CHAT_QUESTION, layClaudeChats } from '../../host/sampleChats';
import { SANDBOX_HOME } from '../../host/sandbox';
import { activate, chat, openedText, statusOf, waitFor } from '../support';

const VENDOR = 'fake';

/** What is said in chats, beside what is committed. */
describe('Chats', function () {
  this.bail(true);
  let app: App;
  let root: string;

  before(async function () {
    ({ app } = await activate());
    root = app.projects.current?.root ?? '';
    // Transcripts are laid into the home folder, so it must not be a person's own.
    if (process.env[SANDBOX_HOME] !== os.homedir()) this.skip();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const { id } of await app.service.call('review', { root }))
      await app.service.call('reject', { root, ids: [id] });
  });
  after(async () => {
    await setWatched(undefined);
  });

  it('hears what is said to @memory, and only proposes it', async () => {
    const { active } = (await statusOf(app, root)).memories;
    const turn = await chat('@memory We decided to ship on Fridays because the office is quiet then.', VENDOR);
    assert.equal(turn.errorDetails, undefined);
    assert.equal(turn.metadata?.answer, undefined, 'it was no question, so there is no answer');
    const [proposal, ...more] = await app.service.call('review', { root });
    assert.deepEqual(more, []);
    assert.match(proposal?.newText ?? '', /Fridays/);
    const [source] = proposal?.sources ?? [];
    assert.deepEqual([source?.kind, source?.session], ['chat', `memory:${turn.metadata?.session}`]);
    assert.equal((await statusOf(app, root)).memories.active, active);
    await app.service.call('reject', { root, ids: [proposal?.id ?? ''] });
  });

  it('goes on with the same conversation, and learns nothing from a question or from its own answers', async () => {
    const first = await chat('@memory Which version of typescript does the project use?', VENDOR);
    const second = await chat('@memory Which package manager is used?', VENDOR);
    assert.ok(first.metadata?.session);
    assert.equal(second.metadata?.session, first.metadata.session);
    assert.equal((await statusOf(app, root)).pending, 0);
  });

  it('reads no transcript before the setting names its assistant', async () => {
    layClaudeChats(os.homedir(), root);
    const places = await app.service.call('chatPlaces', { root });
    assert.equal(places.find((place) => place.app === 'claude-code')?.exists, true);
    // A repository cannot switch it on: the setting is the person's own.
    await assert.rejects(
      Promise.resolve(
        vscode.workspace
          .getConfiguration()
          .update(SETTINGS.chats, ['claude-code'], vscode.ConfigurationTarget.Workspace),
      ),
    );
    assert.deepEqual(app.settings().chats, []);
    assert.equal((await statusOf(app, root)).pending, 0);
  });

  it('reads what is there and what comes once the setting names it', async () => {
    await setWatched(['claude-code', 'no-such-assistant']);
    assert.deepEqual(app.settings().chats, ['claude-code']);
    const proposal = await waitFor('the proposal of the transcript', async () =>
      (await app.service.call('review', { root })).find(({ newText }) => CHAT_QUESTION.answer.test(newText ?? '')),
    );
    assert.equal(proposal.sources[0]?.title, CHAT_QUESTION.title);
  });

  it('opens the turn behind a memory, with what was said around it', async () => {
    const proposals = await app.service.call('review', { root });
    const source = proposals.find(({ newText }) => CHAT_QUESTION.answer.test(newText ?? ''))?.sources[0];
    assert.ok(source);
    const { kind, ref, session } = source;
    await vscode.commands.executeCommand(LINKS.openSource, { root, kind, ref, session });
    const text = await openedText('> this turn');
    assert.match(text, /\n\n> this turn\n3\. User, 26 Nov 2024, 19:05\n {4}We keep backups for 30 days/);
    assert.match(text, /\n1\. User, .*\n {4}The backup folder grows/);
    assert.match(text, /\n4\. Assistant, /);
  });

  it('says of a turn that was never read that it is not kept', async () => {
    await vscode.commands.executeCommand(LINKS.openSource, { root, kind: 'chat', ref: 'x', session: 'claude-code:y' });
    assert.match(await openedText('not kept'), /The quote is in the history/);
  });

  it('stops reading when the setting is empty again', async () => {
    await setWatched([]);
    await waitFor('an empty setting', () => app.settings().chats.length === 0);
    assert.equal((await chat('@memory /status', VENDOR)).errorDetails, undefined);
  });
});

async function setWatched(apps: readonly string[] | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update(SETTINGS.chats, apps, vscode.ConfigurationTarget.Global);
}
