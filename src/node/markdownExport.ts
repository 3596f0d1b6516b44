import { INJECTED_END, INJECTED_START, isRecord, type FactKind, type Memory, type Source } from '../core/index';
import { countOf, formatDate, KIND_NAMES, sourceName, staleRemark } from '../protocol/words';

/** What a project remembers, as a page for people. */
export interface MarkdownExport {
  readonly text: string;
  /** Memories on it. */
  readonly memories: number;
  /** What is not on it: "12 proposals that wait for review". */
  readonly leftOut: readonly string[];
}

/**
 * Memories grouped as in the Memories view, the newest first, each with its sources and what held before it. The same bank gives the same page. The marks around it tell
 * memory that these are its own words, so the page is never read back as news, wherever it is pasted.
 * @param memories all versions of everything
 */
export function toMarkdown(name: string, memories: readonly Memory[]): MarkdownExport {
  const lasting = memories.filter((memory) => !isRecord(memory));
  const reviewed = lasting.filter((memory) => memory.reviewed && memory.ending?.forgotten !== true);
  const before = groupBefore(reviewed);
  const holding = reviewed.filter(({ state }) => state === 'active');
  const ended = lastOfEach(reviewed.filter(({ lineage }) => !holding.some((memory) => memory.lineage === lineage)));
  const sections = KINDS.flatMap((kind) => {
    const ofKind = newestFirst(holding.filter((memory) => memory.kind === kind));
    const items = ofKind.map((memory) => itemOf(memory, before.get(memory.lineage) ?? []));
    return items.length === 0 ? [] : [`## ${KIND_NAMES[kind]}\n\n${items.join('\n')}`];
  });
  const past = newestFirst(ended).map((memory) => itemOf(memory, before.get(memory.lineage) ?? []));
  if (past.length > 0) sections.push(`## No longer\n\n${details(countOf(past.length, 'memory', 'memories'), past)}`);
  const head = `# Memory of ${escape(name)}\n\n${countOf(holding.length, 'memory', 'memories')}. Written by Project Memory, which does not read this page back.`;
  const page = [INJECTED_START, head, ...sections.map((section) => section.trimEnd()), INJECTED_END].join('\n\n');
  return { text: `${page}\n`, memories: holding.length + past.length, leftOut: leftOutOf(memories, lasting) };
}

const KINDS = Object.keys(KIND_NAMES) as FactKind[];

function leftOutOf(all: readonly Memory[], lasting: readonly Memory[]): string[] {
  const waiting = lasting.filter(({ reviewed }) => !reviewed).length;
  const forgotten = lasting.filter(({ ending }) => ending?.forgotten === true).length;
  const records = all.length - lasting.length;
  return [
    ...(waiting > 0 ? [`${countOf(waiting, 'memory that waits', 'memories that wait')} for review`] : []),
    ...(records > 0 ? [countOf(records, 'record of what was done once', 'records of what was done once')] : []),
    ...(forgotten > 0 ? [`${countOf(forgotten, 'memory that was', 'memories that were')} deleted by you`] : []),
  ];
}

function newestFirst(memories: readonly Memory[]): Memory[] {
  return [...memories].sort((a, b) => Date.parse(b.validFrom) - Date.parse(a.validFrom) || (a.id < b.id ? -1 : 1));
}

/** Superseded versions by lineage, newest first. */
function groupBefore(memories: readonly Memory[]): Map<string, Memory[]> {
  const groups = new Map<string, Memory[]>();
  for (const memory of newestFirst(memories.filter(({ state }) => state === 'superseded')))
    groups.set(memory.lineage, [...(groups.get(memory.lineage) ?? []), memory]);
  return groups;
}

function lastOfEach(memories: readonly Memory[]): Memory[] {
  const last = new Map<string, Memory>();
  for (const memory of memories.filter(({ state }) => state === 'deleted')) {
    const known = last.get(memory.lineage);
    if (!known || (memory.validTo ?? '') > (known.validTo ?? '')) last.set(memory.lineage, memory);
  }
  return [...last.values()];
}

function itemOf(memory: Memory, before: readonly Memory[]): string {
  const lines = [`- ${withStop(escape(memory.text))}`, `  ${tellOf(memory)}`];
  if (memory.ending) lines.push(`  Ended ${formatDate(memory.ending.time)}: ${withStop(escape(memory.ending.text))}`);
  const past = before
    .filter(({ id }) => id !== memory.id)
    .map((old) => `- ${withStop(escape(old.text))} ${tellOf(old)}`);
  if (past.length > 0)
    lines.push('', indent(details(countOf(past.length, 'version before', 'versions before'), past)), '');
  return lines.join('\n');
}

/** "Since 23 Feb 2026, on branch next, may be out of date. From b933476 Require Node.js 22; AGENTS.md." */
function tellOf(memory: Memory): string {
  const { validFrom, validTo, branch, sources } = memory;
  const stale = staleRemark(memory);
  const from = formatDate(validFrom);
  const when = [
    validTo === undefined ? `Since ${from}` : `${from} to ${formatDate(validTo)}`,
    ...(branch === undefined ? [] : [`on branch ${escape(branch)}`]),
    ...(stale === undefined ? [] : [escape(stale)]),
  ];
  const told = [...new Set(sources.map(tellSource))];
  return `*${when.join(', ')}.*${told.length > 0 ? ` From ${withStop(told.join('; '))}` : ''}`;
}

function tellSource(source: Source): string {
  const { name, title } = sourceName(source);
  return source.kind === 'commit' ? `\`${name}\` ${escape(title)}` : escape(`${name} ${title}`.trim());
}

function details(summary: string, items: readonly string[]): string {
  return `<details>\n<summary>${summary}</summary>\n\n${items.join('\n')}\n\n</details>`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function withStop(text: string): string {
  return /[.!?…][)"'\]]*$/.test(text) ? text : `${text}.`;
}

/** On one line, with what stands in ticks as it is; nothing in it can be markup, a link, or the end of the page. */
function escape(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const isEven = (line.split('`').length - 1) % 2 === 0;
  const parts = isEven ? line.split(/(`[^`]*`)/) : [line.replace(/`/g, '\\`')];
  return parts
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replace(/[\\*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
            .replace(/</g, '&lt;')
            .replace(/^(?=[#>+-]|\d+[.)])/, '\\'),
    )
    .join('')
    .replace(/<(?=\/?project-memory)/gi, '&lt;');
}
