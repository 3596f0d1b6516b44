import path from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { openBrowser, type Browser } from '../host/browser';
import { startServer, type Server } from '../host/server';

/** How long VS Code and the extension may take for one step on a slow machine. */
const STEP_TIMEOUT_MS = 60_000;

/** How long the palette is given to list a command, and how often it is opened anew. */
const PALETTE_TIMEOUT_MS = 3_000;
const PALETTE_TRIES = 5;

/** The theme follows the (emulated) system, and the chat is opened by who asks. */
const SETTINGS = { 'window.autoDetectColorScheme': true, 'workbench.secondarySideBar.defaultVisibility': 'hidden' };

type Theme = 'dark' | 'light';

/** The title of a page of ours, as its `data-page` names it. */
export type PageName = 'proposals' | 'memories' | 'week' | 'learning';

/** The real VS Code with the packaged extension, used by mouse and keyboard. Every selector of VS Code's inside is in this file. */
export class Workbench {
  readonly page: Page;
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(server: Server, browser: Browser, folder: string) {
    this.#server = server;
    this.#browser = browser;
    this.#folder = folder;
    this.page = browser.page;
    this.page.setDefaultTimeout(STEP_TIMEOUT_MS);
  }

  /** Installs a package and opens a folder. */
  static async open(
    vsix: string,
    folder: string,
    settings: Readonly<Record<string, unknown>> = {},
  ): Promise<Workbench> {
    const server = await startServer({ vsix: [vsix], settings: { ...SETTINGS, ...settings } });
    const workbench = new Workbench(server, await openBrowser(), folder);
    await workbench.page.emulateMedia({ colorScheme: 'dark' });
    await workbench.reload();
    return workbench;
  }

  /** The home folder of this VS Code: an empty one of its own. */
  get home(): string {
    return this.#server.home;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
  }

  /** Opens the window anew, as a person does with F5 or the next morning. */
  async reload(): Promise<void> {
    await this.page.goto(this.#server.url(this.#folder));
    await this.page.locator('.monaco-workbench').waitFor();
    await this.#container().waitFor(); // our icon is there: extensions have been read
  }

  /** Opens the window anew by VS Code's own command, which keeps what windows keep. */
  async reloadWindow(): Promise<void> {
    const isGone = this.page.waitForEvent('framenavigated', (frame) => frame === this.page.mainFrame());
    await this.command('Developer: Reload Window');
    await isGone;
    await this.#container().waitFor();
  }

  /** Shows the side bar of Project Memory, if it is not there already. A window that restores it at that moment takes the click for hiding it. */
  async showSidebar(): Promise<void> {
    const tab = this.#container();
    const isShown = async (): Promise<boolean> =>
      (await tab.getAttribute('aria-expanded')) === 'true' && (await this.page.locator('.sidebar').isVisible());
    const deadline = Date.now() + STEP_TIMEOUT_MS;
    while (!(await isShown()) && Date.now() < deadline) {
      await tab.click();
      await this.page.waitForTimeout(1000);
    }
  }

  /** Hides the side bar, which leaves its room to the editors. */
  async foldSidebar(): Promise<void> {
    if (await this.page.locator('.sidebar').isVisible()) await this.page.keyboard.press('Control+B');
  }

  /** A page of ours. VS Code lays the frames of webviews over its own elements, so they are told apart by what is in them. */
  async webview(name: PageName): Promise<Frame> {
    const deadline = Date.now() + STEP_TIMEOUT_MS;
    while (Date.now() < deadline) {
      for (const frame of this.page.frames()) {
        const found = await frame.evaluate(() => document.body.dataset['page']).catch(() => undefined); // a frame that just went away
        if (found === name) return frame;
      }
      await this.page.waitForTimeout(200);
    }
    throw new Error(`The page ${name} did not appear.`);
  }

  /** Opens a view of the side bar by its header. */
  expandView(title: string): Promise<void> {
    return this.#setExpanded(title, true);
  }

  /** Folds a view, which leaves its room to the others. */
  foldView(title: string): Promise<void> {
    return this.#setExpanded(title, false);
  }

  async #setExpanded(title: string, isExpanded: boolean): Promise<void> {
    const header = this.page.locator('.sidebar .pane-header').filter({ hasText: new RegExp(`^${title}`, 'i') });
    if ((await header.getAttribute('aria-expanded')) !== String(isExpanded)) await header.click();
  }

