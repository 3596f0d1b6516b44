#!/usr/bin/env -S node --import tsx
// Stands where VS Code's own executable would stand: VSCODE_EXECUTABLE=test/host/code.ts points @vscode/test-electron at the
// server build, so that the desktop's script can be tried on a machine without a desktop. Started in the repository's folder.
import path from 'node:path';
import { runSuite } from './suite';
import { builtSuite } from './buildSuite';

const extensions: string[] = [];
let tests = '';
let workspace = '';
for (const argument of process.argv.slice(2)) {
  const [, option, value = ''] = /^--(\w+)=(.*)$/.exec(argument) ?? [];
  if (option === 'extensionDevelopmentPath') extensions.push(value);
  else if (option === 'extensionTestsPath') tests = value;
  else if (!argument.startsWith('-')) workspace = argument;
}
const [extension, ...install] = extensions;
if (!extension || !tests) throw new Error(`Not a test run: ${process.argv.slice(2).join(' ')}`);

// The tests' own variables reach the extension host, what npm and VS Code have set for themselves does not.
const mine = /^(PATH|HOME|TMPDIR|NODE_OPTIONS|npm_.*|VSCODE_.*|CHROMIUM_PATH)$/i;
const env = Object.fromEntries(
  Object.entries(process.env).flatMap(([key, value]) => (value === undefined || mine.test(key) ? [] : [[key, value]])),
);

void runSuite({
  extension,
  install,
  tests,
  ...(workspace && { workspace: path.resolve(workspace) }),
  entry: builtSuite.entry,
  env,
}).then((code) => process.exit(code));
