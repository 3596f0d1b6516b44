import type { HostToSidebar, SidebarToHost } from '../protocol/sidebar';
import { connect } from './host';
import { openLearningPage } from './learning/learningPage';
import { createMemoriesPage } from './memories/memoriesPage';
import type { PageParts, PageView } from './pageView';
import { createProposalsPage } from './proposals/proposalsPage';
import { createWeekPage } from './week/weekPage';

const app = document.getElementById('app');
if (!app) throw new Error('The frame of the page has no #app.');

switch (document.body.dataset.page) {
  case 'proposals':
    openView(app, createProposalsPage);
    break;
  case 'memories':
    openView(app, createMemoriesPage);
    break;
  case 'week':
    openView(app, createWeekPage);
    break;
  case 'learning':
    openLearningPage(app);
    break;
  default:
    throw new Error(`There is no page "${document.body.dataset.page}".`);
}

/** A view of the side bar. */
function openView(app: HTMLElement, create: (parts: PageParts) => PageView): void {
  /** Revision of the snapshot on show; a late one is dropped. */
  let revision = -1;
  const show: PageView['show'] = (state) => {
    if (state.revision < revision) return;
    revision = state.revision;
    view.show(state);
  };
  const { host, saved } = connect<SidebarToHost, HostToSidebar>({
    state: show,
    press: ({ key }) => view.press(key),
    reveal: ({ id }) => view.reveal(id),
  });
  const view = create({ app, host, saved });
  host.call('ready').then(show, (error: unknown) => view.fail(error instanceof Error ? error.message : String(error)));
}
