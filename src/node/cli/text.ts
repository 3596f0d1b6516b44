import {
  formatDate,
  type Answer,
  type ChatLink,
  type HistoryEntry,
  type Memory,
  type Proposal,
  type RecallHit,
  type Source,
  type UsedMemory,
} from '../../core/index';
import type { ChatImportReport } from '../../protocol/chats';
import type { ComparedRow, LearningState, Measured, TrainingReport } from '../../protocol/learning';
import type { ActionReport, DoctorReport, FreshnessReport, IngestReport, PurgeReport } from '../../protocol/service';
import { countOf, readBy, sourceName, staleRemark, usesText, weightsName } from '../../protocol/words';
import { stateOf } from './json';

/** The same as `json.ts`, for people. */

export function scanText(report: IngestReport, what: 'commit' | 'event' | 'turn'): string {
  const { add, update, delete: removed, noop } = report.proposals;
  const lines = [
    `Read ${count(report.events, what)} in ${(report.ms / 1000).toFixed(1)} s: ${count(report.facts, 'fact')}.`,
    `Proposals: ${add} to add, ${update} to update, ${removed} to delete; ${noop} need no review.`,
  ];
  if (report.accepted > 0) lines.push(`Accepted: ${report.accepted}.`);
  if (report.held > 0) lines.push(`Held until their branch is merged: ${report.held}.`);
  if (report.secrets > 0)
    lines.push(`${count(report.secrets, 'secret')} ${report.secrets === 1 ? 'was' : 'were'} left out.`);
  const isWaiting = add + update + removed > 0 && report.accepted === 0;
  if (isWaiting) lines.push('"review" shows them, "accept --all" accepts them all.');
  return paragraph(lines);
}

export function chatsText(report: ChatImportReport): string {
  const turns = report.chats.reduce((sum, chat) => sum + chat.turns, 0);
  const lines = [`${count(report.chats.length, 'conversation')}, ${count(turns, 'turn')}.`];
  const shown = report.skipped.slice(0, SHOWN_SKIPPED).map(({ file, reason }) => `Passed over: ${reason}, in ${file}`);
  const more = report.skipped.length - shown.length;
  if (more > 0) shown.push(`Passed over: ${more} more.`);
  return paragraph(lines) + scanText(report, 'turn') + (shown.length > 0 ? paragraph(shown) : '');
}

/** What was passed over is told in full by --json. */
const SHOWN_SKIPPED = 5;

export function answerText(answer: Answer): string {
  const lines = [answer.answer];
  for (const { text, until } of answer.replaced)
    lines.push(`Replaced: ${text.replace(/\.$/, '')}, until ${formatDate(until)}.`);
  if (answer.closest) lines.push(`Closest: ${answer.closest.text}`);
  if (answer.wordedBy !== undefined) lines.push(`Worded by ${answer.wordedBy}, from:`);
  if (answer.problem !== undefined) lines.push(`Without the language model: ${answer.problem}`);
  if (answer.used.length > 0) lines.push('', ...answer.used.map((used) => `${used.id}  ${usedText(used)}`));
  return paragraph(lines);
}

export function hitsText(hits: readonly RecallHit[]): string {
  return table(
    hits.map(({ memory, score }) => [memory.id, score.toFixed(2), memoryMarks(memory), memory.text]),
    'Nothing in memory is close to that.',
  );
}

export function memoriesText(memories: readonly Memory[]): string {
  return table(
    memories.map((memory) => {
      const notes = [staleRemark(memory), usesText(memory.uses)].filter((note) => note !== undefined);
      const text = notes.length > 0 ? `${memory.text} (${notes.join('; ')})` : memory.text;
      return [memory.id, memoryMarks(memory), memory.kind, formatDate(memory.validFrom), text];
    }),
    'No memories.',
  );
}

export function freshnessText({ checked, stale, proposed, withdrawn }: FreshnessReport): string {
  const found = stale.length === 0 ? 'all of it is there' : `${stale.length} may be out of date`;
  const lines = [
    `Looked at what ${countOf(checked, 'memory rests', 'memories rest')} on: ${found}.`,
    ...stale.map(({ id, text, reason }) => `  ${id} ${text} (${reason.replace(/\.$/, '')})`),
  ];
  if (withdrawn > 0) lines.push(`${count(withdrawn, 'proposal')} taken back, as what was missing is there again.`);
  if (proposed > 0) lines.push(`${count(proposed, 'new proposal')}; "review" shows what waits.`);
  return paragraph(lines);
}

/** @param chats that led to commits, by their shas */
export function historyText(
  entries: readonly HistoryEntry[],
  chats: ReadonlyMap<string, readonly ChatLink[]> = new Map(),
): string {
  return table(
    entries.map((entry) => {
      const [led] = chats.get(entry.event.ref) ?? [];
      const served = usesText(entry.uses);
      const from = [sourceText(entry.event), ...(led ? [`discussed in ${sourceText(led.source)}`] : [])].join(', ');
      return [
        `${entry.version}.`,
        formatDate(entry.at),
        entry.operation,
        entry.text,
        `(${entry.reason}; ${from}${said(entry)}${served === undefined ? '' : `; ${served}`})`,
      ];
    }),
    'No history.',
  );
}

/** What a merged text was made of, and the model that found it. */
function said({ said: own, readBy: reader }: HistoryEntry): string {
  return `${reader === undefined ? '' : `, ${readBy(reader)}`}${own === undefined ? '' : `: "${own}"`}`;
}

