import type { Notice, SidebarCommand } from '../protocol/sidebar';
import { button, fill, h, icon, linkButton } from './dom';
import { visible } from '../protocol/words';
import { TEXTS } from './texts';

/** Without a folder there is nothing to list: this notice takes the place of the empty state. */
const NO_FOLDER = 'noFolder';

/** While one of these stands, nothing can be read into the bank, so it is not offered. */
const NO_IMPORT: ReadonlySet<string> = new Set([NO_FOLDER, 'restricted', 'readOnly']);

export function canImport(notices: readonly Notice[]): boolean {
  return !notices.some(({ id }) => NO_IMPORT.has(id));
}

export function canScan(notices: readonly Notice[]): boolean {
  return canImport(notices) && !notices.some(({ id }) => id === 'noGit');
}

/** What is missing, above everything else. */
export function showBanner(
  banner: HTMLElement,
  notices: readonly Notice[],
  run: (command: SidebarCommand) => void,
): void {
  const shown = notices.filter(({ id }) => id !== NO_FOLDER);
  fill(banner, JSON.stringify(shown), () => shown.map((notice) => noticeView(notice, run)));
}

export function failureNotice(reason: string): Notice {
  return { id: 'failure', text: reason, action: { label: TEXTS.showLog, command: 'showLog' } };
}

/** The empty state of a window without a folder. */
export function noFolderView(
  notices: readonly Notice[],
  run: (command: SidebarCommand) => void,
): HTMLElement[] | undefined {
  const notice = notices.find(({ id }) => id === NO_FOLDER);
  if (!notice) return undefined;
  const { action } = notice;
  const text = h('p', {}, visible(notice.text));
  return action ? [text, button(action.label, () => run(action.command), { primary: true })] : [text];
}

function noticeView({ text, action }: Notice, run: (command: SidebarCommand) => void): HTMLElement {
  return h(
    'div',
    { class: 'notice' },
    icon('warning'),
    h('span', { class: 'grow' }, visible(text)),
    action && linkButton(action.label, () => run(action.command)),
  );
}
