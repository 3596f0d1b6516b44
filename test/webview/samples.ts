import type { HistoryEntry, Memory, Proposal, Source } from '../../src/core/index';
import type { MemoriesState, ProposalsState, Story, WeekEntry, WeekState } from '../../src/protocol/sidebar';

/** Commit subjects, hashes and dates are those of sindresorhus/got (MIT), early in 2026; the facts were written from them. */
function commit(ref: string, subject: string, time: string): Source {
  return { kind: 'commit', ref: ref.padEnd(40, '0'), subject, time, author: 'Dev One', quote: subject };
}

const SOURCES = {
  node22: commit('b933476', 'Require Node.js 22', '2026-02-23T17:19:00+07:00'),
  isStream: commit('c241c6c', 'Remove `isStream` option', '2026-02-24T17:46:00+07:00'),
  cancel: commit('a06ac6c', 'Remove promise cancel API in favor of `AbortSignal`', '2026-02-24T21:52:00+07:00'),
  retry: commit('9bc8dfb', 'Change `retry.enforceRetryRules` default to true', '2026-02-25T13:36:00+07:00'),
  piped: commit(
    '8e392f3',
    'Make piped header copying opt-in and preserve explicit headers',
    '2026-02-25T14:10:00+07:00',
  ),
  bytes: commit('309e36d', 'Use Uint8Array for user-facing binary responses', '2026-02-26T03:28:00+07:00'),
} satisfies Record<string, Source>;

const CHAT: Source = {
  kind: 'chat',
  ref: 'turn-4',
  session: 'session-a',
  subject: 'How do we cut the 15.0 release?',
  time: '2026-02-26T10:12:00+07:00',
  author: 'you',
  quote: 'no 15.0 before the migration guide is done',
  role: 'user',
  app: 'claude-code',
  title: 'How do we cut the 15.0 release?',
  turn: 4,
};

let proposals = 0;

/** A proposal; what a test does not name is made up. */
export function proposal(given: Partial<Proposal>): Proposal {
  proposals++;
  return {
    id: `p${proposals}`,
    operation: 'ADD',
    kind: 'decision',
    reason: 'Nothing like it was remembered.',
    confidence: 0.9,
    decidedBy: 'policy',
    sources: [CHAT],
    state: 'pending',
    run: 'run-1',
    steps: 1,
    ...given,
  };
}

export const PROPOSALS: readonly Proposal[] = [
  proposal({
    id: 'release',
    newText: 'Release 15.0 only after the migration guide is finished.',
    confidence: 0.83,
    reason: 'You stated it as a rule for the release, not for one task.',
  }),
  proposal({
    id: 'changelog',
    newText: 'Changelog entries link to the pull request.',
    confidence: 0.41,
    reason: 'Said once, as a wish. It may be about this release only.',
  }),
  proposal({
    id: 'bytes',
    operation: 'UPDATE',
    oldText: 'Binary response bodies are returned as Buffer.',
    newText: 'Binary response bodies are returned as Uint8Array.',
    confidence: 0.95,
    reason: 'The commit changes the type that users receive.',
    sources: [SOURCES.bytes],
  }),
  proposal({
    id: 'piped',
    operation: 'UPDATE',
    oldText: 'Headers of a piped stream are copied to the request.',
    newText: 'Headers of a piped stream are copied to the request only when asked for; headers set by hand win.',
    confidence: 0.91,
    reason: 'Copying became opt-in, and explicit headers are kept.',
    sources: [SOURCES.piped],
  }),
  proposal({
    id: 'retry',
    operation: 'UPDATE',
    oldText: 'The retry.enforceRetryRules option is false by default.',
    newText: 'The retry.enforceRetryRules option is true by default.',
    confidence: 0.97,
    reason: 'The default was changed in this commit.',
    sources: [SOURCES.retry],
  }),
  proposal({
    id: 'cancel',
    operation: 'UPDATE',
    oldText: 'Stop a request with promise.cancel(), which is soft-deprecated.',
    newText: 'Stop a request with an AbortSignal; promise.cancel() was removed.',
    confidence: 0.94,
    reason: 'The old way is gone, the commit names the new one.',
    sources: [SOURCES.cancel],
  }),
  proposal({
    id: 'isStream',
    operation: 'DELETE',
    oldText: 'Pass isStream: true to get a stream from got().',
    confidence: 0.88,
    reason: 'The option no longer exists.',
    sources: [SOURCES.isStream],
  }),
  proposal({
    id: 'stream',
    newText: 'got.stream() is the only way to get a stream.',
    confidence: 0.72,
    reason: 'Follows from the removal of the isStream option.',
    sources: [SOURCES.isStream],
  }),
  proposal({
    id: 'node22',
    operation: 'UPDATE',
    kind: 'requirement',
    oldText: 'Got requires Node.js 20 or later.',
    newText: 'Got requires Node.js 22 or later.',
    confidence: 0.98,
    decidedBy: 'rule',
    reason: 'engines.node changed from >=20 to >=22 in package.json.',
    sources: [SOURCES.node22],
    steps: 3,
  }),
];

