import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Api } from '../../../src/extension/extension';
import { CHAT, COMMANDS } from '../../../src/extension/ids';
import { activate, chat, waitFor } from '../support';

describe('A window without a folder', () => {
  let api: Api;

  before(async () => {
    api = await activate();
  });

  it('has no project, and starts no worker for it', () => {
    assert.deepEqual(api.app.projects.all, []);
    assert.equal(api.app.projects.current, undefined);
    assert.equal(api.app.service.isRunning, false);
  });

  it('says in the chat that a folder is missing, without an error', async () => {
    await waitFor('our model', async () => (await vscode.lm.selectChatModels({ vendor: CHAT.vendor })).length > 0);
    const turn = await chat('@memory Which version of typescript does the project use?', CHAT.vendor);
    assert.equal(turn.errorDetails, undefined);
    assert.equal(turn.metadata, undefined);
  });

  it('ends every command in words', async () => {
    const asked = [
      COMMANDS.recall,
      COMMANDS.ask,
      COMMANDS.scan,
      COMMANDS.undo,
      COMMANDS.export,
      COMMANDS.rememberSelection,
    ];
    for (const command of asked) await vscode.commands.executeCommand(command);
    assert.equal(api.app.service.isRunning, false);
  });
});
