// The MCP server behind HTTP, for programs that only speak to a URL, such as the protocol's conformance suite (bench/README.md). For tests only: the product listens nowhere.
//   npx tsx test/support/mcpOverHttp.ts DIR [PORT]
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { silentLogger } from '../../src/core/index';
import { createMcpServer } from '../../src/node/mcp/server';
import { createRedactor } from '../../src/node/redactor';
import { createService } from '../../src/node/service';

const [root = '.', port = '3917'] = process.argv.slice(2);
const service = createService({
  distDir: path.resolve(__dirname, '../../dist'),
  redactor: createRedactor(),
  clock: () => new Date(),
  logger: silentLogger,
  emit: () => undefined,
});
const sessions = new Map<string, StreamableHTTPServerTransport>();

const server = http.createServer((request, response) => {
  void (async () => {
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    await (known ?? (await open())).handleRequest(request, response);
  })().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    if (!response.headersSent) response.writeHead(500).end();
  });
});
server.listen(Number(port), '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${port}/mcp\n`));

/** A server of its own for each client, as over standard input and output. */
async function open(): Promise<StreamableHTTPServerTransport> {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, transport),
    enableDnsRebindingProtection: true,
    allowedHosts: [`127.0.0.1:${port}`, `localhost:${port}`],
  });
  const mcp = createMcpServer({
    service,
    root: () => Promise.resolve(path.resolve(root)),
    version: '0.0.0',
    logger: silentLogger,
  });
  await mcp.connect(transport);
  return transport;
}