export function proposalsState(given: Partial<ProposalsState> = {}): ProposalsState {
  return { page: 'proposals', revision: 1, ready: true, proposals: PROPOSALS, notices: [], ...given };
}

export const BATCH: NonNullable<ProposalsState['batch']> = {
  id: 'scan-1',
  kind: 'scan',
  at: '2026-02-26T12:00:00Z',
  events: 1527,
  pending: { add: 412, update: 0, delete: 0 },
  replaced: 96,
  byKind: [
    { kind: 'dependency', count: 301 },
    { kind: 'decision', count: 78 },
    { kind: 'requirement', count: 33 },
  ],
};

/** A list of a first scan that someone looks through: `count` proposals of commits with one to three each. */
export function manyProposals(count: number, run = 'scan-1'): Proposal[] {
  const all: Proposal[] = [];
  for (let c = 0; all.length < count; c++) {
    const source = commit(c.toString(16).padStart(7, '0'), `Upgrade dependencies, part ${c}`, '2026-02-20T10:00:00Z');
    for (let i = 0; i <= c % 3 && all.length < count; i++) {
      const n = all.length;
      all.push(
        proposal({
          id: `many-${n}`,
          operation: n % 4 === 0 ? 'ADD' : 'UPDATE',
          ...(n % 4 === 0 ? {} : { oldText: `package-${n} was upgraded to ^${n}.0.0` }),
          newText: `package-${n} was upgraded to ^${n + 1}.0.0`,
          sources: [source],
          run,
        }),
      );
    }
  }
  return all;
}

function memory(given: Partial<Memory> & Pick<Memory, 'id' | 'text' | 'kind' | 'validFrom'>): Memory {
  return { lineage: given.id, state: 'active', reviewed: true, sources: [SOURCES.node22], decidedBy: 'you', ...given };
}

const C8 = commit('8224769', 'Switch from nyc to c8 for code coverage', '2025-10-12T09:00:00Z');

/** What a check of the sources found. */
export const OUTDATED: readonly Memory[] = [
  memory({
    id: 'travis',
    text: 'Disable most of the CI scripts to speed up the build.',
    kind: 'decision',
    validFrom: '2022-05-01T09:00:00Z',
    stale: true,
    lost: [
      {
        kind: 'changed',
        paths: ['.travis.yml'],
        commit: '16fdb5a'.padEnd(40, '0'),
        since: '2026-03-12T09:00:00Z',
        text: '.travis.yml, all that its commit changed, is gone since 12 Mar 2026 (16fdb5a)',
      },
    ],
  }),
  memory({
    id: 'pnpm',
    text: 'Use pnpm because it is fast.',
    kind: 'decision',
    validFrom: '2021-05-01T09:00:00Z',
    stale: true,
    lost: [
      {
        kind: 'left',
        paths: [],
        commit: 'a06ac6c'.padEnd(40, '0'),
        text: 'its commit a06ac6c is no longer in the history',
      },
    ],
  }),
];

/** What a check proposes. */
export const CHECKED: readonly Proposal[] = [
  proposal({
    id: 'check-travis',
    operation: 'DELETE',
    target: 'travis',
    oldText: 'Disable most of the CI scripts to speed up the build.',
    reason: '.travis.yml, all that its commit changed, is gone since 12 Mar 2026 (16fdb5a).',
    decidedBy: 'rule',
    confidence: 0.75,
    sources: [commit('16fdb5a', 'Get rid of Travis CI remainings', '2026-03-12T09:00:00Z')],
    run: 'check-1',
  }),
  proposal({
    id: 'check-parser',
    operation: 'UPDATE',
    target: 'parser',
    oldText: 'Parsing happens in src/parse.js alone.',
    newText: 'Parsing happens in source/parse.ts alone.',
    kind: 'convention',
    reason: 'src/parse.js was renamed (309e36d).',
    decidedBy: 'rule',
    sources: [commit('309e36d', 'Move to TypeScript', '2026-03-11T09:00:00Z')],
    run: 'check-1',
  }),
];

