import type { SidebarCommand, WeekEntry, WeekState } from '../../protocol/sidebar';
import { marked } from '../diffView';
import { button, fill, h, icon, iconButton, visible, type Child } from '../dom';
import { savedString } from '../host';
import { failureNotice, noFolderView, showBanner } from '../notices';
import type { PageParts, PageView } from '../pageView';
import { sourceLink } from '../source';
import { formatCount } from '../../protocol/words';
import { OPERATIONS, TEXTS, WEEK_WORDS } from '../texts';
import { wordDiff } from '../wordDiff';
import { dayOf, daysOf, isoOf, mondayOf, weekTitle, type Day, type DayNumber } from './weekModel';

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
  const thisMonday = mondayOf(dayOf(localDay(new Date())));
  let monday: DayNumber = savedMonday === undefined ? thisMonday : mondayOf(dayOf(savedMonday));
  let state: WeekState | undefined;

  const banner = h('div', { class: 'banner', role: 'alert', hidden: true });
  const title = h('h2', { 'aria-live': 'polite' });
  const previous = iconButton('chevron-left', TEXTS.previousWeek, () => go(monday - 7));
  const next = iconButton('chevron-right', TEXTS.nextWeek, () => go(monday + 7));
  const bar = h('div', { class: 'weekbar', hidden: true }, previous, title, next);
  const content = h('div', { hidden: true });
  app.classList.add('scroll');
  app.append(banner, bar, content);

  function go(to: DayNumber): void {
    monday = to;
    saved.save({ monday: isoOf(monday) });
    app.scrollTop = 0;
    render();
  }

  function render(): void {
    if (!state) return;
    const { entries, notices } = state;
    showBanner(banner, notices, run);
    const noFolder = noFolderView(notices, run);
    const mondays = entries.map(({ at }) => mondayOf(dayOf(at)));
    const latest = Math.max(...mondays, -Infinity);
    title.textContent = weekTitle(monday);
    previous.disabled = !mondays.some((each) => each < monday);
    next.disabled = monday >= Math.max(thisMonday, latest);
    bar.hidden = !state.ready || noFolder !== undefined;
    fill(content, JSON.stringify([state.ready, monday, entries, notices]), () => {
      if (noFolder) return [h('div', { class: 'empty' }, noFolder)];
      const days = daysOf(entries, monday);
      if (days.length > 0) return [summary(days), ...days.map((day) => daySection(day))];
      const hasOther = Number.isFinite(latest) && latest !== monday;
      return [
        h(
          'div',
          { class: 'empty' },
          h('p', {}, TEXTS.nothingThisWeek),
          hasOther && button(TEXTS.lastWeekWithChanges, () => go(latest)),
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
      render();
    },
    press: () => undefined, // nothing here can be decided
    reveal: () => undefined,
    fail: (reason) => showBanner(banner, [failureNotice(reason)], run),
  };
}

/** "2 learned, 7 changed, 1 forgotten" */
function summary(days: readonly Day[]): HTMLElement {
  const all = days.flatMap(({ entries }) => entries);
  const counts = WHATS.map((what) => ({ what, count: all.filter((entry) => entry.what === what).length }));
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

function localDay(date: Date): string {
  const pad = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
