/** One step in the making of the sample project. */
export type Step =
  | {
      readonly kind: 'commit';
      readonly on: string;
      readonly by: Person;
      /** The first line is the subject. */
      readonly message: string;
      readonly manifest?: ManifestChange;
      readonly files?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'branch'; readonly name: string }
  | { readonly kind: 'checkout'; readonly name: string }
  | { readonly kind: 'merge'; readonly name: string; readonly on: string; readonly by: Person }
  | {
      readonly kind: 'revert';
      readonly subject: string;
      readonly on: string;
      readonly by: Person;
      readonly why: string;
    };

export type Person = 'Ada Brook' | 'Tomas Lund';

/** New values of package.json; `null` takes a dependency out. */
export interface ManifestChange {
  readonly name?: string;
  readonly version?: string;
  readonly engines?: { readonly node: string };
  readonly packageManager?: string;
  readonly dependencies?: Readonly<Record<string, string | null>>;
  readonly devDependencies?: Readonly<Record<string, string | null>>;
}

/** What can be asked about the history, and what a right answer must hold. The end-to-end tests ask the same. */
export const SAMPLE_QUESTIONS = [
  { question: 'Which version of typescript does the project use?', answer: /5\.9\.2/ },
  { question: 'Why do we store notes in SQLite instead of PostgreSQL?', answer: /one file|run a database/ },
] as const;

/**
 * Eighteen months of a small notes server: real changes of package.json, decisions with their reasons, a revert, a merged
 * feature branch, and one that was never merged. Every date is fixed, so every commit has the same id everywhere.
 */
