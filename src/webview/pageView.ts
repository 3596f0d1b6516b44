import type { HostToSidebar, PageState } from '../protocol/sidebar';
import type { Host, SavedView } from './host';

export type Key = Parameters<HostToSidebar['press']>[0]['key'];

/** What a page is built from. */
export interface PageParts {
  readonly app: HTMLElement;
  readonly host: Host;
  readonly saved: SavedView;
}

/** What the extension may do to a page. */
export interface PageView {
  show(state: PageState): void;
  press(key: Key): void;
  reveal(id: string): void;
  /** The first state could not be had. */
  fail(reason: string): void;
}
