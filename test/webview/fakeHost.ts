import type { Memory, Proposal } from '../../src/core/index';
import { RpcPeer, type Channel, type Handlers } from '../../src/protocol/rpc';
import type {
  HostToSidebar,
  MemoriesState,
  Outcome,
  PageState,
  ProposalsState,
  SidebarToHost,
} from '../../src/protocol/sidebar';
import { DISCUSSED, HISTORY, USES } from './samples';

interface Call {
  readonly method: keyof SidebarToHost;
  readonly params: unknown;
}

/** The extension's side of a page, in memory: what is decided changes its state, and each change is pushed as a whole snapshot. */
export class FakeHost {
  /** Everything the page asked for, in order. */
  readonly calls: Call[] = [];
  /** Answers of a search; without one only the words count. */
  hits: readonly { readonly id: string; readonly score: number }[] = [];
  /** The next decision fails with this reason. */
  failWith: string | undefined;
  /** Decisions wait for this before they are done. */
  gate: Promise<void> = Promise.resolve();
  #state: PageState;
  readonly #undo: PageState[] = [];
  readonly #peer: RpcPeer<HostToSidebar, SidebarToHost>;

  constructor(state: PageState, channel: Channel) {
    this.#state = state;
    this.#peer = new RpcPeer<HostToSidebar, SidebarToHost>(channel, this.#handlers());
  }

  /** Calls of one kind, what they were given. */
  callsOf(method: keyof SidebarToHost): unknown[] {
    return this.calls.filter((call) => call.method === method).map(({ params }) => params);
  }

  get proposals(): readonly Proposal[] {
    return this.#of('proposals').proposals;
  }

  get memories(): readonly Memory[] {
    return this.#of('memories').memories;
  }

  /** Something changed that the page did not ask for. */
  push(change: Partial<ProposalsState> | Partial<MemoriesState>): void {
    this.#state = { ...this.#state, ...change, revision: this.#state.revision + 1 } as PageState;
    this.send(this.#state);
  }

  /** Whatever state it is, a late one too. */
  send(state: PageState): void {
    this.#peer.notify('state', state);
  }

  press(key: Parameters<HostToSidebar['press']>[0]['key']): void {
    this.#peer.notify('press', { key });
  }

  reveal(id: string): void {
    this.#peer.notify('reveal', { id });
  }

  #handlers(): Handlers<SidebarToHost> {
    const handlers: Handlers<SidebarToHost> = {
      ready: () => this.#state,
      accept: (selection) => this.#decide('Accepted', selection),
      reject: (selection) => this.#decide('Rejected', selection),
      edit: ({ id }) => this.#decide('Edited and accepted', { ids: [id] }),
      acceptRun: (selection) => this.#decide('Accepted', selection),
      dismissRun: () => this.push({ ...withoutBatch(this.#of('proposals')) }),
      undo: () => this.#takeBack(),
      search: () => this.hits,
      history: ({ id }) =>
        id === 'node22'
          ? { entries: HISTORY, uses: USES, discussed: DISCUSSED }
          : { entries: HISTORY.slice(-1), discussed: [] },
      deleteMemory: ({ id }) =>
        this.#change('Deleted.', () => ({
          memories: this.memories.map((memory) =>
            memory.id === id ? { ...memory, state: 'deleted' as const } : memory,
          ),
        })),
      editMemory: ({ id, text }) =>
        this.#change('Edited.', () => ({
          memories: this.memories.flatMap((memory) =>
            memory.id === id
              ? [
                  {
                    ...memory,
                    state: 'superseded' as const,
                    supersededBy: `${id}-edited`,
                    validTo: '2026-02-27T10:00:00Z',
                  },
                  { ...memory, id: `${id}-edited`, text, validFrom: '2026-02-27T10:00:00Z' },
                ]
              : [memory],
          ),
        })),
      revertMemory: ({ id }) =>
        this.#change('Restored.', () => ({
          memories: this.memories.map((memory) =>
            memory.id === id ? { ...memory, state: 'active' as const } : memory,
          ),
        })),
      openSource: () => undefined,
      command: () => undefined,
      active: () => undefined,
    };
    return recorded(handlers, this.calls);
  }

  #decide(word: string, selection: Parameters<SidebarToHost['accept' | 'acceptRun']>[0]): Promise<Outcome> {
    const isChosen = ({ id, run }: Proposal): boolean =>
      'ids' in selection ? selection.ids.includes(id) : run === selection.run;
    const count = this.proposals.filter(isChosen).length;
    const message = count === 1 ? `${word}.` : `${word} ${count} proposals.`;
    return this.#change(message, () => ({
      ...('run' in selection ? withoutBatch(this.#of('proposals')) : {}),
      proposals: this.proposals.filter((proposal) => !isChosen(proposal)),
    }));
  }

  async #change(message: string, change: () => Partial<ProposalsState> | Partial<MemoriesState>): Promise<Outcome> {
    await this.gate;
    if (this.failWith !== undefined) {
      const reason = this.failWith;
      this.failWith = undefined;
      return { ok: false, message: `Not saved: ${reason}. It is still here.`, undo: false };
    }
    this.#undo.push(this.#state);
    this.push(change());
    return { ok: true, message, undo: true };
  }

  #takeBack(): Outcome {
    const before = this.#undo.pop();
    if (!before) return { ok: true, message: 'Nothing to undo.', undo: false };
    this.push(before as ProposalsState);
    return { ok: true, message: 'Undone.', undo: false };
  }

  #of<P extends PageState['page']>(page: P): Extract<PageState, { page: P }> {
    if (this.#state.page !== page) throw new Error(`The page is ${this.#state.page}.`);
    return this.#state as Extract<PageState, { page: P }>;
  }
}

function withoutBatch(state: ProposalsState): Partial<ProposalsState> {
  const { batch: _batch, ...rest } = state;
  return { ...rest, batch: undefined } as unknown as Partial<ProposalsState>;
}

function recorded(handlers: Handlers<SidebarToHost>, calls: Call[]): Handlers<SidebarToHost> {
  const wrapped = Object.entries(handlers).map(([method, handler]) => [
    method,
    (params: never, signal: AbortSignal) => {
      calls.push({ method: method as keyof SidebarToHost, params });
      return (handler as (params: never, signal: AbortSignal) => unknown)(params, signal);
    },
  ]);
  return Object.fromEntries(wrapped) as Handlers<SidebarToHost>;
}
