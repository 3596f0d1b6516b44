import { contentId } from '../base/ids';
import { cutText } from '../base/text';
import type { Event } from '../memory/event';
import type { Fact, FactDraft } from '../memory/fact';
import { changes } from './changes';
import { chats } from './chats';
import { documents } from './documents';
import type { Extractor } from './extractor';
import { notes } from './notes';
import { records } from './records';
import { reverts } from './reverts';
import { stateFiles } from './stateFiles';

/** What works without a language model. */
export const defaultExtractors: readonly Extractor[] = [stateFiles, reverts, changes, chats, records, notes, documents];

/** A statement that is longer could not be quoted whole in an answer. In characters. */
const MAX_TEXT = 300;

/** Whether any extractor wants the contents of this file before and after each commit. */
export function wantsContent(path: string, extractors: readonly Extractor[] = defaultExtractors): boolean {
  return extractors.some((extractor) => extractor.wants?.(path) ?? false);
}

/** Extracts, and stamps the provenance that no extractor can forge. The same event always gives the same facts. */
export function extractFacts(event: Event, extractors: readonly Extractor[] = defaultExtractors): Fact[] {
  const facts = new Map<string, Fact>();
  const drafts: FactDraft[] = [];
  for (const extractor of extractors)
    drafts.push(...extractor.extract(event, drafts).filter((draft) => isQuoted(draft, event)));
  for (const draft of drafts) {
    const text = cutText(draft.text, MAX_TEXT);
    const id = contentId(event.id, draft.kind, draft.subject, draft.attribute, text);
    if (!facts.has(id)) facts.set(id, { ...draft, text, id, event: event.id, order: event.order, time: event.time });
  }
  return [...facts.values()];
}

/** A statement counts only with words of its event under it; of a turn of a chat also with words that it answers. */
function isQuoted({ quote }: FactDraft, event: Event): boolean {
  if (quote.trim() === '') return false;
  return (
    event.text.includes(quote) ||
    event.before?.some((said) => said.text.includes(quote)) === true ||
    event.files.some(
      (file) => file.path === quote || file.after?.includes(quote) === true || file.before?.includes(quote) === true,
    )
  );
}
