import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { openFileStore } from '../../src/node/store/fileStore';
import { canHost } from '../host/setup';
import { noteRecord } from '../support/records';
import { makeProject, packagedVsix, removeProject, screenshots, type Project } from './setup';
import { Workbench } from './workbench';

/** Put together here, so that no scanner takes this file for a leak. */
const SECRET = ['ghp', 'Zq7vT2mXc9LbR4nWk8YdH3sJf6GpA1eU5oBi'].join('_');

describe('A secret that was stored before there was a rule for it', () => {
  let project: Project;
  let bank: string;
  let workbench: Workbench;

  before(async function () {
    if (!canHost) return void this.skip();
    fs.mkdirSync(screenshots, { recursive: true });
    project = makeProject();
    bank = path.join(project.folder, '.git/memory-r1');
    await plant(bank);
    workbench = await Workbench.open(packagedVsix(), project.folder);
  });
  after(async () => {
    if (!canHost) return;
    await workbench.close();
    removeProject(project);
  });

  it('is found on request, and removed for good after one question', async () => {
    assert.ok(filesWith(bank, SECRET).length > 0);
    await workbench.command('Memory: Check for Secrets...');
    const dialog = workbench.dialog();
    await dialog.getByText('Remove the secrets from the memory of project?').waitFor();
    assert.doesNotMatch(await dialog.innerText(), new RegExp(SECRET));
    await workbench.screenshot(screenshots, 'secrets');
    assert.ok(filesWith(bank, SECRET).length > 0, 'nothing is removed before the answer');
    await dialog.getByRole('button', { name: 'Remove for Good' }).click();
    await workbench.notification(/^Removed 1 secret from 1 record for good\.$/).waitFor();
    assert.deepEqual(filesWith(bank, SECRET), []);
  });

  it('is not found a second time', async () => {
    await workbench.command('Memory: Check for Secrets...');
    await workbench.notification('No secrets were found in the memory of project.').waitFor();
  });
});

async function plant(folder: string): Promise<void> {
  const store = await openFileStore(folder);
  const record = noteRecord('a', `The deploy token is ${SECRET} for now.`);
  await store.transact(() => ({ append: [record], result: undefined }));
  await store.close();
}

function filesWith(folder: string, text: string): string[] {
  return fs.readdirSync(folder).filter((name) => fs.readFileSync(path.join(folder, name)).includes(text));
}
