import { firstLine, words } from '../../core/index';
import type { History } from './history';

/**
 * What titles of commits say was taken away or renamed, in whatever words. No answer is made of it: a name that stands in such a title is asked
 * about no longer as if it were there.
 */
export class Removals {
  readonly #history: History;
  /** Events by the words of their titles. */
  readonly #byWord = new Map<string, { readonly event: string; readonly said: ReadonlySet<string> }[]>();

  constructor(history: History) {
    this.#history = history;
    for (const { id, kind, text } of history.events) {
      const title = firstLine(text);
      if (kind !== 'commit' || !TAKES_AWAY.test(title)) continue;
      const said = new Set(words(title));
      for (const word of said) {
        const events = this.#byWord.get(word);
        if (events) events.push({ event: id, said });
        else this.#byWord.set(word, [{ event: id, said }]);
      }
    }
  }

  /** @returns index of the first fact told with or after such a title that comes later than a fact; undefined when none does */
  after(name: readonly string[], index: number): number | undefined {
    const [first = ''] = name;
    const event = this.#history.facts[index]?.event;
    for (const title of this.#byWord.get(first) ?? []) {
      const place = this.#history.placeOf(title.event);
      if (place > index && title.event !== event && name.every((word) => title.said.has(word))) return place;
    }
    return undefined;
  }
}

const TAKES_AWAY =
  /\b(?:remov|drop|delet|renam|replac|deprecat|revert|strip|eliminat|disabl|no more|get(?:ting)? rid|rip(?:ped)? out|kill|mov(?:e|ed|ing)\b)/i;
