import { readSpeech } from './speech';

/** How a turn answers what the assistant asks, offers or advises. */
export type Assent = {
  /** What the user adds: "yes, but without snapshots". */
  readonly but?: string;
  /** Why, in the user's words: "yes, it is unused". */
  readonly why?: string;
} & (
  | { readonly kind: 'yes' | 'no' }
  /** "2", "the second", "B": counted from 1; -1 is the last. */
  | { readonly kind: 'number'; readonly number: number }
  /** "sqlite", "go with sqlite". */
  | { readonly kind: 'name'; readonly name: string }
);

/** Undefined where a turn is no answer, or says so much that it speaks of something else, too. */
export function readAssent(text: string): Assent | undefined {
  const [first, ...others] = readSpeech(text);
  const said = (first?.raw ?? text.trim()).replace(/[\s.!]+$/, '').replace(/^[([]|[)\]]$/g, '');
  if (said === '' || said.length > LONGEST || said.endsWith('?') || others.some((more) => UNDOES.test(more.text)))
    return undefined;
  const { head = said, but, why } = (BUT.exec(said) ?? WHY.exec(said))?.groups ?? {};
  const more = { ...(but !== undefined && { but }), ...(why !== undefined && { why }) };
  const number = NUMBER.exec(head)?.groups?.pick?.toLowerCase();
  if (number !== undefined) return { kind: 'number', number: toNumber(number), ...more };
  if (YES.test(head)) return { kind: 'yes', ...more };
  if (NO.test(head)) return { kind: 'no', ...more };
  const name = NAMED.exec(head)?.groups?.name?.trim();
  return name !== undefined && name.split(/\s+/).length <= 5 ? { kind: 'name', name, ...more } : undefined;
}

/** In characters. */
const LONGEST = 160;
const UNDOES = /^(?:no|wait|actually|hmm|but|stop|cancel)\b/i;
const BUT = /^(?<head>.*?)[,;.]?\s+(?:but|except|only)\s+(?<but>(?!(?:first|before|why|what|how|is|does|i)\b).{4,})$/i;
const WHY =
  /^(?<head>.+?)(?:[,;.:–-]+\s+(?=(?:(?:it|they|we|there)(?:['’]\w+)?|[\w.-]+ (?:is|are|has|needs|lacks|can|does))\s)|[,;.:–-]*\s+(?:because\s+(?!of\b)|(?:since|as)\s+(?=(?:it|they|we|there|that|this|the|our|i)\b)))(?<why>(?!.*\b(?:then|first|should|could)\b).{6,})$/i;

const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  one: 1,
  former: 1,
  second: 2,
  two: 2,
  third: 3,
  three: 3,
  fourth: 4,
  last: -1,
  latter: -1,
};

function toNumber(pick: string): number {
  return ORDINALS[pick] ?? (/\d/.test(pick) ? Number(pick) : pick.charCodeAt(0) - 'a'.charCodeAt(0) + 1);
}

const NUMBER =
  /^(?:(?:ok(?:ay)?|yes|yeah|sure|please|i(?:['’]d| would)? (?:prefer|like|choose|pick|go (?:with|for))|i think|let['’]?s (?:do|go with|use|take|try)|go (?:with|for)|do|use|take|definitely)[,:]? )*(?:the |option |number |variant |approach |choice |solution |plan |#)*(?<pick>\d|[a-e](?![\w'’])|first|second|third|fourth|last|former|latter|one|two|three)(?: one| option| approach| choice| variant| solution)?(?:[,.:;!)–-].*| (?:please|pls|sounds? .*|is (?:good|fine|best|better).*|looks .*|makes .*|it is|then))?$/i;
const YES =
  /^(?:(?:yes|yeah|yep|yup|ya|y|ja|oui|sí|si|sure|ok(?:ay)?|k|great|perfect|cool|nice|awesome|excellent|good(?: idea| plan| point| call)?|agreed?|i agree|absolutely|definitely|exactly|correct|right|of course|sounds? (?:good|great|right|fine|reasonable|perfect)|makes sense|looks? good|lgtm|fine(?: by me| with me)?|works for me|i like (?:it|that|this)(?: idea| approach)?|please|pls|bitte|thanks?|thank you|do (?:it|that|so|this)|please do|go(?: ahead| for it)?|let['’]?s (?:do|go with|use|go for|try) (?:it|that|this)(?: approach| one| then)?|let['’]?s go|make (?:it so|that change|the change|those changes|these changes|the changes)|ship it|proceed|that['’]s (?:what i(?:['’]m| am| was)? (?:thinking|thought|want(?:ed)?|meant)|right|it|good|great|fine|perfect|the (?:way|direction).*)|go with (?:that|it|this|your (?:recommendation|suggestion))|(?:follow|take) your (?:advice|recommendation|suggestion)|as you (?:suggest|suggested|proposed|recommend)|👍|✅|\+1)(?:[\s,.!;:–-]+(?:and|then|with that|now)?\s*|$))+$/iu;
const NO = /^(?:no|nope|nah|no thanks?|nein|no,? (?:don['’]t|leave it|keep it)(?: as is)?)$/i;
const NAMED =
  /^(?:(?:ok(?:ay)?|yes|yeah|sure|hmm|i think|please),? )*(?:(?:let['’]?s |i(?:['’]d| would|['’]ll| will) |we(?:['’]ll| will| should|['’]re going to) )?(?:go (?:with|for)|use|take|prefer|choose|pick|stick with|do)|i(?:['’]d)? (?:prefer|choose|pick|want)|my vote is|definitely)? ?(?<name>[`'"]?[@\w][\w./+#@-]*[`'"]?(?: [\w./+#-]+){0,4}?)(?:,? (?:please|pls|bitte|then|sounds good|of course|it is|for sure|is (?:fine|better|good|best)))*$/i;
