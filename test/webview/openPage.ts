import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { after, afterEach, before } from 'mocha';
import type { Locator, Page } from 'playwright-core';
import { pageHtml } from '../../src/extension/html';
import type { Channel } from '../../src/protocol/rpc';
import type { PageState } from '../../src/protocol/sidebar';
import { openBrowser, type Browser } from '../host/browser';
import { FakeHost } from './fakeHost';
import { BODY_CLASSES, themeCss, type ThemeName } from './themes';

const root = path.resolve(__dirname, '../..');

/** Where the pages seem to come from. Nothing is fetched: every request is answered here. */
const ORIGIN = 'https://memory.example';

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** The time it is in the page. */
  readonly now?: string;
}

/** A page of the sidebar in a real browser, with the frame, the style sheet and the bundle that ship. */
export interface OpenPage {
  readonly page: Page;
  readonly host: FakeHost;
  readonly list: Locator;
  /** Presses keys one after the other. */
  press(...keys: readonly string[]): Promise<void>;
  /** The text of the active row. */
  activeRow(): Promise<string>;
  /** Row labels that a screen reader reads, top to bottom, as far as they are in the page. */
  labels(): Promise<string[]>;
  /** Hides the page and shows it again, as VS Code does: built anew, with what it saved. */
  reload(): Promise<void>;
  /** Errors so far were provoked by the test. */
  allowProblems(): void;
}

/** Opens pages of the sidebar, each with a host of its own. */
export function usePages(): (state: PageState, options?: OpenOptions) => Promise<OpenPage> {
  const openFrame = useFrames();
  return async (state, options) => {
    const frame = await openFrame(state.page, (channel) => new FakeHost(state, channel), options);
    const list = frame.page.getByRole('treegrid');
    return {
      ...frame,
      list,
      activeRow: () =>
        list.evaluate((element) => {
          const id = element.getAttribute('aria-activedescendant');
          return (id === null ? undefined : document.getElementById(id)?.getAttribute('aria-label')) ?? '';
        }),
      labels: () => list.locator('.row').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? '')),
    };
  };
}

/** Any of our pages in a browser, with the extension's side of it. */
export type OpenFrame<H> = Pick<OpenPage, 'page' | 'press' | 'reload' | 'allowProblems'> & { readonly host: H };

type Frame = Parameters<typeof pageHtml>[0];

/** Opens one browser for a suite. After each test its pages are closed, and must have broken no rule of their policy. */
export function useFrames(): <H>(
  name: Frame,
  createHost: (channel: Channel) => H,
  options?: OpenOptions,
) => Promise<OpenFrame<H>> {
  let browser: Browser;
  let bundle: string;
  const problems: string[] = [];
  const pages: Page[] = [];
  before(async function () {
    this.timeout(120_000); // the first run may have to fetch a browser
    bundle = await bundlePage();
    browser = await openBrowser();
  });
  after(() => browser.close());
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.close()));
    assert.deepEqual(problems.splice(0), []);
  });
  return async (name, createHost, options = {}) => {
    const page = await browser.context.newPage();
    pages.push(page);
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    const channel = await showFrame(page, name, bundle, options);
    const host = createHost(channel);
    await page.goto(`${ORIGIN}/`);
    return {
      page,
      host,
      async press(...keys) {
        for (const key of keys) await page.keyboard.press(key);
      },
      async reload() {
        await page.reload();
      },
      allowProblems: () => void problems.splice(0),
    };
  };
}

/** Serves everything that a page loads. @returns the host's end of its messages */
async function showFrame(page: Page, name: Frame, bundle: string, options: OpenOptions): Promise<Channel> {
  const { theme = 'dark', width = 340, height = 700, now = '2026-02-27T12:00:00Z' } = options;
  page.setDefaultTimeout(5000);
  await page.setViewportSize({ width, height });
  await page.clock.setFixedTime(now);
  await page.route(`${ORIGIN}/**`, async (route) => {
    const file = new URL(route.request().url()).pathname.slice(1);
    const contentType = CONTENT_TYPES[path.extname(file)] ?? 'text/html';
    await route.fulfill({ contentType, body: fileOf(file, { name, theme, bundle }) });
  });
  return await connectTo(page);
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

function fileOf(name: string, given: { name: Frame; theme: ThemeName; bundle: string }): string | Buffer {
  switch (name) {
    case '':
      return html(given.name, given.theme);
    case 'webview.js':
      return given.bundle;
    case 'theme.css':
      return themeCss(given.theme, given.name === 'learning' ? 'editor' : 'sideBar');
    case 'page.css':
      return fs.readFileSync(path.join(root, 'media/page.css'));
    case 'codicon.css':
    case 'codicon.ttf':
      return fs.readFileSync(require.resolve(`@vscode/codicons/dist/${name}`));
    default:
      throw new Error(`The page asks for ${name}.`);
  }
}

function html(page: Frame, theme: ThemeName): string {
  const frame = pageHtml(page, {
    cspSource: ORIGIN,
    script: `${ORIGIN}/webview.js`,
    styles: ['theme.css', 'codicon.css', 'page.css'].map((name) => ({ href: `${ORIGIN}/${name}` })),
  });
  return frame.replace('<body ', `<body class="${BODY_CLASSES[theme]}" `);
}

/** Gives the page VS Code's interface, and this side the other end of it. Messages keep their order. */
async function connectTo(page: Page): Promise<Channel> {
  const listeners = new Set<(message: unknown) => void>();
  let sending = Promise.resolve();
  await page.exposeFunction('postToHost', (message: unknown) => listeners.forEach((listener) => listener(message)));
  await page.addInitScript({ content: VSCODE_INTERFACE });
  return {
    post: (message) => {
      sending = sending
        .then(() => page.evaluate((data) => window.postMessage(data, '*'), message))
        .catch(() => undefined); // the page was closed while something was on its way
    },
    listen: (listener) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}

/** As VS Code gives it to a page. Text, because functions are named by helpers that the page does not have. */
const VSCODE_INTERFACE = `
  let isTaken = false;
  window.acquireVsCodeApi = () => {
    if (isTaken) throw new Error('VS Code hands its interface out once.');
    isTaken = true;
    return {
      postMessage: (message) => void window.postToHost(structuredClone(message)),
      getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
      setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    };
  };`;

async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'src/webview/main.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    logLevel: 'silent',
  });
  const [file] = outputFiles;
  assert.ok(file);
  return file.text;
}
