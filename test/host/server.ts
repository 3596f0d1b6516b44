import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SANDBOX_HOME } from './sandbox';
import { setupHost } from './setup';

/** No dialogs, no network, no fades in screenshots. */
const BASE_SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
};

/** The host's home is an empty one, so nothing of the person's own is visible; git wants an identity. */
const GIT_CONFIG = '[user]\n\tname = Test\n\temail = test@example.invalid\n[init]\n\tdefaultBranch = main\n';

export interface ServerOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folders of extensions, copied in as installed ones. */
  readonly extensions?: readonly string[];
  /** Packages, installed as "Install from VSIX" does. */
  readonly vsix?: readonly string[];
  /** Environment of the extension host, on top of the little that is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Makes a built VS Code accept an extension and tests from the address. It also suppresses notifications, so end-to-end
   * tests must not set it.
   */
  readonly smokeTestDriver?: boolean;
  /** The person's own home and environment instead of an empty one, for `npm start`. */
  readonly ownHome?: boolean;
}

export interface Server {
  readonly port: number;
  readonly logs: string;
  /** The home of the extension host: an empty one, unless the person's own was asked for. */
  readonly home: string;
  /** Resolves when the server ends, by itself or not. */
  readonly exited: Promise<number | string>;
  /** Address of the workbench on a folder or a `.code-workspace` file, or with none. */
  url(folder: string | undefined, payload?: readonly (readonly [string, string])[]): string;
  /** A file of this machine, as the workbench names it. */
  remoteUri(file: string): string;
  stop(): Promise<void>;
}

/** A VS Code server with a data folder of its own, on loopback. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { nodeBin, serverJs } = await setupHost();
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-vscode-'));
  const extensionsDir = path.join(data, 'extensions');
  const env = prepareData(data, extensionsDir, options);
  const folders = ['--extensions-dir', extensionsDir, '--server-data-dir', data];

  for (const file of options.vsix ?? []) {
    const args = [serverJs, '--install-extension', path.resolve(file), ...folders];
    const result = spawnSync(nodeBin, args, { env, encoding: 'utf8' });
    if (result.status !== 0 || !result.stdout.includes('successfully installed')) {
      throw new Error(`${file} was not installed: ${result.stdout}${result.stderr}`);
    }
  }
  for (const folder of options.extensions ?? []) installFolder(folder, extensionsDir);

  const args = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'];
  args.push('--disable-telemetry', '--telemetry-level', 'off');
  args.push('--agent-host-bridge-host', '127.0.0.1'); // without a bridge port this leaves the agent-host process unstarted
  if (options.smokeTestDriver) args.push('--enable-smoke-test-driver');
  // A process group of its own: extension hosts outlive their server by seconds, stop() ends all of them.
  const server = spawn(nodeBin, [serverJs, ...folders, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = new Promise<number | string>((resolve) =>
    server.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown')),
  );
  const endGroup = (): void => {
    if (server.pid === undefined) return;
    try {
      process.kill(-server.pid, 'SIGKILL');
    } catch {
      // The whole group has ended already.
    }
  };
  process.once('exit', endGroup); // also when a test run is cut off

  const port = await listeningPort(server.stdout, server.stderr, exited, path.join(data, 'server.log'));
  return {
    port,
    logs: path.join(data, 'data/logs'),
    home: env.HOME ?? '',
    exited,
    url(folder, payload) {
      const url = new URL(`http://127.0.0.1:${port}/`);
      const kind = folder?.endsWith('.code-workspace') ? 'workspace' : 'folder';
      if (folder) url.searchParams.set(kind, path.resolve(folder));
      else url.searchParams.set('ew', 'true');
      if (payload) url.searchParams.set('payload', JSON.stringify(payload));
      return url.href;
    },
    remoteUri: (file) => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`,
    async stop() {
      process.off('exit', endGroup);
      endGroup();
      await exited;
      if (!process.env.KEEP_DATA) fs.rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function prepareData(data: string, extensionsDir: string, options: ServerOptions): NodeJS.ProcessEnv {
  const user = path.join(data, 'data/User');
  const home = path.join(data, 'home');
  const temp = path.join(data, 'tmp'); // sockets and the like go away with the data folder
  for (const folder of [user, extensionsDir, home, temp]) fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(user, 'settings.json'),
    JSON.stringify({ ...BASE_SETTINGS, ...options.settings }, null, 2),
  );
  fs.writeFileSync(path.join(home, '.gitconfig'), GIT_CONFIG);
  // Terminals take the shell from here: that of the account may be one that lets nobody in.
  const empty = {
    HOME: home,
    [SANDBOX_HOME]: home,
    PATH: process.env.PATH,
    SHELL: '/bin/sh',
    LANG: 'C.UTF-8',
    TZ: process.env.TZ ?? '',
  };
  // An empty gallery keeps the server from asking the marketplace.
  return { ...(options.ownHome ? process.env : empty), TMPDIR: temp, EXTENSIONS_GALLERY: '{}', ...options.env };
}

function installFolder(folder: string, extensionsDir: string): void {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as Record<
    'publisher' | 'name' | 'version',
    string
  >;
  const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`;
  fs.cpSync(folder, path.join(extensionsDir, name), { recursive: true });
  // Once this list exists (a VSIX install writes it), a folder that is not in it is not loaded.
  const list = path.join(extensionsDir, 'extensions.json');
  const installed = fs.existsSync(list) ? (JSON.parse(fs.readFileSync(list, 'utf8')) as unknown[]) : [];
  installed.push({
    identifier: { id: `${manifest.publisher}.${manifest.name}` },
    version: manifest.version,
    location: { $mid: 1, path: path.join(extensionsDir, name), scheme: 'file' },
    relativeLocation: name,
  });
  fs.writeFileSync(list, JSON.stringify(installed));
}

/** The server tells its port in its output, which also goes to the log file. */
function listeningPort(
  stdout: NodeJS.ReadableStream,
  stderr: NodeJS.ReadableStream,
  exited: Promise<unknown>,
  logFile: string,
): Promise<number> {
  const log = fs.createWriteStream(logFile);
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (what: string): void => reject(new Error(`The VS Code server ${what}:\n${output}`));
    const timer = setTimeout(() => fail('did not start within 30 s'), 30_000);
    const read = (chunk: Buffer): void => {
      log.write(chunk);
      if (output.length > 100_000) return;
      output += chunk.toString();
      const port = /listening on (\d+)/.exec(output)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    stdout.on('data', read);
    stderr.on('data', read);
    void exited.then((code) => {
      clearTimeout(timer);
      log.end();
      fail(`ended with ${String(code)}`);
    });
  });
}
