import { byOrder, contentId, factKey, words, type Fact, type Material, type Reviewed } from '../../core/index';
import type { Question, Stream } from '../types';
import { text, UNKNOWN, value, type Draft } from './draft';
import { History } from './history';
import { bareVersion } from './names';
import { phrase } from './phrase';
import { roleWordings } from './roles';
import { createAsker, restOf, type Asked } from './told';
import { versionWordings } from './versions';

/**
 * What the user said of proposals and answers, as questions. What was accepted or put in other words is a right answer; of what was rejected or
 * taken back the right answer is what was known before, and where nothing was, that memory does not know.
 */
export function questionsFromReviews(material: Material, stream: Pick<Stream, 'name' | 'facts'>, seed = 0): Question[] {
  const reviews = new Reviews(material, stream);
  return [
    ...material.reviews
      .flatMap((review) => reviews.ofVerdict(review))
      .flatMap((draft) => phrase(stream.name, seed, draft) ?? []),
    ...material.feedback.flatMap((said) => reviews.ofFeedback(said)),
  ];
}

class Reviews {
  readonly #history: History;
  readonly #ask: (said: string, kind: string) => Asked | undefined;
  readonly #reviews: ReadonlyMap<string, Reviewed>;
  readonly #facts: ReadonlyMap<string, Fact>;
  readonly #indices: ReadonlyMap<string, number>;

  constructor(material: Material, stream: Pick<Stream, 'name' | 'facts'>) {
    this.#history = new History(material, stream);
    this.#ask = createAsker(this.#history);
    this.#reviews = new Map(material.reviews.map((review) => [review.fact.id, review]));
    this.#facts = new Map(material.facts.map((fact) => [fact.id, fact]));
    this.#indices = new Map(stream.facts.map(({ id }, index) => [id, index]));
  }

  ofVerdict(review: Reviewed): Draft[] {
    const { fact, verdict } = review;
    const target = this.#facts.get(fact.target ?? '');
    if (!target || verdict !== 'accepted') return this.#ofFact(review);
    // Whoever deletes a memory says that it is wrong; whoever edits one, what is right.
    return this.#ofFact(
      fact.ends ? { fact: target, verdict: 'rejected', text: target.text } : { ...review, verdict: 'edited' },
    );
  }

  #ofFact({ fact, verdict, text: said }: Reviewed): Draft[] {
    const isRight = verdict === 'accepted' || verdict === 'edited';
    const place = this.#placeOf([fact]);
    const wordings = fact.ends ? undefined : keyedWordings(fact);
    const common = { key: `review\n${fact.id}`, kind: isRight ? 'accepted' : 'rejected', ...place };
    if (wordings && verdict !== 'edited') {
      const holds = isRight ? fact : this.#before(fact);
      return [{ ...common, ...this.#untilNext(fact), wordings, gold: holds ? goldOf(holds) : UNKNOWN }];
    }
    const asked = this.#ask(isRight ? said : fact.text, fact.kind);
    if (!asked) return [];
    if (isRight) return [{ ...common, wordings: asked.wordings, gold: text(asked.rest) }];
    const older = this.#olderAbout(asked.topic, fact);
    return [{ ...common, wordings: asked.wordings, gold: older === undefined ? UNKNOWN : text(older) }];
  }

  ofFeedback({ question, used, declined, verdict, action }: Material['feedback'][number]): Question[] {
    const facts = used.flatMap((id) => this.#facts.get(id) ?? []);
    // What is wrong says nothing of what is right, unless the user put a memory right.
    const texts = facts.flatMap((fact) => (verdict === 'helpful' ? this.#textOf(fact) : (this.#corrected(fact) ?? [])));
    const wasRightToDecline = verdict === 'helpful' && declined;
    if (texts.length === 0 && !wasRightToDecline) return [];
    const gold = wasRightToDecline ? UNKNOWN : text(...texts);
    return [{ id: contentId('feedback', action), text: question, kind: verdict, gold, ...this.#placeOf(facts) }];
  }

  /** Right from the moment that the facts were told. */
  #placeOf(facts: readonly Fact[]): Pick<Draft, 'from' | 'to' | 'about'> {
    const history = this.#history;
    const about = facts.flatMap((fact) => {
      const index = this.#indices.get(fact.target ?? fact.id);
      return index === undefined ? history.tellersOf(fact.event, fact.subject ?? fact.text) : [index];
    });
    const last = Math.max(-1, ...about);
    const told = facts.map(({ event }) => history.placeOf(event) - 1);
    const from = about.length > 0 ? last : Math.max(0, ...told);
    const isOwnWord = facts.some(({ target }) => target !== undefined);
    const until = about.length > 0 && !isOwnWord ? history.untilFact(last) : {};
    return { from: Math.min(from, Math.max(0, history.facts.length - 1)), ...until, about };
  }

  /** Until the next value of the same key. */
  #untilNext(fact: Fact): { readonly to?: number } {
    const next = this.#lineageOf(fact).find((other) => byOrder(other, fact) > 0 && other.value !== fact.value);
    return next ? this.#history.until(next.event) : {};
  }

  /** All that holds of its key, without what was refused. */
  #lineageOf(fact: Fact): readonly Fact[] {
    return this.#history.lineages.get(factKey(fact) ?? '') ?? [];
  }

  /** What the key had before. */
  #before(fact: Fact): Fact | undefined {
    const last = this.#lineageOf(fact).findLast((other) => byOrder(other, fact) < 0);
    return last?.ends ? undefined : last;
  }

  /** What was last told of a topic before a fact. */
  #olderAbout(topic: string, fact: Fact): string | undefined {
    const history = this.#history;
    const end = this.#indices.get(fact.id) ?? history.placeOf(fact.event);
    for (let index = end - 1; index >= 0; index--) {
      const older = history.facts[index];
      if (!older || older.event === fact.event || !this.#isGood(older.id)) continue;
      const spoken = new Set(words(older.text));
      if (words(topic).every((word) => spoken.has(word))) return restOf(this.#textOf(older), topic);
    }
    return undefined;
  }

  /** As the user reviewed it. */
  #textOf(fact: Pick<Fact, 'id' | 'text'>): string {
    return this.#reviews.get(fact.id)?.text ?? fact.text;
  }

  /** What the user put in place of what a fact says. */
  #corrected({ id }: Fact): string | undefined {
    const review = this.#reviews.get(id);
    if (review?.verdict === 'edited') return review.text;
    const edits = [...this.#reviews.values()].filter(
      ({ fact, verdict }) => fact.target === id && verdict === 'accepted',
    );
    const last = edits.at(-1);
    return last?.fact.ends ? undefined : last?.text;
  }

  #isGood(id: string): boolean {
    const verdict = this.#reviews.get(id)?.verdict;
    return verdict !== 'rejected' && verdict !== 'reverted';
  }
}

/** How to ask for the value of what has a key. */
function keyedWordings({ subject, attribute = '', value: held }: Fact): string[] | undefined {
  if (subject === undefined || held === undefined) return undefined;
  return attribute === 'name' ? roleWordings(subject) : versionWordings(attribute, subject);
}

function goldOf({ value: held = '' }: Fact): Question['gold'] {
  return value(bareVersion(held) ?? held, held);
}
