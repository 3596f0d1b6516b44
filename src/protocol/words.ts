import type { FactKind, HistoryEntry, Memory, MemoryUses, Source } from '../core/index';
import { CHAT_APPS, isChatApp } from './chats';
import type { TrainingProgress, WeightsInUse } from './learning';

/** Words and formats that the extension and its pages share, so that a date or a heading reads the same on every surface. */

/** Headings of the kinds, in the order of the Memories view. */
export const KIND_NAMES: Readonly<Record<FactKind, string>> = {
  requirement: 'Requirements',
  tool: 'Tools',
  dependency: 'Dependencies',
  setting: 'Settings and defaults',
  feature: 'Features',
  decision: 'Decisions',
  convention: 'Conventions',
  revert: 'Reverts',
  note: 'Notes',
  change: 'Changes',
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day as it stands in the event, in the time zone of whoever wrote it. */
export function parseDay(
  iso: string,
): { readonly year: number; readonly month: number; readonly day: number } | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso) ?? [];
  return year && month && day ? { year: Number(year), month: Number(month), day: Number(day) } : undefined;
}

/** "23 Feb 2026"; a text that is no date comes back as it is. */
export function formatDate(iso: string): string {
  const date = parseDay(iso);
  return date ? `${formatShortDate(iso)} ${date.year}` : iso;
}

/** "23 Feb" */
export function formatShortDate(iso: string): string {
  const date = parseDay(iso);
  return date ? `${date.day} ${MONTHS[date.month - 1] ?? date.month}` : iso;
}

/** "23 Feb 2026, 17:19" */
export function formatTime(iso: string): string {
  const time = /T(\d\d:\d\d)/.exec(iso)?.[1];
  return time ? `${formatDate(iso)}, ${time}` : formatDate(iso);
}

/** Who let a step of a history in: "accepted by you", "edited by you", "accepted by rule", "not reviewed"; and the model that found it, if one did. */
export function letInBy({
  reviewed,
  decidedBy,
  edited,
  readBy: reader,
}: Pick<HistoryEntry, 'reviewed' | 'decidedBy' | 'edited' | 'readBy'>): string {
  const verdict = edited && decidedBy === 'you' ? 'edited by you' : `accepted by ${decidedBy}`;
  return `${reviewed ? verdict : 'not reviewed'}${reader === undefined ? '' : `, ${readBy(reader)}`}`;
}

export function readBy(model: string): string {
  return `read by ${model}`;
}

type MayBeStale = Pick<Memory, 'stale' | 'stalePath' | 'lost'>;

/** Why a memory may be out of date: "src/foo.ts is gone since 12 Mar 2026 (abc1234)". Undefined where no reason is known. */
export function staleReason({ stalePath, lost = [] }: MayBeStale): string | undefined {
  if (lost.length > 0) return lost.map(({ text }) => text).join('; ');
  return stalePath && `${stalePath.path} changed ${countOf(stalePath.changes, 'time')} since`;
}

/** "may be out of date: src/foo.ts is gone since 12 Mar 2026 (abc1234)"; undefined for one that is fresh. */
export function staleRemark(memory: MayBeStale): string | undefined {
  if (!memory.stale) return undefined;
  const reason = staleReason(memory);
  return reason === undefined ? 'may be out of date' : `may be out of date: ${reason}`;
}

/** "Recalled 12 times, last on 3 Nov 2026; helpful 2, wrong 1"; undefined where it never was. */
export function usesText(uses: MemoryUses | undefined): string | undefined {
  if (!uses) return undefined;
  const { recalled, last, helpful, wrong } = uses;
  const times = recalled === 1 ? 'once' : `${formatCount(recalled)} times`;
  const on = last === undefined ? '' : `, ${recalled === 1 ? 'on' : 'last on'} ${formatDate(last)}`;
  const said = [
    ...(helpful > 0 ? [`helpful ${formatCount(helpful)}`] : []),
    ...(wrong > 0 ? [`wrong ${formatCount(wrong)}`] : []),
  ].join(', ');
  const parts = [
    ...(recalled > 0 ? [`Recalled ${times}${on}`] : []),
    ...(said === '' ? [] : [recalled > 0 ? said : `Called ${said}`]),
  ];
  return parts.length > 0 ? parts.join('; ') : undefined;
}

/**
 * What a source is called, in two parts: "b933476" and "Require Node.js 22"; "Claude Code, turn 4" and the title of the
 * conversation, else what was said; of a note only that the user told it.
 */
export function sourceName(source: Pick<Source, 'kind' | 'ref' | 'subject' | 'app' | 'title' | 'turn'>): SourceName {
  switch (source.kind) {
    case 'commit':
      return { name: source.ref.slice(0, 7), title: source.subject };
    case 'chat': {
      const turn = source.turn === undefined ? '' : `, turn ${source.turn}`;
      return { name: `${appName(source.app)}${turn}:`, title: source.title ?? source.subject };
    }
    case 'note':
      return { name: '', title: source.app === undefined ? 'Told by you' : `Proposed by ${source.app}` };
    case 'file':
      return { name: '', title: source.title ?? source.ref };
  }
}

export interface SourceName {
  /** Empty where the title says it all. */
  readonly name: string;
  readonly title: string;
}

/** "Claude Code"; "Chat" where the assistant is not known. */
export function appName(app: string | undefined): string {
  if (app === undefined) return 'Chat';
  if (app === 'memory') return '@memory';
  return isChatApp(app) ? CHAT_APPS[app] : app;
}

/** "weights of this project, trained 22 Nov 2026"; "the rule" */
export function weightsName({ source, trainedAt }: Pick<WeightsInUse, 'source' | 'trainedAt'>): string {
  if (source === 'rule') return 'the rule';
  const name = source === 'project' ? 'weights of this project' : 'weights that came with the extension';
  return trainedAt === undefined ? name : `${name}, trained ${formatDate(trainedAt)}`;
}

/** How a training goes on: "Training, step 85 of 200, about 20 minutes left." */
export function trainingText({
  phase,
  step,
  steps,
  minutesLeft,
}: Pick<TrainingProgress, 'phase' | 'step' | 'steps' | 'minutesLeft'>): string {
  switch (phase) {
    case 'preparing':
      return "Making questions from this project's history.";
    case 'evaluating':
      return 'Comparing the new weights with the current ones on held-out questions.';
    case 'training': {
      const minutes = Math.round(minutesLeft ?? 0);
      const left = minutes < 1 ? 'less than a minute left' : `about ${countOf(minutes, 'minute')} left`;
      const progress = `Training, step ${formatCount(step)} of ${formatCount(steps)}`;
      return `${progress}${minutesLeft === undefined ? '' : `, ${left}`}.`;
    }
  }
}

/** "Training stopped: the disk is full." */
export function trainingFailed(reason: string): string {
  return `Training stopped: ${reason.replace(/[.\s]+$/, '')}.`;
}

/** "1,527" */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** "1 commit", "1,527 commits" */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** Control characters, direction overrides, zero-width and tag characters are shown as the replacement sign. Joiners (emoji) stay. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu,
    '\ufffd',
  );
}
