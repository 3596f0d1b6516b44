import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cached, npmInstall, npmPack, untar } from './cache';
import { CODE_SERVER, DROPPED_DEPENDENCIES, NODE } from './versions';

/** To be raised when this file changes what it writes. */
const PATCH_LEVEL = 1;

export interface Host {
  readonly nodeBin: string;
  readonly serverJs: string;
}

/** True where the server build can run: its Node and its native parts are for Linux x64. */
export const canHost = process.platform === 'linux' && process.arch === 'x64';

/**
 * A real VS Code (server build and Node extension host) on this machine, from npm packages alone: about 10 s the first
 * time, then at once. Needs npm and tar; no root, no compiler, no display.
 */
export async function setupHost(): Promise<Host> {
  if (!canHost)
    throw new Error(`The VS Code server build runs on Linux x64 only, not on ${process.platform} ${process.arch}.`);
  const dir = await cached(`vscode-${CODE_SERVER.version}-${PATCH_LEVEL}`, async (work) => {
    process.stderr.write(`Setting up VS Code from npm (code-server ${CODE_SERVER.version}), once...\n`);
    await install(work);
  });
  return { nodeBin: path.join(dir, 'node/bin/node'), serverJs: path.join(dir, 'vscode/out/server-main.js') };
}

async function install(work: string): Promise<void> {
  const nodeBin = path.join(work, 'node/bin/node');
  const vscode = path.join(work, 'vscode');
  const downloads = path.join(work, 'downloads');
  fs.mkdirSync(downloads);

  const [node, codeServer] = await Promise.all([npmPack(NODE, downloads), npmPack(CODE_SERVER, downloads)]);
  await Promise.all([
    untar(node, path.join(work, 'node'), 'package/bin/node', 1),
    // The VS Code server alone: code-server's own wrapper (password page, express, argon2) is not needed.
    untar(codeServer, vscode, 'package/lib/vscode', 3),
  ]);
  fs.rmSync(downloads, { recursive: true });

  editJson(path.join(vscode, 'package.json'), (manifest: { dependencies: Record<string, string> }) => {
    for (const name of DROPPED_DEPENDENCIES) delete manifest.dependencies[name];
  });
  await npmInstall(vscode, nodeBin);
  await npmInstall(path.join(vscode, 'extensions'), nodeBin); // what the built-in language features want

  replaceNativeModules(vscode);
  editJson(path.join(vscode, 'product.json'), (product: Record<string, unknown>) => {
    product.enableTelemetry = false;
    for (const key of ['aiConfig', 'voiceWsUrl', 'linkProtectionTrustedDomains']) delete product[key];
  });
  closeProposedApi(vscode);

  // A server that cannot tell its version shall fail here, not in a test.
  execFileSync(nodeBin, [path.join(vscode, 'out/server-main.js'), '--version'], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, HOME: work },
  });
}

function replaceNativeModules(vscode: string): void {
  const modules = path.join(vscode, 'node_modules/@vscode');
  fs.copyFileSync(path.join(__dirname, 'spdlog.cjs'), path.join(modules, 'spdlog/index.js'));
  // native-watchdog ends an orphaned extension host; the host also polls its parent, and stop() kills the process group.
  fs.writeFileSync(
    path.join(modules, 'native-watchdog/index.js'),
    'exports.start = () => {}; exports.exit = (code) => process.exit(code || 0);\n',
  );
}

/**
 * code-server switches every proposed API on for every extension. This puts VS Code's own gate back, so that an extension
 * which uses a proposed API without declaring it fails here as it would for users.
 */
function closeProposedApi(vscode: string): void {
  closeGate(
    path.join(vscode, 'out/vs/workbench/api/node/extensionHostProcess.js'),
    /function \w+\((\w),\w\)\{if\(!([\w$]+)\(\1,\w\)\)throw new Error\(`Extension '/,
  );
  closeGate(
    path.join(vscode, 'out/vs/code/browser/workbench/workbench.js'),
    /(isDefault)\|\|\w\.modes\)&&!([\w$]+)\(\w+\.description,"defaultChatParticipant"\)/,
  );
}

/** @param caller finds a call of the gate; its second group is the gate's minified name. */
function closeGate(file: string, caller: RegExp): void {
  const source = fs.readFileSync(file, 'utf8');
  const name = caller.exec(source)?.[2];
  const gate =
    name && new RegExp(`function ${name.replaceAll('$', '\\$')}\\((\\w),(\\w)\\)\\{return!0\\}`).exec(source);
  if (!gate) throw new Error(`The gate of proposed APIs was not found in ${file}: this VS Code needs a new pattern.`);
  const [open, description, proposal] = gate;
  const closed = `function ${name}(${description},${proposal}){return!!${description}.enabledApiProposals?.includes(${proposal})}`;
  fs.writeFileSync(
    file,
    source.replace(open, () => closed),
  );
}

function editJson<T>(file: string, edit: (content: T) => void): void {
  const content = JSON.parse(fs.readFileSync(file, 'utf8')) as T;
  edit(content);
  fs.writeFileSync(file, JSON.stringify(content, null, 2));
}
