import type { ChatLink, HistoryEntry, Memory, MemoryUses, Proposal, Source } from '../core/index';
import type { RunSummary } from './service';

/** Which page a webview shows. */
export type Page = 'proposals' | 'memories' | 'week';

/** What is missing and what to do about it: the banner above the chips, or the empty state. */
export interface Notice {
  readonly id: string;
  readonly text: string;
  readonly action?: { readonly label: string; readonly command: SidebarCommand };
}

/** The commands that a page may ask for; the host maps each to one of its own. Nothing else can be run from a page. */
export type SidebarCommand =
  | 'showToday'
  | 'scan'
  | 'importChats'
  | 'importDocuments'
  | 'openFolder'
  | 'manageTrust'
  | 'showLog'
  | 'recall'
  | 'reviewProposals';

export interface ProposalsState {
  readonly page: 'proposals';
  /** Grows with every snapshot, so that a late one is dropped. */
  readonly revision: number;
  readonly ready: boolean;
  readonly proposals: readonly Proposal[];
  /** The batch of a first scan, or of imported documents, that waits for its one decision. */
  readonly batch?: RunSummary;
  /** What undo would take back. */
  readonly undoable?: string;
  readonly notices: readonly Notice[];
}

export interface MemoriesState {
  readonly page: 'memories';
  readonly revision: number;
  readonly ready: boolean;
  /** How many proposals wait: what an empty list is to be filled from. */
  readonly pending: number;
  /** The day on show, "2024-03-12", where it is not today: the memories are in the state they had at its end, and nothing can be changed. */
  readonly asOf?: string;
  readonly memories: readonly Memory[];
  readonly notices: readonly Notice[];
}

/** What it takes to open a source. The turns of a chat are numbered in their session. */
export type SourceKey = Pick<Source, 'kind' | 'ref' | 'session'>;

/** What it takes to name a source, and to open it. */
export type NamedSource = SourceKey & Pick<Source, 'subject' | 'app' | 'title' | 'turn'>;

/** One change of what is remembered, for the Week page. */
export interface WeekEntry {
  readonly id: string;
  readonly at: string;
  readonly what: 'learned' | 'changed' | 'forgotten';
  readonly text: string;
  readonly was?: string;
  readonly source: NamedSource;
}

export interface WeekState {
  readonly page: 'week';
  readonly revision: number;
  readonly ready: boolean;
  readonly entries: readonly WeekEntry[];
  readonly notices: readonly Notice[];
}

export type PageState = ProposalsState | MemoriesState | WeekState;

/** The life of a memory. */
export interface Story {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  /** In how many answers it was used, on any surface, and what the user said of them. */
  readonly uses?: MemoryUses;
  /** The chat turns that led to the commits among its sources, where there are any. */
  readonly discussed: readonly { readonly commit: string; readonly chats: readonly ChatLink[] }[];
}

/** How a decision ended, for the toast and the live region. */
export interface Outcome {
  readonly ok: boolean;
  /** "Accepted 3 proposals." or "Not saved: <reason>. The proposal is still here." */
  readonly message: string;
  readonly undo: boolean;
}

/** What a page may ask of the extension. */
export type SidebarToHost = {
  /** The page is ready and wants its state. */
  ready: () => PageState;
  accept: (params: { readonly ids: readonly string[] }) => Outcome;
  reject: (params: { readonly ids: readonly string[] }) => Outcome;
  edit: (params: { readonly id: string; readonly text: string }) => Outcome;
  acceptRun: (params: { readonly run: string }) => Outcome;
  /** 'Look through' and 'Not now' of the first scan: the batch row goes away until the window is opened again. */
  dismissRun: (params: { readonly run: string }) => void;
  undo: () => Outcome;
  search: (params: { readonly query: string }) => readonly { readonly id: string; readonly score: number }[];
  history: (params: { readonly id: string }) => Story;
  deleteMemory: (params: { readonly id: string }) => Outcome;
  editMemory: (params: { readonly id: string; readonly text: string }) => Outcome;
  revertMemory: (params: { readonly id: string }) => Outcome;
  /** Opens the commit, the chat turn or the note. */
  openSource: (params: SourceKey) => void;
  command: (params: { readonly command: SidebarCommand }) => void;
  /** The active row, so that commands and keybindings act on it. */
  active: (params: { readonly id?: string; readonly selected: readonly string[] }) => void;
};

/** What the extension tells a page. */
export type HostToSidebar = {
  state: (state: PageState) => void;
  /** A native command or keybinding for the page: acts as its key would. */
  press: (params: { readonly key: 'accept' | 'reject' | 'edit' | 'undo' | 'delete' | 'search' }) => void;
  /** Shows this proposal or memory: scrolls to it and opens its card. */
  reveal: (params: { readonly id: string }) => void;
};
