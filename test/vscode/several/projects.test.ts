import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { App } from '../../../src/extension/app';
import { CHAT, COMMANDS } from '../../../src/extension/ids';
import type { Project } from '../../../src/extension/projects';
import { git } from '../../host/workspace';
import { activate, chat, commit, manifest, runTakingFirst, statusOf, waitFor } from '../support';

/** The window has two repositories, "alpha" and "beta", and "plain" without git. No language model is there but our own. */
describe('A window with several folders', function () {
  this.bail(true);
  let app: App;
  let alpha: Project, beta: Project, plain: Project;
  const extra = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-extra-')));

  before(async () => {
    ({ app } = await activate());
    const named = (name: string): Project =>
      app.projects.all.find((project) => project.name === name) ?? assert.fail(`no project ${name}`);
    [alpha, beta, plain] = [named('alpha'), named('beta'), named('plain')];
    commit(alpha.root, manifest({ dependencies: { express: '^4.18.0' } }), 'Add express');
    commit(beta.root, manifest({ dependencies: { fastify: '^5.1.0' } }), 'Add fastify');
  });
  after(() => fs.rmSync(extra, { recursive: true, force: true }));

  it('has one project per root; the first one answers', () => {
    assert.deepEqual(
      app.projects.all.map(({ git }) => git),
      [true, true, false],
    );
    assert.equal(app.projects.current, alpha);
  });

  it('finds the project of a file', () => {
    assert.equal(app.projects.containing(vscode.Uri.file(path.join(beta.root, 'package.json'))), beta);
    assert.equal(app.projects.containing(vscode.Uri.file(path.join(plain.root, 'deep', 'x.md'))), plain);
    assert.equal(app.projects.containing(vscode.Uri.file(`${alpha.root}x`)), undefined);
  });

  it('brings a model of its own, so that @memory can be asked at all', async () => {
    const [model, ...more] = await waitFor('our model', async () => {
      const models = await vscode.lm.selectChatModels();
      return models.length > 0 && models;
    });
    assert.deepEqual(more, []);
    assert.equal(model?.vendor, CHAT.vendor);
    assert.match(model.name, /no LLM/);
  });

  it('says of its model what it is when somebody else uses it', async () => {
    const [model] = await vscode.lm.selectChatModels({ vendor: CHAT.vendor });
    assert.ok(model);
    const { token } = new vscode.CancellationTokenSource();
    const response = await model.sendRequest([vscode.LanguageModelChatMessage.User('Write a poem')], {}, token);
    let text = '';
    for await (const part of response.text) text += part;
    assert.match(text, /not a language model.*@memory/);
  });

  it('scans the project that was chosen', async () => {
    for (const project of [beta, alpha]) {
      await app.projects.choose(project);
      await runTakingFirst(COMMANDS.scan);
      await waitFor(`proposals of ${project.name}`, async () => (await statusOf(app, project.root)).pending > 0);
      await vscode.commands.executeCommand(COMMANDS.acceptAll);
    }
    assert.equal((await statusOf(app, plain.root)).memories.active, 0);
  });

  it('answers from the chosen project alone, through its own model', async () => {
    const known = await chat('@memory Which version of express does the project use?', CHAT.vendor);
    assert.equal(known.errorDetails, undefined);
    assert.deepEqual([known.metadata?.answer?.root, known.metadata?.answer?.declined], [alpha.root, false]);
    const unknown = await chat('@memory Which version of fastify does the project use?', CHAT.vendor);
    assert.deepEqual([unknown.metadata?.answer?.root, unknown.metadata?.answer?.declined], [alpha.root, true]);
  });

  it('can ask all projects', async () => {
    const turn = await chat('@memory /all Which version of fastify does the project use?', CHAT.vendor);
    assert.equal(turn.errorDetails, undefined);
    assert.deepEqual([turn.metadata?.answer?.root, turn.metadata?.answer?.declined], [beta.root, false]);
  });

  it('answers from another project once that one is chosen', async () => {
    await app.projects.choose(beta);
    const turn = await chat('@memory Which version of fastify does the project use?', CHAT.vendor);
    assert.deepEqual([turn.metadata?.answer?.root, turn.metadata?.answer?.declined], [beta.root, false]);
  });

  it('remembers in a folder without git, and outside of that folder', async () => {
    await app.projects.choose(plain);
    const status = await statusOf(app, plain.root);
    assert.equal(status.git, false);
    assert.ok(path.relative(plain.root, status.path).startsWith('..'), status.path);
    await chat('@memory /remember The notes of this folder are written in Esperanto.', CHAT.vendor);
    const [proposal] = await app.service.call('review', { root: plain.root });
    await vscode.commands.executeCommand(COMMANDS.accept, { root: plain.root, id: proposal?.id });
    assert.equal((await statusOf(app, plain.root)).memories.active, 1);
  });

  it('notices commits in every repository, also in one that does not answer now', async function () {
    this.timeout(60_000);
    const sha = commit(alpha.root, manifest({ dependencies: { express: '^5.0.0' } }), 'Upgrade express');
    await waitFor(
      'the proposal of the commit',
      async () =>
        (await app.service.call('review', { root: alpha.root })).some(({ sources }) =>
          sources.some(({ ref }) => ref === sha),
        ),
      40_000,
    );
  });

  it('follows folders that come and go, and watches a repository that the git extension does not open', async function () {
    this.timeout(60_000);
    const sub = path.join(extra, 'packages');
    git(extra, ['init', '-q', '-b', 'main']);
    commit(extra, { ...manifest({ dependencies: { koa: '^2.0.0' } }), 'packages/readme.md': 'x' }, 'Add koa');
    const count = app.projects.all.length;
    vscode.workspace.updateWorkspaceFolders(count, 0, { uri: vscode.Uri.file(sub), name: 'extra' });
    const project = await waitFor('the new project', () => app.projects.all.find(({ name }) => name === 'extra'));
    assert.deepEqual([project.root, project.git], [extra, true]);

    await app.service.call('scan', { root: extra, accept: 'all' });
    // Until the git extension has had its time nobody watches; commits go on until one is noticed.
    let version = 2;
    await waitFor(
      'a proposal of a commit',
      async () => {
        commit(extra, manifest({ dependencies: { koa: `^${++version}.0.0` } }), 'Upgrade koa');
        await new Promise((resolve) => setTimeout(resolve, 2500));
        return (await statusOf(app, extra)).pending > 0;
      },
      40_000,
    );

    vscode.workspace.updateWorkspaceFolders(count, 1);
    await waitFor('its end', () => app.projects.all.length === count);
  });
});
