import type { Outcome } from '../protocol/sidebar';
import { fill, h, icon, iconButton, linkButton } from './dom';
import { visible } from '../protocol/words';
import { notSaved, TEXTS } from './texts';

/** The bar at the bottom and the live region: how the last action ended. The bar stays until the next one, never on a timer. */
export class Status {
  readonly toast = h('div', { class: 'toast', hidden: true });
  readonly live = h('div', { class: 'sr', role: 'status', 'aria-live': 'polite' });
  readonly #onDismiss: () => void;

  constructor(onDismiss: () => void) {
    this.#onDismiss = onDismiss;
  }

  /** Says how an action ended, with its one way on: to take it back, or to try again. */
  show(outcome: Outcome, { undo, retry }: { readonly undo?: () => void; readonly retry?: () => void } = {}): void {
    const text = visible(outcome.message);
    this.announce(text);
    const canUndo = outcome.ok && outcome.undo && undo;
    const canRetry = !outcome.ok && retry;
    const children = [
      icon(outcome.ok ? (outcome.undo ? 'check' : 'info') : 'error', outcome.ok ? '' : 'failed'),
      h('span', { class: 'grow', 'aria-hidden': 'true' }, text), // the live region has said it
      ...(canUndo ? [linkButton(TEXTS.undo, undo)] : []),
      ...(canRetry ? [linkButton(TEXTS.tryAgain, retry)] : []),
      iconButton('close', TEXTS.dismiss, () => this.#dismiss()),
    ];
    this.toast.replaceChildren(...children);
    this.toast.hidden = false;
  }

  /** Tells a screen reader. The same words twice are said twice. */
  announce(text: string): void {
    this.live.textContent = this.live.textContent === text ? `${text}\u00a0` : text;
  }

  #dismiss(): void {
    this.toast.hidden = true;
    this.#onDismiss();
  }
}

/** The list of keys, below the rows. It is in the page only while it is open. */
export class KeyList {
  readonly element = h('div', { class: 'keys', role: 'region', 'aria-label': TEXTS.keys, tabindex: '0', hidden: true });
  readonly #keys: readonly (readonly [string, string])[];

  constructor(keys: readonly (readonly [string, string])[], onClose: () => void) {
    this.#keys = keys;
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' && event.key !== '?') return;
      event.preventDefault();
      this.#show(false);
      onClose();
    });
  }

  open(): void {
    this.#show(true);
    this.element.focus();
  }

  #show(isOpen: boolean): void {
    fill(this.element, String(isOpen), () =>
      isOpen
        ? [
            h('h4', {}, TEXTS.keys),
            h(
              'dl',
              {},
              this.#keys.flatMap(([key, what]) => [h('dt', {}, key), h('dd', {}, what)]),
            ),
          ]
        : [],
    );
  }
}

/** U, or Ctrl+Z as everywhere. */
export function isUndo(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  return event.ctrlKey || event.metaKey ? key === 'z' && !event.shiftKey : key === 'u' && !event.altKey;
}

/** The outcome of a decision that the extension did not even answer. */
export function unsaved(error: unknown, still: string): Outcome {
  return { ok: false, message: notSaved(error instanceof Error ? error.message : String(error), still), undo: false };
}
