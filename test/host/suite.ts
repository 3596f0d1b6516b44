import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { openBrowser, type Browser } from './browser';
import { startServer, type Server } from './server';
import type { SuiteOrder } from './suiteEntry';

export interface SuiteOptions {
  /** The folder of the extension under test. */
  readonly extension: string;
  /** The compiled suite: its index exports `run()`, as `@vscode/test-electron` wants it. */
  readonly tests: string;
  /** The compiled suiteEntry.ts. */
  readonly entry: string;
  /** Helper extensions. They are installed, as the address takes only one extension under development. */
  readonly install: readonly string[];
  /** A folder or a `.code-workspace` file; an empty window without it. */
  readonly workspace?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** Runs a Mocha suite inside the extension host of the VS Code server, prints what it prints, and returns its exit code. */
export async function runSuite(options: SuiteOptions): Promise<number> {
  const { extension, entry, install, workspace, env = {}, timeoutMs = 240_000 } = options;
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-suite-'));
  const order: SuiteOrder = {
    report: path.join(scratch, 'report.log'),
    passed: path.join(scratch, 'passed'),
    tests: path.resolve(options.tests),
  };
  fs.writeFileSync(order.report, '');
  const report = followFile(order.report);
  let server: Server | undefined;
  let browser: Browser | undefined;
  try {
    server = await startServer({ smokeTestDriver: true, extensions: install, env });
    browser = await openBrowser();
    const { ended } = await watchEnd(browser, server, timeoutMs);
    await browser.page.goto(
      server.url(workspace, [
        ['extensionDevelopmentPath', server.remoteUri(extension)],
        ['extensionTestsPath', server.remoteUri(entry)],
        ['extensionEnvironment', JSON.stringify({ ...env, VSCODE_HOST_SUITE: JSON.stringify(order) })],
        ['skipWelcome', 'true'],
      ]),
    );
    const { code, problem, logs } = await ended;
    report.end();
    // VS Code reports 0 when the extension host dies half-way: 0 counts only if run() came to its end.
    const died = code === 0 && !fs.existsSync(order.passed);
    const failure = problem ?? (died ? 'the extension host died before the suite was done' : undefined);
    if (failure) process.stderr.write(`The suite did not finish: ${failure}.\n`);
    if ((failure !== undefined || code !== 0) && report.isEmpty()) process.stderr.write(logs); // it never got as far as Mocha
    return failure ? 1 : code;
  } finally {
    report.end();
    await browser?.close();
    await server?.stop();
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

interface SuiteEnd {
  readonly code: number;
  /** Why there is no exit code of the suite. */
  readonly problem?: string;
  readonly logs: string;
}

/** The workbench calls two functions of its page when it runs extension tests. They are there when this resolves. */
async function watchEnd(
  browser: Browser,
  server: Server,
  timeoutMs: number,
): Promise<{ readonly ended: Promise<SuiteEnd> }> {
  let resolve = (_end: SuiteEnd): void => undefined;
  const ended = new Promise<SuiteEnd>((settle) => {
    resolve = settle;
  });
  const stop = (problem: string): void => resolve({ code: 1, problem, logs: '' });
  const timer = setTimeout(() => stop(`it took longer than ${timeoutMs / 1000} s`), timeoutMs);
  timer.unref();
  browser.page.on('crash', () => stop('the page crashed'));
  void server.exited.then((code) => stop(`the server ended with ${code}`));
  const log = (type: string, args: unknown[]): void => {
    if (process.env.VSCODE_HOST_VERBOSE) process.stderr.write(`[${type}] ${format(...args)}\n`);
  };
  const exit = (code: number, logs?: readonly { relativePath: string; contents: string }[]): void => {
    clearTimeout(timer);
    const text = (logs ?? []).map((file) => `--- ${file.relativePath}\n${file.contents}\n`).join('');
    resolve({ code, logs: text });
  };
  await browser.page.exposeFunction('codeAutomationLog', log);
  await browser.page.exposeFunction('codeAutomationExit', exit);
  return { ended };
}

/** Copies a growing file to standard output. */
function followFile(file: string): { end(): void; isEmpty(): boolean } {
  let shown = 0;
  const show = (): void => {
    if (!fs.existsSync(file)) return;
    const content = fs.readFileSync(file);
    if (content.length > shown) process.stdout.write(content.subarray(shown));
    shown = content.length;
  };
  const timer = setInterval(show, 200);
  return {
    end() {
      clearInterval(timer);
      show();
    },
    isEmpty: () => shown === 0,
  };
}
