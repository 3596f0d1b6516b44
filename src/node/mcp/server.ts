import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Logger } from '../../core/index';
import type { Handlers } from '../../protocol/rpc';
import type { ServiceCalls } from '../../protocol/service';
import { ABOUT } from '../../protocol/assistantTools';
import { registerResources } from './resources';
import { registerTools } from './tools';

/** What the server needs of the memory service. */
export type McpService = Pick<Handlers<ServiceCalls>, 'ask' | 'recall' | 'list' | 'history' | 'propose'>;

export interface McpDeps {
  readonly service: McpService;
  /** The folder of the project; looked up with the first call, when the client can be asked. */
  readonly root: () => Promise<string>;
  readonly version: string;
  /** For people: what goes wrong in a way that no client can act on. */
  readonly logger: Logger;
}

/** The memory of one project for one client of the Model Context Protocol: three tools, and single memories as resources. */
export function createMcpServer(deps: McpDeps): McpServer {
  const server = new McpServer(
    { name: 'project-memory', title: 'Project Memory', version: deps.version },
    { instructions: ABOUT.server, maxToolInputElements: 100 },
  );
  registerTools(server, deps);
  registerResources(server, deps);
  return server;
}
