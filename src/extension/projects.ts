import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { TEXTS, UserError } from './failures';
import { CONTEXTS, STATE } from './ids';

/** A project has one bank: a git repository, or a folder without one. */
export interface Project {
  /** The folder that holds `.git`, else the workspace folder itself. */
  readonly root: string;
  readonly name: string;
  readonly git: boolean;
}

/** The projects of the window, and the one among them that answers. */
export class Projects implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #folders: vscode.Disposable;
  #all: readonly Project[] = [];
  #loading: Promise<void> = Promise.resolve();

  /** Told when projects came or went, or another one was chosen. */
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#folders = vscode.workspace.onDidChangeWorkspaceFolders(() => void this.reload());
    void this.reload();
  }

  get all(): readonly Project[] {
    return this.#all;
  }

  /** The project that was chosen, else the first. Undefined while no folder is open. */
  get current(): Project | undefined {
    const chosen = this.#state.get<string>(STATE.project);
    return this.#all.find((project) => project.root === chosen) ?? this.#all[0];
  }

  find(root: string): Project | undefined {
    return this.#all.find((project) => project.root === root);
  }

  /** The project that a file lies in; of nested ones the inner. */
  containing(uri: vscode.Uri): Project | undefined {
    if (uri.scheme !== 'file') return undefined;
    const isInside = ({ root }: Project): boolean => {
      const relative = path.relative(root, uri.fsPath);
      return !relative.startsWith('..') && !path.isAbsolute(relative);
    };
    return this.#all.filter(isInside).sort((a, b) => b.root.length - a.root.length)[0];
  }

  async choose(project: Project): Promise<void> {
    await this.#state.update(STATE.project, project.root);
    this.#changed.fire();
  }

  /** Resolves when the folders were looked at. */
  ready(): Promise<void> {
    return this.#loading;
  }

  reload(): Promise<void> {
    this.#loading = this.#loading.then(async () => {
      const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
      const found = await Promise.all(folders.map(toProject));
      this.#all = found.filter((project, index) => found.findIndex(({ root }) => root === project.root) === index);
      void vscode.commands.executeCommand('setContext', CONTEXTS.hasProject, this.#all.length > 0);
      void vscode.commands.executeCommand('setContext', CONTEXTS.hasProjects, this.#all.length > 1);
      this.#changed.fire();
    });
    return this.#loading;
  }

  dispose(): void {
    this.#folders.dispose();
    this.#changed.dispose();
  }
}

/** @throws UserError when no folder is open. */
export function requireProject(projects: Projects): Project {
  if (!projects.current) throw new UserError(TEXTS.noFolder);
  return projects.current;
}

async function toProject(folder: vscode.WorkspaceFolder): Promise<Project> {
  const repository = await findRepository(folder.uri.fsPath);
  return { root: repository ?? folder.uri.fsPath, name: folder.name, git: repository !== undefined };
}

/**
 * The nearest folder upwards with a `.git` in it (a file in worktrees and submodules). Looked up without running git, because
 * in Restricted Mode the repository's own configuration is not trusted.
 */
async function findRepository(folder: string): Promise<string | undefined> {
  for (let here = folder; ; here = path.dirname(here)) {
    const isRepository = await fs.stat(path.join(here, '.git')).then(
      () => true,
      () => false,
    );
    if (isRepository) return here;
    if (path.dirname(here) === here) return undefined;
  }
}
