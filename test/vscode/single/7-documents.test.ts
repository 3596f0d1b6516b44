import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { App } from '../../../src/extension/app';
import { COMMANDS, LINKS } from '../../../src/extension/ids';
import { writeFiles } from '../../host/workspace';
import { activate, openedText, waitFor } from '../support';

const RULES = '# Sample\n\n## Testing\n\n- Run the linter first.\n- Never commit to the release branch.\n';

/** What people wrote down for assistants comes in, and what memory knows goes out. */
describe('Documents', function () {
  this.bail(true);
  let app: App;
  let root: string;
  let scratch: string;

  before(async () => {
    ({ app } = await activate());
    root = app.projects.current?.root ?? '';
    scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-documents-'));
    await rejectAll();
    writeFiles(root, {
      'AGENTS.md': RULES,
      '.cursor/rules/api.mdc': '---\nglobs: src/api/**\n---\n- Validate every request.\n',
    });
  });
  after(async () => {
    await rejectAll();
    for (const name of ['AGENTS.md', '.cursor']) fs.rmSync(path.join(root, name), { recursive: true, force: true });
    fs.rmSync(scratch, { recursive: true, force: true });
  });

  const proposals = async (): Promise<string[]> =>
    (await app.service.call('review', { root }))
      .map(({ operation, newText, oldText }) => `${operation} ${newText ?? oldText}`)
      .sort();
  const rejectAll = async (): Promise<void> => {
    const ids = (await app.service.call('review', { root })).map(({ id }) => id);
    if (ids.length > 0) await app.service.call('reject', { root, ids });
  };

  it('are listed, ticked and read in one go', async () => {
    const done = vscode.commands.executeCommand(COMMANDS.importDocuments);
    await waitFor('the proposals', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return (await proposals()).length > 0;
    });
    await done;
    assert.deepEqual(await proposals(), [
      'ADD Testing: never commit to the release branch.',
      'ADD Testing: run the linter first.',
      'ADD Validate every request (for src/api/**).',
    ]);
    const [run] = await app.service.call('runs', { root });
    assert.deepEqual([run?.kind, run?.events, run?.pending.add], ['files', 2, 3]);
  });

  it('are accepted in one step and undone in one step', async () => {
    const [run] = await app.service.call('runs', { root });
    await app.acts.accept(root, { run: run?.id ?? '' });
    assert.deepEqual(await proposals(), []);
    await vscode.commands.executeCommand(COMMANDS.undo);
    assert.equal((await proposals()).length, 3);
    await app.acts.accept(root, { run: run?.id ?? '' });
  });

  it('that changed propose what is new and what is gone', async () => {
    writeFiles(root, { 'AGENTS.md': RULES.replace(/- Never.*\n/, '- Write the test before the fix.\n') });
    await vscode.commands.executeCommand(COMMANDS.importDocuments, vscode.Uri.file(path.join(root, 'AGENTS.md')));
    assert.deepEqual(await proposals(), [
      'ADD Write the test before the fix.',
      'DELETE Testing: never commit to the release branch.',
    ]);
    await app.acts.accept(root, { all: true });
  });

  it('are opened as sources; one that is gone shows what was read', async () => {
    const memories = await app.service.call('list', { root, states: ['active'] });
    const source = memories.find(({ text }) => text === 'Testing: run the linter first.')?.sources[0];
    assert.ok(source);
    const reference = { root, kind: source.kind, ref: source.ref, session: source.session };
    await vscode.commands.executeCommand(LINKS.openSource, reference);
    await openedText('# Sample');
    assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'file');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    fs.rmSync(path.join(root, 'AGENTS.md'));
    await vscode.commands.executeCommand(LINKS.openSource, reference);
    await openedText('# Sample');
    assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'memory-r1');
  });

  it('of memory itself are a page and a file of everything', async () => {
    for (const name of ['memory.md', 'memory.jsonl']) {
      const file = vscode.Uri.file(path.join(scratch, name));
      await vscode.commands.executeCommand(COMMANDS.export, file);
      const text = fs.readFileSync(file.fsPath, 'utf8');
      assert.match(
        text,
        name.endsWith('.md')
          ? /^<project-memory>[^]*Testing: run the linter first\./
          : /^\{"format":"memory-r1-export"/,
      );
      await vscode.commands.executeCommand(COMMANDS.importDocuments, file);
      assert.deepEqual(await proposals(), []);
    }
  });
});
