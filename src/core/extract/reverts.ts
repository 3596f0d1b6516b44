import { capitalize, cutText, splitSentences } from '../base/text';
import type { FactDraft } from '../memory/fact';
import { proseOf, splitMessage } from './commitMessage';
import type { Extractor } from './extractor';

/** Commits that take an earlier one back, or bring a reverted one again. */
export const reverts: Extractor = {
  name: 'reverts',
  extract(event) {
    if (event.kind !== 'commit') return [];
    const { subject, body } = splitMessage(event.text);
    const revert = readRevert(subject, body);
    if (revert === undefined) return [];
    const reason = readReason(body);
    const text = reason === undefined ? revert.text.replace(/[.\s]*$/, '.') : `${revert.text}${reason}`;
    const sha = REVERTED_SHA.exec(body)?.[1];
    if (sha === undefined && !/\S{2,}[\s-]\S{2,}|#\d/.test(revert.of)) return []; // "Revert tweak" tells nobody what
    const fact: FactDraft = { kind: 'revert', text, quote: subject, subject: revert.of };
    return [sha === undefined ? fact : { ...fact, reverts: sha }];
  },
};

/** True for a message that `reverts` speaks for. */
export function isRevert(subject: string): boolean {
  return /^(?:\w+(?:\([^)]*\))?!?:\s+)?(?:revert(?:ed|s|ing)?|reapply|unrevert)\b/i.test(subject);
}

const REVERTED_SHA = /\breverts? commits? ([0-9a-f]{7,64})\b/i;

/** @param of names what was reverted; text is a sentence without its full stop. */
interface Revert {
  readonly of: string;
  readonly text: string;
}

function readRevert(subject: string, body: string): Revert | undefined {
  if (!isRevert(subject)) return undefined;
  const title = withoutPullRequest(subject);
  const quoted = /^[^"“]*["“](.+)["”][^"”]*$/s.exec(title)?.[1];
  if (quoted !== undefined) return readQuoted(quoted, /^[^"“]*\b(?:reapply|unrevert)\b/i.test(title));
  // "revert: fix: file logs" and "revert(core): drop the prototype" carry the reverted subject, or speak of it
  const what = title
    .replace(/^(?:\w+(?:\([^)]*\))?!?:\s+)?(?:revert(?:ed|s|ing)?|reapply|unrevert)\b(?:\([^)]*\))?!?:?\s*/i, '')
    .trim();
  if (what === '') return readCommitOnly(body);
  const number = /^(?:pr |pull request |issue )?(#\d+)$/i.exec(what)?.[1];
  if (number !== undefined) return { of: number, text: `The change of ${number} was reverted` };
  if (!/[\p{L}\p{N}]{3}/u.test(what)) return undefined;
  const isTitle = /^revert(?:\([^)]*\))?!?:/i.test(title);
  const of = cutText(what, 200);
  return { of, text: isTitle ? `Reverted: ${of}` : `Reverted ${of}` };
}

/** Quotes nest: what counts is how often the innermost subject was turned over. */
function readQuoted(quoted: string, again: boolean): Revert {
  let of = quoted;
  let reapplied = again;
  for (;;) {
    const inner = /^(revert|reapply)\s+["“](.+?)["”]?(?:\s+\(#\d+\))?$/is.exec(of);
    if (inner?.[1] === undefined || inner[2] === undefined) break;
    if (inner[1].toLowerCase() === 'revert') reapplied = !reapplied;
    of = inner[2];
  }
  of = cutText(withoutPullRequest(of), 200);
  return {
    of,
    text: reapplied ? `The change "${of}" was applied again after a revert` : `The change "${of}" was reverted`,
  };
}

function readCommitOnly(body: string): Revert | undefined {
  const sha = REVERTED_SHA.exec(body)?.[1];
  return sha === undefined ? undefined : { of: sha.slice(0, 10), text: `Commit ${sha.slice(0, 10)} was reverted` };
}

/** @returns the reason as it continues the sentence: ", because …" or ": …". */
function readReason(body: string): string | undefined {
  // A squashed commit's list tells of steps on the way, not of reasons.
  const paragraphs = proseOf(body).filter((block) => block.kind === 'paragraph');
  for (const { text } of paragraphs) {
    const prose = text
      .replace(
        /\b(?:this|that)\s+reverts?\s+commits?\s+[0-9a-f]{7,64}(?:,?\s+reversing\s+changes\s+made\s+to\s+[0-9a-f]{7,64})?/i,
        '\u0000',
      )
      .replace(/^(?:fix(?:es)?|close[sd]?|refs?|see|related to|reverts)\b:?\s+\S+\.?$/i, '')
      .replace(/\s+/g, ' ')
      .trim();
    const clause = /^\u0000,?\s+((?:because|since|as|which|due to|until|so that|to)\b.+)$/i.exec(prose)?.[1];
    const sentence = clause ?? splitSentences(prose.replace(/^\u0000[\s.,;:]*/, ''))[0];
    if (sentence === undefined || sentence.split(' ').length < 4) continue;
    const ended = /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
    return clause === undefined && !/^(?:because|since|due to)\b/i.test(ended)
      ? `: ${capitalize(ended)}`
      : `, ${ended.charAt(0).toLowerCase()}${ended.slice(1)}`;
  }
  return undefined;
}

function withoutPullRequest(title: string): string {
  return title.replace(/(?:\s+\((?:#\d+|GH-\d+)\))+$/, '').trim();
}
