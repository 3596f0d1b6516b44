import type { MemoriesState, ProposalsState, SidebarToHost } from '../protocol/sidebar';

/** The page knows the types of core only as far as the protocol speaks of them. */
export type Proposal = ProposalsState['proposals'][number];
export type Operation = Proposal['operation'];
export type Batch = NonNullable<ProposalsState['batch']>;
export type Source = Proposal['sources'][number];
export type Memory = MemoriesState['memories'][number];
export type FactKind = Memory['kind'];
export type Story = ReturnType<SidebarToHost['history']>;
export type HistoryEntry = Story['entries'][number];
