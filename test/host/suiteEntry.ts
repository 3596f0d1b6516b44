import fs from 'node:fs';
import { format } from 'node:util';

/** What suite.ts tells the entry through the environment of the extension host. */
export interface SuiteOrder {
  /** Takes what the suite prints. */
  readonly report: string;
  /** Is written when `run()` has resolved. */
  readonly passed: string;
  /** The compiled suite: its index exports `run()`. */
  readonly tests: string;
}

/**
 * Runs inside the extension host in place of the suite's own index: a remote extension host has no terminal, so what the
 * suite prints is copied to a file that the runner shows.
 */
export async function run(): Promise<void> {
  const { report, passed, tests } = JSON.parse(process.env.VSCODE_HOST_SUITE ?? '{}') as SuiteOrder;
  const append = (text: string): void => fs.appendFileSync(report, text);
  copyConsole(append);
  const write = process.stdout.write.bind(process.stdout); // some reporters write there
  process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]) => {
    append(chunk.toString());
    return write(chunk, ...rest);
  };

  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the suite's path is known at run time only
  const suite = require(tests) as { run(): Promise<void> };
  await suite.run();
  fs.writeFileSync(passed, '');
}

/** The extension host freezes the functions of its console, so another object is put in front. */
function copyConsole(append: (text: string) => void): void {
  const original = globalThis.console;
  const copy = (name: 'log' | 'info' | 'warn' | 'error') => ({
    value: (...args: unknown[]) => {
      append(`${format(...args)}\n`);
      original[name](...args);
    },
  });
  globalThis.console = Object.create(original, {
    log: copy('log'),
    info: copy('info'),
    warn: copy('warn'),
    error: copy('error'),
  }) as Console;
}
