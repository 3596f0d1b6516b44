import * as vscode from 'vscode';
import type { App } from './app';
import { debounce } from './cancel';
import { sentenceOf } from './failures';
import { isSameFolder, openGitApi, type GitApi, type GitRepository } from './git';
import { STATE } from './ids';
import type { Project } from './projects';
import { offerFirstScan } from './scan';

/** A rebase moves HEAD many times; it is looked at when it has been still this long. */
const QUIET_MS = 1000;

/**
 * Reads new commits when HEAD moves, whoever made them. A project whose history was never scanned is left alone until the
 * user asks for it: its whole past would otherwise be read unasked.
 */
export class Capture implements vscode.Disposable {
  readonly #app: App;
  readonly #subscriptions: vscode.Disposable[];
  /** One watch per project root. */
  readonly #watches = new Map<string, vscode.Disposable>();
  /** Roots whose HEAD moved while something was read; they are looked at when that ends. */
  readonly #missed = new Set<string>();
  #disposed = false;

  constructor(app: App) {
    this.#app = app;
    const again = (): void => this.#watchProjects();
    this.#subscriptions = [
      app.projects.onDidChange(again),
      vscode.workspace.onDidGrantWorkspaceTrust(again),
      app.banks.onDidChange((root) => {
        const project = app.projects.find(root);
        if (project && !app.banks.get(root).reading && this.#missed.delete(root)) void this.capture(project);
      }),
    ];
    again();
  }

  /** Reads what is new in a project now. */
  async capture(project: Project): Promise<void> {
    const { root } = project;
    if (this.#disposed || !vscode.workspace.isTrusted || !this.#app.settings().commits) return;
    if (this.#app.banks.get(root).reading) {
      this.#missed.add(root);
      return;
    }
    try {
      const { status } = await this.#app.banks.refresh(root);
      if (!status || status.neverScanned || status.readOnly !== undefined) return;
      const report = await this.#app.service.call('capture', { root });
      if (report.events > 0) this.#app.log.info(`${report.events} new commits read, ${report.facts} facts.`);
    } catch (error) {
      this.#app.log.warn(`New commits were not read: ${sentenceOf(error)}`);
    }
  }

  dispose(): void {
    this.#disposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const watch of this.#watches.values()) watch.dispose();
    this.#watches.clear();
  }

  #watchProjects(): void {
    const wanted = vscode.workspace.isTrusted ? this.#app.projects.all.filter(({ git }) => git) : [];
    for (const [root, watch] of this.#watches) {
      if (wanted.some((project) => project.root === root)) continue;
      watch.dispose();
      this.#watches.delete(root);
    }
    for (const project of wanted) {
      if (this.#watches.has(project.root)) continue;
      this.#watches.set(
        project.root,
        watchProject(project, () => void this.capture(project)),
      );
      void this.#begin(project).catch((error: unknown) => this.#app.log.error(sentenceOf(error)));
    }
  }

  /** What was committed while no window was open; or the one offer to read the history. */
  async #begin(project: Project): Promise<void> {
    const status = await this.#app.banks.open(project.root);
    if (!status) return;
    if (!status.neverScanned) return await this.capture(project);
    const offered = this.#app.context.workspaceState.get<readonly string[]>(STATE.offered, []);
    if (offered.includes(project.root)) return;
    await this.#app.context.workspaceState.update(STATE.offered, [...offered, project.root]);
    await offerFirstScan(this.#app, project);
  }
}

/** Tells when HEAD of a project names another commit: through the git extension where it knows the repository, else by files. */
function watchProject(project: Project, moved: () => void): vscode.Disposable {
  const later = debounce(moved, QUIET_MS);
  const ended = new AbortController();
  let watch: { dispose(): void } | undefined;
  void (async () => {
    const api = await openGitApi();
    const repository = api && (await findRepository(api, project.root));
    const start = repository ? () => watchRepository(repository, later) : await watchFiles(project.root, later);
    if (!ended.signal.aborted) watch = start();
  })();
  return new vscode.Disposable(() => {
    ended.abort();
    watch?.dispose();
    later.dispose();
  });
}

/** The watcher of files is loaded only where it is needed, as activation is counted in milliseconds. */
async function watchFiles(root: string, moved: () => void): Promise<() => { dispose(): void }> {
  const { watchHead } = await import('../node/git/watch');
  return () => watchHead(root, moved);
}

function watchRepository(repository: GitRepository, moved: () => void): vscode.Disposable {
  const place = (): string => `${repository.state.HEAD?.name ?? ''} ${repository.state.HEAD?.commit ?? ''}`;
  let last = place();
  return repository.state.onDidChange(() => {
    const now = place();
    if (now === last) return;
    last = now;
    moved();
  });
}

/** Time that the git extension gets to open a repository; it looks for them after it has started. */
const OPEN_TIMEOUT_MS = 5_000;

async function findRepository(api: GitApi, root: string): Promise<GitRepository | undefined> {
  const among = async (repositories: readonly GitRepository[]): Promise<GitRepository | undefined> => {
    for (const repository of repositories) if (await isSameFolder(repository.rootUri.fsPath, root)) return repository;
    return undefined;
  };
  const open = await among(api.repositories);
  if (open) return open;
  return await new Promise((resolve) => {
    const finish = (repository?: GitRepository): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(repository);
    };
    const timer = setTimeout(finish, OPEN_TIMEOUT_MS);
    const subscription = api.onDidOpenRepository(
      (repository) => void among([repository]).then((mine) => mine && finish(mine)),
    );
  });
}