export const MEMORIES: readonly Memory[] = [
  memory({
    id: 'node22',
    text: 'Got requires Node.js 22 or later.',
    kind: 'requirement',
    validFrom: '2026-02-23T17:19:00Z',
  }),
  memory({
    id: 'esm',
    text: 'Got is an ES module; require() does not work.',
    kind: 'requirement',
    validFrom: '2021-04-16T10:00:00Z',
  }),
  memory({
    id: 'sockets',
    text: 'The enableUnixSockets option is false by default.',
    kind: 'decision',
    validFrom: '2023-05-27T10:00:00Z',
    reviewed: false,
  }),
  memory({
    id: 'c8',
    lineage: 'coverage',
    text: 'Code coverage is measured with c8.',
    kind: 'tool',
    validFrom: '2025-10-12T09:00:00Z',
    stale: true,
    stalePath: { path: 'package.json', changes: 61 },
    sources: [C8],
  }),
  memory({
    id: 'nyc',
    lineage: 'coverage',
    text: 'Code coverage is measured with nyc.',
    kind: 'tool',
    state: 'superseded',
    validFrom: '2020-11-20T09:00:00Z',
    validTo: '2025-10-12T09:00:00Z',
    supersededBy: 'c8',
  }),
  memory({
    id: 'codecov',
    text: 'Coverage reports are uploaded to Codecov.',
    kind: 'tool',
    state: 'deleted',
    validFrom: '2020-11-20T09:00:00Z',
    validTo: '2025-10-13T09:00:00Z',
    ending: {
      text: 'Code coverage upload was removed.',
      time: '2025-10-13T09:00:00Z',
      sources: [C8],
      forgotten: false,
    },
  }),
];

export function memoriesState(given: Partial<MemoriesState> = {}): MemoriesState {
  return { page: 'memories', revision: 1, ready: true, memories: MEMORIES, pending: 0, notices: [], ...given };
}

function step(given: Partial<HistoryEntry> & Pick<HistoryEntry, 'version' | 'text' | 'at'>): HistoryEntry {
  return {
    id: `version-${given.version}`,
    operation: 'UPDATE',
    decidedBy: 'you',
    reason: '',
    event: SOURCES.node22,
    reviewed: true,
    ...given,
  };
}

/** Newest first. */
export const HISTORY: readonly HistoryEntry[] = [
  step({ version: 4, id: 'node22', text: 'Got requires Node.js 22 or later.', at: '2026-02-23T17:19:00Z' }),
  step({
    version: 3,
    text: 'Got requires Node.js 20 or later.',
    at: '2023-11-29T10:00:00Z',
    until: '2026-02-23T17:19:00Z',
    event: commit('a004263', 'Require Node.js 20 (#2313)', '2023-11-29T10:00:00Z'),
  }),
  step({
    version: 2,
    text: 'Got requires Node.js 16 or later.',
    at: '2023-05-27T10:00:00Z',
    until: '2023-11-29T10:00:00Z',
    event: commit('52a1063', 'Require Node.js 16', '2023-05-27T10:00:00Z'),
    edited: true,
  }),
  step({
    version: 1,
    operation: 'ADD',
    text: 'Got requires Node.js 14 or later.',
    at: '2021-04-16T10:00:00Z',
    until: '2023-05-27T10:00:00Z',
    decidedBy: 'rule',
    event: commit('1a983f3', 'Require Node.js 14 (#1689)', '2021-04-16T10:00:00Z'),
  }),
];

export const USES: NonNullable<Story['uses']> = { recalled: 14, last: '2026-11-03T10:00:00Z', helpful: 2, wrong: 1 };

/** The chat that led to the newest of these commits. */
export const DISCUSSED: Story['discussed'] = [
  { commit: SOURCES.node22.ref, chats: [{ source: CHAT, confidence: 0.9 }] },
];

function entry(id: string, what: WeekEntry['what'], source: Source, text: string, was?: string): WeekEntry {
  return { id, at: source.time, what, text, ...(was === undefined ? {} : { was }), source };
}

export const WEEK: readonly WeekEntry[] = [
  entry('w1', 'learned', CHAT, 'Release 15.0 only after the migration guide is finished.'),
  entry(
    'w2',
    'changed',
    SOURCES.bytes,
    'Binary response bodies are returned as Uint8Array.',
    'Binary response bodies are returned as Buffer.',
  ),
  entry(
    'w3',
    'changed',
    SOURCES.retry,
    'The retry.enforceRetryRules option is true by default.',
    'The retry.enforceRetryRules option is false by default.',
  ),
  entry('w4', 'forgotten', SOURCES.isStream, 'Pass isStream: true to get a stream from got().'),
  entry('w5', 'learned', C8, 'Code coverage is measured with c8.'),
];

export function weekState(given: Partial<WeekState> = {}): WeekState {
  return { page: 'week', revision: 1, ready: true, entries: WEEK, notices: [], ...given };
}
