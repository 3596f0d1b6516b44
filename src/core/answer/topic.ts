import type { AskedTerm } from '../retrieval/telling';
import { tellingTerms, uncovered } from '../retrieval/telling';
import type { Question } from './question';

/**
 * What a declined question is about, in its own words: what it asks for by name, else the words side by side of which memory knows least.
 * @param known words of the nearest memory
 */
export function topicOf({ text, topic }: Question, known: ReadonlySet<string>): string {
  const head = topic?.replace(/\s+(?:of|in|for|by|on|to|with|at|from)\s.*$/, '');
  if (head !== undefined && head.split(' ').length <= LONGEST_TOPIC) return head;
  const telling = tellingTerms(text);
  const unknown = new Set(uncovered(telling, known));
  const unknownIn = (run: readonly AskedTerm[]): number => run.filter((term) => unknown.has(term)).length;
  const runs = withoutVerb(sideBySide(telling, text), text);
  const [run] = runs.sort((a, b) => unknownIn(b) - unknownIn(a));
  const last = run?.at(-1);
  return run?.[0] && last ? text.slice(run[0].start, last.start + last.text.length) : (topic ?? 'this');
}

/** In words: more is a sentence, not the name of a thing. */
const LONGEST_TOPIC = 3;

/** Terms with nothing but space between them, together. */
function sideBySide(telling: readonly AskedTerm[], text: string): AskedTerm[][] {
  const runs: AskedTerm[][] = [];
  telling.forEach((term, index) => {
    const before = telling[index - 1];
    const run = runs.at(-1);
    if (before && run && text.slice(before.start + before.text.length, term.start).trim() === '') run.push(term);
    else runs.push([term]);
  });
  return runs;
}

/** "Which message broker carries the retries?" asks for a message broker. */
function withoutVerb(runs: readonly AskedTerm[][], text: string): AskedTerm[][] {
  const [first, ...others] = runs;
  const last = first?.at(-1)?.text ?? '';
  const hasVerb = /^(?:which|what)\b/i.test(text) && others.length > 0 && /^\p{Ll}+[^s]s$/u.test(last);
  return first && first.length > 1 && hasVerb ? [first.slice(0, -1), ...others] : [...runs];
}
