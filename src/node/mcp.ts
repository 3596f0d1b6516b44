import { readFileSync } from 'node:fs';
import path from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Command, CommanderError, Option } from 'commander';
import { KnownError, silentLogger, type Logger } from '../core/index';
import { hostFromEnvironment, optionsFromEnvironment } from './llm/environment';
import { projectOf } from './mcp/project';
import { createMcpServer } from './mcp/server';
import { createRedactor } from './redactor';
import { createService } from './service';

/**
 * The MCP server: the memory service in a process of its own, on the same bank as an open VS Code. The protocol goes over standard input and output, words for
 * people to standard error; it ends when its client closes the input.
 */
async function main(): Promise<void> {
  const { repo } = new Command('memory-mcp')
    .description('The memory of a project for assistants, over the Model Context Protocol.')
    .addOption(new Option('--repo <dir>', 'the folder of the project (default: where the client works)'))
    .configureOutput({ writeOut: (text) => void process.stderr.write(text) })
    .exitOverride()
    .parse()
    .opts<{ readonly repo?: string }>();

  const say = (message: string, cause?: unknown): void => {
    const why = cause instanceof Error ? ` ${cause.stack ?? cause.message}` : '';
    process.stderr.write(`${message}${why}\n`);
  };
  const logger: Logger = { ...silentLogger, warn: say, error: say };
  const service = createService({
    distDir: __dirname,
    redactor: createRedactor(),
    clock: () => new Date(),
    logger,
    emit: (event) => (event === 'changed' ? tellChange() : undefined),
    host: hostFromEnvironment(process.env),
  });
  // What embeds is what embeds in other programs, so that all find the same.
  void service.configure(optionsFromEnvironment(process.env), new AbortController().signal);
  const root = (): Promise<string> => project();
  const server = createMcpServer({ service, root, version: readVersion(), logger });
  const project = projectOf(server, repo, process.cwd(), logger);
  // Of many changes in a row a client hears once.
  let telling: NodeJS.Timeout | undefined;
  const tellChange = (): void => {
    telling ??= setTimeout(() => {
      telling = undefined;
      if (server.isConnected()) server.sendResourceListChanged();
    }, TELL_AFTER_MS).unref();
  };

  let ending: Promise<void> | undefined;
  const end = (): void => {
    ending ??= (async () => {
      await server.close();
      await service.dispose();
      process.exit(0); // whatever still waits for the client waits in vain
    })().catch((error: unknown) => {
      say('Not ended cleanly.', error);
      process.exit(1);
    });
  };
  // The client is gone, whether it said so or died.
  process.stdin.once('end', end).once('close', end);
  process.stdout.on('error', end);
  process.once('SIGTERM', end).once('SIGINT', end);

  server.server.onerror = (error) => say('Protocol error:', error);
  await server.connect(new StdioServerTransport());
}

/** How long changes are gathered before a client is told that the list of memories is another. */
const TELL_AFTER_MS = 1000;

/** Of the extension that the bundle lies in. */
function readVersion(): string {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path.join(__dirname, '../package.json'), 'utf8'));
    const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest && manifest.version;
    return typeof version === 'string' ? version : '0.0.0';
  } catch {
    return '0.0.0'; // run from somewhere else
  }
}

main().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  if (KnownError.is(error)) {
    process.stderr.write(`${error.message}\n`);
    process.exit(error.code === 'usage' ? 2 : 1);
  }
  throw error;
});
