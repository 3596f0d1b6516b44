import * as vscode from 'vscode';
import { RpcPeer } from '../protocol/rpc';
import type { RunSummary } from '../protocol/service';
import type { HostToSidebar, Page, PageState, SidebarCommand, SidebarToHost } from '../protocol/sidebar';
import type { App } from './app';
import { toChannel } from './channel';
import { discussedIn } from './discussed';
import { sentenceOf } from './failures';
import { showFrame } from './frame';
import { COMMANDS, CONTEXTS, VIEWS } from './ids';
import { noticesFor } from './notices';
import { sourceReference } from './reference';
import { openSource } from './source';
import { countOf } from '../protocol/words';
import { weekEntries } from './week';

const PAGES: readonly Page[] = ['proposals', 'memories', 'week'];
const ALL_STATES = ['active', 'superseded', 'deleted'] as const;

/** Hits that a search in the Memories view asks for. */
const SEARCH_LIMIT = 60;

/** Fewer proposals of imported documents are looked at one by one. */
const LEAST_OF_DOCUMENTS = 10;

/** Time that a page gets to come up before a link opens a document instead. */
const READY_TIMEOUT_MS = 5000;

/** What a page may run; each name is one of our commands or one of VS Code's. */
const PAGE_COMMANDS: Readonly<Record<SidebarCommand, string>> = {
  scan: COMMANDS.scan,
  importChats: COMMANDS.importChats,
  importDocuments: COMMANDS.importDocuments,
  openFolder: 'workbench.action.files.openFolder',
  manageTrust: 'workbench.trust.manage',
  showLog: COMMANDS.showLog,
  recall: COMMANDS.recall,
  showToday: COMMANDS.showToday,
  reviewProposals: COMMANDS.reviewProposals,
};

/** The three views of the side bar. They show the current project, always as a whole snapshot. */
export class Sidebar implements vscode.Disposable {
  readonly #app: App;
  readonly #views = new Map<Page, OpenView>();
  readonly #subscriptions: vscode.Disposable[] = [];
  /** Batches that the user does not want on top of the list, until the window is opened again. */
  readonly #dismissed = new Set<string>();
  /** The day that Memories shows, where it is not today: of this project. */
  #past: { readonly root: string; readonly day: string } | undefined;
  #revision = 0;

