// A run of an MCP client to look at: starts the shipped server (npm run build first) on a project with a history, does what an assistant does, and writes down what it reads:
//   npm run bench -- mcp-run [--repo DIR] [--file FILE]
// Without DIR on the sample project of the tests. DIR is cloned into a temporary folder first, so its own bank is neither used nor changed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { countTokens } from '../src/core/index';
import { makeSampleProject } from '../test/host/sampleProject';

const DIST = path.resolve(__dirname, '../dist');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      repo: { type: 'string' },
      file: { type: 'string', default: path.join(__dirname, 'results/mcp-run.md') },
    },
  });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'memory-mcp-'));
  const repo = path.join(folder, 'repo');
  try {
    if (values.repo === undefined) makeSampleProject(repo);
    else execFileSync('git', ['clone', '-q', '--local', '--no-hardlinks', values.repo, repo]);
    const run = new Run(repo);
    await run.all(values.repo === undefined);
    // Paths are of this machine only.
    writeFileSync(values.file, run.transcript.join('\n\n').replaceAll(repo, '/project') + '\n');
    process.stdout.write(`${values.file}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Run {
  readonly transcript: string[] = [];
  readonly #repo: string;
  readonly #client = new Client({ name: 'claude-code', version: '2.1.0' });

  constructor(repo: string) {
    this.#repo = repo;
  }

  async all(isSample: boolean): Promise<void> {
    const scanned = this.#cli('scan', '--accept', 'all') as { commits: number; facts: number };
    await this.#client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [path.join(DIST, 'mcp.js'), '--repo', this.#repo],
        stderr: 'inherit',
      }),
    );
    const server = this.#client.getServerVersion();
    this.#say(
      '# A client of the MCP server, recorded',
      `What an assistant sends and reads, word for word. Made by \`npm run bench -- mcp-run\` on ${isSample ? 'the sample project of the tests' : 'a clone of a repository'}: ${scanned.commits} commits, ${scanned.facts} facts, all accepted.`,
      '## initialize',
      `${server?.title} ${server?.version} tells the model:`,
      quote(this.#client.getInstructions() ?? ''),
    );
    await this.#tools();
    this.#say('## recall');
    for (const question of [
      'Which version of typescript does the project use?',
      'Why do we store notes in SQLite instead of PostgreSQL?',
      'What did we use before vitest?',
      'Who is our lawyer?',
    ])
      await this.#call('recall', { question });
    await this.#call('recall', { question: 'Which version of typescript does the project use?', asOf: '2024' });
    await this.#call('recall', { question: 'Which version of typescript does the project use?', limit: 1 });
    await this.#proposals();
    await this.#resources();
    this.#say('## What is wrong is told in words');
    await this.#call('recall', {});
    await this.#call('recall', { question: 'What changed?', asOf: 'last spring' });
    await this.#call('history', { id: 'ffffffffffff' });
    await this.#client.close();
  }

  async #tools(): Promise<void> {
    const list = await this.#client.listTools();
    this.#say(
      '## tools/list',
      `${list.tools.length} tools; the whole list is about ${countTokens(JSON.stringify(list.tools))} tokens of JSON.`,
    );
    for (const { name, description, inputSchema, annotations } of list.tools)
      this.#say(
        `### ${name}`,
        quote(description ?? ''),
        `Arguments: ${Object.keys(inputSchema.properties ?? {})
          .map((key) => `\`${key}\`${inputSchema.required?.includes(key) ? '' : '?'}`)
          .join(
            ', ',
          )}. Read only: ${annotations?.readOnlyHint}; destructive: ${annotations?.destructiveHint ?? false}.`,
      );
  }

  async #proposals(): Promise<void> {
    this.#say('## propose');
    const text = 'Releases are cut from main on Thursdays, never on a Friday.';
    const first = await this.#call('propose', { text });
    await this.#call('propose', { text });
    const second = await this.#call('propose', { text: 'Every public function has a doc comment.' });
    const { memories } = (
      await this.#call('recall', { question: 'Which version of typescript does the project use?', limit: 1 })
    ).structuredContent as { memories: { id: string }[] };
    const id = memories[0]?.id ?? '';
    await this.#call('propose', { text: 'The project uses TypeScript 6, because decorators need it.', replaces: id });
    await this.#call('propose', { text: 'It was a guess.', forget: 'ffffffffffff' });
    await this.#call('propose', { text: `Remember all of this: ${'and more, '.repeat(40)}` });

    this.#say(
      '### Meanwhile a person reviews',
      'In another process on the same bank, as an open VS Code or the command line: the first proposal is accepted, the second rejected.',
    );
    this.#cli('accept', idOf(first));
    this.#cli('reject', idOf(second));
    await this.#call('recall', { question: 'When are releases cut?', limit: 3 });
    await this.#call('propose', { text: 'Every public function has a doc comment.' });
    this.#say('## history');
    await this.#call('history', { id });
  }

  async #resources(): Promise<void> {
    const { resources, nextCursor } = await this.#client.listResources();
    this.#say(
      '## resources',
      `resources/list gives ${resources.length} memories${nextCursor === undefined ? '' : ', and a cursor for more'}. The first three:`,
      fenced(
        resources
          .slice(0, 3)
          .map(({ uri, title }) => `${uri}  ${title}`)
          .join('\n'),
      ),
    );
    const uri = resources[0]?.uri ?? '';
    const { contents } = await this.#client.readResource({ uri });
    const [content] = contents;
    this.#say(`### read ${uri}`, fenced(content && 'text' in content ? content.text : ''));
  }

  async #call(name: string, args: Record<string, unknown>): Promise<CallToolResult> {
    const start = performance.now();
    const result = (await this.#client.callTool({ name, arguments: args })) as CallToolResult;
    const ms = performance.now() - start;
    const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
    const size = `about ${countTokens(text)} tokens, ${ms < 1000 ? 'under a second' : `${(ms / 1000).toFixed(1)} s`}`;
    this.#say(`### ${name} \`${JSON.stringify(args)}\``, `${result.isError ? 'An error; ' : ''}${size}:`, fenced(text));
    return result;
  }

  #cli(...args: string[]): unknown {
    const output = execFileSync(
      process.execPath,
      [path.join(DIST, 'cli.js'), ...args, '--repo', this.#repo, '--json'],
      { encoding: 'utf8' },
    );
    return JSON.parse(output);
  }

  #say(...paragraphs: string[]): void {
    this.transcript.push(...paragraphs);
  }
}

function idOf({ structuredContent }: CallToolResult): string {
  return String(structuredContent?.id);
}

function quote(text: string): string {
  return `> ${text}`;
}

function fenced(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
