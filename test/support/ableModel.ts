import type { Treatment } from './llmServer';
import { says } from './llmServer';

/**
 * What a small model that does as it is told might answer, told from the words of the prompt alone: it passes the examination, puts a memory into words of its
 * own, and takes the first line of a commit for what it decides. It knows no question or project by heart.
 */
export function ableAnswer(prompt: string): string {
  if (prompt.includes('{"facts":')) return JSON.stringify({ facts: factsOf(quoted(prompt, 'commit message')) });
  if (prompt.includes('{"decisions":'))
    return JSON.stringify({ decisions: decisionsOf(quoted(prompt, 'new facts'), quoted(prompt, 'memories')) });
  return JSON.stringify(answerOf(quoted(prompt, 'question'), quoted(prompt, 'memories')));
}

/** What a sentence of it begins with, so that a test can tell it from the plain one. */
export const ABLE_WORDS = 'As far as memory goes:';

/** A server with this model, which also lists its models. */
export function servesAble(...names: readonly string[]): Treatment {
  const chat = says(({ body }) => ableAnswer(textOf(body['messages'])));
  return (request, response) => {
    if (!request.path.endsWith('/models')) return chat(request, response);
    const data = names.map((id) => ({ id, object: 'model' }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', data }));
  };
}

function textOf(messages: unknown): string {
  return (messages as readonly { readonly content: string }[]).map(({ content }) => content).join('\n\n');
}

/** The material between the marks that bear this label. */
function quoted(prompt: string, label: string): string {
  return new RegExp(`<quoted (\\w+) ${label}>\\n([\\s\\S]*?)\\n</quoted \\1>`).exec(prompt)?.[2] ?? '';
}

function answerOf(question: string, memories: string): { used: number[]; knows: boolean; answer: string } {
  const asked = wordsOf(question);
  const [best] = linesOf(memories)
    .map((line) => ({ ...line, share: shareOf(asked, wordsOf(line.text)) }))
    .sort((a, b) => b.share - a.share || b.year - a.year);
  if (!best || best.share < 0.5) return { used: [], knows: false, answer: '' };
  // Instructions within a memory come after what it tells.
  const [told = ''] = best.text.split(/(?<=[.!?"])\s+(?=[A-Z])/);
  return { used: [best.number], knows: true, answer: `${ABLE_WORDS} ${told}` };
}

function factsOf(message: string): { quote: string; text: string; kind: string; subject: string; ends: boolean }[] {
  const [title = ''] = message.split('\n');
  if (title === '' || /^(?:fix|typo|bump|merge|revert|release|wip)\b/i.test(title)) return [];
  return [{ quote: title, text: `${title}.`, kind: 'decision', subject: '', ends: false }];
}

function decisionsOf(facts: string, memories: string): Record<string, unknown>[] {
  const known = linesOf(memories);
  return [...facts.matchAll(/^([a-z])\. \([^)]*\) (.*?) \[compare with: (.*)\]$/gm)].map(
    ([, fact, text = '', near = '']) => {
      const compared = known.filter(({ number }) => near.split(', ').includes(String(number)));
      const same = compared.find((memory) => shareOf(wordsOf(memory.text), wordsOf(text)) > 0.6);
      const operation = same ? 'UPDATE' : 'ADD';
      return {
        fact,
        reason: 'It is about the same thing.',
        operation,
        memory: same?.number ?? 0,
        text: same ? text : '',
      };
    },
  );
}

interface Line {
  readonly number: number;
  readonly year: number;
  readonly text: string;
}

/** "2. (since 1 May 2024, chosen) Requests time out after 500 ms." */
function linesOf(memories: string): Line[] {
  return [...memories.matchAll(/^(\d+)\. \(([^)]*)\) (.*)$/gm)].map(([, number, notes = '', text = '']) => ({
    number: Number(number),
    year: Number(/\b(\d{4})\b/.exec(notes)?.[1] ?? 0),
    text,
  }));
}

/** How many of the words stand among the others, in [0, 1]. */
function shareOf(words: ReadonlySet<string>, among: ReadonlySet<string>): number {
  return words.size === 0 ? 0 : [...words].filter((word) => among.has(word)).length / words.size;
}

const EMPTY = new Set(
  'a an and are be by did do does for from has have how in is it its of on or our the this to use used was we were what when which who why will with project version'.split(
    ' ',
  ),
);

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !EMPTY.has(word)).map((word) => word.replace(/(?<=\p{L}{2})s$/u, '')));
}
