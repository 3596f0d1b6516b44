export { KnownError, errors, type ErrorCode } from './base/errors';
export { silentLogger, type Logger } from './base/logger';
export { groupBy } from './base/groups';
export { contentId } from './base/ids';
export { formatDate, spellDate } from './base/dates';
export { words, terms, keyTokens, numbers, anchors, type Term } from './base/words';
export { firstLine, splitSentences, statementOf, escapeRegExp } from './base/text';
export type { EventKind, Role, Said, FileChange, RawEvent, Reach, Event, StoredEvent } from './memory/event';
export { FACT_KINDS, factKey, isRecord, byOrder, type FactKind, type FactDraft, type Fact } from './memory/fact';
export { CHECK_SESSION, isFinding, type FindingKind, type Loss } from './memory/finding';
export type * from './memory/memory';
export { statement } from './memory/lineage';
export type * from './memory/record';
export type * from './memory/snapshot';
export type * from './memory/store';
export { cleanEvent, eventId, tidy, INJECTED_START, INJECTED_END, type Redactor } from './memory/clean';
export * from './llm/languageModel';
export { addUsage, askModel, type Asked } from './llm/ask';
export { examine, type ExamDeps, type Examination, type ExamStep } from './llm/exam';
export type { Parsed, Prompt } from './llm/prompt';
export { countMessageTokens, countTokens } from './llm/tokens';
export { extractionPrompt, type EventToRead, type ExtractionInput } from './prompts/extraction';
export {
  MOST_NEW_FACTS,
  operationsPrompt,
  type NewFact,
  type ShownStatement,
  type UnsignedOpinion,
} from './prompts/operations';
export { answerPrompt, type AnswerInput, type ModelAnswer, type ShownMemory } from './prompts/answer';
export type { Extractor } from './extract/extractor';
export { defaultExtractors, extractFacts, wantsContent } from './extract/extract';
export { readDocument, type ReadDocument } from './extract/documents';
export { readVerb, passive, isPlural } from './extract/changes/verbs';
export { givesReason } from './extract/decisionWords';
export { activationCount, forward, parameterCount, type Mlp } from './math/mlp';
export { logSoftmax, sigmoid, softmax } from './math/softmax';
export type * from './policies/policy';
export type * from './policies/weights';
export { calibrated, logit } from './policies/calibration';
export { readWeights, type ExpectedWeights } from './policies/readWeights';
export type * from './retrieval/embedder';
export { Idf } from './retrieval/idf';
export { Subjects } from './retrieval/subjects';
export { coverage } from './retrieval/telling';
export { ExactIndex, type VectorRows } from './retrieval/exactIndex';
export { DEFAULT_WEIGHTS, Retriever, type Candidate, type RetrievalWeights } from './retrieval/retriever';
export type * from './answer/answer';
export { prepareAnswer, type PreparedAnswer } from './answer/ask';
export { findExchange } from './base/exchange';
export { readQuestion, type Question as ReadQuestion, type QuestionType } from './answer/question';
export { affirms } from './answer/stance';
export { followUps } from './answer/followUps';
export { ruleV3 } from './policies/ruleV3';
export { createLearnedManager, type LearnedManagerOptions } from './policies/learnedManager';
export {
  GLOBAL_FEATURES,
  MANAGER_FEATURES_VERSION,
  PAIR_FEATURES,
  readManagerFeatures,
  type ManagerFeatures,
} from './policies/managerFeatures';
export {
  allowedActions,
  FIRST_DELETE,
  FIRST_UPDATE,
  MANAGER_ACTIONS,
  MANAGER_SLOTS,
  managerLogits,
  toAction,
  toOperation,
  type ManagerOperation,
} from './policies/managerActions';
export { CANDIDATES } from './manager/memoryManager';
export { isNearDuplicate } from './manager/duplicates';
export { Pool } from './manager/pool';
export { distillRule } from './policies/distillRule';
export { DISTILL_FEATURES, DISTILL_VERSION, distillState, type DistillState } from './policies/distillFeatures';
export {
  createLearnedDistill,
  DISTILL_NETWORK,
  DISTILL_SIZES,
  distillLogits,
  keptPlaces,
  toOutputs,
} from './policies/learnedDistill';
export { openMemory, type DocumentRead, type ProjectMemory } from './projectMemory';
export type { Acceptance, Ingested, IngestOptions } from './project/ingestion';
export { OWN_CHAT } from './project/links';
export type { MemoryDeps } from './project/ledger';
export type { ReadingOutcome, ReadingReport, ReadOptions } from './project/reading';
export type { Material, Reviewed } from './project/material';
export type { Recalled, RecallCounts } from './project/uses';
export type { Freshness, ProjectFiles, Removal } from './project/freshness';
export type { Answered } from './project/feedback';
export type { Done, Selection } from './project/review';
export type { RunCounts } from './project/runs';
export type { Suggested, Suggestion } from './project/suggestions';
export { CommitLinker, linkCommits, type CommitLink, type LinkCandidate, type LinkCommit } from './link/commitLinker';
export { LINK_MODEL, type LinkModel } from './link/linkModel';
export type { LinkTurn } from './link/conversation';
export { Recall, type Dense, type RecallDeps } from './recall';
