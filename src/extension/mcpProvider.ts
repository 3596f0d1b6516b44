import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from './app';
import { MCP_PROVIDER } from './ids';
import { refreshLauncher } from './mcpLauncher';

/** Offers VS Code the MCP server of each project: agents that run outside of the extension host, where our tools are not, reach memory through it. */
export function registerMcpProvider(app: App): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const { context, projects } = app;
  void refreshLauncher(context);
  return vscode.Disposable.from(
    changed,
    projects.onDidChange(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    vscode.lm.registerMcpServerDefinitionProvider(MCP_PROVIDER, {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: async () => {
        if (!vscode.workspace.isTrusted) return []; // it can propose, and nothing is captured or changed here
        await projects.ready();
        const { version } = context.extension.packageJSON as { readonly version: string };
        return projects.all.map(({ root, name }) => {
          const server = new vscode.McpStdioServerDefinition(
            projects.all.length > 1 ? `Project Memory: ${name}` : 'Project Memory',
            process.execPath,
            [path.join(context.extensionPath, 'dist', 'mcp.js'), '--repo', root],
            // The desktop's own executable is Node.js only when it is told to be; Node.js itself does not care.
            { ELECTRON_RUN_AS_NODE: '1' },
            version,
          );
          server.cwd = vscode.Uri.file(root);
          return server;
        });
      },
    }),
  );
}
