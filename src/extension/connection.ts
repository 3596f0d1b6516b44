import type { App } from './app';
import { UserError } from './failures';
import { connections, type Connection } from './mcpClients';
import { launcherOf } from './mcpLauncher';

/** How an assistant is connected to a project of this window. @throws UserError for an assistant that is not listed */
export function connectionOf({ context }: Pick<App, 'context'>, root: string, assistant: string): Connection {
  const found = connections(launcherOf(context), root).find((connection) => connection.assistant === assistant);
  if (!found) throw new UserError(`Nothing is known of how ${assistant} is connected.`);
  return found;
}
