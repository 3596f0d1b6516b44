import { diffArrays } from 'diff';

/** A stretch of text; `changed` where the other text has something else. */
export interface Part {
  readonly text: string;
  readonly changed: boolean;
}

export interface WordDiff {
  readonly old: readonly Part[];
  readonly new: readonly Part[];
}

/** Above this many pairs of words a comparison takes longer than a blink and says nothing; the whole text counts as changed. */
const MAX_PAIRS = 500 * 500 * 4;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/** What differs between two texts, by words, in any script. */
export function wordDiff(oldText: string, newText: string): WordDiff {
  const before = split(oldText);
  const after = split(newText);
  if (before.length * after.length > MAX_PAIRS) {
    return { old: [{ text: oldText, changed: true }], new: [{ text: newText, changed: true }] };
  }
  const changes = diffArrays(before, after);
  const side = (skip: 'added' | 'removed'): Part[] =>
    join(
      changes
        .filter((change) => !change[skip])
        .flatMap((change) => change.value.map((text) => ({ text, changed: change.added || change.removed }))),
    );
  return { old: side('added'), new: side('removed') };
}

function split(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment);
}

/** Runs of one kind become one part. A space between two changed words counts as changed; a mark does not begin or end with a space. */
function join(parts: readonly Part[]): Part[] {
  const joined: { text: string; changed: boolean }[] = [];
  for (const [i, { text, changed }] of parts.entries()) {
    const isSpace = text.trim() === '';
    const between = parts[i - 1]?.changed === true && parts[i + 1]?.changed === true;
    const marked = isSpace ? between : changed;
    const last = joined.at(-1);
    if (last?.changed === marked) last.text += text;
    else joined.push({ text, changed: marked });
  }
  return joined;
}
