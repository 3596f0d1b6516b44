import { visible } from '../protocol/words';
import '@vscode-elements/elements/dist/vscode-button/index.js';

export type Child = Node | string | undefined | false;
type Listener = (event: Event) => void;
type Props = Readonly<Record<string, string | number | boolean | undefined | Listener>>;

/**
 * Builds an element. Text always becomes text nodes; there is no HTML from strings anywhere in the pages.
 * @param props attributes, and listeners under `onNAME`; false and undefined leave an attribute out
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly (Child | readonly Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice('on'.length), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...present(children.flat()));
  return element;
}

export function present<T>(values: readonly (T | undefined | false)[]): T[] {
  return values.filter((value): value is T => value !== undefined && value !== false);
}

export function icon(name: string, className = ''): HTMLElement {
  return h('span', { class: `codicon codicon-${name} ${className}`.trim(), 'aria-hidden': 'true' });
}

export function iconButton(name: string, label: string, onclick: () => void, props: Props = {}): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', class: 'icon-button', title: label, 'aria-label': label, onclick, ...props },
    icon(name),
  );
}

/** A button of a row: reached by its key, not by Tab. The list keeps the focus when it is clicked. */
export function rowButton(name: string, label: string, onclick: () => void): HTMLButtonElement {
  const keepFocus = (event: Event): void => event.preventDefault();
  return iconButton(name, label, onclick, { tabindex: -1, onmousedown: keepFocus });
}

export function button(label: string, onclick: () => void, { primary = false } = {}): HTMLElement {
  return h('vscode-button', { secondary: !primary, onclick }, label);
}

export function linkButton(label: string | Node, onclick: () => void, props: Props = {}): HTMLButtonElement {
  return h('button', { type: 'button', class: 'link', onclick, ...props }, label);
}

/** Foreign text: with its own direction, so that it cannot reorder what stands around it. */
export function foreign(text: string): HTMLElement {
  return h('bdi', { dir: 'auto' }, visible(text));
}

const shownKeys = new WeakMap<Element, string>();

/** Builds the content of an element anew when its key changed, so that focus and live regions are left in peace otherwise. */
export function fill(element: HTMLElement, key: string, build: () => readonly Child[]): void {
  if (shownKeys.get(element) === key) return;
  shownKeys.set(element, key);
  const children = present(build());
  element.replaceChildren(...children);
  element.hidden = children.length === 0;
}
