import type { SidebarCommand, WeekEntry, WeekState } from '../../protocol/sidebar';
import { marked } from '../diffView';
import { button, fill, h, icon, iconButton, type Child } from '../dom';
import { savedString } from '../host';
import { failureNotice, noFolderView, showBanner } from '../notices';
import type { PageParts, PageView } from '../pageView';
import { sourceLink } from '../source';
import { formatCount, visible } from '../../protocol/words';
import { OPERATIONS, TEXTS, WEEK_WORDS } from '../texts';
import { wordDiff } from '../wordDiff';
import { dayOf, daysOf, isoOf, mondayOf, weeksOf, weekTitle, type Day, type DayNumber, type Weeks } from './weekModel';

type What = WeekEntry['what'];

const CLASSES: Readonly<Record<What, string>> = { learned: 'add', changed: 'update', forgotten: 'delete' };
const ICONS: Readonly<Record<What, string>> = {
  learned: OPERATIONS.ADD.icon,
  changed: OPERATIONS.UPDATE.icon,
  forgotten: OPERATIONS.DELETE.icon,
};
const WHATS: readonly What[] = ['learned', 'changed', 'forgotten'];

/** What a week changed, to be read from top to bottom. */
export function createWeekPage(parts: PageParts): PageView {
  const { app, host, saved } = parts;
  const run = (command: SidebarCommand): void => host.notify('command', { command });
  const savedMonday = savedString(saved.load().monday);
  /** The week on show; without one the present week, also when it has become another one. */
  let chosen: DayNumber | undefined = savedMonday === undefined ? undefined : mondayOf(dayOf(savedMonday));
  let state: WeekState | undefined;
  let weeks: Weeks = new Map();

  const banner = h('div', { class: 'banner', role: 'alert', hidden: true });
  const title = h('h2', { 'aria-live': 'polite', tabindex: '-1' });
  const previous = iconButton('chevron-left', TEXTS.previousWeek, () => go(shown() - 7));
  const next = iconButton('chevron-right', TEXTS.nextWeek, () => go(shown() + 7));
  const present = iconButton('calendar', TEXTS.thisWeek, () => go(thisMonday()));
  const bar = h('div', { class: 'weekbar', hidden: true }, previous, title, next, present);
  const content = h('div', { hidden: true });
  app.classList.add('scroll');
  app.append(banner, bar, content);

  function shown(): DayNumber {
    return chosen ?? thisMonday();
  }

  function go(monday: DayNumber): void {
    chosen = monday === thisMonday() ? undefined : monday;
    saved.save(chosen === undefined ? {} : { monday: isoOf(chosen) });
    app.scrollTop = 0;
    const pressed = document.activeElement;
    render();
    // What was pressed may be gone, or useless there.
    const isUsable = pressed?.isConnected && !pressed.matches(':disabled, [hidden]');
    if (!isUsable) title.focus();
  }

  function render(): void {
    if (!state) return;
    const { notices, ready } = state;
    const monday = shown();
    const now = thisMonday();
    const others = [...weeks.keys()];
    const before = others.filter((each) => each < monday).reduce(maxOf, -Infinity);
    const after = others.filter((each) => each > monday).reduce(minOf, Infinity);
    const entries = weeks.get(monday) ?? [];
    showBanner(banner, notices, run);
    const noFolder = noFolderView(notices, run);
    title.textContent = weekTitle(monday);
    previous.disabled = before === -Infinity;
    next.disabled = monday >= now && after === Infinity;
    present.hidden = monday === now;
    bar.hidden = !ready || noFolder !== undefined;
    fill(content, JSON.stringify([ready, monday, before, after, entries, notices]), () => {
      if (noFolder) return [h('div', { class: 'empty' }, noFolder)];
      const days = daysOf(entries);
      if (days.length > 0) return [summary(entries), ...days.map((day) => daySection(day))];
      return [
        h(
          'div',
          { class: 'empty' },
          h('p', {}, TEXTS.nothingThisWeek),
          before > -Infinity && button(TEXTS.lastWeekWithChanges, () => go(before)),
          after < Infinity && button(TEXTS.nextWeekWithChanges, () => go(after)),
        ),
      ];
    });
  }

  function daySection({ name, date, entries }: Day): HTMLElement {
    return h(
      'section',
      { class: 'day', 'aria-label': `${name} ${date}` },
      h('h3', {}, name, h('span', { class: 'sub' }, ` ${date}`)),
      h(
        'ul',
        {},
        entries.map((entry) =>
          h(
            'li',
            { class: CLASSES[entry.what] },
            icon(ICONS[entry.what], 'op'),
            h(
              'div',
              {},
              h('div', { class: 'sub' }, WEEK_WORDS[entry.what]),
              textOf(entry),
              entry.source.ref !== '' && sourceLink(entry.source, (source) => host.notify('openSource', source)),
            ),
          ),
        ),
      ),
    );
  }

  return {
    show(given) {
      if (given.page !== 'week') return;
      state = given;
      weeks = weeksOf(given.entries);
      render();
    },
    press: () => undefined, // nothing here can be decided
    reveal: () => undefined,
    fail: (reason) => showBanner(banner, [failureNotice(reason)], run),
  };
}

/** "2 learned, 7 changed, 1 forgotten" */
function summary(entries: readonly WeekEntry[]): HTMLElement {
  const counts = WHATS.map((what) => ({ what, count: entries.filter((entry) => entry.what === what).length }));
  return h(
    'p',
    { class: 'tally' },
    counts
      .filter(({ count }) => count > 0)
      .map(({ what, count }) =>
        h(
          'span',
          { class: CLASSES[what] },
          icon(ICONS[what], 'op'),
          ` ${formatCount(count)} ${WEEK_WORDS[what].toLowerCase()}`,
        ),
      ),
  );
}

function textOf({ what, text, was }: WeekEntry): readonly Child[] {
  if (was === undefined) return [h('p', { class: what === 'forgotten' ? 'struck' : '', dir: 'auto' }, visible(text))];
  const diff = wordDiff(was, text);
  return [
    h('p', { dir: 'auto' }, marked(diff.new, 'ins')),
    h('p', { class: 'sub', dir: 'auto' }, TEXTS.was, marked(diff.old, 'del')),
  ];
}

function maxOf(a: number, b: number): number {
  return Math.max(a, b);
}

function minOf(a: number, b: number): number {
  return Math.min(a, b);
}

function thisMonday(): DayNumber {
  return mondayOf(dayOf(localDay(new Date())));
}

function localDay(date: Date): string {
  const pad = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