export function proposalsText(proposals: readonly Proposal[], empty = 'Nothing to review.'): string {
  if (proposals.length === 0) return paragraph([empty]);
  return paragraph(
    proposals.flatMap((proposal) => {
      const { id, operation, oldText, newText, confidence, reason, state, branch, readBy: reader } = proposal;
      const read = reader === undefined ? '' : `, ${readBy(reader)}`;
      const held = branch === undefined ? '' : `, held for ${branch}`;
      const source = proposal.sources[0];
      return [
        `${id}  ${operation}  ${state}${held}`,
        ...(oldText === undefined ? [] : [`  - ${oldText}`]),
        ...(newText === undefined ? [] : [`  + ${newText}`]),
        `  ${reason} (${Math.round(confidence * 100)} %)${source ? `; ${sourceText(source)}` : ''}${read}`,
      ];
    }),
  );
}

export function actionsText(actions: readonly ActionReport[]): string {
  return paragraph(actions.map((action) => action.label));
}

export function doctorText({ checks }: DoctorReport): string {
  return table(
    checks.map(({ name, ok, detail }) => [ok ? 'ok' : 'PROBLEM', name, detail]),
    'Nothing to check.',
  );
}

export function purgeText({ secrets, records, files }: PurgeReport): string {
  if (files.length === 0) return paragraph(['No stored secret that the rules of today know. Nothing was changed.']);
  return paragraph([
    `Removed ${count(secrets, 'secret')} from ${count(records, 'record')}; written anew or removed: ${files.join(', ')}.`,
    'Where they came from (commits, transcripts) and in exports they still are: replace them with new ones.',
  ]);
}

export function trainingText(report: TrainingReport): string {
  const { verdict, stopped, outcome, questions, better, worse, same, rows, learnedFrom, seeds, minutes } = report;
  const learned = `${count(learnedFrom.history, 'question')} of the history and ${learnedFrom.reviews} of reviews`;
  return (
    paragraph([verdict, ...(outcome === 'won' ? ['"train --use before" goes back to the old ones.'] : [])]) +
    table(
      [
        ['', 'before', 'now', 'change (95 %)'],
        ...rows.map((row) => [row.name, value(row.before.mean, row), value(row.after.mean, row), change(row)]),
      ],
      '',
    ) +
    paragraph([
      `Of ${count(questions, 'question')} held out: ${better} better, ${worse} worse, ${same} the same.`,
      `Learned from ${learned}, ${count(seeds, 'time')}, in ${minutes.toFixed(1)} min${stopped ? ', until it was stopped' : ''}.`,
    ])
  );
}

/** Which weights answer. */
export function weightsText({ manager, distillation }: LearningState['inUse']): string {
  const lines = [
    `Memory Manager: ${weightsName(manager)}.`,
    `Distillation: ${weightsName(distillation)}.`,
    ...new Set([manager, distillation].flatMap(({ problem }) => problem ?? [])),
  ];
  return paragraph(lines);
}

function value(share: number, { unit }: ComparedRow): string {
  return unit === 'share' ? `${(share * 100).toFixed(1)}%` : share.toFixed(2);
}

function change(row: ComparedRow): string {
  const signed = (key: keyof Measured): string => `${row.change[key] < 0 ? '' : '+'}${value(row.change[key], row)}`;
  return `${signed('mean')} (${signed('low')} to ${signed('high')})`;
}

/**
 * Text for a terminal: what comes from commits and chats must not move its cursor, colour it, or turn the reading direction.
 * Line ends inside become spaces.
 */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(HIDDEN, '');
}

/** JSON in one line in which signs that a terminal would act on, or hide, are written as escapes: programs read the same. */
export function jsonLine(value: unknown): string {
  const escaped = (sign: string): string =>
    [...Array(sign.length).keys()].map((i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
  return `${JSON.stringify(value).replace(HIDDEN, escaped)}\n`;
}

/** Controls, direction marks, what has no width (but joiners, which emojis and scripts need), and tags. */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

export function paragraph(lines: readonly string[]): string {
  return lines.map((line) => `${line.startsWith('  ') ? '  ' : ''}${plain(line).trim()}\n`).join('');
}

function usedText(used: UsedMemory): string {
  const stale = staleRemark(used);
  const notes = [
    formatDate(used.validFrom),
    ...(used.reviewed ? [] : ['not reviewed']),
    ...(stale === undefined ? [] : [stale]),
    ...(used.branch === undefined ? [] : [`on ${used.branch}`]),
    ...used.sources.slice(0, 1).map(sourceText),
  ];
  return `${used.text} (${notes.join(', ')})`;
}

function memoryMarks(memory: Memory): string {
  const branch = memory.branch === undefined ? '' : ` on ${memory.branch}`;
  return `${stateOf(memory)}${branch}${memory.stale ? ' stale' : ''}`;
}

function sourceText(source: Source): string {
  const { name, title } = sourceName(source);
  return name === '' ? title : `${name} ${title}`;
}

export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;
}

/** Columns of equal width; the last one is as wide as it is. */
export function table(rows: readonly (readonly string[])[], empty: string): string {
  if (rows.length === 0) return paragraph([empty]);
  const cells = rows.map((row) => row.map(plain));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i < row.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell)).join('  ');
  return cells.map((row) => `${line(row).trimEnd()}\n`).join('');
}
