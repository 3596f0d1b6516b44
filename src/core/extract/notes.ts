import type { Extractor } from './extractor';

/** What the user wrote down is a fact as it stands: one statement a paragraph. */
export const notes: Extractor = {
  name: 'notes',
  extract(event) {
    if (event.kind !== 'note') return [];
    const paragraphs = event.text.split(/\n\s*\n/).map((paragraph) => paragraph.trim());
    return paragraphs
      .filter((text) => text !== '')
      .map((text) => ({ kind: 'note', text: text.replace(/\s+/g, ' '), quote: text }));
  },
};
