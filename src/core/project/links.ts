import { firstLine } from '../base/text';
import { CommitLinker } from '../link/commitLinker';
import { eventId } from '../memory/clean';
import type { ChatLink } from '../memory/memory';
import { sourceOf } from '../memory/views';
import type { Ledger } from './ledger';

/** Which chats led to which commits: follows from the events, and is found out when somebody asks. */
export class ChatLinks {
  readonly #ledger: Ledger;
  #linker: CommitLinker | undefined;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    ledger.onDidChange(() => (this.#linker = undefined));
  }

  /** The turns that led to a commit, surest first: at most three. Empty for a commit that was not read. */
  of(sha: string): ChatLink[] {
    const { bank } = this.#ledger;
    const id = eventId('commit', undefined, sha);
    if (!bank.hasEvent(id)) return [];
    this.#linker ??= this.#newLinker();
    return this.#linker
      .linksOf(bank.event(id))
      .slice(0, MOST_LINKS)
      .map(({ session, turn, confidence }) => {
        const said = bank.event(eventId('chat', session, turn));
        return { source: sourceOf(said, firstLine(said.text)), confidence };
      });
  }

  #newLinker(): CommitLinker {
    const events = [...this.#ledger.bank.events()].filter(({ reach }) => reach.on !== 'gone');
    return new CommitLinker(
      events.filter(({ kind, app }) => kind === 'chat' && app !== OWN_CHAT),
      events.filter(({ kind }) => kind === 'commit'),
    );
  }
}

/** The name that the project's own chat has among assistants: it changes no files. */
export const OWN_CHAT = 'memory';

const MOST_LINKS = 3;
