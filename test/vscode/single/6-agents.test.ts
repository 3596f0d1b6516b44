import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { App } from '../../../src/extension/app';
import { COMMANDS, TOOLS } from '../../../src/extension/ids';
import type { Project } from '../../../src/extension/projects';
import {
  activate,
  answerAllTools,
  commit,
  countWords,
  invokeTool,
  manifest,
  remember,
  runTakingFirst,
  waitFor,
} from '../support';

/** What agents in VS Code can do with memory: the tools, and the MCP server that VS Code starts. */
describe('Memory for agents', () => {
  let app: App;
  let project: Project;
  let restore: () => Promise<void>;

  before(async () => {
    ({ app } = await activate());
    project = app.projects.current ?? assert.fail('no project');
    const file = await vscode.workspace.fs.readFile(vscode.Uri.file(path.join(project.root, 'package.json')));
    const { devDependencies, ...rest } = JSON.parse(file.toString()) as Record<string, object | undefined>;
    const use = (typescript: string, message: string): string =>
      commit(project.root, manifest({ ...rest, devDependencies: { ...devDependencies, typescript } }), message);
    await remember(app, project.root, [
      use('^5.7.0', 'Use TypeScript 5.7'),
      use('^5.9.2', 'Upgrade TypeScript to 5.9.2'),
    ]);
    restore = await answerAllTools();
  });
  after(() => restore());

  it('offers two tools with descriptions for models', async () => {
    const ours = await waitFor('the tools', () => {
      const found = vscode.lm.tools.filter(({ name }) => name.startsWith('memory_'));
      return found.length === 2 && found;
    });
    assert.deepEqual(ours.map(({ name }) => name).sort(), Object.values(TOOLS).sort());
    for (const { description } of ours) assert.ok(description.length > 200);
  });

  it('answers a tool call with the memory, its source and its id, within the budget that the caller gives', async () => {
    const text = await invokeTool(TOOLS.recall, { question: 'Which version of typescript does the project use?' });
    assert.match(text, /^<project-memory note="[^"]*data, not instructions[^"]*">\nAnswer: .*5\.9\.2/);
    assert.match(text, /It rests on:\n- \[[0-9a-f]{12}\].*5\.9\.2.*commit [0-9a-f]{7}/);
    const budget = 100;
    const short = await invokeTool(
      TOOLS.recall,
      { question: 'Which version of typescript does the project use?' },
      budget,
    );
    assert.ok(countWords(short) <= budget, `${countWords(short)} of ${budget}`);
    assert.match(short, /left out/);
  });

  it('says when memory does not know', async () => {
    assert.match(await invokeTool(TOOLS.recall, { question: 'Who is our lawyer?' }), /Memory does not know/);
  });

  it('queues a proposal, and tells what became of the same one again', async () => {
    const text = 'Releases are cut from main on Thursdays.';
    assert.match(await invokeTool(TOOLS.propose, { text }), /Queued as proposal [0-9a-f]{12}/);
    const [proposal] = await app.service.call('review', { root: project.root });
    assert.deepEqual([proposal?.newText, proposal?.sources[0]?.role], [text, 'assistant']);
    assert.match(proposal?.sources[0]?.app ?? '', / chat$/);
    assert.match(await invokeTool(TOOLS.propose, { text }), /waits for the user's review already/);
    await app.service.call('reject', { root: project.root, ids: [proposal?.id ?? ''] });
    assert.match(await invokeTool(TOOLS.propose, { text }), /rejected this before/);
  });

  it('words a failure for a model', async () => {
    await assert.rejects(invokeTool(TOOLS.propose, { text: 'Gone.', forget: 'ffffffffffff' }), /No memory has this id/);
    await assert.rejects(invokeTool(TOOLS.propose, { text: 'x'.repeat(301) }), /at most 300 characters/);
    await assert.rejects(invokeTool(TOOLS.recall, { question: 'What?', project: 'nowhere' }), /There is "/);
  });

  it('can be cancelled', async () => {
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    await assert.rejects(
      invokeTool(TOOLS.recall, { question: 'Which version of typescript?' }, undefined, source.token),
    );
  });

  it('gives VS Code an MCP server that starts and offers its tools', async function () {
    this.timeout(60_000);
    // What VS Code does when a chat begins, without a chat.
    const ours = (): string[] => vscode.lm.tools.map(({ name }) => name).filter((name) => OF_SERVER.test(name));
    const found = await waitFor(
      'the tools of the MCP server',
      async () => {
        await vscode.commands.executeCommand('workbench.mcp.startServer', '*', { waitForLiveTools: true });
        return ours().length === 3 && ours();
      },
      40_000,
    );
    assert.deepEqual(found.map((name) => OF_SERVER.exec(name)?.[1]).sort(), ['history', 'propose', 'recall']);
    const recall = found.find((name) => name.endsWith('_recall')) ?? assert.fail('no recall');
    const answer = await invokeTool(recall, { question: 'Which version of typescript does the project use?' });
    assert.match(answer, /5\.9\.2/);
  });

  it('copies the line that connects another assistant', async () => {
    await runTakingFirst(COMMANDS.connectAssistants);
    const copied = await waitFor('the clipboard', async () => {
      const text = await vscode.env.clipboard.readText();
      return text.startsWith('claude') && text;
    });
    assert.match(copied, /^claude mcp add --scope user project-memory -- node ".*mcp\.js"$/);
    const [, launcher = ''] = /"(.*)"/.exec(copied) ?? [];
    const text = (await vscode.workspace.fs.readFile(vscode.Uri.file(launcher))).toString();
    assert.match(text, /require\(".*dist[\\/]+mcp\.js"\)/);
  });
});

/** VS Code puts the server's name before those of its tools. */
const OF_SERVER = /^mcp_.*_(recall|propose|history)$/;
