import type { Row } from '../rows';
import type { Operation, Proposal, Source } from '../types';

/** All proposals of one commit, chat turn or note. */
export interface SourceGroup {
  readonly source: Source;
  readonly proposals: readonly Proposal[];
}

export type ProposalRow = Row<SourceGroup, Proposal>;
export type Filter = 'ALL' | Operation;

/** Rows in the order of the proposals: newest source first, inside a source as they were decided. */
export function toRows(proposals: readonly Proposal[], isClosed: (key: string) => boolean): ProposalRow[] {
  const groups = new Map<string, { source: Source; proposals: Proposal[] }>();
  for (const proposal of proposals) {
    const [source] = proposal.sources;
    if (!source) continue; // provenance is stamped by code; there is always one
    const key = groupKey(source);
    const group = groups.get(key);
    if (group) group.proposals.push(proposal);
    else groups.set(key, { source, proposals: [proposal] });
  }
  return [...groups].flatMap(([key, group], i): ProposalRow[] => {
    const isOpen = !isClosed(key);
    const row: ProposalRow = { kind: 'group', key, value: group, isOpen, position: i + 1, size: groups.size };
    return isOpen ? [row, ...itemsOf(group.proposals)] : [row];
  });
}

function itemsOf(proposals: readonly Proposal[]): ProposalRow[] {
  return proposals.map((value, i) => ({ kind: 'item', key: value.id, value, position: i + 1, size: proposals.length }));
}

export function groupKey({ kind, session, ref }: Source): string {
  return `group ${kind} ${session ?? ''} ${ref}`;
}

export function countByFilter(proposals: readonly Proposal[]): Map<Filter, number> {
  const counts = new Map<Filter, number>([['ALL', proposals.length]]);
  for (const { operation } of proposals) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  return counts;
}

export function proposalsOf(row: ProposalRow): readonly Proposal[] {
  return row.kind === 'group' ? row.value.proposals : [row.value];
}

export function textOf({ newText, oldText }: Proposal): string {
  return newText ?? oldText ?? '';
}

/** Where the focus goes when these are decided: the next proposal, else the one before. */
export function nextAfter(rows: readonly ProposalRow[], ids: ReadonlySet<string>): string | undefined {
  const stays = (row: ProposalRow): boolean => row.kind === 'item' && !ids.has(row.key);
  const last = rows.findLastIndex((row) => proposalsOf(row).some(({ id }) => ids.has(id)));
  return (rows.slice(last + 1).find(stays) ?? rows.slice(0, Math.max(0, last)).findLast(stays))?.key;
}
