import type { ModelTrust } from '../core/index';
import type { ModelChoice, ModelStatus, ModelTrial, ReadingReport } from '../protocol/model';
import { countOf, formatCount } from '../protocol/words';
import { hostOf, isReadable } from './endpoints';
import { isOnThisMachine } from './modelChoice';
import { asSentence } from './words';

type Chosen = Exclude<ModelChoice, { kind: 'none' }>;

/** One thing that a model may be used for. */
export interface Use {
  readonly used: boolean;
  /** "Words answers" */
  readonly label: string;
  /** What that means, or why it is not so. */
  readonly detail: string;
}

/** What a model is used for and what not, as its examination decided. */
export function usesOf({ answers, decides, extracts }: ModelTrust): readonly Use[] {
  return [
    answers === 'no'
      ? { used: false, label: 'Does not word answers', detail: 'Answers are quoted from memories.' }
      : { used: true, label: 'Words answers', detail: 'Each is checked against its memories.' },
    answers === 'distils'
      ? { used: true, label: 'Chooses memories for answers', detail: 'Among those that were found for a question.' }
      : { used: false, label: 'Does not choose memories for answers', detail: 'The memories are chosen without it.' },
    extracts
      ? { used: true, label: 'Reads commits and chats', detail: 'For what rules miss. You review what it finds.' }
      : { used: false, label: 'Does not read commits and chats', detail: 'Facts come from rules only.' },
    decides
      ? { used: true, label: 'Has a say in what replaces what', detail: 'And words memories that were merged.' }
      : { used: false, label: 'Has no say in what replaces what', detail: 'That is decided without it.' },
  ];
}