export const SAMPLE_HISTORY: readonly Step[] = [
  {
    kind: 'commit',
    on: '2024-02-05',
    by: 'Ada Brook',
    message: 'Begin a notes server',
    manifest: {
      name: 'tide-notes',
      version: '0.1.0',
      engines: { node: '>=18' },
      dependencies: { express: '^4.18.2', moment: '^2.30.1' },
      devDependencies: { mocha: '^10.2.0', typescript: '~5.3.3' },
    },
    files: {
      'README.md': '# Tide Notes\n\nA small notes server for a household.\n',
      'src/server.ts': "import express from 'express';\n\nexport const app = express();\n",
    },
  },
  {
    kind: 'commit',
    on: '2024-02-07',
    by: 'Ada Brook',
    message: 'List notes, newest first',
    files: { 'src/list.ts': 'export const newestFirst = (a: { at: number }, b: { at: number }) => b.at - a.at;\n' },
  },
  {
    kind: 'commit',
    on: '2024-02-19',
    by: 'Tomas Lund',
    message:
      'Store notes in SQLite\n\nWe use SQLite instead of PostgreSQL because one server with one file is all that a household\nneeds, and nobody has to run a database to work on the code.',
    manifest: { dependencies: { 'better-sqlite3': '^9.4.0' } },
    files: {
      'src/store.ts': "import Database from 'better-sqlite3';\n\nexport const db = new Database('notes.db');\n",
    },
  },
  {
    kind: 'commit',
    on: '2024-03-04',
    by: 'Ada Brook',
    message: 'Search the text of notes',
    files: { 'src/search.ts': 'export const table = "create virtual table search using fts5(text)";\n' },
  },
  {
    kind: 'commit',
    on: '2024-03-21',
    by: 'Ada Brook',
    message: 'Upgrade typescript to 5.4',
    manifest: { devDependencies: { typescript: '~5.4.5' } },
  },
  {
    kind: 'commit',
    on: '2024-04-09',
    by: 'Tomas Lund',
    message:
      'Replace moment with date-fns\n\nmoment is in maintenance mode, and it alone made up half of what the page had to load.',
    manifest: { dependencies: { moment: null, 'date-fns': '^3.6.0' } },
    files: { 'src/dates.ts': "export { format } from 'date-fns';\n" },
  },
  {
    kind: 'commit',
    on: '2024-05-02',
    by: 'Ada Brook',
    message: 'Require Node 20\n\nNode 18 does not have a stable test runner, and our hosting offers 20 everywhere.',
    manifest: { engines: { node: '>=20' } },
  },
  {
    kind: 'commit',
    on: '2024-05-16',
    by: 'Tomas Lund',
    message: 'Use pnpm\n\nWe switched from npm to pnpm because it installs in a third of the time in CI.',
    manifest: { packageManager: 'pnpm@9.1.0' },
  },
  {
    kind: 'commit',
    on: '2024-06-03',
    by: 'Ada Brook',
    message: 'Validate requests with zod',
    manifest: { dependencies: { zod: '^3.23.8' } },
    files: { 'src/request.ts': "import { z } from 'zod';\n\nexport const note = z.object({ text: z.string() });\n" },
  },
  {
    kind: 'commit',
    on: '2024-06-20',
    by: 'Tomas Lund',
    message:
      'Keep all times in UTC\n\nTimes are stored and returned in UTC, because clients in two time zones saw notes jump by a day\naround midnight.',
    files: { 'src/dates.ts': "export { formatISO } from 'date-fns';\n" },
  },
  {
    kind: 'commit',
    on: '2024-07-11',
    by: 'Tomas Lund',
    message: 'Switch the server to Fastify\n\nIt answers twice as many requests per second on the small machine.',
    manifest: { dependencies: { express: null, fastify: '^4.28.0' } },
    files: { 'src/server.ts': "import fastify from 'fastify';\n\nexport const app = fastify();\n" },
  },
  {
    kind: 'revert',
    subject: 'Switch the server to Fastify',
    on: '2024-07-25',
    by: 'Ada Brook',
    why: 'The session plugin that we depend on exists for Express only.',
  },
  {
    kind: 'commit',
    on: '2024-09-12',
    by: 'Ada Brook',
    message: 'Upgrade typescript to 5.6',
    manifest: { devDependencies: { typescript: '~5.6.2' } },
  },
  { kind: 'branch', name: 'feature/attachments' },
  {
    kind: 'commit',
    on: '2024-10-01',
    by: 'Tomas Lund',
    message: 'Accept attachments of up to 10 MB',
    manifest: { dependencies: { multer: '^1.4.5-lts.1' } },
    files: { 'src/attachments.ts': 'export const maxBytes = 10 * 1024 * 1024;\n' },
  },
  {
    kind: 'commit',
    on: '2024-10-08',
    by: 'Tomas Lund',
    message:
      'Keep attachments in a folder\n\nAttachments lie in a folder rather than in the database, so that a backup of the notes stays\nsmall enough to be mailed.',
    files: {
      'src/attachments.ts': "export const maxBytes = 10 * 1024 * 1024;\nexport const folder = 'attachments';\n",
    },
  },
  { kind: 'checkout', name: 'main' },
  {
    kind: 'commit',
    on: '2024-10-10',
    by: 'Ada Brook',
    message: 'Fix the order of pinned notes',
    files: {
      'src/list.ts': 'export const newestFirst = (a: { at: number }, b: { at: number }) => b.at - a.at || 0;\n',
    },
  },
  { kind: 'merge', name: 'feature/attachments', on: '2024-10-14', by: 'Ada Brook' },
  {
    kind: 'commit',
    on: '2024-11-05',
    by: 'Ada Brook',
    message: 'Replace mocha with vitest',
    manifest: { devDependencies: { mocha: null, vitest: '^2.1.4' } },
  },
  {
    kind: 'commit',
    on: '2024-11-21',
    by: 'Tomas Lund',
    message:
      'Limit a note to 100 kB\n\nLonger texts are refused, because one pasted log file made the search of everybody else slow.',
    files: {
      'src/request.ts':
        "import { z } from 'zod';\n\nexport const note = z.object({ text: z.string().max(100_000) });\n",
    },
  },
  {
    kind: 'commit',
    on: '2024-12-03',
    by: 'Ada Brook',
    message: 'Upgrade express to 5',
    manifest: { dependencies: { express: '^5.0.1' } },
  },
  {
    kind: 'commit',
    on: '2025-01-15',
    by: 'Ada Brook',
    message: 'Upgrade typescript to 5.7',
    manifest: { devDependencies: { typescript: '~5.7.3' } },
  },
  {
    kind: 'commit',
    on: '2025-03-06',
    by: 'Tomas Lund',
    message: 'Describe how to back up',
    files: { 'docs/backup.md': '# Backup\n\nCopy notes.db and the folder attachments.\n' },
  },
  {
    kind: 'commit',
    on: '2025-05-19',
    by: 'Tomas Lund',
    message:
      'Use node:sqlite instead of better-sqlite3\n\nThe native module failed to build on Windows after every update of Node; the built-in one needs no\nbuild. It asks for Node 22.',
    manifest: { engines: { node: '>=22' }, dependencies: { 'better-sqlite3': null } },
    files: {
      'src/store.ts':
        "import { DatabaseSync } from 'node:sqlite';\n\nexport const db = new DatabaseSync('notes.db');\n",
    },
  },
  {
    kind: 'commit',
    on: '2025-08-04',
    by: 'Ada Brook',
    message: 'Upgrade typescript to 5.9',
    manifest: { devDependencies: { typescript: '~5.9.2' } },
  },
  {
    kind: 'commit',
    on: '2025-08-18',
    by: 'Tomas Lund',
    message:
      'Answer 404 for the notes of others\n\nWe answer 404 rather than 403, because 403 would tell a stranger that the note exists.',
    files: { 'src/access.ts': 'export const denied = 404;\n' },
  },
  { kind: 'branch', name: 'experiment/bun' },
  {
    kind: 'commit',
    on: '2025-08-25',
    by: 'Tomas Lund',
    message: 'Try bun',
    manifest: { packageManager: 'bun@1.2.21' },
  },
  { kind: 'checkout', name: 'main' },
];
