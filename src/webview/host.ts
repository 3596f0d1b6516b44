import { RpcPeer, type Channel, type Handlers } from '../protocol/rpc';
import type { HostToSidebar, SidebarToHost } from '../protocol/sidebar';

export type Host = RpcPeer<SidebarToHost, HostToSidebar>;

type Calls<T> = { [M in keyof T]: (params: never) => unknown };

/** What a page keeps of its own while it is hidden, because VS Code builds it anew when it is shown again. */
export interface SavedView {
  load(): Readonly<Record<string, unknown>>;
  save(view: Readonly<Record<string, unknown>>): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** Connects the page with the extension. VS Code hands its interface out once; nothing else in the page gets hold of it. */
export function connect<Remote extends Calls<Remote>, Local extends Calls<Local>>(
  handlers: Handlers<Local>,
): { readonly host: RpcPeer<Remote, Local>; readonly saved: SavedView } {
  const api = acquireVsCodeApi();
  const channel: Channel = {
    post: (message) => api.postMessage(message),
    listen: (listener) => {
      const onMessage = (event: MessageEvent<unknown>): void => listener(event.data);
      window.addEventListener('message', onMessage);
      return { dispose: () => window.removeEventListener('message', onMessage) };
    },
  };
  const saved: SavedView = {
    load: () => {
      const state = api.getState();
      return typeof state === 'object' && state !== null ? { ...state } : {};
    },
    save: (view) => api.setState(view),
  };
  return { host: new RpcPeer<Remote, Local>(channel, handlers), saved };
}

/** Of a saved view: the strings of a list, and nothing else that may stand there. */
export function savedStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

export function savedString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Where the user was in a list. */
export function savedPlace({ active, open, scroll }: Readonly<Record<string, unknown>>): SavedPlace {
  return {
    active: savedString(active),
    open: savedString(open),
    scroll: typeof scroll === 'number' ? scroll : undefined,
  };
}

export interface SavedPlace {
  readonly active: string | undefined;
  readonly open: string | undefined;
  readonly scroll: number | undefined;
}
