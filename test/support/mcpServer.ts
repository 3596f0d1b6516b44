import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, type ClientOptions } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { build } from 'esbuild';

/** The MCP server as it ships, bundled once for the tests of a suite. Without the model files: it searches by words alone. */
export class BuiltMcpServer {
  readonly #dist: string;
  readonly #clients: McpUser[] = [];

  private constructor(dist: string) {
    this.#dist = dist;
  }

  static async build(): Promise<BuiltMcpServer> {
    const dist = await mkdtemp(path.join(tmpdir(), 'memory-r1-mcp-'));
    await build({
      entryPoints: [path.join(__dirname, '../../src/node/mcp.ts')],
      outfile: path.join(dist, 'mcp.js'),
      ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' },
      mainFields: ['module', 'main'],
    });
    await copyFile(createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm'), path.join(dist, 'sql-wasm.wasm'));
    return new BuiltMcpServer(dist);
  }

  get file(): string {
    return path.join(this.#dist, 'mcp.js');
  }

  /** Starts a server of its own for a client, as assistants do. */
  async connect(args: readonly string[], options: ConnectOptions = {}): Promise<McpUser> {
    const { name = 'test-client', version = '1.0.0', cwd, nodeOptions, prepare, ...rest } = options;
    const client = new Client({ name, version }, rest);
    prepare?.(client);
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [this.file, ...args],
      env: { ...getDefaultEnvironment(), ...(nodeOptions !== undefined && { NODE_OPTIONS: nodeOptions }) },
      stderr: 'pipe',
      ...(cwd !== undefined && { cwd }),
    });
    const user = new McpUser(client, transport);
    this.#clients.push(user);
    await client.connect(transport);
    return user;
  }

  /** Ends the clients of a test. */
  async disconnect(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map(({ client }) => client.close()));
  }

  async remove(): Promise<void> {
    await rm(this.#dist, { recursive: true, force: true, maxRetries: 5 });
  }
}

type ConnectOptions = ClientOptions & {
  readonly name?: string;
  readonly version?: string;
  readonly cwd?: string;
  readonly nodeOptions?: string;
  /** Before the connection is made: what the client answers. */
  readonly prepare?: (client: Client) => void;
};

/** An assistant on the other side of a server. */
export class McpUser {
  readonly client: Client;
  readonly transport: StdioClientTransport;
  /** What the server wrote for people. */
  said = '';
  /** What came over standard output and was not the protocol. */
  readonly strayed: Error[] = [];

  constructor(client: Client, transport: StdioClientTransport) {
    this.client = client;
    this.transport = transport;
    transport.stderr?.on('data', (text: Buffer) => (this.said += text.toString()));
    client.onerror = (error) => void this.strayed.push(error);
  }

  async call(name: string, args: Record<string, unknown>): Promise<Told> {
    const result = (await this.client.callTool({ name, arguments: args })) as CallToolResult;
    const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
    return { text, isError: result.isError === true, structured: result.structuredContent ?? {} };
  }
}

export interface Told {
  readonly text: string;
  readonly isError: boolean;
  readonly structured: Readonly<Record<string, unknown>>;
}
