import { countOf, formatCount, formatDate, letInBy } from '../protocol/words';
import type { Batch, HistoryEntry, Memory, Operation, Proposal } from './types';

/** Every word that the pages say of themselves. What comes from commits, chats and memories is never in here. */
export const TEXTS = {
  accept: 'Accept',
  acceptAll: 'Accept all',
  acceptSource: 'Accept all of this source',
  edit: 'Edit',
  reject: 'Reject',
  save: 'Save',
  saveAndAccept: 'Save and accept',
  cancel: 'Cancel',
  undo: 'Undo',
  tryAgain: 'Try again',
  dismiss: 'Dismiss',
  delete: 'Delete',
  revert: 'Revert',
  restore: 'Restore',
  clearFilters: 'Clear filters',
  showToday: 'Show today',
  clearSelection: 'Clear selection',
  scan: 'Scan commits...',
  importChats: 'Import chats...',
  importDocuments: 'Import rules and memories...',
  review: 'Review proposals',
  showLog: 'Show log',

  proposals: 'Proposals',
  memories: 'Memories',
  used: 'Used in answers',
  show: 'Show',
  all: 'All',
  details: 'Details',
  selectedProposals: 'Selected proposals',
  selectionCleared: 'Selection cleared',
  oldText: 'Old text',
  newText: 'New text',
  textToDelete: 'Text to delete',
  text: 'Text',
  textIsEmpty: 'The text is empty.',
  source: 'Source',
  sources: 'Sources',
  quote: 'Quote',
  confidence: 'Confidence',
  lowConfidence: 'Low confidence',
  low: 'low',
  note: 'Note',
  chat: 'Chat',
  discussedIn: 'Discussed in:',
  said: 'In its own words:',

  nothingToReview: 'Nothing to review',
  nothingToReviewHint:
    'New commits and @memory chats become proposals here. You review what is remembered; answers mark what is not reviewed.',
  noneOfThisKind: 'No proposals of this kind.',
  noMemories: 'No memories yet',
  noMemoriesHint: 'Accepted proposals are kept here, with their history.',
  noMemoriesShown: 'No memories with these filters.',
  today: 'What is remembered today.',
  nothingThen: 'Memory holds nothing from that day or before.',
  pastStays: 'What held in the past cannot be changed. Show today first.',

  firstScan: 'First scan',
  imported: 'Imported documents',
  lookThrough: 'Look through',
  notNow: 'Not now',

  search: 'Search memories',
  history: 'History',
  sinceThen: 'Since then',
  deleted: 'Deleted. Answers do not use it.',
  notReviewed: 'Not reviewed',
  notReviewedNote: 'Not reviewed yet. Answers that use it say so.',

  previousWeek: 'Previous week',
  nextWeek: 'Next week',
  nothingThisWeek: 'Nothing changed this week.',
  thisWeek: 'This week',
  lastWeekWithChanges: 'Show the last week with changes',
  nextWeekWithChanges: 'Show the next week with changes',
  was: 'Was: ',

  learning: 'Learning',
  train: 'Train on this project',
  trainAgain: 'Train again',
  stop: 'Stop',
  stopKeeps: 'You can go on working. Stop keeps what was learned so far.',
  keepOld: 'Keep the old ones',
  useNew: 'Use new weights',
  goBack: 'Go back to the previous weights',
  useShipped: 'Use the shipped weights',
  useRule: 'Use the rule again',
  notTrained: 'Not trained on this project yet.',
  better: 'New weights answer better.',
  inUseAlready: 'They are in use.',
  declined: 'New weights answer better, but the old ones are in use.',
  notBetter: 'New weights are not better.',
  currentOnesStay: 'The current ones stay.',
  currentStay: 'The current weights stay.',
  nothingToCompare: 'There was no question left to compare them by.',
  mayBeChance: 'The difference is small enough to be chance.',
  wasStopped: 'It was stopped early.',
  moreComes: 'Each commit that is read and each review adds some.',
  loading: 'Reading what there is to learn from.',
  rightAnswers: 'Right answers on held-out questions',
  trainingSteps: 'Training steps',
  newWeights: 'New weights',
  currentWeights: 'Current weights',
  oldWeights: 'Weights before',
  rule: 'The rule',
  measure: 'Measure',
  before: 'Before',
  new: 'New',
  change: 'Change',
  intervals: 'Change from question to question, with its 95% interval.',
  showChanged: 'Show the questions that changed',
  hideChanged: 'Hide the questions that changed',
  changedQuestions: 'Questions that changed',
  changedNotKept: 'The questions that changed are not kept on disk. Train again to see them.',
  answeredBefore: 'Before',
  answeredNow: 'Now',
  rightAnswer: 'Right',
  declines: 'Says that memory holds nothing',

  keys: 'Keys',
} as const;

export const BECAME = {
  better: { heading: 'Answered better', icon: 'pass' },
  worse: { heading: 'Answered worse', icon: 'error' },
  neither: { heading: 'Answered otherwise, neither better nor worse', icon: 'circle-slash' },
} as const;

export const OPERATIONS: Readonly<Record<Operation, { readonly word: string; readonly done: string; icon: string }>> = {
  ADD: { word: 'Add', done: 'Added', icon: 'diff-added' },
  UPDATE: { word: 'Update', done: 'Updated', icon: 'diff-modified' },
  DELETE: { word: 'Delete', done: 'Deleted', icon: 'diff-removed' },
};

export const STATE_NAMES = { active: 'Active', stale: 'Stale', superseded: 'Superseded', deleted: 'Deleted' } as const;

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

export const WEEK_WORDS = { learned: 'Learned', changed: 'Changed', forgotten: 'Forgotten' } as const;

