import { h, icon } from '../dom';
import { countOf, formatCount, KIND_NAMES, visible } from '../../protocol/words';
import { memoryLine } from '../texts';
import type { Memory } from '../types';
import { stateOf, type KindGroup, type ShownState } from './memoryList';

export const STATE_ICONS: Readonly<Record<ShownState, string>> = {
  active: 'circle-small-filled',
  stale: 'warning',
  superseded: 'history',
  deleted: 'trash',
};

export function kindView({ kind, count }: KindGroup, isOpen: boolean): HTMLElement {
  return h(
    'div',
    { class: 'group', 'aria-label': `${KIND_NAMES[kind]}, ${countOf(count, 'memory', 'memories')}` },
    h(
      'div',
      { class: 'cell', role: 'gridcell' },
      icon(isOpen ? 'chevron-down' : 'chevron-right', 'twist'),
      h('div', { class: 'main' }, KIND_NAMES[kind]),
      h('span', { class: 'badge' }, formatCount(count)),
    ),
  );
}

/** @param saysUse in how many answers it was used */
export function memoryView(memory: Memory, saysUse = false): HTMLElement {
  const state = stateOf(memory);
  const text = visible(memory.text);
  const line = visible(memoryLine(memory, state, saysUse));
  return h(
    'div',
    { class: `memory ${state}`, title: text, 'aria-label': `${text} ${line}` },
    h(
      'div',
      { class: 'cell', role: 'gridcell' },
      icon(STATE_ICONS[state], 'op'),
      h('div', { class: 'lines' }, h('div', { class: 'main', dir: 'auto' }, text), h('div', { class: 'sub' }, line)),
    ),
  );
}
