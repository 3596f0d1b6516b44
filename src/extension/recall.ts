import * as vscode from 'vscode';
import type { RecallHit } from '../core/index';
import type { App } from './app';
import { askElsewhere } from './ask';
import { debounce, isCancellation } from './cancel';
import { sentenceOf } from './failures';
import { LINKS } from './ids';
import { requireProject, type Project } from './projects';
import { sourceReference } from './reference';
import { describeSource, describeState, withoutIcons } from './words';

/** Typing pauses this long before a search begins. */
const DEBOUNCE_MS = 120;
const LIMIT = 30;

const SOURCE_ICONS = { commit: 'git-commit', chat: 'comment-discussion', note: 'note', file: 'book' } as const;

type Item = vscode.QuickPickItem & { readonly root?: string; readonly hit?: RecallHit };

const OPEN_SOURCE: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('go-to-file'), tooltip: 'Open source' };
const SHOW_HISTORY: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('history'), tooltip: 'Show history' };
const COPY: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('copy'), tooltip: 'Copy text' };
const ASK: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('comment-discussion'),
  tooltip: 'Ask @memory instead',
};
const ALL: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('root-folder-opened'),
  tooltip: 'Search all projects',
};

/** Memory: Recall... searches while one types. */
export function showRecall(app: App): void {
  const current = requireProject(app.projects);
  const pick = vscode.window.createQuickPick<Item>();
  let projects: readonly Project[] = [current];
  let running = new AbortController();

  const setTitle = (): void => {
    const several = app.projects.all.length > 1;
    pick.title = several ? `Recall in ${projects.length > 1 ? 'all projects' : current.name}` : 'Recall';
    pick.buttons = several && projects.length === 1 ? [ALL, ASK] : [ASK];
  };
  const search = async (query: string): Promise<void> => {
    running.abort();
    const mine = (running = new AbortController());
    pick.busy = true;
    try {
      const found = await Promise.all(
        projects.map(async (project) => {
          const hits = await app.service.call('recall', { root: project.root, query, limit: LIMIT }, mine.signal);
          return hits.map((hit) => toItem(hit, project, projects.length > 1));
        }),
      );
      if (mine.signal.aborted) return;
      const items = found.flat().sort((a, b) => rank(b) - rank(a));
      pick.items = items.length > 0 ? items : query.trim() === '' ? [] : [nothingFound()];
    } catch (error) {
      if (mine.signal.aborted || isCancellation(error)) return;
      pick.items = [{ label: `$(warning) ${sentenceOf(error)}`, alwaysShow: true }];
    } finally {
      if (running === mine) pick.busy = false;
    }
  };
  const later = debounce((query: string) => void search(query), DEBOUNCE_MS);

  setTitle();
  keepOrder(pick);
  pick.placeholder = 'Search what this project remembers';
  pick.matchOnDescription = pick.matchOnDetail = false;
  pick.onDidChangeValue((query) => {
    running.abort();
    pick.busy = true;
    later(query);
  });
  pick.onDidTriggerButton((button) => {
    if (button === ASK) {
      const question = pick.value;
      pick.hide();
      void askElsewhere(app, question);
      return;
    }
    projects = app.projects.all;
    setTitle();
    void search(pick.value);
  });
  pick.onDidTriggerItemButton(({ item, button }) => void press(item, button));
  pick.onDidAccept(() => {
    const [item] = pick.activeItems;
    const question = pick.value;
    pick.hide();
    if (item?.hit && item.root)
      void vscode.commands.executeCommand(LINKS.openMemory, { root: item.root, id: item.hit.memory.id });
    else if (item) void askElsewhere(app, question);
  });
  pick.onDidHide(() => {
    running.abort();
    later.dispose();
    pick.dispose();
  });
  pick.show();
  void search('');
}

/**
 * VS Code sorts items whose label matches by their label. The switch against it is no stable API yet, though the object has it
 * in every version; where it has not, the order is merely less good.
 */
function keepOrder(pick: vscode.QuickPick<Item>): void {
  try {
    Object.assign(pick, { sortByLabel: false });
  } catch {
    // Refused by a VS Code that guards it.
  }
}

/** Active memories first; among equals the better score. */
function rank({ hit }: Item): number {
  return (hit?.memory.state === 'active' ? 1 : 0) + (hit?.score ?? 0) / 2;
}

function toItem(hit: RecallHit, project: Project, named: boolean): Item {
  const { memory } = hit;
  const [source] = memory.sources;
  const icon =
    memory.state !== 'active'
      ? 'history'
      : memory.stale
        ? 'warning'
        : memory.branch
          ? 'git-branch'
          : 'circle-small-filled';
  return {
    label: `$(${icon}) ${withoutIcons(memory.text)}`,
    description: `${named ? `${project.name}, ` : ''}${withoutIcons(describeState(memory))}`,
    ...(source
      ? {
          detail: `$(${SOURCE_ICONS[source.kind]}) ${withoutIcons(describeSource(source))}`,
        }
      : {}),
    buttons: [...(source ? [OPEN_SOURCE] : []), SHOW_HISTORY, COPY],
    // Else VS Code filters our ranking by the letters typed.
    alwaysShow: true,
    root: project.root,
    hit,
  };
}

function nothingFound(): Item {
  return { label: '$(comment-discussion) Memory holds nothing about this. Ask @memory instead', alwaysShow: true };
}

async function press(item: Item, button: vscode.QuickInputButton): Promise<void> {
  if (!item.hit || item.root === undefined) return;
  const { memory } = item.hit;
  const [source] = memory.sources;
  if (button === COPY) await vscode.env.clipboard.writeText(memory.text);
  else if (button === SHOW_HISTORY)
    await vscode.commands.executeCommand(LINKS.showHistory, { root: item.root, id: memory.id });
  else if (source) await vscode.commands.executeCommand(LINKS.openSource, sourceReference(source, item.root));
}
