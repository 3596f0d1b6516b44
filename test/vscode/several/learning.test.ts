import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { App } from '../../../src/extension/app';
import { COMMANDS, PANELS } from '../../../src/extension/ids';
import { activate, waitFor } from '../support';

/** In a project with one commit, from which nothing can be learned. */
describe('Learning', function () {
  this.bail(true);
  let app: App;

  before(async () => {
    ({ app } = await activate());
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('says of a project without a history that there is too little, in its panel', async () => {
    const root = app.projects.current?.root ?? '';
    await vscode.commands.executeCommand(COMMANDS.train);
    const { state } = app.learning.get(root);
    assert.equal(state?.material.isEnough, false);
    assert.ok(state.material.history + state.material.reviews < state.material.needed);
    assert.deepEqual(
      [state.running, state.last, state.failed, state.back],
      [undefined, undefined, undefined, undefined],
    );
    assert.deepEqual(app.learning.training, []);
    await waitFor('the panel', () => panels().length === 1);
  });

  it('is one panel, which follows the project', async () => {
    await vscode.commands.executeCommand(COMMANDS.showLearning);
    assert.equal(panels().length, 1);
    const chosen = app.projects.current;
    const other = app.projects.all.find((project) => project !== chosen);
    assert.ok(chosen && other);
    await app.projects.choose(other);
    await waitFor('the learning of the other project', () => app.learning.get(other.root).state);
    await app.projects.choose(chosen);
  });

  it('has nothing to stop and nowhere to go back to', async () => {
    const root = app.projects.current?.root ?? '';
    await app.learning.stop(root);
    await assert.rejects(app.learning.goBack(root), /no weights to go back to/);
    await assert.rejects(app.learning.useNew(root), /brought no better weights/);
  });
});

function panels(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(PANELS.learning));
}
