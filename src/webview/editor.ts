import { button, h, type Child } from './dom';

export interface EditorOptions {
  readonly label: string;
  readonly text: string;
  readonly saveLabel: string;
  readonly cancelLabel: string;
  readonly onInput: (text: string) => void;
  readonly onSave: (text: string) => void;
  readonly onCancel: () => void;
}

/** A text area in the place of the text, with its two buttons. Ctrl+Enter saves, Esc cancels. */
export function textEditor(options: EditorOptions): {
  readonly area: HTMLTextAreaElement;
  readonly buttons: readonly Child[];
} {
  const area = h('textarea', { 'aria-label': options.label, dir: 'auto' });
  area.value = options.text;
  const save = (): void => options.onSave(area.value.replace(/\s+/g, ' ').trim());
  area.addEventListener('input', () => options.onInput(area.value));
  area.addEventListener('keydown', (event) => {
    if (event.isComposing) return; // these keys belong to the input method
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    } else if (event.key === 'Escape') {
      event.stopPropagation(); // in a card Esc alone goes back to the row
      options.onCancel();
    }
  });
  return {
    area,
    buttons: [button(options.saveLabel, save, { primary: true }), button(options.cancelLabel, options.onCancel)],
  };
}
