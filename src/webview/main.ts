import { connect } from './host';
import { createMemoriesPage } from './memories/memoriesPage';
import type { PageView } from './pageView';
import { createProposalsPage } from './proposals/proposalsPage';
import { createWeekPage } from './week/weekPage';

const app = document.getElementById('app');
if (!app) throw new Error('The frame of the page has no #app.');

/** Revision of the snapshot on show; a late one is dropped. */
let revision = -1;
const show: PageView['show'] = (state) => {
  if (state.revision < revision) return;
  revision = state.revision;
  view.show(state);
};

const { host, saved } = connect({
  state: show,
  press: ({ key }) => view.press(key),
  reveal: ({ id }) => view.reveal(id),
});
const view = createPage(document.body.dataset.page);
host.call('ready').then(show, (error: unknown) => view.fail(error instanceof Error ? error.message : String(error)));

function createPage(page: string | undefined): PageView {
  const parts = { app: app as HTMLElement, host, saved };
  switch (page) {
    case 'proposals':
      return createProposalsPage(parts);
    case 'memories':
      return createMemoriesPage(parts);
    case 'week':
      return createWeekPage(parts);
    default:
      throw new Error(`There is no page "${page}".`);
  }
}
