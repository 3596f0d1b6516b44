import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { connections } from '../../../src/extension/mcpClients';

describe('What connects other assistants', () => {
  const launcher = String.raw`C:\Users\ada b\mcp.js`;
  const all = connections(launcher, '/home/ada/notes');
  const textOf = (name: string): string => all.find(({ assistant }) => assistant === name)?.text ?? assert.fail(name);

  it('is one command where the assistant works in the project’s folder, without naming one project for all', () => {
    const start = String.raw`node "C:\Users\ada b\mcp.js"`;
    assert.equal(textOf('Claude Code'), `claude mcp add --scope user project-memory -- ${start}`);
    assert.equal(textOf('Codex'), `codex mcp add project-memory -- ${start}`);
    assert.equal(textOf('Gemini CLI'), `gemini mcp add -s user project-memory ${start}`);
    assert.equal(textOf('Copilot CLI'), `copilot mcp add project-memory -- ${start}`);
    for (const { kind, text } of all) if (kind === 'command') assert.doesNotMatch(text, /--repo/);
  });

  it('is JSON that names the project where the assistant has a file for it', () => {
    for (const name of ['Cursor', 'Another assistant'])
      assert.deepEqual(JSON.parse(textOf(name)), {
        mcpServers: { 'project-memory': { command: 'node', args: [launcher, '--repo', '/home/ada/notes'] } },
      });
  });
});
