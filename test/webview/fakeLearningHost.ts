import type { LearningState } from '../../src/protocol/learning';
import type {
  HostToLearningPage,
  LearningAct,
  LearningPageState,
  LearningPageToHost,
} from '../../src/protocol/learningPage';
import { RpcPeer, type Channel } from '../../src/protocol/rpc';

/** The extension's side of the Learning page: it keeps what was asked for, and pushes what a test says. */
export class FakeLearningHost {
  readonly acts: LearningAct[] = [];
  #state: LearningPageState;
  readonly #peer: RpcPeer<HostToLearningPage, LearningPageToHost>;

  constructor(state: LearningPageState, channel: Channel) {
    this.#state = state;
    this.#peer = new RpcPeer<HostToLearningPage, LearningPageToHost>(channel, {
      ready: () => this.#state,
      act: ({ act }) => void this.acts.push(act),
    });
  }

  push(learning: LearningState, given: Partial<LearningPageState> = {}): void {
    this.#state = { ...this.#state, ...given, learning, revision: this.#state.revision + 1 };
    this.send(this.#state);
  }

  /** Whatever state it is, a late one too. */
  send(state: LearningPageState): void {
    this.#peer.notify('state', state);
  }
}
