import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { after, afterEach, before, describe, it } from 'mocha';
import { canHost } from '../host/setup';
import { makeProject, packagedVsix, removeProject, root, screenshots, skipAfterFailure, type Project } from './setup';
import { Workbench } from './workbench';

/** Another assistant at work beside an open VS Code, connected as the command says. */
describe('Other assistants', () => {
  skipAfterFailure();
  const client = new Client({ name: 'claude-code', version: '2.1.0' });
  let project: Project;
  let workbench: Workbench;

  before(async function () {
    if (!canHost) return void this.skip();
    fs.mkdirSync(screenshots, { recursive: true });
    project = makeProject();
    execFileSync(process.execPath, [
      path.join(root, 'dist/cli.js'),
      'scan',
      '--accept',
      'all',
      '--repo',
      project.folder,
    ]);
    workbench = await Workbench.open(packagedVsix(), project.folder);
    await workbench.showSidebar();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench.page.screenshot({ path: path.join(screenshots, 'failed-agents.png') });
  });
  after(async () => {
    if (!canHost) return;
    await client.close();
    await workbench.close();
    removeProject(project);
  });

  it('are connected by a line that a command shows and copies', async () => {
    await workbench.command('Memory: Connect Other Assistants...');
    await workbench.quickPickItem('Claude Code').waitFor();
    await workbench.screenshot(screenshots, 'connect-assistants');
    await workbench.quickPickItem('Claude Code').click();
    await workbench.notification('Run it once in a terminal').waitFor();
    await workbench.pressInNotification('Show');
    await workbench.editorText().getByText('claude').first().waitFor();
    await workbench.screenshot(screenshots, 'connect-assistants-line');
    await workbench.closeEditor();
  });

  it('recall from the same bank, through the file that the line names', async () => {
    const launcher = find(path.dirname(workbench.home), path.join('memory-r1.memory-r1', 'mcp.js'));
    await client.connect(
      new StdioClientTransport({ command: 'node', args: [launcher], cwd: project.folder, stderr: 'inherit' }),
    );
    for (const { question, answer } of project.questions)
      assert.match(JSON.stringify(await client.callTool({ name: 'recall', arguments: { question } })), answer);
  });

  it('propose what waits in the open window, with who said it', async () => {
    const text = 'Releases are cut from main on Thursdays, never on a Friday.';
    await client.callTool({ name: 'propose', arguments: { text } });
    const proposals = await workbench.webview('proposals');
    await proposals.getByText(text).first().waitFor();
    await proposals.getByText('Proposed by claude-code 2.1.0').first().waitFor();
    await workbench.dismissNotifications();
    await workbench.screenshot(screenshots, 'assistant-proposal');
  });

  it('find the same server in VS Code itself', async () => {
    await workbench.command('MCP: List Servers');
    await workbench.quickPickItem(/Project Memory/).waitFor();
    await workbench.screenshot(screenshots, 'mcp-servers');
    await workbench.closeQuickPick();
  });
});

function find(folder: string, end: string): string {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const found = files.find((file) => file.endsWith(end)) ?? assert.fail(`no ${end} in ${folder}`);
  return path.join(folder, found);
}