  constructor(app: App) {
    this.#app = app;
    for (const page of PAGES) {
      const provider = { resolveWebviewView: (view: vscode.WebviewView) => this.#resolve(page, view) };
      this.#subscriptions.push(vscode.window.registerWebviewViewProvider(VIEWS[page], provider));
    }
    this.#subscriptions.push(
      app.projects.onDidChange(() => this.#onProjects()),
      app.banks.onDidChange((root) => {
        if (root === app.projects.current?.root) this.#refresh();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#refresh()),
    );
  }

  /** Acts as the key would in the page that has the rows; where the page is not there yet, opens it. */
  async press(page: Page, key: Parameters<HostToSidebar['press']>[0]['key']): Promise<void> {
    const view = this.#views.get(page);
    if (view?.webview.visible) view.peer.notify('press', { key });
    else await this.focus(page);
  }

  async focus(page: Page): Promise<void> {
    await vscode.commands.executeCommand(`${VIEWS[page]}.focus`);
  }

  /** Shows what held at the end of a day ("2024-03-12") in Memories; without one, what holds now. */
  async showDay(day: string | undefined): Promise<void> {
    const root = this.#app.projects.current?.root;
    this.#setPast(root !== undefined && day !== undefined ? { root, day } : undefined);
    await this.focus('memories');
  }

  /** Shows a memory in its list with its card open. @returns false when it is in neither list of the current project: records are not. */
  async reveal(root: string, id: string): Promise<boolean> {
    if (root !== this.#app.projects.current?.root) return false;
    const page = await this.#pageOf(root, id);
    if (!page) return false;
    if (page === 'memories') this.#setPast(undefined);
    await this.focus(page);
    const view = await this.#whenReady(page);
    view?.peer.notify('reveal', { id });
    return view !== undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const view of this.#views.values()) view.peer.dispose();
    this.#views.clear();
  }

  #resolve(page: Page, webview: vscode.WebviewView): void {
    const view: OpenView = {
      webview,
      peer: new RpcPeer<HostToSidebar, SidebarToHost>(toChannel(webview.webview), this.#handlers(page)),
      ready: false,
      whenReady: [],
    };
    this.#views.get(page)?.peer.dispose();
    this.#views.set(page, view);
    webview.onDidDispose(() => {
      view.peer.dispose();
      if (this.#views.get(page) === view) this.#views.delete(page);
    });
    // A hidden page is thrown away and asks anew when it comes back.
    webview.onDidChangeVisibility(() => {
      if (!webview.visible) view.ready = false;
    });
    showFrame(webview.webview, page, this.#app.context.extensionUri);
    this.#describe(page, view);
  }

  #handlers(page: Page): ConstructorParameters<typeof RpcPeer<HostToSidebar, SidebarToHost>>[1] {
    const { acts, service } = this.#app;
    const nothing = { ok: false, message: 'Open a folder to use its memory.', undo: false };
    const inProject = async <T>(otherwise: T, run: (root: string) => Promise<T>): Promise<T> => {
      const root = this.#app.projects.current?.root;
      return root === undefined ? otherwise : await run(root);
    };
    return {
      ready: async () => {
        const state = await this.#state(page);
        const view = this.#views.get(page);
        if (view) {
          view.ready = true;
          // After the answer is on its way, so that the page has its rows first.
          setTimeout(() => view.whenReady.splice(0).forEach((resolve) => resolve()), 0);
        }
        return state;
      },
      accept: ({ ids }) => inProject(nothing, (root) => acts.accept(root, { ids })),
      reject: ({ ids }) => inProject(nothing, (root) => acts.reject(root, { ids })),
      edit: ({ id, text }) => inProject(nothing, (root) => acts.edit(root, id, text)),
      acceptRun: ({ run }) => inProject(nothing, (root) => acts.accept(root, { run })),
      dismissRun: ({ run }) => {
        this.#dismissed.add(run);
        this.#refresh();
      },
      undo: () => inProject(nothing, (root) => acts.undo(root)),
      search: ({ query }, signal) =>
        inProject([], async (root) => {
          const hits = await service.call('recall', { root, query, limit: SEARCH_LIMIT }, signal);
          return hits.map(({ memory, score }) => ({ id: memory.id, score }));
        }),
      history: ({ id }, signal) =>
        inProject({ entries: [], discussed: [] }, async (root) => {
          const [entries, [memory]] = await Promise.all([
            service.call('history', { root, id }, signal),
            service.call('list', { root, ids: [id] }, signal),
          ]);
          const sources = entries.map(({ event }) => event);
          const discussed = await discussedIn(this.#app, root, sources, signal);
          return {
            entries,
            ...(memory?.uses && { uses: memory.uses }),
            discussed: [...discussed].map(([commit, chats]) => ({ commit, chats })),
          };
        }),
      deleteMemory: ({ id }) => inProject(nothing, (root) => acts.deleteMemory(root, id)),
      editMemory: ({ id, text }) => inProject(nothing, (root) => acts.editMemory(root, id, text)),
      revertMemory: ({ id }) => inProject(nothing, (root) => acts.revertMemory(root, id)),
      openSource: (source) => inProject(undefined, (root) => openSource(this.#app, sourceReference(source, root))),
      command: async ({ command }) => {
        const id = Object.hasOwn(PAGE_COMMANDS, command) ? PAGE_COMMANDS[command] : undefined;
        if (id) await vscode.commands.executeCommand(id);
      },
      // The page keeps its active row; commands reach it through `press`.
      active: () => undefined,
    };
  }

  async #state(page: Page): Promise<PageState> {
    const project = this.#app.projects.current;
    // Read before anything is awaited: of two snapshots the one that was begun later is the newer one.
    const revision = ++this.#revision;
    const bank = project ? this.#app.banks.get(project.root) : {};
    const base = { revision, ready: true, notices: noticesFor(project, bank) };
    const status = project && (await this.#app.banks.open(project.root));
    const notices = noticesFor(project, project ? this.#app.banks.get(project.root) : bank);
    if (!project || !status) return emptyState(page, { ...base, notices });
    const { root } = project;
    const { service } = this.#app;
    try {
      switch (page) {
        case 'proposals': {
          const [proposals, runs] = await Promise.all([
            service.call('review', { root }),
            service.call('runs', { root }),
          ]);
          const batch = runs.find((run) => this.#isBatch(run));
          return {
            ...base,
            page,
            notices,
            proposals,
            ...(batch ? { batch } : {}),
            ...(status.undoable !== undefined ? { undoable: status.undoable } : {}),
          };
        }
        case 'memories': {
          const past = this.#past?.root === root ? { asOf: this.#past.day } : {};
          const memories = await service.call('list', { root, states: ALL_STATES, lasting: true, ...past });
          return { ...base, page, notices, memories, pending: status.pending, ...past };
        }
        case 'week':
          return {
            ...base,
            page,
            notices,
            entries: weekEntries(await service.call('list', { root, states: ALL_STATES, lasting: true })),
          };
      }
    } catch (error) {
      const failed = {
        id: 'failure',
        text: sentenceOf(error),
        action: { label: 'Show log', command: 'showLog' as const },
      };
      return emptyState(page, { ...base, notices: [...notices, failed] });
    }
  }

  #isBatch({ id, kind, pending }: RunSummary): boolean {
    const least = kind === 'scan' ? 2 : kind === 'files' ? LEAST_OF_DOCUMENTS : Infinity;
    return pending.add + pending.update + pending.delete >= least && !this.#dismissed.has(id);
  }

  get #pending(): number {
    const { current } = this.#app.projects;
    return current ? (this.#app.banks.get(current.root).status?.pending ?? 0) : 0;
  }

  #refresh(): void {
    void vscode.commands.executeCommand('setContext', CONTEXTS.hasPending, this.#pending > 0);
    for (const [page, view] of this.#views) {
      this.#describe(page, view);
      // A hidden page gets its state when it asks for it again; messages to it would be lost.
      if (view.ready && view.webview.visible) void this.#push(page, view);
    }
  }

  #setPast(past: { readonly root: string; readonly day: string } | undefined): void {
    if (past?.day === this.#past?.day && past?.root === this.#past?.root) return;
    this.#past = past;
    void vscode.commands.executeCommand('setContext', CONTEXTS.showsPast, past !== undefined);
    this.#refresh();
  }

  async #push(page: Page, view: OpenView): Promise<void> {
    const state = await this.#state(page);
    if (this.#views.get(page) === view && state.revision === Math.max(state.revision, view.shown ?? 0)) {
      view.shown = state.revision;
      view.peer.notify('state', state);
    }
  }

  #onProjects(): void {
    const project = this.#app.projects.current;
    if (this.#past && this.#past.root !== project?.root) this.#setPast(undefined);
    if (project && this.#views.size > 0) void this.#app.banks.open(project.root);
    this.#refresh();
  }

  /** The badge, and the project's name where there are several. */
  #describe(page: Page, { webview }: OpenView): void {
    const { current, all } = this.#app.projects;
    const pending = this.#pending;
    const description = all.length > 1 ? current?.name : undefined;
    if (webview.description !== description) (webview as { description: string | undefined }).description = description;
    if (page !== 'proposals') return;
    webview.badge = pending > 0 ? { value: pending, tooltip: `${countOf(pending, 'proposal')} to review` } : undefined;
  }

  async #pageOf(root: string, id: string): Promise<Page | undefined> {
    const { service } = this.#app;
    const found = await service.call('list', { root, states: ALL_STATES, lasting: true, ids: [id] });
    if (found.length > 0) return 'memories';
    return (await service.call('review', { root })).some((proposal) => proposal.id === id) ? 'proposals' : undefined;
  }

  async #whenReady(page: Page): Promise<OpenView | undefined> {
    const view = this.#views.get(page);
    if (!view || view.ready) return view;
    return await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), READY_TIMEOUT_MS);
      view.whenReady.push(() => {
        clearTimeout(timer);
        resolve(view);
      });
    });
  }
}

interface OpenView {
  readonly webview: vscode.WebviewView;
  readonly peer: RpcPeer<HostToSidebar, SidebarToHost>;
  /** The page asked for its state since it was last shown. */
  ready: boolean;
  readonly whenReady: (() => void)[];
  /** Revision of the newest snapshot that was sent. */
  shown?: number;
}

type Base = Pick<PageState, 'revision' | 'ready' | 'notices'>;

function emptyState(page: Page, base: Base): PageState {
  switch (page) {
    case 'proposals':
      return { ...base, page, proposals: [] };
    case 'memories':
      return { ...base, page, memories: [], pending: 0 };
    case 'week':
      return { ...base, page, entries: [] };
  }
}
