// npm run test:vscode: bundles test/vscode and runs it inside the extension host of a real VS Code.
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { buildSuite, builtSuite, root } from './buildSuite';
import { canHost } from './setup';
import { runSuite } from './suite';
import { makeWorkspace } from './workspace';

/**
 * On Linux x64 the server build, which needs no display; elsewhere the desktop build, downloaded once by
 * `@vscode/test-electron`. VSCODE_EXECUTABLE names another one.
 */
async function testVscode(): Promise<number> {
  await buildSuite();
  const workspace = makeWorkspace({
    'package.json': '{ "name": "sample", "version": "1.0.0" }\n',
    'README.md': '# Sample\n',
  });
  const executable = process.env.VSCODE_EXECUTABLE;
  try {
    if (canHost && !executable) {
      return await runSuite({
        extension: root,
        install: [builtSuite.fakeModel],
        workspace: workspace.root,
        ...builtSuite,
      });
    }
    return await runTests({
      ...(executable && { vscodeExecutablePath: path.resolve(executable) }),
      extensionDevelopmentPath: [root, builtSuite.fakeModel],
      extensionTestsPath: builtSuite.tests,
      launchArgs: [workspace.root],
    });
  } finally {
    workspace.remove();
  }
}

void testVscode().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
