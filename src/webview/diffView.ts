import { h, type Child } from './dom';
import { visible } from '../protocol/words';
import { TEXTS } from './texts';
import { wordDiff, type Part } from './wordDiff';

/** Old and new text with the words that changed; one of them alone where there is nothing to compare. */
export function diffView(oldText: string | undefined, newText: string | undefined): HTMLElement {
  const diff = compare(oldText, newText);
  return h(
    'div',
    { class: 'diff' },
    diff.old && sideView('old', newText === undefined ? TEXTS.textToDelete : TEXTS.oldText, marked(diff.old, 'del')),
    diff.new && sideView('new', TEXTS.newText, marked(diff.new, 'ins')),
  );
}

export function sideView(side: 'old' | 'new', heading: string, content: readonly Child[]): HTMLElement {
  return h('div', { class: `side ${side}` }, h('h4', {}, heading), h('p', { dir: 'auto' }, content));
}

export function marked(parts: readonly Part[], tag: 'ins' | 'del'): Child[] {
  return parts.map(({ text, changed }) => (changed ? h(tag, {}, visible(text)) : visible(text)));
}

function compare(
  oldText: string | undefined,
  newText: string | undefined,
): { old?: readonly Part[]; new?: readonly Part[] } {
  if (oldText !== undefined && newText !== undefined) return wordDiff(oldText, newText);
  return {
    ...(oldText === undefined ? {} : { old: [{ text: oldText, changed: false }] }),
    ...(newText === undefined ? {} : { new: [{ text: newText, changed: false }] }),
  };
}
