import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { makeSampleProject } from '../../host/sampleProject';
import { git } from '../../host/workspace';

describe('The sample project', () => {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-sample-'));
  const root = path.join(parent, 'project');

  before(() => makeSampleProject(root));
  after(() => fs.rmSync(parent, { recursive: true, force: true }));

  it('is the same everywhere, to the commit', () => {
    assert.equal(git(root, ['rev-parse', 'main']), 'e07681b612cf5aa0d6eb86d05e8340bce9af0551');
  });

  it('has a merged branch, a revert, and a branch that was never merged', () => {
    assert.equal(git(root, ['rev-list', '--count', '--merges', 'main']), '1');
    assert.match(git(root, ['log', '--format=%s', 'main']), /^Revert "/m);
    assert.equal(git(root, ['branch', '--no-merged', 'main', '--format=%(refname:short)']), 'experiment/bun');
  });

  it('leaves nothing uncommitted', () => {
    assert.equal(git(root, ['status', '--porcelain']), '');
  });
});