export const PROPOSAL_KEYS = [
  ['Up, Down, Page Up, Page Down, Home, End', 'Move'],
  ['Right, Left', 'Open, close'],
  ['Enter', 'Open or close details'],
  ['A', 'Accept'],
  ['E', 'Edit, then accept'],
  ['R', 'Reject'],
  ['O', 'Open source'],
  ['Space', 'Select'],
  ['Ctrl+A', 'Select all shown'],
  ['Esc', 'Close details, then clear the selection'],
  ['U, Ctrl+Z', 'Undo'],
  ['Tab', 'Into the details; Esc goes back'],
  ['?', 'This list'],
] as const;

export const MEMORY_KEYS = [
  ['Up, Down, Page Up, Page Down, Home, End', 'Move'],
  ['Right, Left', 'Open, close'],
  ['Enter', 'Open or close details'],
  ['E', 'Edit'],
  ['Delete', 'Delete'],
  ['O', 'Open source'],
  ['U, Ctrl+Z', 'Undo'],
  ['/', 'Search'],
  ['Tab', 'Into the details; Esc goes back'],
  ['?', 'This list'],
] as const;

/** "88%" */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

export function selected(count: number): string {
  return `${formatCount(count)} selected`;
}

/** "1,527 commits read: 412 memories to add, and 96 more already replaced by later ones." "Documents read: 24 memories to add, 2 to delete." */
export function batchSentence({ kind, events, pending, replaced }: Omit<Batch, 'id' | 'at' | 'byKind'>): string {
  const changes = [
    ...(pending.add > 0 ? [`${countOf(pending.add, 'memory', 'memories')} to add`] : []),
    ...(pending.update > 0 ? [`${formatCount(pending.update)} to update`] : []),
    ...(pending.delete > 0 ? [`${formatCount(pending.delete)} to delete`] : []),
    ...(replaced > 0 ? [`and ${formatCount(replaced)} more already replaced by later ones`] : []),
  ];
  // An entry of another memory's file is an event, too, but no document.
  const read = kind === 'files' ? 'Documents' : countOf(events, 'commit');
  return `${read} read: ${changes.join(', ')}.`;
}

export function waitingSentence(count: number, ofDocuments: boolean): string {
  const from = ofDocuments ? 'of imported documents' : 'of the first scan';
  return `${countOf(count, 'proposal')} ${from} ${count === 1 ? 'waits' : 'wait'}.`;
}

export function notSaved(reason: string, still: string): string {
  return `Not saved: ${reason.replace(/[.\s]+$/, '')}. ${still}`;
}

export function decidedBy(by: Proposal['decidedBy']): string {
  switch (by) {
    case 'you':
      return 'Stated by you';
    case 'rule':
      return 'Decided by rule';
    case 'policy':
      return 'Decided by the learned policy';
    case 'model':
      return 'Decided with the language model';
  }
}

/** What the confidence of a proposal is, by who decided. What the user stated needs no word. */
export function confidenceMeans(by: Proposal['decidedBy']): string | undefined {
  switch (by) {
    case 'you':
      return undefined;
    case 'rule':
      return 'How clear the case is to the rule.';
    case 'policy':
      return 'The chance that this leads to answers at least as right as anything else would.';
    case 'model':
      return 'The chance, by the learned policy and the language model together, that this leads to answers at least as right as anything else would.';
  }
}

/** "Updated 29 Nov 2023, held until 23 Feb 2026, accepted by you" */
export function historyLine(entry: HistoryEntry): string {
  const until = entry.until === undefined ? '' : `, held until ${formatDate(entry.until)}`;
  return `${OPERATIONS[entry.operation].done} ${formatDate(entry.at)}${until}, ${letInBy(entry)}`;
}

/** What the second line of a memory says. */
export function memoryLine(memory: Memory, state: keyof typeof STATE_NAMES, saysUse: boolean): string {
  return [
    ...(state === 'active' ? [] : [STATE_NAMES[state]]),
    ...(memory.reviewed ? [] : [TEXTS.notReviewed]),
    ...(memory.branch === undefined ? [] : [`On branch ${memory.branch}`]),
    ...(saysUse && memory.uses ? [`Recalled ${countOf(memory.uses.recalled, 'time')}`] : []),
    `As of ${formatDate(memory.validFrom)}`,
  ].join(' · ');
}

export const supersededOn = (iso: string): string => `Superseded on ${formatDate(iso)} by `;
export const endedOn = (iso: string): string => `No longer holds since ${formatDate(iso)}: `;
export const heldFor = (branch: string): string => `Held for branch ${branch} until it is merged.`;
export const stepsSentence = (steps: number): string =>
  `Stands for ${formatCount(steps)} changes in a row; accepting it keeps all of them as history.`;
export const turnTitle = (turn: number, title: string): string => `Turn ${formatCount(turn)}: ${title}`;
export const openSource = (kind: string, subject: string): string =>
  `Open ${kind === 'chat' ? 'chat turn' : kind === 'file' ? 'document' : kind}: ${subject}`;
export const noMatch = (query: string): string => `No memory matches "${query}".`;
/** Some match, in states that are not on show. */
export const hiddenMatches = (count: number, query: string): string =>
  `${count === 1 ? '1 memory matches' : `${formatCount(count)} memories match`} "${query}", in states that are not shown.`;
export const asOfDay = (day: string): string => `As of ${formatDate(day)}.`;
export const openCommit = (sha: string): string => `Open commit ${sha.slice(0, 7)}`;
export const found = (count: number): string => `${formatCount(count)} found`;
export const historyFailed = (reason: string): string => `The history could not be read: ${reason}`;
