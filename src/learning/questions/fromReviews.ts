import { contentId, factKey, words, type Fact, type Material, type Reviewed } from '../../core/index';
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
  const drafts = [
    ...material.reviews.flatMap((review) => reviews.ofVerdict(review)),
    ...material.feedback.flatMap((said) => reviews.ofFeedback(said)),
  ];
  return drafts.flatMap((draft) => phrase(stream.name, seed, draft) ?? []);
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

  ofVerdict({ fact, verdict, text: said }: Reviewed): Draft[] {
    const isRight = verdict === 'accepted' || verdict === 'edited';
    const place = this.#placeOf([fact]);
    const wordings = fact.ends ? undefined : keyedWordings(fact);
    const common = { key: `review\n${fact.id}`, kind: isRight ? 'accepted' : 'rejected', ...place };
    if (wordings && verdict !== 'edited') {
      const holds = isRight ? fact : this.#before(fact);
      return [{ ...common, wordings, gold: holds ? goldOf(holds) : UNKNOWN }];
    }
    const asked = this.#ask(isRight ? said : fact.text, fact.kind);
    if (!asked) return [];
    if (isRight) return [{ ...common, wordings: asked.wordings, gold: text(asked.rest) }];
    const older = this.#olderAbout(asked.topic, fact);
    return [{ ...common, wordings: asked.wordings, gold: older === undefined ? UNKNOWN : text(older) }];
  }

  ofFeedback({ question, used, declined, verdict, action }: Material['feedback'][number]): Draft[] {
    const facts = used.flatMap((id) => this.#facts.get(id) ?? []);
    // What is wrong says nothing of what is right, unless the user put a memory right.
    const told = verdict === 'helpful' ? facts : facts.filter(({ id }) => this.#reviews.get(id)?.verdict === 'edited');
    const isKnown = verdict === 'helpful' && declined;
    if (told.length === 0 && !isKnown) return [];
    const gold = isKnown ? UNKNOWN : text(...told.map((fact) => this.#textOf(fact.id) ?? fact.text));
    return [
      {
        key: `feedback\n${contentId(question, action)}`,
        kind: verdict,
        wordings: [question],
        gold,
        ...this.#placeOf(told),
      },
    ];
  }

  /** Right from the moment that the facts were told. */
  #placeOf(facts: readonly Fact[]): Pick<Draft, 'from' | 'to' | 'about'> {
    const history = this.#history;
    const about = facts.flatMap((fact) => {
      const index = this.#indices.get(fact.id);
      return index === undefined ? history.tellersOf(fact.event, fact.subject ?? fact.text) : [index];
    });
    const last = Math.max(-1, ...about);
    const told = facts.map(({ event }) => history.placeOf(event) - 1);
    const from = about.length > 0 ? last : Math.max(0, ...told);
    const until = about.length > 0 ? history.untilFact(last) : {};
    return { from: Math.min(from, Math.max(0, history.facts.length - 1)), ...until, about };
  }

  /** What the key had before, as far as it was not rejected itself. */
  #before(fact: Fact): Fact | undefined {
    const lineage = this.#history.lineages.get(factKey(fact) ?? '') ?? [];
    const earlier = lineage.slice(0, lineage.indexOf(fact)).filter(({ id }) => this.#isGood(id));
    const last = earlier.at(-1);
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
      if (words(topic).every((word) => spoken.has(word))) return restOf(this.#textOf(older.id) ?? older.text, topic);
    }
    return undefined;
  }

  /** As the user reviewed it. */
  #textOf(id: string): string | undefined {
    return this.#reviews.get(id)?.text;
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
