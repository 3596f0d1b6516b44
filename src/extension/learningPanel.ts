import * as vscode from 'vscode';
import type {
  HostToLearningPage,
  LearningAct,
  LearningPageState,
  LearningPageToHost,
  Obstacle,
} from '../protocol/learningPage';
import { RpcPeer } from '../protocol/rpc';
import { requireTrust } from './acts';
import type { App } from './app';
import { debounce } from './cancel';
import { toChannel } from './channel';
import { sentenceOf, TEXTS } from './failures';
import { showFrame } from './frame';
import { COMMANDS, PANELS } from './ids';
import { requireProject } from './projects';

/** Making the questions takes half a second for a thousand commits, so it waits until who reviews makes a pause. */
const QUIET_MS = 1500;

/** The Learning page in the editor area: one, for the current project. A training goes on without it. */
export class LearningPanel implements vscode.Disposable {
  readonly #app: App;
  readonly #subscriptions: vscode.Disposable[] = [];
  #open: OpenPanel | undefined;
  /** Why the last act failed, until the next one. */
  #failure: string | undefined;
  #revision = 0;

  constructor(app: App) {
    this.#app = app;
    // What there is to learn from grows with what is remembered.
    const count = debounce(() => {
      const root = app.projects.current?.root;
      if (this.isVisible && root !== undefined) app.learning.noteChange(root);
    }, QUIET_MS);
    this.#subscriptions.push(
      // A window that is opened again brings its panels back.
      vscode.window.registerWebviewPanelSerializer(PANELS.learning, {
        deserializeWebviewPanel: async (panel) => {
          await app.projects.ready();
          this.#take(panel);
        },
      }),
      app.projects.onDidChange(() => this.#onProject()),
      app.learning.onDidChange((root) => {
        if (root === app.projects.current?.root) this.#push();
      }),
      new vscode.Disposable(() => count.dispose()),
      app.banks.onDidChange(() => count()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#push()),
    );
  }

  get isVisible(): boolean {
    return this.#open?.panel.visible === true;
  }

  show(): void {
    if (this.#open) return this.#open.panel.reveal();
    this.#take(vscode.window.createWebviewPanel(PANELS.learning, 'Learning', vscode.ViewColumn.Active));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#open?.panel.dispose();
  }

  #take(panel: vscode.WebviewPanel): void {
    this.#open?.panel.dispose();
    const { extensionUri } = this.#app.context;
    const icon = (theme: 'light' | 'dark'): vscode.Uri =>
      vscode.Uri.joinPath(extensionUri, 'media', `learning-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const peer = new RpcPeer<HostToLearningPage, LearningPageToHost>(toChannel(panel.webview), {
      ready: async () => {
        const root = this.#app.projects.current?.root;
        if (root !== undefined) await this.#app.learning.refresh(root);
        if (this.#open) this.#open.isReady = true;
        return this.#state();
      },
      act: ({ act }) => this.#act(act),
    });
    const open: OpenPanel = { panel, peer, isReady: false };
    this.#open = open;
    panel.onDidDispose(() => {
      peer.dispose();
      if (this.#open === open) this.#open = undefined;
    });
    // A hidden page is thrown away and asks anew when it comes back.
    panel.onDidChangeViewState(() => {
      if (!panel.visible) open.isReady = false;
    });
    showFrame(panel.webview, 'learning', extensionUri);
  }

  async #act(act: LearningAct): Promise<void> {
    this.#failure = undefined;
    try {
      await this.#run(act);
    } catch (error) {
      this.#failure = sentenceOf(error);
      this.#push();
    }
  }

  async #run(act: LearningAct): Promise<void> {
    const { learning, projects } = this.#app;
    const root = (): string => {
      requireTrust();
      return requireProject(projects).root;
    };
    switch (act) {
      case 'train':
        return await learning.train(root());
      case 'stop':
        return await learning.stop(root());
      case 'keepOld':
        return await learning.keepOld(root());
      case 'useNew':
        return await learning.useNew(root());
      case 'goBack':
        return await learning.goBack(root());
      case 'useShipped':
        return await learning.goBack(root(), 'shipped');
      case 'review':
        return await vscode.commands.executeCommand(COMMANDS.reviewProposals);
      case 'scan':
        return await vscode.commands.executeCommand(COMMANDS.scan);
      case 'showLog':
        return await vscode.commands.executeCommand(COMMANDS.showLog);
      case 'openFolder':
        return await vscode.commands.executeCommand('workbench.action.files.openFolder');
      case 'manageTrust':
        return await vscode.commands.executeCommand('workbench.trust.manage');
    }
  }

  #state(): LearningPageState {
    const { learning, projects } = this.#app;
    const { current, all } = projects;
    const { state, failure } = current ? learning.get(current.root) : {};
    return {
      revision: ++this.#revision,
      ...(current && all.length > 1 && { project: current.name }),
      ...(state && { learning: state }),
      canChange: vscode.workspace.isTrusted,
      obstacles: this.#obstacles(failure),
    };
  }

  #obstacles(failure: string | undefined): Obstacle[] {
    const log = { label: 'Show log', act: 'showLog' } as const;
    return [
      ...(this.#app.projects.current
        ? []
        : [{ text: TEXTS.noFolder, action: { label: 'Open folder', act: 'openFolder' } as const }]),
      ...(vscode.workspace.isTrusted
        ? []
        : [{ text: TEXTS.restricted, action: { label: 'Manage trust', act: 'manageTrust' } as const }]),
      ...(failure === undefined ? [] : [{ text: failure, action: log }]),
      ...(this.#failure === undefined ? [] : [{ text: this.#failure, action: log }]),
    ];
  }

  #push(): void {
    // A hidden page gets its state when it asks for it again; messages to it would be lost.
    if (this.#open?.isReady) this.#open.peer.notify('state', this.#state());
  }

  #onProject(): void {
    this.#failure = undefined;
    const root = this.#app.projects.current?.root;
    if (this.#open && root !== undefined) void this.#app.learning.refresh(root);
    this.#push();
  }
}

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  readonly peer: RpcPeer<HostToLearningPage, LearningPageToHost>;
  /** The page asked for its state since it was last shown. */
  isReady: boolean;
}
