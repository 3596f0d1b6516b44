import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Memory } from '../../../src/core/index';
import type { App } from '../../../src/extension/app';
import { COMMANDS } from '../../../src/extension/ids';
import { activate, commit, statusOf, waitFor } from '../support';

const DECISION = 'Turn off android testing since it is unreliable';

describe('Outdated memories', function () {
  this.bail(true);
  let app: App;
  let root: string;

  before(async () => {
    ({ app } = await activate());
    root = app.projects.current?.root ?? '';
    commit(root, { 'karma.conf.js': 'module.exports = {};\n' }, DECISION);
    await app.service.call('scan', { root, accept: 'all' });
  });

  const decision = async (): Promise<Memory | undefined> => {
    const all = await app.service.call('list', { root, lasting: true });
    return all.find(({ text }) => text.startsWith(DECISION));
  };

  it('are none while what they rest on is there, and the command says so', async () => {
    await vscode.commands.executeCommand(COMMANDS.checkOutdated);
    assert.equal((await decision())?.stale, undefined);
  });

  it('are marked by themselves when the commit that took their files is captured, and wait for review', async () => {
    fs.rmSync(path.join(root, 'karma.conf.js'));
    commit(root, {}, 'Tidy up');
    const marked = await waitFor('the mark', async () => {
      const memory = await decision();
      return memory?.stale && memory;
    });
    assert.equal(marked.state, 'active');
    assert.match(marked.lost?.[0]?.text ?? '', /^karma\.conf\.js, all that its commit changed, is gone since /);
    const { pending } = await statusOf(app, root);
    assert.ok(pending > 0);
  });

  it('stay when the proposal is rejected, and are not asked about again', async () => {
    const proposals = await app.service.call('review', { root });
    const found = proposals.find(({ operation, oldText }) => operation === 'DELETE' && oldText?.startsWith(DECISION));
    assert.ok(found);
    await vscode.commands.executeCommand(COMMANDS.reject, { root, id: found.id });
    const { stale } = await app.service.call('checkFreshness', { root });
    assert.deepEqual(
      stale.filter(({ text }) => text.startsWith(DECISION)),
      [],
    );
    assert.deepEqual([(await decision())?.state, (await decision())?.stale], ['active', undefined]);
  });
});
