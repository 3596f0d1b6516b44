import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  openMemory,
  Recall,
  ruleV3,
  type DistillPolicy,
  type Embedder,
  type Extractor,
  type ManagerPolicy,
  type Memory,
  type FileChange,
  type ProjectMemory,
  type RawEvent,
  type Redactor,
  type RetrievalWeights,
  type VectorStore,
} from '../src/core/index';
import { loadBackground } from '../src/node/embedder/background';
import { buildModel } from '../src/node/embedder/buildModel';
import { openUseLite } from '../src/node/embedder/useLite';
import { createVectorIndex } from '../src/node/vectors/createVectorIndex';
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

export function messageOf({ subject, body }: CommitRecord): string {
  return body ? `${subject}\n\n${body}` : subject;
}

/** What git would hand in for these commits: the root manifest before and after is all that is known of file contents. */
export function* eventsOf(commits: readonly CommitRecord[]): Generator<RawEvent> {
  let manifest: string | undefined;
  for (const [order, commit] of commits.entries()) {
    const before = manifest;
    const change = manifestChange(commit);
    if (change) manifest = change.after;
    const others = commit.files
      .filter((file) => file.path !== MANIFEST)
      .map(({ status, path: name }) => ({ path: name, status }));
    yield {
      kind: 'commit',
      ref: commit.sha,
      time: commit.date,
      // as git orders it: later than every parent, whatever the clocks said
      order: order + 1,
      role: 'user',
      author: commit.author,
      text: messageOf(commit),
      files: change ? [{ path: MANIFEST, ...change, ...(before !== undefined && { before }) }, ...others] : others,
      parents: commit.parents,
    };
  }
}

const MANIFEST = 'package.json';

/** Records name at most 60 files of a commit: the manifest counts as touched wherever there is one. */
function manifestChange({ manifest, files }: CommitRecord): Pick<FileChange, 'status' | 'after'> | undefined {
  const status = files.find((file) => file.path === MANIFEST)?.status;
  if (manifest) return { status: status ?? 'M', after: `${JSON.stringify(manifest, null, 2)}\n` };
  if (status === undefined) return undefined;
  // Without its facts it was removed, or was no valid JSON.
  return status === 'D' ? { status } : { status, after: 'not recorded\n' };
}

/** What the project is called, as the product reads it from the manifest at HEAD. */
export function named(commits: readonly CommitRecord[]): { readonly ownName?: string } {
  const name = commits.findLast(({ manifest }) => manifest !== undefined)?.manifest?.['name'];
  return typeof name === 'string' ? { ownName: name } : {};
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

export interface RecallOptions {
  readonly background: Model['background'];
  /** Without one, recall goes by words alone. */
  readonly embedder?: Embedder;
  /** Default: kept only as long as the recall. */
  readonly vectors?: VectorStore;
  /** Default: those of the product. */
  readonly weights?: RetrievalWeights;
  readonly policy?: DistillPolicy;
  /** Default: that of the product. */
  readonly embeds?: (memory: Memory) => boolean;
  /** What the project is called; see `named`. */
  readonly ownName?: string;
  /** Questions come with a language model that words their answers. */
  readonly mayAsk?: boolean;
}

/** Takes events in as `scan --accept all` does, into a bank without a disk, and makes them ready to be asked. */
export async function remember(
  events: Iterable<RawEvent>,
  options: RecallOptions & { readonly extractors?: readonly Extractor[] },
): Promise<Remembered> {
  const memory = await takeIn(events, options);
  const recall = await openRecall(memory, options);
  return {
    memory,
    recall,
    close: async () => {
      recall.dispose();
      await memory.close();
    },
  };
}

export interface TakeInOptions {
  readonly background: Model['background'];
  readonly extractors?: readonly Extractor[];
  /** Default: the rule. */
  readonly manager?: ManagerPolicy;
}

export async function takeIn(
  events: AsyncIterable<RawEvent> | Iterable<RawEvent>,
  { background, extractors, manager = ruleV3 }: TakeInOptions,
): Promise<ProjectMemory> {
  let ids = 0;
  const memory = await openMemory({
    store: new InMemoryStore(),
    redactor: PUBLIC,
    policy: manager,
    background,
    ...(extractors && { extractors }),
    clock: () => new Date(),
    newId: () => `bench-${String(++ids)}`,
  });
  await memory.ingest(events, { kind: 'scan', accept: 'all' });
  return memory;
}

/** Texts are public: there are no secrets to remove. */
const PUBLIC: Redactor = { redact: (texts) => Promise.resolve({ texts: [...texts], found: 0 }) };

/** With all vectors computed. */
export async function openRecall(
  memory: ProjectMemory,
  { background, embedder, vectors = new InMemoryVectors(), weights, policy, ownName, embeds, mayAsk }: RecallOptions,
): Promise<Recall> {
  const dense = embedder && {
    embedder,
    vectors,
    createIndex: (expected: number) => createVectorIndex('exact', embedder.dimension, expected),
  };
  const recall = new Recall({
    memory,
    background,
    clock: () => new Date(),
    ...(dense && { dense }),
    ...(weights && { weights }),
    ...(policy && { policy }),
    ...(ownName !== undefined && { ownName }),
    ...(embeds && { embeds }),
    ...(mayAsk && { redactor: PUBLIC }),
  });
  await recall.embedMissing();
  return recall;
}

class InMemoryVectors implements VectorStore {
  readonly #vectors = new Map<string, Float32Array>();

  get(text: string): Float32Array | undefined {
    return this.#vectors.get(text);
  }

  put(entries: readonly { readonly text: string; readonly vector: Float32Array }[]): Promise<void> {
    for (const { text, vector } of entries) this.#vectors.set(text, vector);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
