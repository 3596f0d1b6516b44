export { KnownError, errors, type ErrorCode } from './base/errors';
export { silentLogger, type Logger } from './base/logger';
export { contentId } from './base/ids';
export { formatDate } from './base/dates';
export type { EventKind, Role, FileChange, RawEvent, Reach, Event, StoredEvent } from './memory/event';
export { FACT_KINDS, factKey, byOrder, type FactKind, type FactDraft, type Fact } from './memory/fact';
export type * from './memory/memory';
export type * from './memory/record';
export type * from './memory/snapshot';
export type * from './memory/store';
export { cleanEvent, eventId, INJECTED_START, INJECTED_END, type Redactor } from './memory/clean';
export type { Extractor } from './extract/extractor';
export { defaultExtractors, extractFacts, wantsContent } from './extract/extract';
export type * from './policies/policy';
export type * from './retrieval/embedder';
export { ExactIndex, type VectorRows } from './retrieval/exactIndex';
export type * from './answer/answer';
export { ruleV3 } from './policies/ruleV3';
export {
  openMemory,
  type ProjectMemory,
  type MemoryDeps,
  type Acceptance,
  type Ingested,
  type IngestOptions,
  type RunCounts,
  type Selection,
  type Done,
} from './projectMemory';
export { Recall, type RecallDeps } from './recall';
