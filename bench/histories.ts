import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  ExactIndex,
  openMemory,
  Recall,
  ruleV3,
  type Embedder,
  type ProjectMemory,
  type RawEvent,
} from '../src/core/index';
import { loadBackground } from '../src/node/embedder/background';
import { buildModel } from '../src/node/embedder/buildModel';
import { openUseLite } from '../src/node/embedder/useLite';
import { InMemoryStore } from '../test/support/inMemoryStore';

/** One commit of a recorded history, oldest first and without merges. */
export interface CommitRecord {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly date: string;
  readonly author: string;
  readonly subject: string;
  readonly body?: string;
  readonly files: readonly { readonly status: 'A' | 'M' | 'D' | 'R'; readonly path: string }[];
  /** The root package.json, where the commit changed it. */
  readonly manifest?: Readonly<Record<string, unknown>>;
}

export function readRecords(file: string): CommitRecord[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CommitRecord);
}

/** What git would hand in for these commits: the root manifest before and after is all that is known of file contents. */
export function* eventsOf(commits: readonly CommitRecord[]): Generator<RawEvent> {
  let manifest: string | undefined;
  for (const [order, commit] of commits.entries()) {
    const before = manifest;
    if (commit.manifest) manifest = `${JSON.stringify(commit.manifest, null, 2)}\n`;
    const files = commit.files.map(({ status, path: name }) =>
      name === 'package.json' && commit.manifest
        ? {
            path: name,
            status,
            ...(before !== undefined && { before }),
            ...(manifest !== undefined && { after: manifest }),
          }
        : { path: name, status },
    );
    yield {
      kind: 'commit',
      ref: commit.sha,
      time: commit.date,
      // as git orders it: later than every parent, whatever the clocks said
      order: order + 1,
      role: 'user',
      author: commit.author,
      text: commit.body ? `${commit.subject}\n\n${commit.body}` : commit.subject,
      files,
      parents: commit.parents,
    };
  }
}

export interface Model {
  readonly embedder: Embedder;
  readonly background: ReadonlyMap<string, number>;
}

/** The model that is shipped; built where it is not. */
export async function openModel(): Promise<Model> {
  const folder = path.join(__dirname, '../dist/model');
  buildModel(folder);
  const [embedder, background] = await Promise.all([openUseLite(folder), loadBackground(folder)]);
  return { embedder, background };
}

export interface Remembered {
  readonly memory: ProjectMemory;
  readonly recall: Recall;
  close(): Promise<void>;
}

/** Takes events in as `scan --accept all` does, into a bank without a disk. Texts are public: there are no secrets to remove. */
export async function remember(
  events: Iterable<RawEvent>,
  { background, embedder }: { background: Model['background']; embedder?: Embedder },
): Promise<Remembered> {
  let ids = 0;
  const clock = (): Date => new Date();
  const memory = await openMemory({
    store: new InMemoryStore(),
    redactor: { redact: (texts) => Promise.resolve({ texts: [...texts], found: 0 }) },
    policy: ruleV3,
    background,
    clock,
    newId: () => `bench-${String(++ids)}`,
  });
  await memory.ingest(events, { kind: 'scan', accept: 'all' });
  const kept = new Map<string, Float32Array>();
  const dense = embedder && {
    embedder,
    vectors: {
      get: (text: string) => kept.get(text),
      put: (entries: readonly { text: string; vector: Float32Array }[]) => {
        for (const { text, vector } of entries) kept.set(text, vector);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    },
    createIndex: () => Promise.resolve(new ExactIndex(embedder.dimension)),
  };
  const recall = new Recall({ memory, background, clock, ...(dense && { dense }) });
  await recall.embedMissing();
  return {
    memory,
    recall,
    close: async () => {
      recall.dispose();
      await memory.close();
    },
  };
}
