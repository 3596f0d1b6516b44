import { capitalize, findPassage, splitSentences } from '../base/text';
import type { Event } from '../memory/event';
import type { FactDraft } from '../memory/fact';
import { bareSubject, proseOf, splitMessage, type Block } from './commitMessage';
import { givesReason, isStandalone, isVague, sentenceDecides, settlesItself, subjectDecides } from './decisionWords';
import type { Extractor } from './extractor';
import { isRevert } from './reverts';

/** Decisions with their reasons, from commit messages and from what the user says in chats. Rather misses one than keeps a statement that is none. */
export const decisions: Extractor = {
  name: 'decisions',
  extract(event) {
    if (event.kind === 'chat') return event.role === 'user' ? spokenDecisions(event.text) : [];
    if (event.kind !== 'commit' || onlyDocuments(event)) return [];
    const { subject, body } = splitMessage(event.text);
    if (isRoutine(subject)) return [];
    const topic = bareSubject(subject);
    const blocks = proseOf(body);
    const main = decideInSubject(topic, blocks);
    const others = blocks.flatMap((block) => decideInSentences(block, topic));
    const all = main === undefined ? others : [main, ...others.filter((fact) => fact.quote !== main.quote)];
    return all.slice(0, MAX_FACTS).map((fact) => ({ ...fact, quote: findPassage(event.text, fact.quote) ?? '' }));
  },
};

/** A chat turn has no subject that could complete a sentence, so only those count that decide and say why by themselves. */
function spokenDecisions(text: string): FactDraft[] {
  const sentences = proseOf(text).flatMap((block) => splitSentences(block.text));
  const deciding = sentences.filter((sentence) => !sentence.endsWith('?') && givesReason(sentence));
  const found = deciding.flatMap((sentence) => decideInSubject(withoutStop(sentence), []) ?? []);
  return found.slice(0, MAX_FACTS).map((fact) => ({ ...fact, quote: findPassage(text, fact.quote) ?? '' }));
}

/** A message that seems to decide more than this is a list of changes. */
const MAX_FACTS = 3;
/** What still can be shown whole in an answer, the full stop included. In characters. */
const MAX_LENGTH = 290;

/** The subject says what was decided; the reason stands in it, or in the body. */
function decideInSubject(topic: string, blocks: readonly Block[]): FactDraft | undefined {
  if (!subjectDecides(topic) || isVague(topic)) return undefined;
  const sentences = blocks.filter((block) => block.kind === 'paragraph').flatMap((block) => splitSentences(block.text));
  const usable = sentences.filter((sentence) => fits(topic, sentence) && !isVague(sentence));
  const reason =
    usable.find(givesReason) ?? (sentences.length === 1 && blocks.length === 1 ? usable.find(isRemark) : undefined);
  if (reason !== undefined) return decision(`${capitalize(withoutStop(topic))}: ${capitalize(reason)}`, reason);
  return settlesItself(topic) && topic.length <= MAX_LENGTH ? decision(capitalize(topic), topic) : undefined;
}

/** A sentence that decides and gives its reason at once. */
function decideInSentences(block: Block, topic: string): FactDraft[] {
  return splitSentences(block.text).flatMap((written) => {
    const sentence = block.kind === 'item' ? bareSubject(written) : written;
    if (!sentenceDecides(sentence) || !givesReason(sentence) || isVague(sentence) || sentence.length > MAX_LENGTH)
      return [];
    if (isStandalone(sentence)) return [decision(capitalize(sentence), sentence)];
    return fits(topic, sentence) && !isVague(topic)
      ? [decision(`${capitalize(withoutStop(topic))}: ${capitalize(sentence)}`, sentence)]
      : [];
  });
}

function decision(text: string, quote: string): FactDraft {
  return { kind: 'decision', text: `${withoutStop(text)}.`, quote };
}

/** "Too buggy": a body that is nothing but one short remark says why. */
function isRemark(sentence: string): boolean {
  return (
    sentence.length <= 120 &&
    !sentenceDecides(sentence) &&
    !/^(?:also|and|fix|add|update|test|see|closes|refs?|wip)\b/i.test(sentence)
  );
}

function fits(topic: string, sentence: string): boolean {
  return topic.length + sentence.length + 3 <= MAX_LENGTH;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/[\s.:;,…]+$/, '');
}

/** Commits that decide nothing themselves: merges, releases, reverts (which have their own extractor), bots, small repairs. */
function isRoutine(subject: string): boolean {
  return (
    isRevert(subject) ||
    /^(?:merge\b|release\b|v?\d+\.\d+|\d+\s*$|bump\b|wip\b|fixup!|squash!|amend!|initial commit|prepare (?:for )?release|version\b|publish\b|changelog\b|cut \d)/i.test(
      subject,
    ) ||
    /^(?:chore|build|fix|ci|feat)\((?:deps|deps-dev|release|dev-deps)\)|^(?:release|docs?|style)(?:\([^)]*\))?!?:|^(?:update|upgrade) dependenc|^update \S+ to v?\d|\bbump\b.*\bfrom\b/i.test(
      subject,
    ) ||
    /\b(?:typos?|spelling|grammar|whitespace|prettier|lint(?:er|ing)?(?: errors?| fix(?:es)?)|read ?me|changelog|docs?|documentation|jsdocs?|code comments?|badges?|sponsors?)\b/i.test(
      subject,
    )
  );
}

/** Text about the project, which changes nothing in it. */
function onlyDocuments(event: Event): boolean {
  return (
    event.files.length > 0 &&
    event.files.every((file) =>
      /\.(?:mdx?|rst|txt|adoc|html)$|^(?:docs?|documentation|website|site)\//i.test(file.path),
    )
  );
}
