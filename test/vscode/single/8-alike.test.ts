import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { App } from '../../../src/extension/app';
import { TOOLS } from '../../../src/extension/ids';
import { activate, answerAllTools, chat, EXTENSION, invokeTool } from '../support';

const VENDOR = 'fake';

/** What an answer comes to on any surface: whether memory knows, and the memories that it rests on, the deciding one first. */
interface Told {
  readonly known: boolean;
  readonly used: readonly string[];
}

/** Questions about what the tests before this one have made, one of which memory cannot answer. */
const QUESTIONS = [
  'Which version of typescript does the project use?',
  'Does the project still use moment?',
  'Why was moment removed?',
  'Which Node.js version is required?',
  'Who won the football world cup?',
];

describe('Every surface answers the same question alike', () => {
  let app: App;
  let root: string;
  let client: Client;
  let restore: () => Promise<void>;
  const dist = path.join(vscode.extensions.getExtension(EXTENSION)?.extensionPath ?? '', 'dist');

  before(async () => {
    ({ app } = await activate());
    restore = await answerAllTools();
    root = app.projects.current?.root ?? '';
    client = new Client({ name: 'alike', version: '1.0.0' });
    const args = [path.join(dist, 'mcp.js'), '--repo', root];
    await client.connect(new StdioClientTransport({ command: 'node', args, stderr: 'ignore' }));
  });
  after(async () => {
    await client.close();
    await restore();
  });

  for (const question of QUESTIONS)
    it(question, async () => {
      // What the palette's Ask and Recall show, and the sidebar.
      const answer = await app.service.call('ask', { root, question });
      const told: Told = { known: !answer.declined, used: answer.used.map(({ id }) => id) };
      assert.deepEqual(await askInChat(question), told, 'chat');
      assert.deepEqual(await askTool(question), told, 'the language-model tool');
      assert.deepEqual(await askOverMcp(question), told, 'the MCP server');
      const onCommandLine = await askOnCommandLine(question);
      assert.deepEqual(onCommandLine.told, told, 'the command line');
      assert.equal(onCommandLine.answer, answer.answer);
    });

  async function askInChat(question: string): Promise<Told> {
    const { metadata } = await chat(`@memory ${question}`, VENDOR);
    assert.ok(metadata?.answer);
    const { declined, used } = metadata.answer;
    return { known: !declined, used };
  }

  async function askTool(question: string): Promise<Told> {
    const text = await invokeTool(TOOLS.recall, { question });
    const [, rests = ''] = /It rests on:\n((?:- .*\n?)+)/.exec(text) ?? [];
    return {
      known: /^Answer: /m.test(text),
      used: [...rests.matchAll(/^- \[([0-9a-f]+)\]/gm)].map(([, id = '']) => id),
    };
  }

  async function askOverMcp(question: string): Promise<Told> {
    const { structuredContent } = await client.callTool({ name: 'recall', arguments: { question } });
    const { known, memories } = structuredContent as {
      readonly known: boolean;
      readonly memories: readonly { readonly id: string; readonly used: boolean }[];
    };
    return { known, used: memories.filter(({ used }) => used).map(({ id }) => id) };
  }

  async function askOnCommandLine(question: string): Promise<{ readonly told: Told; readonly answer: string }> {
    const args = [path.join(dist, 'cli.js'), 'ask', question, '--repo', root, '--json'];
    const { stdout } = await promisify(execFile)('node', args);
    const { answer, declined, used } = JSON.parse(stdout) as {
      readonly answer: string;
      readonly declined: boolean;
      readonly used: readonly { readonly id: string }[];
    };
    return { told: { known: !declined, used: used.map(({ id }) => id) }, answer };
  }
});