  /** Runs a command as a person does: F1, its title, Enter. */
  async command(title: string): Promise<void> {
    const option = this.#quickInput().getByRole('option', { name: title }).first();
    for (let i = 0; ; i++) {
      await this.#openPalette(title);
      const isOffered = await option.waitFor({ timeout: PALETTE_TIMEOUT_MS }).then(
        () => true,
        () => false,
      );
      if (isOffered || i === PALETTE_TRIES) break;
      await this.closeQuickPick(); // the list does not follow what becomes possible while it is open
    }
    await option.click();
  }

  /** Whether the palette offers a command at this time. */
  async offers(title: string): Promise<boolean> {
    await this.#openPalette(title);
    await this.#quickInput().getByRole('option').first().waitFor(); // at the least "No matching commands"
    const count = await this.#quickInput().getByRole('option', { name: title }).count();
    await this.closeQuickPick();
    return count > 0;
  }

  quickPickItem(label: string | RegExp): Locator {
    return this.quickPickItems(label).first();
  }

  /** All items that are called so. */
  quickPickItems(label: string | RegExp): Locator {
    // In a list with boxes each row is one.
    const list = this.#quickInput().locator('.quick-input-list');
    const named = list.getByRole('option', { name: label }).or(list.getByRole('checkbox', { name: label }));
    return named.and(list.locator('.monaco-list-row'));
  }

  /** Types into the quick pick that is open. */
  async typeIntoQuickPick(text: string): Promise<void> {
    await this.#quickInput().locator('input').first().fill(text);
  }

