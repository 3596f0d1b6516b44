// npm run test:vscode: bundles test/vscode and runs it inside the extension host of a real VS Code, once per kind of window.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { buildSuite, builtSuite, root } from './buildSuite';
import { canHost } from './setup';
import { runSuite } from './suite';
import { makeWorkspace } from './workspace';

interface Window {
  readonly name: string;
  /** A folder, a `.code-workspace` file, or nothing. */
  readonly workspace?: string;
  /** Helper extensions beside ours. */
  readonly install: readonly string[];
}

const FILES = { 'package.json': '{ "name": "sample", "version": "1.0.0" }\n', 'README.md': '# Sample\n' };

/**
 * On Linux x64 the server build, which needs no display; elsewhere the desktop build, downloaded once by
 * `@vscode/test-electron`. VSCODE_EXECUTABLE names another one; VSCODE_WINDOW picks one of the windows by name.
 */
async function testVscode(): Promise<number> {
  await buildSuite();
  const repositories = [makeWorkspace(FILES), makeWorkspace(FILES), makeWorkspace(FILES)];
  const [sample, alpha, beta] = repositories.map((repository) => repository.root);
  const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-windows-')));
  const plain = path.join(scratch, 'plain');
  fs.mkdirSync(plain);
  const folders = [
    { name: 'alpha', path: alpha },
    { name: 'beta', path: beta },
    { name: 'plain', path: plain },
  ];
  const several = path.join(scratch, 'several.code-workspace');
  fs.writeFileSync(several, JSON.stringify({ folders }));

  // The fake model stands for a language model that the user has set up; the other windows have none but our own.
  const windows: readonly Window[] = [
    { name: 'single', ...(sample && { workspace: sample }), install: [builtSuite.fakeModel] },
    { name: 'several', workspace: several, install: [] },
    { name: 'none', install: [] },
  ];
  try {
    let code = 0;
    const only = process.env.VSCODE_WINDOW;
    for (const window of windows) if (!only || only === window.name) code = Math.max(code, await testWindow(window));
    return code;
  } finally {
    for (const repository of repositories) repository.remove();
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function testWindow({ workspace, install }: Window): Promise<number> {
  const executable = process.env.VSCODE_EXECUTABLE;
  if (canHost && !executable) {
    return await runSuite({ extension: root, install, ...(workspace && { workspace }), ...builtSuite });
  }
  return await runTests({
    ...(executable && { vscodeExecutablePath: path.resolve(executable) }),
    extensionDevelopmentPath: [root, ...install],
    extensionTestsPath: builtSuite.tests,
    launchArgs: workspace ? [workspace] : [],
  });
}

void testVscode().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