/** "words answers, chooses memories for answers, and reads commits and chats"; undefined where it is used for nothing. */
export function useSentence(trust: ModelTrust): string | undefined {
  const used = usesOf(trust).flatMap(({ used: isUsed, label }) => (isUsed ? [lowerFirst(label)] : []));
  if (used.length === 0) return undefined;
  return used.length === 1 ? used[0] : `${used.slice(0, -1).join(', ')} and ${used.at(-1)}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** "7 of 8 checks passed, 1.2 s an answer, 3,120 tokens" */
export function trialSummary({ steps, answerMs, tokens }: ModelTrial): string {
  const passed = steps.filter((step) => step.passed).length;
  return `${passed} of ${countOf(steps.length, 'check')} passed, ${spellTime(answerMs)} an answer, ${countOf(tokens, 'token')}`;
}

/** "1.2 s", "80 ms" */
function spellTime(ms: number): string {
  return ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** What comes right after the agreement. */
export type AgreedStep = 'test' | 'reading';

interface Agreement {
  readonly message: string;
  readonly detail: string;
  readonly yes: string;
}

/** What the user agrees to before the first word is sent. */
export function agreementText(choice: Chosen, next: AgreedStep): Agreement {
  const isEndpoint = choice.kind === 'endpoint';
  const where = isEndpoint ? hostOf(choice.url) : `${choice.name}, through VS Code`;
  const isPlain = isEndpoint && isReadable(choice.url);
  return {
    message: isOnThisMachine(choice)
      ? `Use ${nameOf(choice)} on this machine?`
      : `Send text of your projects to ${where}?`,
    detail: [
      `Sent to ${where}: your questions with the memories that answer them, and commits and chats of the projects that you open, for it to read. Secrets are removed first. Reading in the background keeps to a daily budget (memory.dailyTokens).`,
      ...(isPlain ? ['The address begins with http://, so others on the way can read it.'] : []),
      isEndpoint
        ? 'Saved: address and model in your user settings, a key in secret storage, nothing in the repository.'
        : 'Saved: which model it is, on this machine. Nothing in the repository.',
      ...(next === 'test' ? ['The test that follows sends made-up questions, and nothing of yours.'] : []),
    ].join('\n\n'),
    yes: next === 'test' ? 'Test It' : 'Read',
  };
}

/** What `/status` says of the model, line by line. */
export function statusLines(choice: ModelChoice, status: ModelStatus | undefined): readonly string[] {
  if (choice.kind === 'none' || !status)
    return ['No language model is set up. Facts come from rules, answers are quoted from memories'];
  const where = choice.kind === 'endpoint' ? `at ${hostOf(choice.url)}` : 'of VS Code';
  const { today, dailyTokens, unread, log } = status;
  const counts = [
    countLine(today.answer, 'answer'),
    countLine(today.extract, 'reading'),
    countLine(today.decide, 'opinion'),
    countLine(today.test, 'test question'),
  ].filter((line) => line !== undefined);
  const background = (today.extract ? tokensOf(today.extract) : 0) + (today.decide ? tokensOf(today.decide) : 0);
  return [
    `Language model ${status.name} ${where}: ${useSentence(status.trust) ?? 'it is used for nothing, as it failed its test'}`,
    ...(status.problem !== undefined ? [status.problem] : []),
    ...(counts.length > 0 ? [`In the last 24 hours: ${counts.join(', ')}`] : []),
    ...(status.trust.extracts
      ? [
          dailyTokens > 0
            ? `Read in the background: ${formatCount(background)} of ${countOf(dailyTokens, 'token')} a day, ${countOf(unread, 'commit or message', 'commits and messages')} to go`
            : `Reads when asked to, ${countOf(unread, 'commit or message', 'commits and messages')} to go`,
        ]
      : []),
    ...lastRead(log),
  ];
}

const SHOWN_READINGS = 3;

/** "Last read: Add pnpm (2 facts), Fix it (no answer within 60 s)" */
function lastRead(log: ModelStatus['log']): readonly string[] {
  const shown = log.slice(0, SHOWN_READINGS);
  const outcomes = shown.map(({ subject, facts, problem }) => `${subject} (${problem ?? countOf(facts, 'fact')})`);
  return outcomes.length > 0 ? [`Last read: ${outcomes.join(', ')}`] : [];
}

/** Input and output for a message of ordinary length, before anything is known of these. */
const TOKENS_PER_READING = 900;

/** About how many tokens it takes to read so many commits and messages, by those that were read today; two digits of it. */
export function tokensFor(events: number, { today }: Pick<ModelStatus, 'today'>): number {
  const { extract, decide } = today;
  const used = (extract ? tokensOf(extract) : 0) + (decide ? tokensOf(decide) : 0);
  const each = extract && extract.requests > 0 ? used / extract.requests : TOKENS_PER_READING;
  return Number((events * each).toPrecision(2));
}

type Count = NonNullable<ModelStatus['today'][keyof ModelStatus['today']]>;

/** "12 answers (3,400 tokens, 1 not usable)" */
function countLine(count: Count | undefined, noun: string): string | undefined {
  if (!count || count.requests === 0) return undefined;
  const unusable = count.unusable > 0 ? `, ${formatCount(count.unusable)} not usable` : '';
  return `${countOf(count.requests, noun)} (${countOf(tokensOf(count), 'token')}${unusable})`;
}

function tokensOf({ input, output }: Count): number {
  return input + output;
}

/** "Read 12 commits and messages: 5 new facts, 1 failed (no answer within 60 s)." */
export function readingSentence({ events, facts, failed, left, stopped }: ReadingReport, reason?: string): string {
  if (events + failed === 0 && left === 0) return 'Everything was read before.';
  const read = `Read ${countOf(events, 'commit or message', 'commits and messages')}: ${countOf(facts, 'new fact')}`;
  const why = reason === undefined ? '' : ` (${reason.replace(/[.\s]+$/, '')})`;
  const sentences = [
    failed > 0 ? `${read}, ${formatCount(failed)} failed${why}` : read,
    ...(left > 0 ? [`${countOf(left, 'is', 'are')} left${stopped === undefined ? '' : `: ${stopped}`}`] : []),
  ];
  return sentences.map(asSentence).join(' ');
}

/** The model without where it is. */
export function nameOf(choice: Chosen): string {
  return choice.kind === 'endpoint' ? choice.model : choice.name;
}
