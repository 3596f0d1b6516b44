import * as vscode from 'vscode';
import type { App } from './app';
import { showPage } from './documents';
import { UserError } from './failures';
import { openGitApi, isSameFolder } from './git';
import type { SourceReference } from './reference';

/** Opens what a memory rests on. */
export async function openSource(app: App, source: SourceReference): Promise<void> {
  if (!app.projects.find(source.root)) throw new UserError('The project of this source is not open in this window.');
  switch (source.kind) {
    case 'commit':
      if (!(await viewInGitExtension(app, source))) {
        await showPage({ kind: 'commit', root: source.root, sha: source.ref }, source.ref.slice(0, 7));
      }
      break;
    case 'chat': {
      const { root, session, ref } = source;
      if (session === undefined)
        throw new UserError('The chat of this memory is not kept. Its quote is in the history.');
      await showPage({ kind: 'chat', root, session, ref }, 'Chat');
      break;
    }
    case 'file': {
      const { root, ref, session } = source;
      const page = { root, ref, ...(session !== undefined && { session }) };
      const { path } = await app.service.call('document', page);
      if (path !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: true });
      else await showPage({ kind: 'file', ...page }, ref);
      break;
    }
    case 'note':
      void vscode.window.showInformationMessage('This was told to memory directly. It has no other source.');
      break;
  }
}

/** The git extension's own view of a commit, with its changes side by side, where it is there and knows the repository. */
async function viewInGitExtension(app: App, { root, ref }: SourceReference): Promise<boolean> {
  const git = await openGitApi();
  for (const repository of git?.repositories ?? []) {
    if (!(await isSameFolder(repository.rootUri.fsPath, root))) continue;
    try {
      await vscode.commands.executeCommand('git.viewCommit', repository.rootUri, ref);
      return true;
    } catch (error) {
      app.log.warn(`git.viewCommit did not open the commit: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return false;
}
