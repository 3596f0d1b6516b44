import { h, icon } from './dom';
import { formatCount } from '../protocol/words';
import { TEXTS } from './texts';

interface Chip<K extends string> {
  readonly key: K;
  readonly word: string;
  readonly icon?: string;
}

/** Toggle buttons with counts. In a narrow view CSS hides the words, so the full name is also the label. */
export class Chips<K extends string> {
  readonly element: HTMLElement;
  readonly #buttons = new Map<
    K,
    { readonly button: HTMLElement; readonly count: HTMLElement; readonly word: string }
  >();

  constructor(chips: readonly Chip<K>[], onToggle: (key: K) => void) {
    this.element = h('div', { class: 'chips', role: 'group', 'aria-label': TEXTS.show });
    for (const chip of chips) {
      const count = h('span', {}, '0');
      const button = h(
        'button',
        {
          type: 'button',
          class: `chip ${chip.key.toLowerCase()}`,
          title: chip.word,
          onclick: () => onToggle(chip.key),
        },
        chip.icon !== undefined && icon(chip.icon),
        h('span', { class: 'text' }, `${chip.word} `),
        count,
      );
      this.#buttons.set(chip.key, { button, count, word: chip.word });
      this.element.append(button);
    }
  }

  update(counts: ReadonlyMap<K, number>, isPressed: (key: K) => boolean): void {
    for (const [key, { button, count, word }] of this.#buttons) {
      const text = formatCount(counts.get(key) ?? 0);
      count.textContent = text;
      button.setAttribute('aria-label', `${word} ${text}`);
      button.setAttribute('aria-pressed', String(isPressed(key)));
    }
  }
}
