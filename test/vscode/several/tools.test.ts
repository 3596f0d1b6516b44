import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { App } from '../../../src/extension/app';
import { TOOLS } from '../../../src/extension/ids';
import type { Project } from '../../../src/extension/projects';
import { activate, answerAllTools, commit, invokeTool, manifest, remember } from '../support';

/** Whose memory an agent hears where the window has several projects. */
describe('Tools in a window with several projects', () => {
  let app: App;
  let alpha: Project;
  let beta: Project;
  let restore: () => Promise<void>;

  before(async () => {
    ({ app } = await activate());
    restore = await answerAllTools();
    const named = (name: string): Project =>
      app.projects.all.find((project) => project.name === name) ?? assert.fail(`no project ${name}`);
    alpha = named('alpha');
    beta = named('beta');
    for (const [project, version] of [
      [alpha, '^1.6.0'],
      [beta, '^2.1.4'],
    ] as const) {
      const sha = commit(project.root, manifest({ devDependencies: { vitest: version } }), `Use vitest ${version}`);
      await remember(app, project.root, [sha]);
    }
  });
  after(() => restore());

  const question = 'Which version of vitest does the project use?';

  it('answer from the project that is chosen, and say which others there are', async () => {
    await app.projects.choose(alpha);
    const text = await invokeTool(TOOLS.recall, { question });
    assert.match(text, /^From the memory of "alpha"\..*"beta", "plain"\.\n<project-memory/);
    assert.match(text, /Answer: .*1\.6\.0/);
    assert.doesNotMatch(text, /2\.1\.4/);
  });

  it('answer from the project that is named, and propose to it', async () => {
    assert.match(
      await invokeTool(TOOLS.recall, { question, project: 'beta' }),
      /^From the memory of "beta"[\s\S]*2\.1\.4/,
    );
    await invokeTool(TOOLS.propose, { text: 'Beta is released on Mondays.', project: 'beta' });
    const [proposal] = await app.service.call('review', { root: beta.root });
    assert.equal(proposal?.newText, 'Beta is released on Mondays.');
    await app.service.call('reject', { root: beta.root, ids: [proposal?.id ?? ''] });
  });

  it('say which projects there are when none is called so', async () => {
    await assert.rejects(
      invokeTool(TOOLS.recall, { question, project: 'gamma' }),
      /called "gamma"\. There is "alpha", "beta", "plain"\./,
    );
  });

  it('can be offered to VS Code as one MCP server a project', async () => {
    const ids = await vscode.commands.getCommands(true);
    assert.ok(ids.includes('workbench.mcp.startServer'));
    await vscode.commands.executeCommand('workbench.mcp.startServer', '*', { waitForLiveTools: true });
    const recalls = vscode.lm.tools.filter(({ name }) => /^mcp_.*_recall\d*$/.test(name));
    assert.ok(recalls.length >= 1, vscode.lm.tools.map(({ name }) => name).join(', '));
  });
});
