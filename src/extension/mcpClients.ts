/** How one assistant is connected. */
export interface Connection {
  readonly assistant: string;
  /** A command to run once in a terminal, or JSON for a file. */
  readonly kind: 'command' | 'json';
  readonly text: string;
  /** What to do with it. */
  readonly then: string;
}

/** What the server is called in an assistant's list. */
const NAME = 'project-memory';

/**
 * What each assistant's documentation asks for. Those that are started in the project's folder get no path of it: the server answers for the folder that the
 * assistant works in, so one line is enough for all projects, and no project is answered from another one's memory.
 * @param launcher the file that starts the server
 */
export function connections(launcher: string, root: string): readonly Connection[] {
  const start = `node ${quoted(launcher)}`;
  const command = (assistant: string, text: string): Connection => ({
    ...{ assistant, kind: 'command', text },
    then: `Run it once in a terminal. ${assistant} then reaches the memory of whatever project it works in.`,
  });
  const entry = { command: 'node', args: [launcher, '--repo', root] };
  const json = JSON.stringify({ mcpServers: { [NAME]: entry } }, null, 2);
  return [
    command('Claude Code', `claude mcp add --scope user ${NAME} -- ${start}`),
    command('Codex', `codex mcp add ${NAME} -- ${start}`),
    command('Gemini CLI', `gemini mcp add -s user ${NAME} ${start}`),
    command('Copilot CLI', `copilot mcp add ${NAME} -- ${start}`),
    {
      ...{ assistant: 'Cursor', kind: 'json', text: json },
      then: "Put it into .cursor/mcp.json in this project's folder.",
    },
    {
      ...{ assistant: 'Another assistant', kind: 'json', text: json },
      then: 'Put it where the assistant keeps its MCP servers.',
    },
  ];
}

/** For POSIX shells, PowerShell and cmd alike, as long as the path has no quotes, dollar signs or backticks. */
function quoted(path: string): string {
  return `"${path}"`;
}