  /** Types into the input box that is about to say this, and takes what stands there. */
  async typeIntoInput(prompt: RegExp, text: string): Promise<void> {
    await this.inputMessage(prompt).waitFor();
    await this.#quickInput().locator('.quick-input-box input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Presses the button that goes back to the question before. */
  async goBack(): Promise<void> {
    await this.#quickInput().getByRole('button', { name: 'Back' }).click();
  }

  /** What an input box says of what was typed. */
  inputMessage(text: RegExp): Locator {
    return this.#quickInput().locator('.quick-input-message').getByText(text).first();
  }

  async closeQuickPick(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.#quickInput().waitFor({ state: 'hidden' });
  }

  /** Presses the button that ends a quick pick with boxes. */
  async acceptQuickPick(): Promise<void> {
    await this.#quickInput().getByRole('button', { name: 'OK' }).click();
  }

  /** Whether the box of an item is ticked. */
  isTicked(label: string | RegExp): Promise<boolean> {
    return this.quickPickItem(label).isChecked();
  }

  /** Asks in the chat view and waits for the whole answer. */
  async ask(text: string): Promise<Locator> {
    const chat = this.page.locator('.interactive-session');
    if (!(await chat.isVisible())) await this.page.keyboard.press('Control+Alt+I');
    // A model is picked. Before that a message gets "Language model unavailable".
    await chat.getByText('Project Memory (no LLM)').first().waitFor();
    return await this.answerTo(async () => {
      await chat.locator('.chat-input-container .monaco-editor').first().click();
      await this.page.keyboard.press('Control+A'); // a participant that stays leaves its name behind
      await this.page.keyboard.press('Delete');
      await this.send(text);
    });
  }

  /** Types into the chat's field, where the caret is, and sends what stands there. */
  async send(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 15 });
    await this.page.keyboard.press('Escape'); // closes the list of completions, which would take the Enter
    await this.page.keyboard.press('Enter');
  }

  /** The line that is written in the chat, once it holds this. What is typed before it does may be lost. */
  chatInput(text: string): Locator {
    return this.page.locator('.interactive-session .chat-input-container .view-lines', { hasText: text }).first();
  }

  /** What the chat suggests to ask next. */
  followUp(label: string): Locator {
    return this.page.locator('.interactive-session').getByRole('button', { name: label });
  }

  /** Waits for the whole answer to what `send` sends. The list keeps only rows in sight, so they are told apart by their place in it. */
  async answerTo(send: () => Promise<void>): Promise<Locator> {
    const places = (): Promise<number[]> =>
      this.page
        .locator('.interactive-session .monaco-list-row:has(.interactive-response)')
        .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-index'))));
    const before = Math.max(-1, ...(await places()));
    await send();
    const deadline = Date.now() + STEP_TIMEOUT_MS;
    for (;;) {
      const place = Math.max(-1, ...(await places()));
      const row = this.page.locator(`.interactive-session .monaco-list-row[data-index="${place}"]`);
      const isWhole =
        place > before && (await row.locator('.interactive-response:not(.chat-response-loading)').count()) > 0;
      if (isWhole && (await row.locator('.value .rendered-markdown').count()) > 0) return row.locator('.value');
      if (Date.now() > deadline) throw new Error('The chat did not answer.');
      await this.page.waitForTimeout(100);
    }
  }

  /** An item of the status bar. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  /** Closes the editor, or panel, that has the focus. */
  async closeEditor(): Promise<void> {
    await this.command('View: Close Editor');
  }

  hasChat(): Promise<boolean> {
    return this.page.locator('.interactive-session').isVisible();
  }

  async closeChat(): Promise<void> {
    if (await this.hasChat()) await this.page.keyboard.press('Control+Alt+B');
  }

  /** Types a line into the integrated terminal. */
  async typeIntoTerminal(line: string): Promise<void> {
    const terminal = this.page.locator('.terminal-wrapper.active');
    if (!(await terminal.isVisible())) await this.page.keyboard.press('Control+Backquote');
    await terminal.locator('.xterm-screen').waitFor();
    await this.page.waitForTimeout(1500); // the shell's prompt is drawn on a canvas and cannot be waited for
    await this.page.keyboard.type(line, { delay: 5 });
    await this.page.keyboard.press('Enter');
  }

  async closeTerminal(): Promise<void> {
    await this.page.keyboard.press('Control+J');
    await this.page.locator('.terminal-wrapper.active').waitFor({ state: 'hidden' });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts').getByText(text).first();
  }

  /** Presses a button of a notification. */
  async pressInNotification(label: string): Promise<void> {
    await this.page.locator('.notification-toast').getByRole('button', { name: label }).first().click();
  }

  /** Names a file or folder in the dialog that asks for one. */
  async chooseInDialog(file: string): Promise<void> {
    const ok = this.#quickInput().getByRole('button', { name: 'Import' });
    await ok.waitFor();
    await this.quickPickItem('..').waitFor(); // before it has read the folder of the project, it takes no other
    await this.typeIntoQuickPick(`${path.dirname(file)}/`);
    await this.quickPickItem(path.basename(file)).click();
    await this.page.waitForTimeout(1000); // it has no sign of having read an empty folder
    await ok.click();
  }

  /** A question that must be answered first. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** The text of the document in the active editor, as far as it is in sight. */
  editorText(): Locator {
    return this.page.locator('.editor-instance .view-lines').first();
  }

  /** Takes notifications away, which would lie over the picture. */
  async dismissNotifications(): Promise<void> {
    if ((await this.page.locator('.notification-toast').count()) > 0)
      await this.command('Notifications: Clear All Notifications');
  }

  /** One picture in each theme, `NAME-dark.png` and `NAME-light.png`. */
  async screenshot(folder: string, name: string): Promise<void> {
    for (const theme of ['light', 'dark'] as const) {
      await this.#setTheme(theme);
      await this.page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
    }
  }

  async #setTheme(theme: Theme): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme }); // VS Code follows the system's scheme
    await this.page.locator(theme === 'dark' ? '.monaco-workbench.vs-dark' : '.monaco-workbench.vs').waitFor();
    await this.page.waitForTimeout(300); // the pages get their new colours a moment later
  }

  /** A key that is pressed while a page takes the focus is lost, so it is pressed again. */
  async #openPalette(text: string): Promise<void> {
    for (let i = 0; i < 10 && !(await this.#quickInput().isVisible()); i++) {
      await this.page.keyboard.press('F1');
      await this.page.waitForTimeout(500);
    }
    await this.typeIntoQuickPick(`>${text}`);
  }

  #container(): Locator {
    return this.page.getByRole('tab', { name: /^Project Memory/ });
  }

  #quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }
}
